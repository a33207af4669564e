/* Invented talks as the mediator's record would have them, made entry by entry:
 * what the reports are tested with. */
#ifndef SHUTTLE_RIG_TALKS_H
#define SHUTTLE_RIG_TALKS_H

#include "shuttle/message.h"
#include "shuttle/record.h"
#include "shuttle/scenario.h"

#define MINUTE INT64_C(60000000)

typedef void talks_take(void *arg, const struct record_entry *e);

/* Who gets the entries. */
struct talks {
    talks_take *take;
    void *arg;
    uint64_t index;
    int64_t minute; /* time of the next entries */
};

/* Two rooms, "us" and "iran", the mediator "oman", issues "militias"
 * (continue, pause, end) and "relief" (none, waivers, funds), one round and
 * one event, "leak". */
const struct scenario *talks_scenario(void);

/* Whole talks with everything that a report shows. */
void talks_play(struct talks *s);

/* Single entries. */
void talks_frame(struct talks *s, enum record_kind kind, uint16_t peer,
                 const struct message *m);
void talks_note(struct talks *s, const struct message *m);
/* A message handed over by a room. */
void talks_say(struct talks *s, uint16_t room, uint32_t number, enum move move,
               const char *text);
/* RELEASED and the TOLD that follows. */
void talks_tell(struct talks *s, struct message_released *why,
                struct message_told *told);
struct package talks_package(uint8_t on_militias, uint8_t on_relief);

#endif
