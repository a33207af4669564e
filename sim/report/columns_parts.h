/* What the files of the columns share. */
#ifndef SHUTTLE_REPORT_COLUMNS_PARTS_H
#define SHUTTLE_REPORT_COLUMNS_PARTS_H

#include "sim/report/carried.h"
#include "sim/report/channel_view.h"
#include "sim/report/columns.h"
#include "sim/report/ledger.h"
#include "sim/report/sheet.h"
#include "sim/report/words.h"

#include "shuttle/frame.h"

#define CORRIDOR 1u /* its column */

/* What the block at hand is made of: entries of one instant and one kind may
 * share a block. */
enum block {
    BLOCK_NONE,
    BLOCK_HANDED,
    BLOCK_CORRIDOR,
    BLOCK_ALONE,
};

/* What one mediator's record has told so far. */
struct via {
    const struct scenario *whole; /* as this mediator has it */
    struct channel_view view;     /* of several mediators: what whole is */
    struct ledger ledger;
    struct carried carried;
    struct message_released release; /* of the frame that follows */
    bool has_release;
    struct page reason; /* of release */
};

struct columns {
    const struct scenario *whole; /* of the mediator at hand */
    struct via *via;              /* owned, one for each mediator */
    struct via *at;               /* the one at hand */
    struct via *named;            /* the one that was named last */
    uint8_t via_count;
    unsigned rooms;
    struct sheet sheet;
    struct page label[SHEET_COLUMNS_MAX];
    struct page title[SHEET_COLUMNS_MAX];
    struct page words;   /* put together here, then used at once */
    struct page taken;   /* "takes us 1, us 2", of the block at hand */
    unsigned taken_para; /* its paragraph */
    enum block block;
    struct instant time; /* of the block */
    bool titles;         /* not ids */
    bool begun;
    bool agreed; /* it was shown */
    bool concluded;
    const struct ending *ending; /* that was reached, of whole; or NULL */
    uint64_t rounds_begun;       /* bit per round */
    uint64_t rounds_ended;
    struct instant limit; /* of the running round, when it was changed last */
    struct page news;     /* words last shown across */
    struct instant news_time;
};

/* columns_via.c: the mediators of a scenario, which may be NULL; false when
 * memory is out. */
bool columns_vias_init(struct columns *c, const struct scenario *whole);
void columns_vias_fini(struct columns *c);
/* The widest, so that there is room for every mediator's. */
const char *columns_via_label(const struct columns *c);
/* Name the corridor after the mediator at hand, and its head after all: by
 * their titles where these have room. */
void columns_vias_head(struct columns *c);
/* Items of two mediators have the same numbers: say whose are at hand, unless
 * it was said last. */
void columns_via_name(struct columns *c, struct instant time, struct page *out);

/* An event, as the columns name things. */
void columns_event(const struct columns *c, struct page *p, struct bytes id);
/* The column of a room, CORRIDOR for anyone else. */
unsigned columns_of(const struct columns *c, unsigned who);
/* Make sure that a block of this kind at this time is at hand. */
void columns_block(struct columns *c, enum block block, struct instant time,
                   struct page *out);
/* Make sure that the block at hand is one of the corridor, with room for what
 * one entry shows. */
void columns_service(struct columns *c, struct instant time, struct page *out);
/* A line in the corridor, with others of the same instant. */
struct page *columns_corridor(struct columns *c, enum style style,
                              struct instant time, struct page *out);

void columns_item(struct columns *c, const struct message_item *m,
                  unsigned room, struct instant time, struct page *out);
void columns_told(struct columns *c, const struct message_told *m, unsigned to,
                  struct instant time, struct page *out);
void columns_round(struct columns *c, const struct message_round *m,
                   struct instant time, struct page *out);
/* Agreement, and that its implementation follows. */
void columns_agreed(struct columns *c, const struct package *package,
                    struct instant time, struct page *out);
void columns_outcome(struct columns *c, unsigned outcome,
                     const struct package *package, struct bytes reason,
                     struct instant time, struct page *out);
void columns_note(struct columns *c, const struct message *m,
                  struct instant time, struct page *out);

#endif
