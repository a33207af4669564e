/* What the files of links share: net.c (the loop and its buffers), listener.c
 * (how links begin), link.c (their life), link_in.c
 * and link_out.c (their bytes). Private to sim/net. */
#ifndef SIM_NET_LINK_PRIVATE_H
#define SIM_NET_LINK_PRIVATE_H

#include "sim/net/link.h"

#include "sim/net/openssl.h"

#include <event2/event.h>
#include <sys/socket.h>

#define RECORD_MAX     16384u /* RFC 8446, 5.1 */
#define RECEIVE_SIZE   65536u /* one recv */
#define PLAIN_SIZE     (FRAME_SIZE_MAX + RECEIVE_SIZE + RECORD_MAX)
#define CHUNK_SIZE     (32u * 1024u - 16u)
#define CHUNKS_SPARE   16u  /* kept for reuse by a net */
#define SEND_PARTS     16u  /* chunks in one send */
#define PENDING_MAX    128u /* handshakes of one listener at a time */
#define ADDRESS_SIZE   64u  /* "[numeric]:port" */
#define LINK_TEXT_SIZE 512u

/* A stretch of output, ciphertext in a queue or plaintext being gathered. */
struct chunk {
    struct chunk *next;
    uint32_t at, end; /* the bytes that wait are data[at..end) */
    uint8_t data[CHUNK_SIZE];
};

/*
 *   CONNECTING --> HANDSHAKE --> OPEN --> CLOSING --> LINGERING --> OVER
 *        |             |          |          |            ^          ^
 *        +-------------+----------+----------+------------+----------+
 *                        (on failure, with or without a last alert)
 */
enum link_state {
    LINK_CONNECTING, /* expects the system to connect */
    LINK_HANDSHAKE,  /* expects the peer's part of the handshake */
    LINK_OPEN,       /* expects bytes */
    LINK_CLOSING,    /* expects its queue to be taken by the system */
    LINK_LINGERING,  /* has sent its end, expects the peer's */
    LINK_OVER,       /* expects to be freed */
};

/* Needed until the handshake is over only. */
struct link_start {
    struct tls_check check;
    struct door door;
    char door_name[NAME_MAX_SIZE + 1];
    char address[ADDRESS_SIZE]; /* of the peer */
    int connect_error;          /* errno of a connect that failed at once */
    struct listener *listener;  /* borrowed; NULL when dialled */
};

struct link {
    struct net *net; /* borrowed */
    SSL *ssl;        /* owned */
    struct event *readable, *writable;
    struct event *timer;      /* NULL unless a limit runs */
    struct link_start *start; /* owned; NULL after the handshake */
    const struct link_ops *ops;
    void *arg;
    uint8_t *held; /* owned; the start of a frame, NULL when held_size is 0 */
    size_t held_size;
    struct chunk *staged; /* owned; plaintext of the next record, or NULL */
    struct chunk *first, *last; /* owned; ciphertext */
    size_t queued;              /* bytes in staged and in the chunks */
    struct link *previous, *next;
    struct link *next_due;
    struct peer_name peer; /* proven once open */
    uint32_t records;      /* under the present key */
    int fd;
    enum link_state state;
    enum reason failed; /* to be told at the next settling, NONE if none */
    bool due;           /* on the list of links to settle */
    bool paused;
    bool full;
    bool blocked;  /* waits for the system to take more */
    bool broken;   /* the system takes nothing any more */
    bool ended;    /* close_notify is queued */
    bool reported; /* the user was told the end */
};

struct listener {
    struct net *net; /* borrowed */
    struct tls *tls; /* borrowed */
    struct event *acceptable;
    struct event *again; /* after the system ran out of descriptors */
    const struct link_ops *ops;
    void *arg;
    struct door door;
    char door_name[NAME_MAX_SIZE + 1];
    unsigned pending; /* links in their handshake */
    int fd;
    uint16_t port;
    struct listener *previous, *next;
};

struct net {
    struct event_base *base; /* borrowed */
    struct event *settle;
    struct event *later; /* runs while something waits for company */
    BIO_METHOD *bio_method;
    struct net_limits limits;
    struct link *links;
    struct link *due; /* to settle at the end of the iteration */
    struct listener *listeners;
    struct chunk *spare;
    size_t spare_count;
    size_t link_count;
    unsigned depth;                /* callbacks being run */
    bool settling;                 /* the due links are being gone through */
    const uint8_t *in_at, *in_end; /* what SSL may read now */
    uint8_t in[RECEIVE_SIZE];
    uint8_t plain[PLAIN_SIZE];
};

/* net.c */
struct chunk *net_chunk_get(struct net *net);
void net_chunk_put(struct net *net, struct chunk *chunk);
/* Have the link looked after when the iteration's callbacks are over. */
void net_settle_soon(struct link *link);
void address_print(const struct sockaddr_storage *sa, char out[ADDRESS_SIZE]);
/* ERR_MALFORMED for an address that is not numeric. */
enum err address_parse(const char *address, uint16_t port,
                       struct sockaddr_storage *out, socklen_t *size,
                       struct diag *d) MUST_USE;
/* Have it looked after LINK_LATER_MS from now, or sooner. */
void net_settle_later(struct link *link);

/* link.c */
/* A link over a connected or connecting socket, which it takes, also on
 * failure; NULL when out of memory. */
struct link *link_new(struct net *net, int fd, struct tls *tls,
                      const struct door *door, struct listener *listener);
/* Begin the handshake of a connected link. */
void link_start_handshake(struct link *link);
/* End because of reason; the user is told from here. text may be NULL. */
void link_fail(struct link *link, enum reason reason, const char *why);
/* Send, and take the steps that wait for the end of an iteration. */
void link_settle(struct link *link);
void link_free(struct link *link);
/* Take the next step of the handshake, with what was received. */
void link_shake_hands(struct link *link);
/* The peer ended its direction, or (why is set) the connection broke. */
void link_on_end(struct link *link, const char *why);

/* link_in.c */
/* Take what the system has, once, and work through it. */
void link_receive(struct link *link);

/* link_out.c */
BIO_METHOD *link_bio_method_new(void);
/* Hand the queue to the system as far as it takes it. */
void link_flush(struct link *link);
void link_queue_free(struct link *link);

/* listener.c */
/* One of the listener's handshakes is over. */
void listener_settle(struct listener *l);

#endif
