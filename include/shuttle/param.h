/* Parameters of a member of a family: what a scenario or the command line may
 * set, with its type, so that `check` and the command line refuse the rest. */
#ifndef SHUTTLE_PARAM_H
#define SHUTTLE_PARAM_H

#include "shuttle/err.h"
#include "shuttle/limits.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum param_type {
    PARAM_DURATION, /* 4m; read with param_us */
    PARAM_NUMBER,   /* 0 or more */
    PARAM_WORD,     /* one of words, separated by '|' */
    PARAM_TEXT,
};

/* One parameter a member knows. A key that ends in ".*" stands for any key with
 * that prefix: "times.*" knows "times.us-iran". Lists end with a NULL key. */
struct param_spec {
    const char *key;
    enum param_type type;
    const char *fallback; /* value when it is not given */
    const char *words;    /* PARAM_WORD */
    const char *help;
};

/* A member chosen by name, with parameters as written. Plain data; strings are
 * borrowed from the scenario or the command line. Nested maps of the file are
 * flattened: `times: { us-iran: 4m }` is the key "times.us-iran". */
struct choice {
    const char *as;
    struct {
        const char *key;
        const char *value;
    } param[PARAMS_MAX];
    size_t param_count;
};

/* Duration "90s", "4m", "1h30m", "2d", "250ms", "7us", "0": units d h m s ms
 * us, from long to short, each once; false when it is not one. */
bool duration_parse(const char *text, int64_t *us);
/* The exact form that duration_parse reads back, the way people write it:
 * 1h30m, not 90m. us is at least 0, capacity at least 32, which is always
 * enough. */
void duration_print(int64_t us, char *out, size_t capacity);

/* Value of a parameter, or its fallback. The key must be in the specs. */
const char *param_text(const struct choice *c, const struct param_spec *specs,
                       const char *key);
int64_t param_us(const struct choice *c, const struct param_spec *specs,
                 const char *key);
uint64_t param_number(const struct choice *c, const struct param_spec *specs,
                      const char *key);
bool param_is(const struct choice *c, const struct param_spec *specs,
              const char *key, const char *word);

/* Check every given parameter against the specs. The diag names the key and
 * what it may be. */
enum err param_check(const struct choice *c, const struct param_spec *specs,
                     struct diag *diag) MUST_USE;

#endif
