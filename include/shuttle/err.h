/*
 * Operating errors. A bug asserts; a misbehaving peer gets a reason code
 * (reason.h); everything else returns one of these and fills a struct diag.
 */
#ifndef SHUTTLE_ERR_H
#define SHUTTLE_ERR_H

#include <stddef.h>
#include <stdint.h>

#define ERR_TABLE(X)                                                           \
    X(OK, "ok")                                                                \
    X(MORE, "more bytes are needed")                                           \
    X(MALFORMED, "the bytes do not have the form they should")                 \
    X(TOO_LONG, "longer than its limit")                                       \
    X(VERSION, "of another version")                                           \
    X(UNKNOWN, "not known")                                                    \
    X(MEMORY, "out of memory")                                                 \
    X(SYSTEM, "the system refused")                                            \
    X(TLS, "the TLS session failed")                                           \
    X(SCENARIO, "the scenario has mistakes")                                   \
    X(STATE, "not possible now")                                               \
    X(MISMATCH, "what was found differs from what was expected")               \
    X(INTERRUPTED, "ended before its end")

enum err {
#define X(name, text) ERR_##name,
    ERR_TABLE(X)
#undef X
};

#define MUST_USE __attribute__((warn_unused_result))

const char *err_name(enum err e);
const char *err_text(enum err e);

#define DIAG_SIZE 1024u

/* Where and what. file is borrowed and may be NULL; line and column count from
 * 1, 0 means none. The message is one line and says what to do. */
struct diag {
    const char *file;
    uint32_t line;
    uint32_t column;
    char message[DIAG_SIZE];
};

/* Set the message and return e, so that `return diag_set(d, ERR_X, ...)` works.
 * d may be NULL. */
enum err diag_set(struct diag *d, enum err e, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Put "prefix: " before the message that is there. */
enum err diag_wrap(struct diag *d, enum err e, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
