/* What the files of the reading view share. */
#ifndef SHUTTLE_REPORT_SHOW_PLAY_PARTS_H
#define SHUTTLE_REPORT_SHOW_PLAY_PARTS_H

#include "sim/report/show_play.h"

#include "sim/report/script_words.h"
#include "sim/report/sheet.h"
#include "sim/report/tally.h"
#include "sim/report/words.h"

#include "shuttle/record.h"

/* What a room's script did with a line, as its record says. */
enum fate_state {
    FATE_NEVER, /* its turn never came */
    FATE_HANDED,
    FATE_SKIPPED,
    FATE_LATE,
    FATE_BEYOND, /* authority did not reach so far */
};

/* One scripted line and what became of it in the run. */
struct fate {
    const struct line *line;
    uint8_t owner; /* room index or FROM_MEDIATOR */
    uint8_t round;
    enum fate_state state;
    uint32_t item; /* its number; 0 when it was not handed over */
    bool shown;
};

/* Something a room did that the mediator does not see. */
struct aside {
    struct instant time;
    uint8_t room;
    const struct fate *fate; /* a line not handed over; NULL for the capital */
    uint8_t capital;         /* 1 asked, 2 received */
    struct package package;
    struct instant due;
};

/* Whether a capital answered: the room may act on it at the same instant. */
static inline bool aside_is_answer(const struct aside *a)
{
    return a->fate == NULL && a->capital == CAPITAL_RECEIVED;
}

/* All that the rooms' records say beyond the mediator's. */
struct fates {
    const struct scenario *whole;
    const struct show_play *in; /* borrowed, while they are made */
    struct fate *list;          /* owned; in the file's order, room by room */
    uint32_t count;
    struct aside *asides; /* owned; by time, then room */
    uint32_t aside_count;
    uint32_t aside_capacity;
};

enum err fates_make(struct fates *f, const struct show_play *in,
                    struct diag *diag) MUST_USE;
void fates_fini(struct fates *f);
/* NULL when no line has that number. */
struct fate *fates_item(struct fates *f, unsigned owner, uint32_t item);
struct fate *fates_id(struct fates *f, struct bytes id);

enum play_block {
    PLAY_NONE,
    PLAY_LINE,    /* a scripted line */
    PLAY_SERVICE, /* what the mediator does at one instant */
    PLAY_TOLD,    /* one thing told, perhaps to several rooms */
};

struct play_view {
    const struct show_play *in;
    struct fates fates;
    struct sheet sheet;
    struct tally tally;
    struct page label[SHEET_COLUMNS_MAX];
    struct page title[SHEET_COLUMNS_MAX];
    struct page words; /* put together here, then used at once */
    enum play_block block;
    struct instant time;             /* of the block */
    struct message_released release; /* of the frame that follows */
    bool has_release;
    unsigned told_room; /* PLAY_TOLD: author and number */
    uint32_t told_item;
    bool told_left; /* arrows that the block has */
    bool told_right;
    uint32_t aside;       /* the next one to be shown */
    struct instant end;   /* of the last entry read */
    struct instant limit; /* of the running round, as told last */
    uint64_t rounds_begun;
    uint64_t rounds_ended;
    uint64_t happened;
    const struct ending *ending; /* the one reached, or NULL */
    struct page *out;
};

#define PLAY_CORRIDOR 1u
#define PLAY_RULE     "\xe2\x94\x80"
#define PLAY_DOUBLE   "\xe2\x95\x90"

/* The column of a room, PLAY_CORRIDOR for anyone else. */
unsigned play_column(const struct play_view *v, unsigned who);
/* Begin a block at this time, unless one of the same kind is at hand there that
 * may take more. */
void play_begin(struct play_view *v, enum play_block block,
                struct instant time);
void play_flush(struct play_view *v);
/* A stage direction in a column of the block at hand. */
struct page *play_direction(struct play_view *v, unsigned column);

/* show_play.c: what is agreed, and then carried out. */
void play_agreed(struct play_view *v, const struct package *package,
                 struct instant time);

/* show_play_line.c: a scripted line in its owner's column. */
void play_line(struct play_view *v, const struct fate *f);
/* Lines of a round that were not shown yet. */
void play_unplayed(struct play_view *v, unsigned round);
/* Asides before this time, and what capitals answered at it. */
void play_asides(struct play_view *v, struct instant before);

/* show_play_note.c: what the mediator's record says. */
void play_note(struct play_view *v, const struct message *m,
               struct instant time);
/* Put what an event is into v->words. */
void play_event(struct play_view *v, const struct event *e);
void play_told(struct play_view *v, const struct message_told *m, unsigned to,
               struct instant time);

/* show_play_head.c: everything before the first round. */
void play_head(struct play_view *v);

#endif
