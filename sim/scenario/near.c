#include "sim/scenario/near.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define THOUSANDTHS 1000u
/* Longer than this nobody means. */
#define NUMBER_MAX 1000000u

static const struct {
    const char *word;
    uint32_t ms;
} units[] = {
    {"d", 86400000u},    {"day", 86400000u},   {"days", 86400000u},
    {"h", 3600000u},     {"hr", 3600000u},     {"hrs", 3600000u},
    {"hour", 3600000u},  {"hours", 3600000u},  {"m", 60000u},
    {"min", 60000u},     {"mins", 60000u},     {"minute", 60000u},
    {"minutes", 60000u}, {"s", 1000u},         {"sec", 1000u},
    {"secs", 1000u},     {"second", 1000u},    {"seconds", 1000u},
    {"w", 604800000u},   {"week", 604800000u}, {"weeks", 604800000u},
};

static const char *skip_blanks(const char *at)
{
    while (*at == ' ')
        at++;
    return at;
}

/* A number with up to three decimals, in thousandths; NULL when there is none.
 */
static const char *take_number(const char *at, uint64_t *out)
{
    uint64_t whole = 0, part = 0;
    unsigned int digits = 0;
    if (*at < '0' || *at > '9')
        return NULL;
    for (; *at >= '0' && *at <= '9' && whole < NUMBER_MAX; at++)
        whole = 10 * whole + (uint64_t)(*at - '0');
    if (*at == '.' || *at == ',') {
        for (at++; *at >= '0' && *at <= '9' && digits < 3; at++, digits++)
            part = 10 * part + (uint64_t)(*at - '0');
        for (; digits < 3; digits++)
            part *= 10;
    }
    *out = THOUSANDTHS * whole + part;
    return at;
}

static const char *take_unit(const char *at, uint32_t *ms)
{
    size_t size =
        strspn(at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        if (strlen(units[i].word) == size &&
            strncasecmp(units[i].word, at, size) == 0) {
            *ms = units[i].ms;
            return at + size;
        }
    }
    return NULL;
}

/* All of it, in milliseconds; 0 when it is not understood. */
static uint64_t read_all(const char *at)
{
    uint64_t sum = 0;
    at = skip_blanks(at);
    while (*at != '\0') {
        uint64_t number;
        uint32_t ms;
        at = take_number(at, &number);
        at = at ? take_unit(skip_blanks(at), &ms) : NULL;
        if (!at)
            return 0;
        sum += number * ms / THOUSANDTHS;
        at = skip_blanks(at);
        if (strncmp(at, "and ", 4) == 0)
            at = skip_blanks(at + 4);
    }
    return sum;
}

bool near_has_other_digits(const char *text)
{
    for (; *text != '\0'; text++) {
        unsigned char a = (unsigned char)text[0], b = (unsigned char)text[1];
        if ((a == 0xd9 && b >= 0xa0 && b <= 0xa9) || /* Arabic */
            (a == 0xdb && b >= 0xb0 && b <= 0xb9))   /* Persian, Urdu */
            return true;
    }
    return false;
}

const char *near_duration(const char *text, char *out, size_t capacity)
{
    static const char *const names[] = {"d", "h", "m", "s", "ms"};
    static const uint32_t sizes[] = {86400000u, 3600000u, 60000u, 1000u, 1u};
    uint64_t left = read_all(text);
    size_t at = 0;
    out[0] = '\0';
    if (*text != '\0' && text[strspn(text, "0123456789")] == '\0') {
        snprintf(out, capacity, ": it has no unit, such as the m of 4m");
        return out;
    }
    if (near_has_other_digits(text)) {
        snprintf(out, capacity, ": its digits must be 0 to 9");
        return out;
    }
    if (left == 0)
        return out;
    at += (size_t)snprintf(out, capacity, " (did you mean '");
    for (size_t i = 0; i < 5 && at < capacity; i++) {
        if (left >= sizes[i])
            at += (size_t)snprintf(out + at, capacity - at, "%llu%s",
                                   (unsigned long long)(left / sizes[i]),
                                   names[i]);
        left %= sizes[i];
    }
    if (at < capacity)
        snprintf(out + at, capacity - at, "'?)");
    return out;
}

bool near_is_quoted(const char *text)
{
    static const char *const marks[] = {
        "\xe2\x80\x9c", "\xe2\x80\x9d", "\xe2\x80\x9e", /* double */
        "\xe2\x80\x98", "\xe2\x80\x99", "\xe2\x80\x9a", /* single */
        "\xc2\xab",     "\xc2\xbb",                     /* guillemets */
    };
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
        if (strncmp(text, marks[i], strlen(marks[i])) == 0)
            return true;
    }
    return false;
}
