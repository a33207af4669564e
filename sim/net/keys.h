/*
 * Keys and certificates of one talk: an authority (EC P-256) that is made for
 * the talk and trusted by nobody else, and one certificate for each role. A
 * certificate names its holder as peer.h defines; nothing else in it counts.
 *
 * Rooms, desks and facilitators may only act as clients, mediators only as
 * servers, a clock as both.
 */
#ifndef SIM_NET_KEYS_H
#define SIM_NET_KEYS_H

#include "shuttle/bytes.h"
#include "shuttle/err.h"
#include "sim/net/peer.h"

#include <stdint.h>

/* What one process needs to prove who it is and to judge who others are.
 * NUL-terminated PEM texts, owned; all NULL or all set. */
struct identity {
    char *key;         /* private */
    char *certificate; /* of this key */
    char *authority;   /* certificate of the talk's authority */
};

/* Wipe and free; harmless on an empty identity. */
void identity_fini(struct identity *id);

/* Whom the certificate names. ERR_MALFORMED when it names nobody, ERR_MISMATCH
 * when the key is not the certificate's. */
enum err identity_name(const struct identity *id, struct peer_name *out,
                       struct diag *d) MUST_USE;

/*
 * To and from a file <dir>/<name>.pem that holds key, certificate and
 * authority. Saving makes dir (0700) if it is missing and the file with 0600;
 * a file that is there already is never touched (ERR_STATE). Loading refuses a
 * file that others may read.
 */
enum err identity_save(const struct identity *id, const char *dir,
                       const char *name, struct diag *d) MUST_USE;
enum err identity_load(struct identity *out, const char *path,
                       struct diag *d) MUST_USE;

/* To and from bytes, to hand over an inherited descriptor: three u32 lengths,
 * each followed by its text. Encoding returns the size, or 0 when capacity is
 * too small; with out NULL it returns the size needed. */
size_t identity_encode(const struct identity *id, uint8_t *out,
                       size_t capacity);
enum err identity_decode(struct identity *out, struct bytes in) MUST_USE;

/* Overwrite key material; the compiler does not take it for idle. */
void keys_wipe(uint8_t *secret, size_t size);
/* Random bytes that nobody can guess. ERR_TLS when libcrypto has none. */
enum err keys_draw(uint8_t *out, size_t size, struct diag *d) MUST_USE;

/* No PEM text of an identity is longer. */
#define IDENTITY_PART_MAX 8192u

/* An authority with its private key. Opaque; drop it when all are issued. */
struct authority;

/* NULL, and d says why, when libcrypto cannot make it. */
struct authority *authority_new(uint64_t talk, struct diag *d);
void authority_free(struct authority *a);

enum key_usage {
    KEY_USAGE_OF_ROLE, /* as the role has it */
    KEY_USAGE_CLIENT,
    KEY_USAGE_SERVER,
    KEY_USAGE_BOTH,
};

/* Offsets count seconds from now and may be negative; both 0: valid from an
 * hour ago for thirty days. */
struct key_request {
    uint64_t talk;
    enum peer_role role;
    const char *name; /* borrowed */
    int64_t not_before_s;
    int64_t not_after_s;
    enum key_usage usage;
};

/* Make a key and have the authority sign its certificate. ERR_MALFORMED for a
 * name that peer_name_is_valid refuses. *out is owned by the caller. */
enum err keys_issue(struct authority *a, const struct key_request *request,
                    struct identity *out, struct diag *d) MUST_USE;

struct x509_st; /* OpenSSL's X509 */

/* Whom a certificate names. ERR_MALFORMED unless it has exactly one
 * alternative name and that is a URI of the form in peer.h. */
enum err keys_name_of(struct x509_st *certificate,
                      struct peer_name *out) MUST_USE;

#endif
