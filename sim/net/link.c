/* The life of a link, from its handshake to its end. */
#include "sim/net/link_private.h"

#include "shuttle/memory.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The only place where the state changes. */
static void link_enter(struct link *link, enum link_state state)
{
    assert(state > link->state);
    link->state = state;
}

static void timer_stop(struct link *link)
{
    if (link->timer)
        event_free(link->timer);
    link->timer = NULL;
}

/* The one call that tells the user of the end. */
static void report(struct link *link, enum reason reason, const char *why)
{
    struct link_start *start = link->start;
    char who[PEER_NAME_URI_SIZE] = "";
    char text[LINK_TEXT_SIZE];

    if (link->reported)
        return;
    link->reported = true;
    if (!why)
        why = reason == REASON_NONE ? "closed" : reason_text(reason);
    if (!start || start->check.named)
        peer_name_print(start ? &start->check.peer : &link->peer, who);
    if (start)
        snprintf(text, sizeof(text), "%s%s%s: %s", start->address,
                 *who ? ", by its certificate " : "", who, why);
    else
        snprintf(text, sizeof(text), "%s: %s", who, why);
    if (!start || !start->listener)
        link->ops->closed(link->arg, link, reason, text);
    else if (link->ops->refused)
        link->ops->refused(link->arg, reason, text);
    if (start && start->listener) {
        listener_settle(start->listener);
        start->listener = NULL;
    }
}

static void over(struct link *link, enum reason reason, const char *why)
{
    link_enter(link, LINK_OVER);
    timer_stop(link);
    event_del(link->readable);
    event_del(link->writable);
    (void)close(link->fd);
    link->fd = -1;
    report(link, reason, why);
    net_settle_soon(link);
}

/* Give the link's handshake or its end a limit. */
static bool give_time(struct link *link, unsigned limit_ms);

/* All is sent: end our direction and wait for the peer to end its own. To
 * close at once would reset the connection if the peer is still sending, and
 * take our last bytes from it. reason counts when not even that is possible. */
static void linger(struct link *link, enum reason reason, const char *why)
{
    link_enter(link, LINK_LINGERING);
    (void)shutdown(link->fd, SHUT_WR);
    link->paused = false;
    if (event_add(link->readable, NULL) != 0 ||
        !give_time(link, link->net->limits.linger_ms))
        over(link, reason, why);
}

void link_fail(struct link *link, enum reason reason, const char *why)
{
    bool peer_listens = reason != REASON_GONE && reason != REASON_SLOW &&
                        reason != REASON_LATE && !link->blocked;

    if (link->state >= LINK_LINGERING || !peer_listens) {
        if (link->state != LINK_OVER)
            over(link, reason, why);
        return;
    }
    link_flush(link); /* libssl's alert */
    event_del(link->writable);
    linger(link, reason, why);
    report(link, reason, why);
}

void link_on_end(struct link *link, const char *why)
{
    if (link->state == LINK_LINGERING)
        over(link, REASON_NONE, NULL);
    else if (link->state == LINK_CLOSING && !why && !link->broken)
        event_del(link->readable); /* it may still read what we send */
    else
        over(link, REASON_GONE, why);
}

static void opened(struct link *link)
{
    struct link_start *start = link->start;

    if (tls_peer_name(link->ssl, &link->peer) != ERR_OK) {
        link_fail(link, REASON_TLS, NULL);
        return;
    }
    tls_session_settle(link->ssl);
    timer_stop(link);
    link_enter(link, LINK_OPEN);
    link->start = NULL;
    if (start->listener)
        listener_settle(start->listener);
    memory_free(start);
    link->ops->opened(link->arg, link, &link->peer);
}

void link_shake_hands(struct link *link)
{
    char text[LINK_TEXT_SIZE];
    int result, error;
    enum reason reason;

    ERR_clear_error();
    result = SSL_do_handshake(link->ssl);
    if (link->queued > 0)
        net_settle_soon(link);
    if (result == 1) {
        opened(link);
        return;
    }
    error = SSL_get_error(link->ssl, result);
    if (error == SSL_ERROR_WANT_READ)
        return;
    reason = tls_failure(&link->start->check, text, sizeof(text));
    link_fail(link, reason, text);
}

static void on_readable(evutil_socket_t fd, short what, void *arg)
{
    struct link *link = arg;

    (void)fd;
    (void)what;
    link->net->depth++;
    link_receive(link);
    link->net->depth--;
}

/* End a link whose connect(2) gave this errno. */
static void connect_failed(struct link *link, int error)
{
    char why[LINK_TEXT_SIZE];

    snprintf(why, sizeof(why), "cannot connect: %s", strerror(error));
    over(link, REASON_GONE, why);
}

static void connected(struct link *link)
{
    int error = 0;
    socklen_t size = sizeof(error);

    (void)getsockopt(link->fd, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error == 0)
        link_start_handshake(link);
    else
        connect_failed(link, error);
}

static void on_writable(evutil_socket_t fd, short what, void *arg)
{
    struct link *link = arg;

    (void)fd;
    link->net->depth++;
    if (link->state == LINK_CONNECTING) {
        connected(link);
    } else if (what & EV_WRITE) {
        link->blocked = false;
        link_settle(link);
    } else {
        link_fail(link, REASON_SLOW, NULL);
    }
    link->net->depth--;
}

static void on_timer(evutil_socket_t fd, short what, void *arg)
{
    struct link *link = arg;

    (void)fd;
    (void)what;
    link->net->depth++;
    if (link->state == LINK_LINGERING)
        over(link, REASON_NONE, NULL);
    else
        link_fail(link, REASON_LATE, NULL);
    link->net->depth--;
}

static bool give_time(struct link *link, unsigned limit_ms)
{
    const struct timeval limit = {limit_ms / 1000, limit_ms % 1000 * 1000};

    if (!link->timer)
        link->timer = event_new(link->net->base, -1, 0, on_timer, link);
    return link->timer && event_add(link->timer, &limit) == 0;
}

void link_start_handshake(struct link *link)
{
    link_enter(link, LINK_HANDSHAKE);
    if (event_add(link->readable, NULL) != 0)
        over(link, REASON_LIMIT, NULL);
    else
        link_shake_hands(link);
}

/* Queue the end of the TLS session behind all that was sent. */
static void end_session(struct link *link)
{
    link->ended = true;
    if (link->start)
        return; /* no session yet */
    link_seal(link);
    if (SSL_shutdown(link->ssl) < 0)
        ERR_clear_error();
}

void link_settle(struct link *link)
{
    enum reason failed = link->failed;

    if (link->state == LINK_OVER) {
        link_free(link);
        return;
    }
    if (link->state == LINK_LINGERING)
        return;
    if (link->state == LINK_CONNECTING) {
        if (link->start->connect_error != 0)
            connect_failed(link, link->start->connect_error);
        return;
    }
    if (failed == REASON_NONE) {
        if (link->state == LINK_CLOSING && !link->ended)
            end_session(link);
        if (!link->blocked)
            link_seal(link);
        link_flush(link);
        failed = link->failed;
        if (link->queued >= link->net->limits.queue_max)
            failed = REASON_SLOW; /* libssl's own answers count too */
        if (link->broken && (link->paused || link->state == LINK_CLOSING))
            failed = REASON_GONE; /* nobody reads how it ended */
    }
    if (failed != REASON_NONE) {
        link_fail(link, failed, NULL);
    } else if (link->state == LINK_CLOSING && !link->first) {
        if (link->start)
            over(link, REASON_NONE, NULL);
        else
            linger(link, REASON_NONE, NULL);
    } else if (link->full && link->queued <= link->net->limits.queue_low) {
        link->full = false;
        if (link->state == LINK_OPEN)
            link->ops->drained(link->arg, link);
    }
}

void link_set_arg(struct link *link, void *arg)
{
    link->arg = arg;
}

void link_hand_over(struct link *link, const struct link_ops *ops, void *arg)
{
    assert(!link->start);
    link->ops = ops;
    link->arg = arg;
}

void link_pause(struct link *link)
{
    if (link->state != LINK_OPEN || link->paused)
        return;
    link->paused = true;
    event_del(link->readable);
}

void link_resume(struct link *link)
{
    if (link->state != LINK_OPEN || !link->paused)
        return;
    link->paused = false;
    if (event_add(link->readable, NULL) != 0)
        link->failed = REASON_LIMIT;
    net_settle_soon(link);
}

void link_close(struct link *link)
{
    if (link->state >= LINK_CLOSING)
        return;
    link_enter(link, LINK_CLOSING);
    net_settle_soon(link);
}

struct link *link_new(struct net *net, int fd, struct tls *tls,
                      const struct door *door, struct listener *listener)
{
    struct link *link = memory_new(1, sizeof(*link));
    struct link_start *start = memory_new(1, sizeof(*start));
    BIO *bio = BIO_new(net->bio_method);

    if (!link || !start || !bio) {
        BIO_free(bio);
        memory_free(start);
        memory_free(link);
        (void)close(fd);
        return NULL;
    }
    link->net = net;
    link->fd = fd;
    link->start = start;
    start->listener = listener;
    start->door = *door;
    if (door->name) {
        snprintf(start->door_name, sizeof(start->door_name), "%s", door->name);
        start->door.name = start->door_name;
    }
    start->check.door = &start->door;
    BIO_set_data(bio, link);
    BIO_set_init(bio, 1);
    link->next = net->links;
    if (net->links)
        net->links->previous = link;
    net->links = link;
    net->link_count++;
    link->readable =
        event_new(net->base, fd, EV_READ | EV_PERSIST, on_readable, link);
    link->writable = event_new(net->base, fd, EV_WRITE, on_writable, link);
    link->ssl = tls_session_new(tls, &start->check);
    if (link->ssl)
        SSL_set_bio(link->ssl, bio, bio);
    else
        BIO_free(bio);
    if (link->readable && link->writable && link->ssl &&
        give_time(link, net->limits.handshake_ms))
        return link;
    link_free(link);
    return NULL;
}

void link_free(struct link *link)
{
    struct net *net = link->net;

    for (struct link **due = &net->due; link->due && *due;
         due = &(*due)->next_due) {
        if (*due == link) {
            *due = link->next_due;
            break;
        }
    }
    if (link->previous)
        link->previous->next = link->next;
    else
        net->links = link->next;
    if (link->next)
        link->next->previous = link->previous;
    net->link_count--;
    link_queue_free(link);
    timer_stop(link);
    if (link->readable)
        event_free(link->readable);
    if (link->writable)
        event_free(link->writable);
    SSL_free(link->ssl);
    if (link->fd >= 0)
        (void)close(link->fd);
    memory_free(link->held);
    memory_free(link->start);
    memory_free(link);
}
