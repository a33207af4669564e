/* What the files of the mediator's end share:
 *   mediate.c       talks: hosting, the clock
 *   mediate_post.c  what may leave and when
 *   mediate_programs.c  the mediator's outside programs
 *   mediate_link.c  links: who is admitted, frames that arrive, who went
 *   mediate_clock.c the clock that the mediators of the talk share
 *   mediate_line.c  the line to another of them
 */
#ifndef SIM_RUNTIME_MEDIATE_PRIVATE_H
#define SIM_RUNTIME_MEDIATE_PRIVATE_H

#include "journal.h"
#include "mediate.h"
#include "programs.h"

struct event; /* libevent's */

/* The frames of one pump for one room. */
struct outbox {
    uint8_t *data; /* owned */
    size_t size;
    size_t capacity;
    bool urgent; /* something in it may not wait for company */
};

/* Frames that may not leave yet: their inputs are not on disk. */
struct held {
    struct held *next;
    uint64_t offset; /* of the journal, that must be synced first */
    uint8_t room;
    bool urgent;
    size_t size;
    uint8_t bytes[];
};

struct seat_link {
    struct hosted *hosted;
    struct link *link; /* NULL before it came and after it went */
    uint8_t room;
    bool goodbye;       /* BYE was read: its end is no loss */
    bool logged;        /* why it ended */
    bool paused;        /* it is not read for now */
    bool partial;       /* the rest of a frame is awaited */
    struct event *half; /* how long; not while it is not read */
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
    struct event *clock;       /* live: the next deadline */
    struct event *admission;   /* rooms must have come */
    struct event *parting;     /* rooms must have said goodbye */
    struct event *synced;      /* the journal has news */
    struct event *ending;      /* over and done, from the loop */
    struct programs *programs; /* owned; NULL: the design has none so far */
    bool programs_marked;      /* lines wait for the disk, up to this ... */
    uint64_t programs_offset;  /* ... of the journal */
    struct event *on_programs; /* they said something, or are late */
    struct clock_seat *seat;   /* owned; with several mediators, else NULL */
    int64_t began_us;
    bool begun;
    struct instant clock_due;           /* for which the clock was set */
    uint16_t link_notes[ROOMS_MAX + 1]; /* by room; the last: at the door */
    unsigned partings; /* how often the time for goodbyes has passed */
    bool failed;       /* a mediator it cannot do without; the log says which */
    enum err err;
    struct diag *diag; /* owned; NULL until something failed */
};

struct hub {
    struct event_base *base; /* borrowed */
    struct net *net;
    struct hosted *talks;
    size_t talk_count;
    struct outbox out[ROOMS_MAX]; /* of the talk that is being pumped */
};

/* One line for who reads the log, and the same as a circumstance. */
void hosted_log(struct hosted *h, const char *line);
void hosted_circumstance(struct hosted *h, enum record_kind kind, uint16_t peer,
                         uint32_t id, const char *text);
/* Both, for a link of a room or, with UINT16_MAX, at the door; after
 * LINK_NOTES_MAX of them one line that there were more, and then nothing. */
void hosted_link_note(struct hosted *h, uint16_t room, uint32_t why,
                      const char *line);
/* The record could not be written, or memory is out: the talk cannot go on. */
void hosted_fail(struct hosted *h, enum err e);
bool hosted_is_live(const struct hosted *h);

/* Say once why the mediator ended the session of a room. */
void hosted_log_refusal(struct seat_link *s, uint32_t why);
/* Put a frame into the room's outbox; a pump of the same talk has to follow. */
void hosted_post(struct hosted *h, uint8_t room, struct bytes frame);
/* Let what is in the outboxes leave, or hold it until its inputs are on disk.
 */
void hosted_send_off(struct hosted *h);
/* Do not read rooms whose frames another room's queue or the disk cannot take
 * now; read them again when they can. */
void hosted_mind_queues(struct hosted *h);
/* The journal has news: let what was held leave. */
void hosted_let_go(struct hosted *h);
/* Everything the mediator can do now; a pump has to follow. */
void hosted_turn(struct hosted *h);
/* The same, and let what came of it leave; then wait for more. */
void hosted_pump(struct hosted *h);

/* mediate_programs.c: reports and asks of the last step go to the programs,
 * which are started when the design first has one. */
void hosted_tell_programs(struct hosted *h);
/* When they have to be looked at. */
void hosted_mind_programs(struct hosted *h);
/* The journal has news: let what waited for it leave. */
void hosted_let_programs(struct hosted *h);
void hosted_end_programs(struct hosted *h);
/* The time of a live clock; and set it as the keeper of the clock says. */
struct instant hosted_now(struct hosted *h);
void hosted_set_now(struct hosted *h, struct instant now);
/* With several mediators: tell the clock how things stand. True when this one
 * was granted something: a turn has to follow. */
bool hosted_clock(struct hosted *h);
/* Nobody needs the clock any more that is kept here, and all has been said. */
bool hosted_clock_done(struct hosted *h);
/* Other mediators must have come by now: true when one had not, for which rooms
 * would wait. Or they must have ended with the talks. */
bool hosted_clock_late(struct hosted *h);
void hosted_clock_part(struct hosted *h);
/* Another mediator of the talk has come by a link, to have the clock of it. */
void hosted_line(struct hosted *h, struct link *link,
                 const struct peer_name *peer);
void hosted_clock_free(struct hosted *h);

extern const struct link_ops mediate_link_ops;

#endif
