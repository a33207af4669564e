/* The loop, and the buffers that all links of it share. */
#include "sim/net/link_private.h"

#include "shuttle/memory.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <assert.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static void on_settle(evutil_socket_t fd, short what, void *arg)
{
    static const struct timeval at_once = {0, 0};
    struct net *net = arg;
    struct link *due = net->due;

    (void)fd;
    (void)what;
    net->due = NULL;
    net->depth++;
    net->settling = true;
    while (due) {
        struct link *next = due->next_due;

        due->due = false;
        due->next_due = NULL;
        link_settle(due);
        due = next;
    }
    net->settling = false;
    net->depth--;
    /* What these callbacks sent waits for the next iteration: the sockets
     * that became readable meanwhile come first. */
    if (net->due)
        event_add(net->settle, &at_once);
}

void net_settle_soon(struct link *link)
{
    struct net *net = link->net;

    if (link->due)
        return;
    link->due = true;
    link->next_due = net->due;
    net->due = link;
    /* libevent runs an event made active by a callback after all that are
     * active already. */
    if (!net->settling)
        event_active(net->settle, EV_TIMEOUT, 0);
}

static void on_later(evutil_socket_t fd, short what, void *arg)
{
    struct net *net = arg;

    (void)fd;
    (void)what;
    for (struct link *link = net->links; link; link = link->next)
        if (link->staged)
            net_settle_soon(link);
}

void net_settle_later(struct link *link)
{
    static const struct timeval soon = {0, LINK_LATER_MS * 1000};
    struct net *net = link->net;

    if (!link->due && !event_pending(net->later, EV_TIMEOUT, NULL) &&
        event_add(net->later, &soon) != 0)
        net_settle_soon(link);
}

struct net *net_new(struct event_base *base)
{
    struct net *net = memory_new(1, sizeof(*net));

    if (!net)
        return NULL;
    net->base = base;
    net->limits = (struct net_limits){
        .queue_high = LINK_QUEUE_HIGH,
        .queue_low = LINK_QUEUE_LOW,
        .queue_max = LINK_QUEUE_MAX,
        .handshake_ms = HANDSHAKE_LIMIT_MS,
        .stall_ms = LINK_STALL_LIMIT_MS,
        .linger_ms = LINK_LINGER_LIMIT_MS,
        .rekey_records = LINK_REKEY_RECORDS,
    };
    net->settle = event_new(base, -1, 0, on_settle, net);
    net->later = event_new(base, -1, 0, on_later, net);
    net->bio_method = link_bio_method_new();
    if (!net->settle || !net->later || !net->bio_method) {
        net_free(net);
        return NULL;
    }
    (void)signal(SIGPIPE, SIG_IGN);
    return net;
}

void net_free(struct net *net)
{
    if (!net)
        return;
    assert(net->depth == 0);
    while (net->listeners)
        listener_free(net->listeners);
    while (net->links)
        link_free(net->links);
    while (net->spare) {
        struct chunk *chunk = net->spare;

        net->spare = chunk->next;
        memory_free(chunk);
    }
    if (net->settle)
        event_free(net->settle);
    if (net->later)
        event_free(net->later);
    BIO_meth_free(net->bio_method);
    OPENSSL_cleanse(net->plain, sizeof(net->plain));
    memory_free(net);
}

void net_set_limits(struct net *net, const struct net_limits *limits)
{
    assert(limits->queue_low < limits->queue_high);
    assert(limits->queue_high < limits->queue_max);
    net->limits = *limits;
}

struct net_limits net_limits(const struct net *net)
{
    return net->limits;
}

size_t net_link_count(const struct net *net)
{
    return net->link_count;
}

/* Chunks are not zeroed again: their bytes count only from at to end. */
struct chunk *net_chunk_get(struct net *net)
{
    struct chunk *chunk = net->spare;

    if (chunk) {
        net->spare = chunk->next;
        net->spare_count--;
    } else {
        chunk = memory_new(1, sizeof(*chunk));
        if (!chunk)
            return NULL;
    }
    chunk->next = NULL;
    chunk->at = 0;
    chunk->end = 0;
    return chunk;
}

void net_chunk_put(struct net *net, struct chunk *chunk)
{
    if (net->spare_count >= CHUNKS_SPARE) {
        memory_free(chunk);
        return;
    }
    chunk->next = net->spare;
    net->spare = chunk;
    net->spare_count++;
}

void address_print(const struct sockaddr_storage *sa, char out[ADDRESS_SIZE])
{
    char numeric[INET6_ADDRSTRLEN] = "?";

    if (sa->ss_family == AF_INET) {
        const struct sockaddr_in *in = (const struct sockaddr_in *)sa;

        (void)inet_ntop(AF_INET, &in->sin_addr, numeric, sizeof(numeric));
        snprintf(out, ADDRESS_SIZE, "%s:%u", numeric, ntohs(in->sin_port));
    } else if (sa->ss_family == AF_INET6) {
        const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)sa;

        (void)inet_ntop(AF_INET6, &in6->sin6_addr, numeric, sizeof(numeric));
        snprintf(out, ADDRESS_SIZE, "[%s]:%u", numeric, ntohs(in6->sin6_port));
    } else {
        snprintf(out, ADDRESS_SIZE, "a local socket");
    }
}

enum err address_parse(const char *address, uint16_t port,
                       struct sockaddr_storage *out, socklen_t *size,
                       struct diag *d)
{
    struct sockaddr_in *in = (struct sockaddr_in *)out;
    struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)out;

    *out = (struct sockaddr_storage){0};
    if (inet_pton(AF_INET, address, &in->sin_addr) == 1) {
        in->sin_family = AF_INET;
        in->sin_port = htons(port);
        *size = sizeof(*in);
        return ERR_OK;
    }
    if (inet_pton(AF_INET6, address, &in6->sin6_addr) == 1) {
        in6->sin6_family = AF_INET6;
        in6->sin6_port = htons(port);
        *size = sizeof(*in6);
        return ERR_OK;
    }
    return diag_set(d, ERR_MALFORMED,
                    "'%s' is not a numeric address such as 127.0.0.1 or ::1",
                    address);
}
