/* What the files of the mediator's end share:
 *   mediate.c       talks: hosting, the clock, what may leave and when
 *   mediate_link.c  links: who is admitted, frames that arrive, who went
 */
#ifndef SIM_RUNTIME_MEDIATE_PRIVATE_H
#define SIM_RUNTIME_MEDIATE_PRIVATE_H

#include "journal.h"
#include "mediate.h"

struct event; /* libevent's */

/* A frame that may not leave yet: its inputs are not on disk. */
struct held {
    struct held *next;
    uint64_t offset; /* of the journal, that must be synced first */
    uint8_t room;
    size_t size;
    uint8_t bytes[];
};

struct seat_link {
    struct hosted *hosted;
    struct link *link; /* NULL before it came and after it went */
    uint8_t room;
    bool goodbye; /* BYE was read: its end is no loss */
};

struct hosted {
    struct hosted *next;
    struct hub *hub;
    struct host_plan plan;
    struct process process;
    struct journal *journal; /* NULL in digest mode */
    struct seat_link rooms[ROOMS_MAX];
    uint8_t room_count;
    struct held *held, *held_last;
    struct event *clock;     /* live: the next deadline */
    struct event *admission; /* rooms must have come */
    struct event *synced;    /* the journal has news */
    struct event *ending;    /* over and done, from the loop */
    int64_t began_us;
    enum err err;
    struct diag diag;
};

struct hub {
    struct event_base *base; /* borrowed */
    struct net *net;
    struct hosted *talks;
    size_t talk_count;
};

/* One line for who reads the log, and the same as a circumstance. */
void hosted_log(struct hosted *h, const char *line);
void hosted_circumstance(struct hosted *h, enum record_kind kind, uint16_t peer,
                         uint32_t id, const char *text);
/* Let a frame leave, or hold it until its inputs are on disk. */
void hosted_post(struct hosted *h, uint8_t room, struct bytes frame);
/* Everything the mediator can do now; then wait for more. */
void hosted_pump(struct hosted *h);

extern const struct link_ops mediate_link_ops;

#endif
