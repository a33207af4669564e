#include "sim/net/keys.h"

#include "shuttle/memory.h"
#include "sim/net/openssl.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define VALID_FROM_S (-3600)
#define VALID_TO_S   (30 * 24 * 3600)

struct authority {
    EVP_PKEY *key;     /* owned */
    X509 *certificate; /* owned */
};

static enum err crypto_failed(struct diag *d, const char *doing)
{
    unsigned long code = ERR_peek_last_error();
    const char *why = ERR_reason_error_string(code);
    enum err e = diag_set(d, ERR_TLS, "%s: libcrypto says: %s", doing,
                          why ? why : "no reason");

    ERR_clear_error();
    return e;
}

static bool add_extension(X509 *cert, X509V3_CTX *ctx, int nid,
                          const char *value)
{
    X509_EXTENSION *ext = X509V3_EXT_conf_nid(NULL, ctx, nid, value);
    bool ok = ext && X509_add_ext(cert, ext, -1);

    X509_EXTENSION_free(ext);
    return ok;
}

static bool set_name(X509_NAME *name, const char *text)
{
    return X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_ASC,
                                      (const unsigned char *)text, -1, -1, 0);
}

/* RFC 5280, 4.1.2.2: positive and up to 20 octets; ours are 16. */
static bool set_serial(X509 *cert)
{
    uint8_t random[16];
    BIGNUM *n;
    bool ok;

    if (RAND_bytes(random, sizeof(random)) != 1)
        return false;
    random[0] = (uint8_t)((random[0] & 0x7f) | 0x40);
    n = BN_bin2bn(random, sizeof(random), NULL);
    ok = n && BN_to_ASN1_INTEGER(n, X509_get_serialNumber(cert));
    BN_free(n);
    return ok;
}

/* Everything of a certificate but its extensions and its signature. */
static X509 *certificate_begin(EVP_PKEY *key, const char *subject,
                               int64_t not_before_s, int64_t not_after_s)
{
    X509 *cert = X509_new();

    if (cert && X509_set_version(cert, X509_VERSION_3) && set_serial(cert) &&
        X509_gmtime_adj(X509_getm_notBefore(cert), (long)not_before_s) &&
        X509_gmtime_adj(X509_getm_notAfter(cert), (long)not_after_s) &&
        X509_set_pubkey(cert, key) &&
        set_name(X509_get_subject_name(cert), subject))
        return cert;
    X509_free(cert);
    return NULL;
}

static bool authority_sign_itself(struct authority *a)
{
    X509 *cert = a->certificate;
    X509V3_CTX ctx;

    X509V3_set_ctx(&ctx, cert, cert, NULL, NULL, 0);
    return X509_set_issuer_name(cert, X509_get_subject_name(cert)) &&
           add_extension(cert, &ctx, NID_basic_constraints,
                         "critical,CA:TRUE,pathlen:0") &&
           add_extension(cert, &ctx, NID_key_usage, "critical,keyCertSign") &&
           add_extension(cert, &ctx, NID_subject_key_identifier, "hash") &&
           X509_sign(cert, a->key, EVP_sha256());
}

struct authority *authority_new(uint64_t talk, struct diag *d)
{
    struct authority *a = memory_new(1, sizeof(*a));
    char subject[48];

    if (!a) {
        (void)diag_set(d, ERR_MEMORY, "no memory for an authority");
        return NULL;
    }
    snprintf(subject, sizeof(subject), "shuttle %016llx authority",
             (unsigned long long)talk);
    a->key = EVP_EC_gen("P-256");
    if (a->key)
        a->certificate =
            certificate_begin(a->key, subject, VALID_FROM_S, VALID_TO_S);
    if (a->certificate && authority_sign_itself(a))
        return a;
    (void)crypto_failed(d, "cannot make the authority of a talk");
    authority_free(a);
    return NULL;
}

void authority_free(struct authority *a)
{
    if (!a)
        return;
    X509_free(a->certificate);
    EVP_PKEY_free(a->key);
    memory_free(a);
}

static const char *usage_text(enum key_usage usage, enum peer_role role)
{
    switch (usage) {
    case KEY_USAGE_CLIENT:
        return "clientAuth";
    case KEY_USAGE_SERVER:
        return "serverAuth";
    case KEY_USAGE_BOTH:
        return "clientAuth,serverAuth";
    case KEY_USAGE_OF_ROLE:
        break;
    }
    if (role == PEER_CLOCK)
        return "clientAuth,serverAuth";
    return role == PEER_MEDIATOR ? "serverAuth" : "clientAuth";
}

static X509 *certificate_new(struct authority *a, EVP_PKEY *key,
                             const struct key_request *request)
{
    struct peer_name name = {.talk = request->talk, .role = request->role};
    bool by_default = request->not_before_s == 0 && request->not_after_s == 0;
    char uri[4 + PEER_NAME_URI_SIZE] = "URI:";
    X509V3_CTX ctx;
    X509 *cert;

    memcpy(name.name, request->name, strlen(request->name));
    peer_name_print(&name, uri + 4);
    cert = certificate_begin(key, request->name,
                             by_default ? VALID_FROM_S : request->not_before_s,
                             by_default ? VALID_TO_S : request->not_after_s);
    if (!cert)
        return NULL;
    X509V3_set_ctx(&ctx, a->certificate, cert, NULL, NULL, 0);
    if (X509_set_issuer_name(cert, X509_get_subject_name(a->certificate)) &&
        add_extension(cert, &ctx, NID_basic_constraints, "critical,CA:FALSE") &&
        add_extension(cert, &ctx, NID_key_usage, "critical,digitalSignature") &&
        add_extension(cert, &ctx, NID_ext_key_usage,
                      usage_text(request->usage, request->role)) &&
        add_extension(cert, &ctx, NID_subject_key_identifier, "hash") &&
        add_extension(cert, &ctx, NID_authority_key_identifier,
                      "keyid:always") &&
        add_extension(cert, &ctx, NID_subject_alt_name, uri) &&
        X509_sign(cert, a->key, EVP_sha256()))
        return cert;
    X509_free(cert);
    return NULL;
}

/* A NUL-terminated copy of what is in bio, which is wiped and freed. */
static char *text_from(BIO *bio)
{
    char *data = NULL;
    char *text = NULL;
    long size = BIO_get_mem_data(bio, &data);

    if (size > 0 && (text = memory_new((size_t)size + 1, 1)))
        memcpy(text, data, (size_t)size);
    if (size > 0)
        OPENSSL_cleanse(data, (size_t)size);
    BIO_free(bio);
    return text;
}

static char *certificate_text(X509 *cert)
{
    BIO *bio = BIO_new(BIO_s_mem());

    if (bio && PEM_write_bio_X509(bio, cert) == 1)
        return text_from(bio);
    BIO_free(bio);
    return NULL;
}

static char *key_text(EVP_PKEY *key)
{
    BIO *bio = BIO_new(BIO_s_mem());

    if (bio &&
        PEM_write_bio_PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL) == 1)
        return text_from(bio);
    BIO_free(bio);
    return NULL;
}

enum err keys_issue(struct authority *a, const struct key_request *request,
                    struct identity *out, struct diag *d)
{
    EVP_PKEY *key = NULL;
    X509 *cert = NULL;
    enum err e = ERR_OK;

    *out = (struct identity){0};
    if (!peer_name_is_valid(bytes_of(request->name)))
        return diag_set(d, ERR_MALFORMED,
                        "a certificate's name is 1 to %u letters, digits, "
                        "'_', '-' and '.'",
                        NAME_MAX_SIZE);
    key = EVP_EC_gen("P-256");
    cert = key ? certificate_new(a, key, request) : NULL;
    if (cert) {
        out->key = key_text(key);
        out->certificate = certificate_text(cert);
        out->authority = certificate_text(a->certificate);
    }
    if (!out->key || !out->certificate || !out->authority) {
        e = crypto_failed(d, "cannot make a certificate");
        identity_fini(out);
    }
    X509_free(cert);
    EVP_PKEY_free(key);
    return e;
}

enum err keys_name_of(X509 *certificate, struct peer_name *out)
{
    GENERAL_NAMES *names =
        X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
    enum err e = ERR_MALFORMED;

    if (names && sk_GENERAL_NAME_num(names) == 1) {
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, 0);

        if (name->type == GEN_URI) {
            const ASN1_IA5STRING *uri = name->d.uniformResourceIdentifier;
            struct bytes text = {ASN1_STRING_get0_data(uri),
                                 (size_t)ASN1_STRING_length(uri)};

            e = peer_name_parse(text, out);
        }
    }
    GENERAL_NAMES_free(names);
    return e;
}

void keys_wipe(uint8_t *secret, size_t size)
{
    OPENSSL_cleanse(secret, size);
}

enum err keys_draw(uint8_t *out, size_t size, struct diag *d)
{
    if (RAND_bytes(out, (int)size) == 1)
        return ERR_OK;
    return diag_set(d, ERR_TLS, "libcrypto has no random bytes");
}
