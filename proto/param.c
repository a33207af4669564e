#include "shuttle/param.h"

#include "proto/guess.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static const struct unit {
    const char *name;
    int64_t us;
} units[] = {
    {"d", 86400000000}, {"h", 3600000000}, {"m", 60000000},
    {"s", 1000000},     {"ms", 1000},      {"us", 1},
};

#define UNIT_COUNT (sizeof(units) / sizeof(units[0]))

/* Read digits; false when there is none or they do not fit. */
static bool take_number(const char **at, int64_t *out)
{
    const char *p = *at;
    int64_t v = 0;
    if (*p < '0' || *p > '9')
        return false;
    for (; *p >= '0' && *p <= '9'; p++) {
        int64_t digit = *p - '0';
        if (v > (INT64_MAX - digit) / 10)
            return false;
        v = v * 10 + digit;
    }
    *at = p;
    *out = v;
    return true;
}

/* The index of the unit that stands at *at, or UNIT_COUNT. */
static size_t take_unit(const char **at)
{
    size_t size = 0;
    while ((*at)[size] >= 'a' && (*at)[size] <= 'z')
        size++;
    for (size_t i = 0; i < UNIT_COUNT; i++) {
        if (strlen(units[i].name) == size &&
            memcmp(units[i].name, *at, size) == 0) {
            *at += size;
            return i;
        }
    }
    return UNIT_COUNT;
}

bool duration_parse(const char *text, int64_t *us)
{
    if (strcmp(text, "0") == 0) {
        *us = 0;
        return true;
    }
    if (*text == '\0')
        return false;

    int64_t sum = 0;
    size_t next = 0; /* units come from long to short, each once */
    while (*text != '\0') {
        int64_t number;
        if (!take_number(&text, &number))
            return false;
        size_t unit = take_unit(&text);
        if (unit == UNIT_COUNT || unit < next)
            return false;
        next = unit + 1;
        if (number > (INT64_MAX - sum) / units[unit].us)
            return false;
        sum += number * units[unit].us;
    }
    if (sum == INT64_MAX)
        return false; /* means never elsewhere */
    *us = sum;
    return true;
}

void duration_print(int64_t us, char *out, size_t capacity)
{
    assert(us >= 0);
    assert(capacity >= 32);
    if (us == 0) {
        snprintf(out, capacity, "0");
        return;
    }
    size_t at = 0;
    for (size_t i = 0; i < UNIT_COUNT; i++) {
        int64_t n = us / units[i].us;
        us %= units[i].us;
        if (n == 0)
            continue;
        int size = snprintf(out + at, capacity - at, "%lld%s", (long long)n,
                            units[i].name);
        at += (size_t)size;
    }
}

/* A key that ends in ".*" matches what has its prefix and something more. */
static bool spec_matches(const struct param_spec *s, const char *key)
{
    size_t size = strlen(s->key);
    if (size >= 2 && strcmp(s->key + size - 2, ".*") == 0)
        return strncmp(s->key, key, size - 1) == 0 && key[size - 1] != '\0';
    return strcmp(s->key, key) == 0;
}

static const struct param_spec *spec_find(const struct param_spec *specs,
                                          const char *key)
{
    for (; specs->key; specs++) {
        if (spec_matches(specs, key))
            return specs;
    }
    return NULL;
}

const char *param_text(const struct choice *c, const struct param_spec *specs,
                       const char *key)
{
    const struct param_spec *s = spec_find(specs, key);
    assert(s);
    for (size_t i = 0; i < c->param_count; i++) {
        if (strcmp(c->param[i].key, key) == 0)
            return c->param[i].value;
    }
    return s->fallback;
}

int64_t param_us(const struct choice *c, const struct param_spec *specs,
                 const char *key)
{
    const char *text = param_text(c, specs, key);
    int64_t us = 0;
    bool ok = text && duration_parse(text, &us);
    assert(ok);
    return ok ? us : 0;
}

static bool number_parse(const char *text, uint64_t *out)
{
    int64_t v;
    if (!take_number(&text, &v) || *text != '\0')
        return false;
    *out = (uint64_t)v;
    return true;
}

uint64_t param_number(const struct choice *c, const struct param_spec *specs,
                      const char *key)
{
    const char *text = param_text(c, specs, key);
    uint64_t number = 0;
    bool ok = text && number_parse(text, &number);
    assert(ok);
    return ok ? number : 0;
}

bool param_is(const struct choice *c, const struct param_spec *specs,
              const char *key, const char *word)
{
    const char *text = param_text(c, specs, key);
    return text && strcmp(text, word) == 0;
}

/* Whether text is one of the words in "a|b|c". */
static bool words_have(const char *words, const char *text)
{
    size_t size = strlen(text);
    for (;;) {
        size_t word = strcspn(words, "|");
        if (word == size && memcmp(words, text, size) == 0)
            return true;
        if (words[word] == '\0')
            return false;
        words += word + 1;
    }
}

static enum err check_value(const struct param_spec *s, const char *key,
                            const char *value, struct diag *diag)
{
    int64_t us;
    uint64_t number;
    switch (s->type) {
    case PARAM_DURATION:
        if (duration_parse(value, &us))
            return ERR_OK;
        return diag_set(diag, ERR_MALFORMED,
                        "'%s' must be a duration such as 4m or 1h30m, not "
                        "'%s'",
                        key, value);
    case PARAM_NUMBER:
        if (number_parse(value, &number))
            return ERR_OK;
        return diag_set(diag, ERR_MALFORMED,
                        "'%s' must be a whole number of 0 or more, not '%s'",
                        key, value);
    case PARAM_WORD:
        if (words_have(s->words, value))
            return ERR_OK;
        return diag_set(diag, ERR_MALFORMED, "'%s' must be one of %s, not '%s'",
                        key, s->words, value);
    case PARAM_TEXT:
        return ERR_OK;
    }
    return ERR_OK;
}

static enum err unknown_key(const struct param_spec *specs, const char *as,
                            const char *key, struct diag *diag)
{
    struct guess g;
    guess_init(&g, bytes_of(key));
    char known[256] = "";
    size_t at = 0;
    for (const struct param_spec *s = specs; s->key; s++) {
        guess_try(&g, s->key);
        int size = snprintf(known + at, sizeof(known) - at, "%s%s",
                            at > 0 ? ", " : "", s->key);
        if (size < 0 || (size_t)size >= sizeof(known) - at)
            break;
        at += (size_t)size;
    }
    char hint[128];
    guess_text(&g, hint, sizeof(hint));
    if (at == 0)
        return diag_set(diag, ERR_UNKNOWN,
                        "'%s' knows no parameters, so not '%s' either", as,
                        key);
    return diag_set(diag, ERR_UNKNOWN,
                    "'%s' knows no parameter '%s'%s; it knows %s", as, key,
                    hint, known);
}

enum err param_check(const struct choice *c, const struct param_spec *specs,
                     struct diag *diag)
{
    for (size_t i = 0; i < c->param_count; i++) {
        const char *key = c->param[i].key;
        const struct param_spec *s = spec_find(specs, key);
        if (!s)
            return unknown_key(specs, c->as ? c->as : "it", key, diag);
        enum err e = check_value(s, key, c->param[i].value, diag);
        if (e)
            return e;
    }
    return ERR_OK;
}
