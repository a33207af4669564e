/* For tests of links: one talk's keys, a loop that cannot hang, and link ends
 * that write down what happens to them. */
#ifndef TESTS_RIG_LINKS_H
#define TESTS_RIG_LINKS_H

#include "sim/net/keys.h"
#include "sim/net/link.h"
#include "sim/net/tls.h"

#define RIG_TALK 0x0123456789abcdefull

struct rig {
    struct event_base *base;
    struct net *net;
    struct authority *authority;
    struct tls *mediator; /* 'oman' */
    struct tls *room;     /* 'us' */
};

/* One end of a link. Zeroed before use. */
struct end {
    struct rig *rig;
    struct link *link; /* NULL before opened and after closed */
    bool echo;         /* send back what comes */
    bool count_only;   /* do not keep what comes */
    size_t whole;      /* consume multiples of this; 0: everything */
    size_t stop_at;    /* stop the loop when that much was received */
    void (*on_drained)(struct end *end);
    unsigned opened, drained, closed, refused, calls;
    struct peer_name peer;
    enum reason reason;
    char text[512];
    size_t received;
    uint8_t *data; /* owned */
};

extern const struct link_ops end_ops;

void rig_init(struct rig *rig);
void rig_fini(struct rig *rig);
/* Issue from the rig's authority. Aborts on failure, as all of these do. */
struct tls *rig_tls(struct rig *rig, struct authority *authority,
                    const struct key_request *request, enum tls_side side);
/* Run until rig_stop; false when ten seconds passed first. */
bool rig_run(struct rig *rig);
void rig_stop(struct rig *rig);
/* Run until *flag is at least count; false as above. */
bool rig_run_until(struct rig *rig, const unsigned *flag, unsigned count);

/* On a free port below 32768 of loopback; r.tls may be NULL for the rig's. */
struct listener *rig_listen_with(struct rig *rig, struct listen_request r,
                                 const struct link_ops *ops, void *arg);
struct listener *rig_listen(struct rig *rig, struct end *end, const char *door);
struct link *rig_dial(struct rig *rig, struct end *end, uint16_t port);
/* A connected pair, both opened. */
struct listener *rig_connect(struct rig *rig, struct end *server,
                             struct end *client);
void end_fini(struct end *end);

/* Bytes that differ at all small distances; freed with free. */
uint8_t *pattern_new(size_t size);
/* Abort unless the end received exactly the first size bytes of these. */
void end_must_have(const struct end *end, size_t size);

#endif
