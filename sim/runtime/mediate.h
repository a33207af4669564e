/*
 * The mediator's end of the real runtime: one event loop that hosts the
 * mediators of any number of talks. Frames that arrive go to the keeper of
 * their talk, and what its mediator sends goes back over TLS; with a live clock
 * only when everything it depends on is on disk.
 */
#ifndef SIM_RUNTIME_MEDIATE_H
#define SIM_RUNTIME_MEDIATE_H

#include "process.h"

#include "sim/net/link.h"
#include "sim/net/walls.h"

struct event_base; /* libevent's */
struct hub;        /* opaque */
struct hosted;     /* one talk of a hub; opaque */

struct host_plan {
    struct bytes brief; /* the mediator's; borrowed for good */
    enum record_mode mode;
    int record_fd;         /* owned from the call on; unused in digest mode */
    uint32_t speed;        /* live clock: thousandths; 0 means 1000 */
    unsigned admission_ms; /* rooms must have come by then; 0 for ever */
    /* Of the mediator's outside programs: the scenario's file, beside which
     * they lie, NULL for this folder; and the walls around them. */
    const char *beside;
    enum walls_mode walls;
    /* Every byte of the record as it is written, for who looks on; may be
     * NULL. */
    record_sink *watch;
    /* The talk is over and its record closed (err: or could not be). Called
     * from the loop; the hosted is freed afterwards. May be NULL. */
    void (*over)(void *arg, enum outcome outcome, enum err err,
                 const struct diag *diag);
    /* One line for the log: who was refused and why, who went. May be NULL. */
    void (*log)(void *arg, const char *line);
    void *arg;
};

/* NULL and diag on failure. base is borrowed. */
struct hub *hub_new(struct event_base *base, struct diag *diag);
void hub_free(struct hub *h);
struct net *hub_net(struct hub *h);

/* Host a talk. NULL and diag on failure. */
struct hosted *hub_host(struct hub *h, const struct host_plan *plan,
                        struct diag *diag);
/* Its brief; lives as long as the hosted. */
const struct scenario *hosted_brief(const struct hosted *h);
/* One of several mediators of its talk: from now on it goes by their common
 * clock. Of the first, first_fd + n is a stream socket to the nth; of another,
 * first_fd is one to the first. They are taken, also on failure. */
enum err hub_share(struct hosted *h, int first_fd, struct diag *diag) MUST_USE;
/* The same over TLS: the first waits for the others at its listener, which has
 * to admit the role clock, and first is not read; of another it says where the
 * first listens, and its door is filled in here. */
enum err hub_share_apart(struct hosted *h, struct dial_request *first,
                         struct diag *diag) MUST_USE;
/* Admit rooms through a listener: a door for one room (name set) or for all
 * rooms of all hosted talks, and for who has one of the roles given. fd over 0
 * is a listening socket, taken; else address and port. */
struct listener *hub_listen(struct hub *h, struct listen_request *request,
                            struct diag *diag);
/* Stop all talks: rooms are told goodbye, records closed. */
void hub_stop(struct hub *h);
size_t hub_talks(const struct hub *h);

#endif
