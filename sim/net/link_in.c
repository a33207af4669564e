/*
 * The input of a link:
 *
 *   one recv --> net's buffer --> BIO --> SSL_read --> net's plaintext --> user
 *
 * Both buffers are shared by all links: whatever a user leaves is moved to a
 * small buffer of the link before the event is over.
 */
#include "sim/net/link_private.h"

#include "shuttle/memory.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

/* How reading stopped. */
struct reading {
    size_t have; /* bytes of plaintext in the net's buffer */
    bool ended;  /* the peer's close_notify came */
    enum reason failed;
    char why[LINK_TEXT_SIZE];
};

/* Decrypt what was received until it or the room for it is used up. */
static void decrypt(struct link *link, struct reading *r)
{
    struct net *net = link->net;

    while (PLAIN_SIZE - r->have >= RECORD_MAX && net->in_at < net->in_end) {
        size_t n = 0;
        int result = SSL_read_ex(link->ssl, net->plain + r->have,
                                 PLAIN_SIZE - r->have, &n);
        int error;

        r->have += n;
        if (result == 1)
            continue;
        error = SSL_get_error(link->ssl, result);
        if (error == SSL_ERROR_WANT_READ)
            return; /* the rest of a record is to come */
        net->in_at = net->in_end;
        if (error == SSL_ERROR_ZERO_RETURN)
            r->ended = true;
        else
            r->failed = tls_failure(NULL, r->why, sizeof(r->why));
        return;
    }
}

/* Keep what the user left until more comes. */
static void hold(struct link *link, const uint8_t *rest, size_t size)
{
    uint8_t *held = NULL;

    if (size == 0) {
        memory_free(link->held);
    } else {
        held = memory_grow(link->held, size, 1);
        if (!held) {
            link->failed = REASON_LIMIT;
            return;
        }
        memcpy(held, rest, size);
    }
    link->held = held;
    link->held_size = size;
}

/* Give the user all that was received. */
static void deliver(struct link *link, struct reading *r)
{
    struct net *net = link->net;
    size_t used = 0;

    if (link->held_size > 0)
        memcpy(net->plain, link->held, link->held_size);
    r->have = link->held_size;
    do {
        size_t before = r->have - used;

        memmove(net->plain, net->plain + used, before);
        r->have = before;
        decrypt(link, r);
        used = 0;
        if (r->have == before)
            break;
        used = link->ops->bytes(link->arg, link,
                                (struct bytes){net->plain, r->have});
        assert(used <= r->have);
        if (r->have - used >= FRAME_SIZE_MAX && link->failed == REASON_NONE)
            link->failed = REASON_LENGTH;
    } while (link->state == LINK_OPEN && link->failed == REASON_NONE &&
             net->in_at < net->in_end);
    if (link->state == LINK_OPEN)
        hold(link, net->plain + used, r->have - used);
}

/* Work through what was received. */
static void feed(struct link *link)
{
    struct reading r = {.failed = REASON_NONE};

    if (link->state == LINK_HANDSHAKE)
        link_shake_hands(link);
    if (link->state != LINK_OPEN)
        return;
    ERR_clear_error();
    deliver(link, &r);
    if (link->first || link->failed != REASON_NONE)
        net_settle_soon(link);
    if (r.failed != REASON_NONE)
        link_fail(link, r.failed, r.why);
    else if (r.ended)
        link_close(link);
}

void link_receive(struct link *link)
{
    struct net *net = link->net;
    ssize_t n = recv(link->fd, net->in, RECEIVE_SIZE, MSG_DONTWAIT);

    if (n > 0) {
        net->in_at = net->in;
        net->in_end = net->in + n;
        feed(link);
        net->in_at = net->in_end = NULL;
    } else if (n == 0) {
        link_on_end(link, NULL);
    } else if (errno != EAGAIN && errno != EINTR) {
        link_on_end(link, strerror(errno));
    }
}
