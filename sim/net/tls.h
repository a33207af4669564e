/*
 * TLS as the talks use it: version 1.3 only, both ends show a certificate of
 * the talk's own authority and nothing else is trusted, no tickets and no
 * resumption, and the name in the peer's certificate is judged inside the
 * handshake, before a byte of the peer's is read.
 */
#ifndef SIM_NET_TLS_H
#define SIM_NET_TLS_H

#include "shuttle/err.h"
#include "shuttle/reason.h"
#include "sim/net/keys.h"
#include "sim/net/peer.h"

#include <stdbool.h>
#include <stddef.h>

struct ssl_st; /* OpenSSL's SSL */

enum tls_side {
    TLS_SERVER, /* a mediator, a clock */
    TLS_CLIENT, /* a room, a desk, a facilitator */
};

/* One identity ready for use on one side; shared by any number of listeners
 * and links. Opaque. */
struct tls;

/* NULL, and d says why, when the identity is not usable. The identity may be
 * freed afterwards. Freeing a struct tls leaves the sessions made from it
 * whole. */
struct tls *tls_new(const struct identity *id, enum tls_side side,
                    struct diag *d);
void tls_free(struct tls *t);
/* Fill every record up to whole blocks of so many bytes, so that who taps the
 * line cannot tell sizes apart within a block (RFC 8446, section 5.4): at most
 * 16384, 0 or 1 for none. Sessions made from now on. */
void tls_pad(struct tls *t, size_t block);
enum tls_side tls_side(const struct tls *t);

/* What one handshake is judged by and what came of it. The caller owns it and
 * keeps it where it is until the handshake is over. */
struct tls_check {
    const struct door *door; /* borrowed */
    enum reason reason;      /* NONE until this end refuses */
    bool named;              /* peer is what the certificate claims */
    struct peer_name peer;   /* proven only once the handshake succeeded */
    const char *why;         /* static; libcrypto's words, NULL if none */
};

/* A session before its handshake, NULL when out of memory; freed with
 * SSL_free. */
struct ssl_st *tls_session_new(struct tls *t, struct tls_check *check);

/* Forget the check once the handshake is over. */
void tls_session_settle(struct ssl_st *ssl);

/* The verified name of the peer; ERR_STATE before the handshake succeeded. */
enum err tls_peer_name(struct ssl_st *ssl, struct peer_name *out) MUST_USE;

/* Why the handshake that just failed did, from check (NULL: the handshake was
 * over) and libssl's error queue, which is emptied. text becomes one line. */
enum reason tls_failure(const struct tls_check *check, char *text,
                        size_t text_size);

#endif
