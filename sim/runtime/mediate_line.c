#include "mediate_line.h"

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <unistd.h>

static void on_read(struct bufferevent *stream, void *arg)
{
    struct clock_line *l = arg;
    struct evbuffer *in = bufferevent_get_input(stream);
    struct bytes come = {evbuffer_pullup(in, -1), evbuffer_get_length(in)};
    size_t used = line_on_bytes(l, come);

    if (l->stream)
        (void)evbuffer_drain(in, used);
}

static void on_event(struct bufferevent *stream, short what, void *arg)
{
    struct clock_line *l = arg;

    (void)stream, (void)what;
    bufferevent_free(l->stream);
    l->stream = NULL;
    line_on_gone(l, REASON_NONE, reason_text(REASON_GONE));
}

bool line_inherit(struct clock_line *l, struct event_base *base, int fd)
{
    l->came = true;
    if (evutil_make_socket_nonblocking(fd) == 0)
        l->stream = bufferevent_socket_new(
            base, fd, BEV_OPT_CLOSE_ON_FREE | BEV_OPT_DEFER_CALLBACKS);
    if (!l->stream) {
        close(fd);
        return false;
    }
    bufferevent_setcb(l->stream, on_read, NULL, on_event, l);
    return bufferevent_enable(l->stream, EV_READ | EV_WRITE) == 0;
}

static void on_opened(void *arg, struct link *link,
                      const struct peer_name *peer)
{
    struct clock_line *l = arg;

    (void)link, (void)peer;
    if (!l)
        return;
    l->came = l->opened = true;
    line_on_opened(l);
}

static size_t on_bytes(void *arg, struct link *link, struct bytes in)
{
    struct clock_line *l = arg;

    (void)link;
    return l ? line_on_bytes(l, in) : in.size;
}

static void on_drained(void *arg, struct link *link)
{
    (void)arg, (void)link;
}

static void on_closed(void *arg, struct link *link, enum reason reason,
                      const char *text)
{
    struct clock_line *l = arg;

    (void)link;
    if (!l)
        return;
    l->link = NULL;
    line_on_gone(l, reason,
                 reason == REASON_NONE ? "it ended the line; see its log"
                                       : text);
}

static const struct link_ops ops = {.opened = on_opened,
                                    .bytes = on_bytes,
                                    .drained = on_drained,
                                    .closed = on_closed};

void line_adopt(struct clock_line *l, struct link *link)
{
    l->link = link;
    l->came = l->opened = true;
    link_hand_over(link, &ops, l);
}

enum err line_dial(struct clock_line *l, struct net *net,
                   const struct dial_request *request, struct diag *diag)
{
    l->link = net_dial(net, request, &ops, l, diag);
    return l->link ? ERR_OK : ERR_SYSTEM;
}

bool line_is_open(const struct clock_line *l)
{
    return l->stream || (l->link && l->opened);
}

void line_send(struct clock_line *l, struct bytes frame)
{
    if (l->stream)
        (void)bufferevent_write(l->stream, frame.data, frame.size);
    else if (line_is_open(l))
        (void)link_send(l->link, frame);
}

bool line_end(struct clock_line *l)
{
    if (l->link && (l->mediator > 0 || !l->opened))
        link_close(l->link);
    return !l->link;
}

void line_cut(struct clock_line *l)
{
    struct link *link = l->link;

    if (l->stream) {
        /* The last word must be out before the end. */
        struct evbuffer *out = bufferevent_get_output(l->stream);
        (void)evbuffer_unfreeze(out, 1);
        (void)evbuffer_write(out, bufferevent_getfd(l->stream));
        bufferevent_free(l->stream);
        l->stream = NULL;
    }
    if (link) {
        l->link = NULL;
        link_set_arg(link, NULL);
        link_close(link);
    }
}
