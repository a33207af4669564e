/*
 * The output of a link:
 *
 *   link_send --> staged (one record of plaintext) --> SSL_write
 *             --> BIO --> chunks of ciphertext --> one writev
 *
 * Plaintext becomes a record when the next whole no longer fits or when the
 * iteration ends; ciphertext leaves when the iteration ends.
 */
#include "sim/net/link_private.h"

#include <sys/uio.h>

#include <assert.h>
#include <errno.h>
#include <string.h>

static int on_bio_read(BIO *bio, char *out, int size)
{
    struct link *link = BIO_get_data(bio);
    struct net *net = link->net;
    size_t n = (size_t)(net->in_end - net->in_at);

    BIO_clear_retry_flags(bio);
    if (n == 0) {
        BIO_set_retry_read(bio);
        return -1;
    }
    if (n > (size_t)size)
        n = (size_t)size;
    memcpy(out, net->in_at, n);
    net->in_at += n;
    return (int)n;
}

static int on_bio_write(BIO *bio, const char *data, int size)
{
    struct link *link = BIO_get_data(bio);
    size_t left = (size_t)size;

    BIO_clear_retry_flags(bio);
    while (left > 0) {
        struct chunk *chunk = link->last;
        size_t n;

        if (!chunk || chunk->end == CHUNK_SIZE) {
            chunk = net_chunk_get(link->net);
            if (!chunk)
                return -1;
            if (link->last)
                link->last->next = chunk;
            else
                link->first = chunk;
            link->last = chunk;
        }
        n = CHUNK_SIZE - chunk->end;
        if (n > left)
            n = left;
        memcpy(chunk->data + chunk->end, data, n);
        chunk->end += (uint32_t)n;
        link->queued += n;
        data += n;
        left -= n;
    }
    return size;
}

static long on_bio_ctrl(BIO *bio, int command, long number, void *pointer)
{
    (void)bio;
    (void)number;
    (void)pointer;
    return command == BIO_CTRL_FLUSH; /* nothing is held back */
}

BIO_METHOD *link_bio_method_new(void)
{
    BIO_METHOD *m = BIO_meth_new(BIO_TYPE_SOURCE_SINK, "link");

    if (m && BIO_meth_set_read(m, on_bio_read) &&
        BIO_meth_set_write(m, on_bio_write) &&
        BIO_meth_set_ctrl(m, on_bio_ctrl))
        return m;
    BIO_meth_free(m);
    return NULL;
}

/* Encrypt size bytes, at most RECORD_MAX, as one record. A key is good for
 * 2^24.5 records of AES-GCM (RFC 8446, 5.5); new ones are taken well before. */
static void write_record(struct link *link, const uint8_t *data, size_t size)
{
    size_t written;

    if (link->failed != REASON_NONE)
        return;
    if (++link->records >= link->net->limits.rekey_records) {
        link->records = 0;
        (void)SSL_key_update(link->ssl, SSL_KEY_UPDATE_NOT_REQUESTED);
    }
    if (SSL_write_ex(link->ssl, data, size, &written) != 1) {
        ERR_clear_error();
        link->failed = REASON_LIMIT; /* our BIO refuses when memory does */
    }
}

void link_seal(struct link *link)
{
    struct chunk *staged = link->staged;

    if (!staged)
        return;
    link->staged = NULL;
    link->queued -= staged->end;
    write_record(link, staged->data, staged->end);
    net_chunk_put(link->net, staged);
}

static bool stage(struct link *link, struct bytes out)
{
    struct chunk *staged = link->staged;

    if (!staged) {
        staged = net_chunk_get(link->net);
        if (!staged)
            return false;
        link->staged = staged;
    }
    memcpy(staged->data + staged->end, out.data, out.size);
    staged->end += (uint32_t)out.size;
    link->queued += out.size;
    return true;
}

/* Queue a copy; false when the link is not open. */
static bool queue(struct link *link, struct bytes out)
{
    if (link->state != LINK_OPEN || link->failed != REASON_NONE)
        return false;
    if (link->staged && link->staged->end + out.size > RECORD_MAX)
        link_seal(link);
    for (; out.size >= RECORD_MAX; out.size -= RECORD_MAX) {
        write_record(link, out.data, RECORD_MAX);
        out.data += RECORD_MAX;
    }
    if (out.size > 0 && !stage(link, out))
        link->failed = REASON_LIMIT;
    if (link->queued >= link->net->limits.queue_max &&
        link->failed == REASON_NONE)
        link->failed = REASON_SLOW;
    if (link->queued >= link->net->limits.queue_high)
        link->full = true;
    return true;
}

bool link_send(struct link *link, struct bytes out)
{
    if (!queue(link, out))
        return false;
    net_settle_soon(link);
    return link->failed == REASON_NONE;
}

bool link_send_later(struct link *link, struct bytes out)
{
    if (!queue(link, out))
        return false;
    if (link->failed != REASON_NONE || link->full || link->first)
        net_settle_soon(link);
    else
        net_settle_later(link);
    return link->failed == REASON_NONE;
}

bool link_is_full(const struct link *link)
{
    return link->full;
}

size_t link_queued(const struct link *link)
{
    return link->queued;
}

/* Forget what the system took. */
static void queue_advance(struct link *link, size_t taken)
{
    link->queued -= taken;
    while (taken > 0) {
        struct chunk *chunk = link->first;
        assert(chunk); /* no more was taken than was queued */
        size_t n = chunk->end - chunk->at;

        if (n > taken) {
            chunk->at += (uint32_t)taken;
            return;
        }
        taken -= n;
        link->first = chunk->next;
        if (!link->first)
            link->last = NULL;
        net_chunk_put(link->net, chunk);
    }
}

void link_queue_free(struct link *link)
{
    while (link->first) {
        struct chunk *chunk = link->first;
        assert(chunk); /* no more was taken than was queued */

        link->first = chunk->next;
        net_chunk_put(link->net, chunk);
    }
    link->last = NULL;
    if (link->staged)
        net_chunk_put(link->net, link->staged);
    link->staged = NULL;
    link->queued = 0;
}

/* One writev of the first chunks. Not sendmsg, which a room behind its walls
 * may not call; SIGPIPE is ignored (net_new). */
static ssize_t send_once(struct link *link)
{
    struct iovec parts[SEND_PARTS];
    int count = 0;

    for (struct chunk *c = link->first; c && count < (int)SEND_PARTS;
         c = c->next) {
        parts[count].iov_base = c->data + c->at;
        parts[count].iov_len = c->end - c->at;
        count++;
    }
    return writev(link->fd, parts, count);
}

void link_flush(struct link *link)
{
    const unsigned ms = link->net->limits.stall_ms;
    const struct timeval stall = {ms / 1000, ms % 1000 * 1000};

    while (link->first && !link->blocked) {
        ssize_t n = send_once(link);

        if (n >= 0) {
            queue_advance(link, (size_t)n);
        } else if (errno == EAGAIN) {
            link->blocked = true;
            event_add(link->writable, &stall);
        } else if (errno != EINTR) {
            /* The connection broke. What the peer sent before it did may say
             * why, so the end comes from the reading side. */
            link_queue_free(link);
            link->blocked = true;
            link->broken = true;
        }
    }
}
