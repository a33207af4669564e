#include "sim/net/tls.h"

#include "shuttle/memory.h"
#include "sim/net/openssl.h"

#include <assert.h>
#if defined(__x86_64__)
#include <cpuid.h>
#endif
#include <stdio.h>
#include <string.h>

/* One certificate of ours has under 700 bytes. */
#define CERTIFICATE_LIST_MAX 4096

struct tls {
    SSL_CTX *ctx; /* owned */
    enum tls_side side;
};

static int check_index = -1;

/* The authority's certificate is the only trusted one; PEM errors stay in
 * libcrypto's queue. */
static bool trust_only(SSL_CTX *ctx, const char *authority)
{
    BIO *bio = BIO_new_mem_buf(authority, -1);
    X509 *cert = bio ? PEM_read_bio_X509(bio, NULL, NULL, NULL) : NULL;
    bool ok = cert && X509_STORE_add_cert(SSL_CTX_get_cert_store(ctx), cert);

    X509_free(cert);
    BIO_free(bio);
    return ok;
}

static bool use_identity(SSL_CTX *ctx, const struct identity *id)
{
    BIO *cert_bio = BIO_new_mem_buf(id->certificate, -1);
    BIO *key_bio = BIO_new_mem_buf(id->key, -1);
    X509 *cert =
        cert_bio ? PEM_read_bio_X509(cert_bio, NULL, NULL, NULL) : NULL;
    EVP_PKEY *key =
        key_bio ? PEM_read_bio_PrivateKey(key_bio, NULL, NULL, NULL) : NULL;
    bool ok = cert && key && SSL_CTX_use_certificate(ctx, cert) == 1 &&
              SSL_CTX_use_PrivateKey(ctx, key) == 1 &&
              SSL_CTX_check_private_key(ctx) == 1;

    EVP_PKEY_free(key);
    X509_free(cert);
    BIO_free(key_bio);
    BIO_free(cert_bio);
    return ok;
}

/* AES-128-GCM is the cheapest where the processor has instructions for it,
 * ChaCha20 elsewhere. The compiler's __builtin_cpu_supports would ask for
 * everything when the program starts, which is slow in a virtual machine. */
static const char *ciphersuites(void)
{
#if defined(__x86_64__)
    unsigned int a, b, c, d;

    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_AES))
        return "TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256";
#endif
    return "TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256";
}

static enum reason reason_of_verify(int error)
{
    switch (error) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return REASON_EXPIRED;
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return REASON_NOT_YET;
    case X509_V_ERR_INVALID_PURPOSE:
        return REASON_USAGE;
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
    case X509_V_ERR_CERT_UNTRUSTED:
    case X509_V_ERR_SUBJECT_ISSUER_MISMATCH:
    case X509_V_ERR_AKID_SKID_MISMATCH:
    case X509_V_ERR_AKID_ISSUER_SERIAL_MISMATCH:
    case X509_V_ERR_CERT_CHAIN_TOO_LONG:
        return REASON_AUTHORITY;
    default: /* libcrypto's codes are no enum of ours */
        return REASON_TLS;
    }
}

/*
 * libcrypto asks after each of its own checks. Ours come last, on the leaf. A
 * certificate for the other side of the connection is both of the wrong usage
 * and of the wrong role: the role says more, so it is the reason given.
 */
static int on_verify(int good, X509_STORE_CTX *store)
{
    SSL *ssl =
        X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
    struct tls_check *check = SSL_get_ex_data(ssl, check_index);
    X509 *leaf = X509_STORE_CTX_get0_cert(store);
    int error = X509_STORE_CTX_get_error(store);

    assert(check); /* no handshake follows the first one in TLS 1.3 */
    if (!check->named && leaf)
        check->named = keys_name_of(leaf, &check->peer) == ERR_OK;
    if (!good) {
        check->reason = reason_of_verify(error);
        check->why = X509_verify_cert_error_string(error);
        if (check->reason == REASON_USAGE && check->named &&
            !(check->door->roles & PEER_BIT(check->peer.role)))
            check->reason = REASON_ROLE;
        return 0;
    }
    if (X509_STORE_CTX_get_error_depth(store) != 0)
        return 1;
    check->reason =
        check->named ? door_judge(check->door, &check->peer) : REASON_ROLE;
    if (check->reason == REASON_NONE)
        return 1;
    X509_STORE_CTX_set_error(store, X509_V_ERR_APPLICATION_VERIFICATION);
    return 0;
}

static bool configure(SSL_CTX *ctx, const struct identity *id)
{
    SSL_CTX_set_options(ctx, SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION |
                                 SSL_OP_NO_RENEGOTIATION |
                                 SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_mode(ctx, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_NO_AUTO_CHAIN);
    SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_max_cert_list(ctx, CERTIFICATE_LIST_MAX);
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT,
                       on_verify);
    SSL_CTX_set_verify_depth(ctx, 0); /* nothing between leaf and authority */
    return SSL_CTX_set_min_proto_version(ctx, TLS1_3_VERSION) == 1 &&
           SSL_CTX_set_max_proto_version(ctx, TLS1_3_VERSION) == 1 &&
           SSL_CTX_set_num_tickets(ctx, 0) == 1 &&
           SSL_CTX_set_ciphersuites(ctx, ciphersuites()) == 1 &&
           SSL_CTX_set1_groups_list(ctx, "X25519:P-256") == 1 &&
           SSL_CTX_set1_sigalgs_list(ctx, "ECDSA+SHA256") == 1 &&
           X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(ctx),
                                       X509_V_FLAG_X509_STRICT) == 1 &&
           trust_only(ctx, id->authority) && use_identity(ctx, id);
}

struct tls *tls_new(const struct identity *id, enum tls_side side,
                    struct diag *d)
{
    struct tls *t = memory_new(1, sizeof(*t));
    const char *why;

    ERR_clear_error();
    if (check_index < 0)
        check_index = SSL_get_ex_new_index(0, NULL, NULL, NULL, NULL);
    if (t && check_index >= 0) {
        t->side = side;
        t->ctx = SSL_CTX_new(side == TLS_SERVER ? TLS_server_method()
                                                : TLS_client_method());
        if (t->ctx && configure(t->ctx, id))
            return t;
    }
    why = ERR_reason_error_string(ERR_peek_error());
    (void)diag_set(d, ERR_TLS, "cannot use this key and certificate: %s",
                   why ? why : "out of memory");
    ERR_clear_error();
    tls_free(t);
    return NULL;
}

void tls_free(struct tls *t)
{
    if (!t)
        return;
    SSL_CTX_free(t->ctx);
    memory_free(t);
}

void tls_pad(struct tls *t, size_t block)
{
    if (block > SSL3_RT_MAX_PLAIN_LENGTH)
        block = SSL3_RT_MAX_PLAIN_LENGTH;
    (void)SSL_CTX_set_block_padding(t->ctx, block);
}

enum tls_side tls_side(const struct tls *t)
{
    return t->side;
}

SSL *tls_session_new(struct tls *t, struct tls_check *check)
{
    SSL *ssl = SSL_new(t->ctx);

    if (!ssl || !SSL_set_ex_data(ssl, check_index, check)) {
        SSL_free(ssl);
        ERR_clear_error();
        return NULL;
    }
    if (t->side == TLS_SERVER)
        SSL_set_accept_state(ssl);
    else
        SSL_set_connect_state(ssl);
    return ssl;
}

void tls_session_settle(SSL *ssl)
{
    (void)SSL_set_ex_data(ssl, check_index, NULL);
}

enum err tls_peer_name(SSL *ssl, struct peer_name *out)
{
    X509 *cert = SSL_get0_peer_certificate(ssl);

    if (!SSL_is_init_finished(ssl) || !cert ||
        SSL_get_verify_result(ssl) != X509_V_OK)
        return ERR_STATE;
    return keys_name_of(cert, out);
}

/* Alerts are how a refusing end tells the refused one why (RFC 8446, 6.2). */
static enum reason reason_of_libssl(int code)
{
    switch (code) {
    case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE:
    case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
        return REASON_NO_CERTIFICATE;
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_WRONG_SSL_VERSION:
    case SSL_R_VERSION_TOO_LOW:
    case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
        return REASON_TLS_VERSION;
    case SSL_R_TLSV1_ALERT_UNKNOWN_CA:
        return REASON_AUTHORITY;
    case SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED:
        return REASON_EXPIRED;
    case SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE:
        return REASON_USAGE;
    default: /* libssl's codes are no enum of ours */
        return REASON_TLS;
    }
}

enum reason tls_failure(const struct tls_check *check, char *text,
                        size_t text_size)
{
    unsigned long code = ERR_peek_error();
    const char *words = ERR_reason_error_string(code);
    enum reason reason = REASON_TLS;

    if (check && check->reason != REASON_NONE) {
        reason = check->reason;
        words = check->why;
    } else if (ERR_GET_LIB(code) == ERR_LIB_SSL) {
        reason = reason_of_libssl(ERR_GET_REASON(code));
    }
    ERR_clear_error();
    snprintf(text, text_size, "%s%s%s%s", reason_text(reason),
             words ? " (" : "", words ? words : "", words ? ")" : "");
    return reason;
}
