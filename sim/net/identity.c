/* The other half of keys.h: identities as files and as bytes. */
#include "sim/net/keys.h"

#include "shuttle/memory.h"
#include "sim/net/openssl.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PARTS         3u
#define FILE_SIZE_MAX (PARTS * IDENTITY_PART_MAX)
#define PATH_SIZE     4096u

static void text_wipe(char **text)
{
    if (*text) {
        OPENSSL_cleanse(*text, strlen(*text));
        memory_free(*text);
        *text = NULL;
    }
}

void identity_fini(struct identity *id)
{
    text_wipe(&id->key);
    text_wipe(&id->certificate);
    text_wipe(&id->authority);
}

enum err identity_name(const struct identity *id, struct peer_name *out,
                       struct diag *d)
{
    BIO *cert_bio = BIO_new_mem_buf(id->certificate, -1);
    BIO *key_bio = BIO_new_mem_buf(id->key, -1);
    X509 *cert = NULL;
    EVP_PKEY *key = NULL;
    enum err e = ERR_OK;

    if (cert_bio && key_bio) {
        cert = PEM_read_bio_X509(cert_bio, NULL, NULL, NULL);
        key = PEM_read_bio_PrivateKey(key_bio, NULL, NULL, NULL);
    }
    if (!cert || !key)
        e = diag_set(d, ERR_MALFORMED, "not a key and a certificate in PEM");
    else if (X509_check_private_key(cert, key) != 1)
        e = diag_set(d, ERR_MISMATCH, "the key is not the certificate's");
    else if (keys_name_of(cert, out) != ERR_OK)
        e = diag_set(d, ERR_MALFORMED,
                     "the certificate names no role of a talk");
    ERR_clear_error();
    EVP_PKEY_free(key);
    X509_free(cert);
    BIO_free(key_bio);
    BIO_free(cert_bio);
    return e;
}

static enum err write_all(int fd, const char *text)
{
    size_t left = strlen(text);

    while (left > 0) {
        ssize_t n = write(fd, text, left);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return ERR_SYSTEM;
        text += n;
        left -= (size_t)n;
    }
    return ERR_OK;
}

enum err identity_save(const struct identity *id, const char *dir,
                       const char *name, struct diag *d)
{
    char path[PATH_SIZE];
    int size = snprintf(path, sizeof(path), "%s/%s.pem", dir, name);
    int fd, saved;

    if (size < 0 || (size_t)size >= sizeof(path))
        return diag_set(d, ERR_TOO_LONG, "the path of %s.pem is too long",
                        name);
    if (mkdir(dir, 0700) != 0 && errno != EEXIST)
        return diag_set(d, ERR_SYSTEM, "cannot make %s: %s", dir,
                        strerror(errno));
    fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0 && errno == EEXIST)
        return diag_set(d, ERR_STATE,
                        "%s is there already: keys are never overwritten, "
                        "move it away first",
                        path);
    if (fd < 0)
        return diag_set(d, ERR_SYSTEM, "cannot make %s: %s", path,
                        strerror(errno));
    if (write_all(fd, id->key) == ERR_OK &&
        write_all(fd, id->certificate) == ERR_OK &&
        write_all(fd, id->authority) == ERR_OK && fsync(fd) == 0 &&
        close(fd) == 0)
        return ERR_OK;
    saved = errno;
    (void)close(fd);
    (void)unlink(path);
    return diag_set(d, ERR_SYSTEM, "cannot write %s: %s", path,
                    strerror(saved));
}

static char *text_copy(const char *from, size_t size)
{
    char *text = memory_new(size + 1, 1);

    if (text)
        memcpy(text, from, size);
    return text;
}

/* Cut the next PEM block with this label off *at. NULL when the next block has
 * another label. */
static char *block_cut(const char **at, const char *label)
{
    char mark[64];
    const char *start, *end;

    snprintf(mark, sizeof(mark), "-----BEGIN %s-----", label);
    start = strstr(*at, "-----BEGIN ");
    if (!start || strncmp(start, mark, strlen(mark)) != 0)
        return NULL;
    snprintf(mark, sizeof(mark), "-----END %s-----\n", label);
    end = strstr(start, mark);
    if (!end)
        return NULL;
    *at = end + strlen(mark);
    return text_copy(start, (size_t)(*at - start));
}

/* Read the whole file; the caller wipes and frees *text. */
static enum err file_read(const char *path, char text[FILE_SIZE_MAX + 1],
                          struct diag *d)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat st;
    size_t size = 0;
    ssize_t n = 1;

    if (fd < 0)
        return diag_set(d, ERR_SYSTEM, "cannot read the keys in %s: %s", path,
                        strerror(errno));
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        (void)close(fd);
        return diag_set(d, ERR_SYSTEM, "%s is not a file of keys", path);
    }
    if (st.st_mode & 077) {
        (void)close(fd);
        return diag_set(d, ERR_STATE,
                        "others may read the key in %s: chmod 600 it, or make "
                        "new keys if they have",
                        path);
    }
    while (n > 0 && size < FILE_SIZE_MAX) {
        n = read(fd, text + size, FILE_SIZE_MAX - size);
        size += n > 0 ? (size_t)n : 0;
    }
    text[size] = '\0';
    (void)close(fd);
    if (n < 0)
        return diag_set(d, ERR_SYSTEM, "cannot read the keys in %s: %s", path,
                        strerror(errno));
    return ERR_OK;
}

enum err identity_load(struct identity *out, const char *path, struct diag *d)
{
    char *text = memory_new(FILE_SIZE_MAX + 1, 1);
    const char *at = text;
    struct peer_name name;
    enum err e;

    *out = (struct identity){0};
    if (!text)
        return diag_set(d, ERR_MEMORY, "no memory to read %s", path);
    e = file_read(path, text, d);
    if (e == ERR_OK) {
        out->key = block_cut(&at, "PRIVATE KEY");
        out->certificate = out->key ? block_cut(&at, "CERTIFICATE") : NULL;
        out->authority =
            out->certificate ? block_cut(&at, "CERTIFICATE") : NULL;
        if (!out->authority)
            e = diag_set(d, ERR_MALFORMED,
                         "%s does not hold a key, its certificate and the "
                         "authority's certificate in PEM, in this order",
                         path);
        else if ((e = identity_name(out, &name, d)) != ERR_OK)
            (void)diag_wrap(d, e, "%s", path);
    }
    if (e != ERR_OK)
        identity_fini(out);
    OPENSSL_cleanse(text, FILE_SIZE_MAX + 1);
    memory_free(text);
    return e;
}

size_t identity_encode(const struct identity *id, uint8_t *out, size_t capacity)
{
    const char *parts[PARTS] = {id->key, id->certificate, id->authority};
    size_t size = 0;
    struct writer w;

    for (size_t i = 0; i < PARTS; i++)
        size += 4 + strlen(parts[i]);
    if (!out)
        return size;
    w = writer_over(out, capacity);
    for (size_t i = 0; i < PARTS; i++) {
        writer_u32(&w, (uint32_t)strlen(parts[i]));
        writer_bytes(&w, bytes_of(parts[i]));
    }
    return writer_size(&w);
}

static char *part_decode(struct reader *r)
{
    uint32_t size = reader_u32(r);
    struct bytes part;

    if (size == 0 || size > IDENTITY_PART_MAX)
        return NULL;
    part = reader_bytes(r, size);
    if (r->failed || memchr(part.data, '\0', part.size))
        return NULL;
    return text_copy((const char *)part.data, part.size);
}

enum err identity_decode(struct identity *out, struct bytes in)
{
    struct reader r = reader_over(in);

    *out = (struct identity){0};
    out->key = part_decode(&r);
    out->certificate = out->key ? part_decode(&r) : NULL;
    out->authority = out->certificate ? part_decode(&r) : NULL;
    if (out->authority && reader_done(&r))
        return ERR_OK;
    identity_fini(out);
    return ERR_MALFORMED;
}
