#include "sim/report/page.h"

#include "shuttle/memory.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistr.h>

#define MINUTES_A_DAY 1440

#define PAGE_FIRST 256u

/* Most of what is formatted needs no more and is printed once. */
#define FORMAT_ROOM 80

void page_fini(struct page *p)
{
    memory_free(p->data);
    *p = (struct page){0};
}

void page_clear(struct page *p)
{
    p->size = 0;
    p->failed = false;
    if (p->data != NULL)
        p->data[0] = '\0';
}

struct bytes page_bytes(const struct page *p)
{
    return (struct bytes){(const uint8_t *)p->data, p->size};
}

const char *page_string(const struct page *p)
{
    return p->data != NULL ? p->data : "";
}

/* Make room for size bytes more and a NUL. */
static bool reserve(struct page *p, size_t size)
{
    if (p->failed)
        return false;
    if (size < p->capacity && p->size < p->capacity - size)
        return true;
    size_t wanted = p->capacity > 0 ? p->capacity : PAGE_FIRST;

    while (wanted - p->size <= size) {
        if (wanted > SIZE_MAX / 2) {
            p->failed = true;
            return false;
        }
        wanted *= 2;
    }
    char *grown = memory_grow(p->data, wanted, 1);

    if (grown == NULL) {
        p->failed = true;
        return false;
    }
    p->data = grown;
    p->capacity = wanted;
    return true;
}

void page_add(struct page *p, struct bytes text)
{
    if (!reserve(p, text.size))
        return;
    if (text.size > 0)
        memcpy(p->data + p->size, text.data, text.size);
    p->size += text.size;
    p->data[p->size] = '\0';
}

void page_text(struct page *p, const char *text)
{
    page_add(p, bytes_of(text));
}

void page_format(struct page *p, const char *format, ...)
{
    va_list args;
    va_list again;

    if (!reserve(p, FORMAT_ROOM))
        return;
    va_start(args, format);
    va_copy(again, args);
    int size = vsnprintf(p->data + p->size, FORMAT_ROOM + 1, format, args);

    va_end(args);
    assert(size >= 0);
    if (size <= FORMAT_ROOM) {
        p->size += (size_t)size;
    } else if (reserve(p, (size_t)size)) {
        vsnprintf(p->data + p->size, (size_t)size + 1, format, again);
        p->size += (size_t)size;
    } else {
        p->data[p->size] = '\0';
    }
    va_end(again);
}

void page_repeat(struct page *p, const char *piece, size_t count)
{
    size_t size = strlen(piece);

    if (size > 0 && count > SIZE_MAX / 4 / size)
        p->failed = true;
    if (!reserve(p, count * size))
        return;
    if (size == 1)
        memset(p->data + p->size, piece[0], count);
    for (size_t i = 0; size > 1 && i < count; i++)
        memcpy(p->data + p->size + i * size, piece, size);
    p->size += count * size;
    p->data[p->size] = '\0';
}

static bool is_direction(ucs4_t c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

static bool is_control(ucs4_t c)
{
    return c < 0x20 || (c >= 0x7F && c <= 0x9F);
}

static void clean(struct page *p, struct bytes text, const char *newline)
{
    size_t at = 0;

    while (at < text.size) {
        const uint8_t *s = text.data + at;
        size_t plain = bytes_plain(text, at);
        if (plain > 0) {
            page_add(p, (struct bytes){s, plain});
            at += plain;
            continue;
        }
        ucs4_t c = 0;
        int size = u8_mbtoucr(&c, s, text.size - at);

        if (size < 1) {
            page_format(p, "\\x%02x", s[0]);
            at++;
            continue;
        }
        at += (size_t)size;
        if (c == '\n')
            page_text(p, newline);
        else if (c == '\t')
            page_text(p, " ");
        else if (c == '\r' && at < text.size && text.data[at] == '\n')
            continue;
        else if (is_control(c))
            page_format(p, "\\x%02x", (unsigned)c);
        else if (is_direction(c) || c == 0x2028 || c == 0x2029)
            page_format(p, "\\u{%04x}", (unsigned)c);
        else if (c != 0xAD)
            page_add(p, (struct bytes){s, (size_t)size});
    }
}

void page_clean(struct page *p, struct bytes text)
{
    clean(p, text, "\n");
}

void page_clean_line(struct page *p, struct bytes text)
{
    clean(p, text, " ");
}

void page_time(struct page *p, struct instant t)
{
    if (instant_is_never(t)) {
        page_text(p, "never");
        return;
    }
    int64_t minutes = t.us / 60000000;

    long long days = minutes / MINUTES_A_DAY;
    long long hours = minutes % MINUTES_A_DAY / 60;

    if (days > 0)
        page_format(p, "%lldd %02lld:", days, hours);
    else
        page_format(p, "%lld:", hours);
    page_format(p, "%02lld", (long long)(minutes % 60));
}
