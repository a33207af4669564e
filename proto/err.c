#include "shuttle/err.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char *const names[] = {
#define X(name, text) #name,
    ERR_TABLE(X)
#undef X
};

static const char *const texts[] = {
#define X(name, text) text,
    ERR_TABLE(X)
#undef X
};

const char *err_name(enum err e)
{
    assert((size_t)e < sizeof(names) / sizeof(names[0]));
    return names[e];
}

const char *err_text(enum err e)
{
    assert((size_t)e < sizeof(texts) / sizeof(texts[0]));
    return texts[e];
}

/* Cut back to whole characters after vsnprintf stopped in the middle of one. */
static void trim_character(char *text)
{
    size_t size = strlen(text);
    size_t lead = size;
    while (lead > 0 && ((unsigned char)text[lead - 1] & 0xc0) == 0x80)
        lead--;
    if (lead == 0)
        return;
    unsigned char first = (unsigned char)text[lead - 1];
    size_t want = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (size - (lead - 1) < want)
        text[lead - 1] = '\0';
}

/* Format into out, as one line: what is quoted from a file or from a peer may
 * hold line ends or terminal escapes, and they become spaces. */
__attribute__((format(printf, 2, 0))) static void
format_line(char out[DIAG_SIZE], const char *format, va_list args)
{
    int size = vsnprintf(out, DIAG_SIZE, format, args);
    if (size < 0)
        out[0] = '\0';
    else if ((size_t)size >= DIAG_SIZE)
        trim_character(out);
    for (char *p = out; *p != '\0'; p++) {
        if ((unsigned char)*p < 0x20 || *p == 0x7f)
            *p = ' ';
    }
}

/* Both functions format beside the diag, since an argument may be its own
 * message. */
enum err diag_set(struct diag *d, enum err e, const char *format, ...)
{
    if (!d)
        return e;
    char line[DIAG_SIZE];
    va_list args;
    va_start(args, format);
    format_line(line, format, args);
    va_end(args);
    memcpy(d->message, line, strlen(line) + 1);
    return e;
}

enum err diag_wrap(struct diag *d, enum err e, const char *format, ...)
{
    if (!d)
        return e;
    char line[DIAG_SIZE];
    va_list args;
    va_start(args, format);
    format_line(line, format, args);
    va_end(args);

    size_t prefix = strlen(line);
    size_t rest = strlen(d->message);
    if (rest > 0 && prefix + 2 < DIAG_SIZE) {
        size_t room = DIAG_SIZE - 1 - (prefix + 2);
        size_t taken = rest < room ? rest : room;
        memcpy(line + prefix, ": ", 2);
        memcpy(line + prefix + 2, d->message, taken);
        line[prefix + 2 + taken] = '\0';
        if (taken < rest)
            trim_character(line);
    }
    memcpy(d->message, line, strlen(line) + 1);
    return e;
}
