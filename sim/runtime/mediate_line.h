/*
 * The line between the first of several mediators, who keeps the clock, and
 * another: frames over a stream socket that both were started with, or over
 * TLS. Whoever uses it does not see which.
 */
#ifndef SIM_RUNTIME_MEDIATE_LINE_H
#define SIM_RUNTIME_MEDIATE_LINE_H

#include "sim/net/link.h"

struct bufferevent; /* libevent's */
struct event_base;
struct hosted;

/* This end of it. All zero but hosted and mediator: it has not come yet. */
struct clock_line {
    struct hosted *hosted;
    uint8_t mediator; /* at the other end */
    bool came;        /* it was there, or it is too late for it */
    struct bufferevent *stream;
    struct link *link;
    bool opened; /* the link: it may be sent to */
    uint64_t sent;
    uint64_t received;
};

/* Over a stream socket, which is taken also on failure. */
bool line_inherit(struct clock_line *l, struct event_base *base, int fd);
/* Over a link that was opened by the other end. */
void line_adopt(struct clock_line *l, struct link *link);
/* Over a link of our own; line_on_opened follows, or line_on_gone. */
enum err line_dial(struct clock_line *l, struct net *net,
                   const struct dial_request *request,
                   struct diag *diag) MUST_USE;
bool line_is_open(const struct clock_line *l);
void line_send(struct clock_line *l, struct bytes frame);
/* Nothing more is to be said: the first mediator ends a link, the other waits
 * for that. True when there is no link (any more); line_on_gone tells when. */
bool line_end(struct clock_line *l);
/* End it now; what was sent still leaves. Nothing is told of it any more. */
void line_cut(struct clock_line *l);

/* What its user provides (mediate_clock.c). */
void line_on_opened(struct clock_line *l);
/* Returns how many bytes were used. */
size_t line_on_bytes(struct clock_line *l, struct bytes in);
/* It has ended; text says how. REASON_NONE: by the other end. */
void line_on_gone(struct clock_line *l, enum reason reason, const char *text);

#endif
