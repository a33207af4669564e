/*
 * Links: TLS connections on libevent's loop, reduced to four events.
 *
 *                        net_dial           a peer comes to a listener
 *                           |                          |
 *                           +---- TLS handshake -------+--> refused
 *                           |                          |    (listener)
 *                           v                          v
 *                        opened <----------------------+
 *                           |
 *                 bytes, drained, in any order
 *                           |
 *                           v
 *                        closed: once, last; the link is no more
 *
 * A link carries a stream of bytes and does not know what a frame is. Each
 * call of link_send is taken as one whole (a frame, or a run of them) and is
 * never divided between two TLS records unless it is longer than one. What is
 * sent in one iteration of the loop leaves together when the callbacks of the
 * iteration are over.
 *
 * Everything here belongs to the thread of its event base. Callbacks come from
 * the loop only, never from inside a function of this header, and nothing is
 * freed inside its own callback; from a callback any function here may be
 * called for any link except net_free.
 *
 * The limits are those of shuttle/limits.h unless net_set_limits says other.
 */
#ifndef SIM_NET_LINK_H
#define SIM_NET_LINK_H

#include "shuttle/bytes.h"
#include "shuttle/err.h"
#include "shuttle/reason.h"
#include "sim/net/peer.h"
#include "sim/net/tls.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct event_base; /* libevent's */
struct net;        /* all links and listeners of one event base */
struct listener;
struct link;

/*
 * What a link tells its user. arg is the link's: that of its listener or of
 * net_dial until link_set_arg gives it another. All are required but refused,
 * which only listeners call and which may be NULL.
 */
struct link_ops {
    /* The handshake is over and peer is who the certificate proves. A client
     * gets this before the server has judged the client's own certificate:
     * only the server's first bytes prove that it was let in. */
    void (*opened)(void *arg, struct link *link, const struct peer_name *peer);
    /* Bytes that came, after those left over last time. Return how many were
     * consumed; the rest is kept and comes again when more has come. A user
     * who leaves FRAME_SIZE_MAX bytes or more gets closed with LENGTH. */
    size_t (*bytes)(void *arg, struct link *link, struct bytes in);
    /* The queue had become full and is below its low mark again. */
    void (*drained)(void *arg, struct link *link);
    /* The end; nothing follows and the link must not be used any more. text is
     * one line that names the peer. NONE: either end called link_close and all
     * was sent. GONE: the connection could not be made or broke, also by an
     * end without TLS's close_notify. LATE: no handshake in time. SLOW: the
     * peer did not read. LENGTH: see bytes. Else the handshake failed, or
     * the peer refused this end. */
    void (*closed)(void *arg, struct link *link, enum reason reason,
                   const char *text);
    /* A peer was turned away in its handshake; opened was never called. */
    void (*refused)(void *arg, enum reason reason, const char *text);
};

struct net_limits {
    size_t queue_high;      /* bytes queued that make a link full */
    size_t queue_low;       /* and no longer full */
    size_t queue_max;       /* bytes queued that close a link with SLOW */
    unsigned handshake_ms;  /* from connection to opened */
    unsigned stall_ms;      /* a peer reads nothing of a queue: SLOW */
    unsigned linger_ms;     /* for the peer's own end after link_close */
    unsigned rekey_records; /* TLS records sent under one key */
};

/* NULL when out of memory. base is borrowed; SIGPIPE is ignored from now on. */
struct net *net_new(struct event_base *base);
/* Close and free everything at once, without callbacks. Not from a callback. */
void net_free(struct net *net);
void net_set_limits(struct net *net, const struct net_limits *limits);
struct net_limits net_limits(const struct net *net);
/* Connections that are not over yet, refused ones that still end included. */
size_t net_link_count(const struct net *net);

struct listen_request {
    const char *address; /* numeric IPv4 or IPv6; unused with fd */
    uint16_t port;       /* 0: any that is free */
    int fd;              /* over 0: a listening socket that was handed over; it
                            is taken, also on failure */
    struct tls *tls;     /* borrowed while the listener lives; TLS_SERVER */
    struct door door;    /* whom to admit; copied, its name too */
};

/* Listen. NULL, and d names address, port and cause, on failure. */
struct listener *net_listen(struct net *net, const struct listen_request *r,
                            const struct link_ops *ops, void *arg,
                            struct diag *d);
uint16_t listener_port(const struct listener *l);
/* Stop listening. Links that opened live on; those in their handshake end
 * without a word. */
void listener_free(struct listener *l);

struct dial_request {
    const char *address; /* numeric IPv4 or IPv6 */
    uint16_t port;
    struct tls *tls;  /* borrowed during the call; TLS_CLIENT */
    struct door door; /* whom to expect there; copied, its name too */
};

/* Connect. NULL, and d says why, when it cannot even be tried; a peer that is
 * not there is told by closed. */
struct link *net_dial(struct net *net, const struct dial_request *r,
                      const struct link_ops *ops, void *arg, struct diag *d);

void link_set_arg(struct link *link, void *arg);
/* From now on the link tells another user; not while it is in its handshake. */
void link_hand_over(struct link *link, const struct link_ops *ops, void *arg);

/*
 * Queue a copy of the bytes. False, and nothing is queued, when the link is not
 * open (not yet, or closing). A queue over queue_max makes the link close with
 * SLOW soon.
 */
bool link_send(struct link *link, struct bytes out);
/* The same for what may wait for company: it leaves with what is sent next, or
 * LINK_LATER_MS from now. */
bool link_send_later(struct link *link, struct bytes out);
/* True from when queue_high bytes are queued until drained is called. Those
 * whose bytes go to a full link should be paused. */
bool link_is_full(const struct link *link);
/* Bytes queued here and not yet taken by the system. */
size_t link_queued(const struct link *link);
/* End the TLS record here: what is sent next begins another. Rarely wanted. */
void link_seal(struct link *link);

/* Stop and go on reading; each does nothing the second time. What one receive
 * brought before link_pause is still delivered. */
void link_pause(struct link *link);
void link_resume(struct link *link);

/* Send what is queued, end the TLS session, wait for the peer's end; then
 * closed is called. What still comes in is dropped. Harmless when repeated. */
void link_close(struct link *link);

#endif
