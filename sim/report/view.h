/* Views of a mediator's record: what one room has said and been told, and what
 * has become public. */
#ifndef SIM_REPORT_VIEW_H
#define SIM_REPORT_VIEW_H

#include "shuttle/message.h"
#include "shuttle/record.h"

/* Whether an entry is part of a room's view: a frame from or to it. */
bool view_shows(const struct record_entry *e, uint8_t room);

/* Something public: words announced, once their embargo is over; a party's own
 * account; news, leaks among them, that every room was told. */
struct publication {
    struct instant when;
    enum move move; /* MOVE_ANNOUNCEMENT, MOVE_READ_OUT or MOVE_NEWS */
    uint8_t from;   /* a room, FROM_MEDIATOR or FROM_WORLD */
    struct bytes text;
    struct bytes gloss; /* both borrowed from the record */
};

typedef void view_take(void *arg, const struct publication *p);

/* All that the mediator's record made public, in the order of its times; of
 * talks that nobody announced or leaked it is nothing at all. What record_open
 * or record_next say of a record that is broken; ERR_MEMORY. */
enum err view_public(struct bytes record, view_take *take, void *arg,
                     struct diag *diag) MUST_USE;

#endif
