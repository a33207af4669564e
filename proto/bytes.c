#include "shuttle/bytes.h"

#include <string.h>

struct bytes bytes_of(const char *text)
{
    if (!text)
        return BYTES_NONE;
    return (struct bytes){(const uint8_t *)text, strlen(text)};
}

bool bytes_equal(struct bytes a, struct bytes b)
{
    if (a.size != b.size)
        return false;
    return a.size == 0 || memcmp(a.data, b.data, a.size) == 0;
}

size_t bytes_plain(struct bytes a, size_t from)
{
    size_t end = from;
    while (end < a.size && a.data[end] >= 0x20 && a.data[end] < 0x7f)
        end++;
    return end - from;
}

/* The length of the well-formed sequence at p, or 0. The second byte of a
 * sequence has bounds of its own, which shut out overlong forms, surrogates
 * and what lies above U+10FFFF (RFC 3629, section 4). */
static size_t utf8_sequence(const uint8_t *p, size_t left)
{
    uint8_t lead = p[0];
    if (lead < 0x80)
        return lead != 0;
    if (lead < 0xc2 || lead > 0xf4)
        return 0;

    size_t size = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (left < size)
        return 0;
    uint8_t low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    uint8_t high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (p[1] < low || p[1] > high)
        return 0;
    for (size_t i = 2; i < size; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return 0;
    }
    return size;
}

/* Eight bytes of ASCII without NUL. With all high bits clear, taking one from
 * each byte sets a high bit only where there was a zero. */
static bool is_ascii8(const uint8_t *p)
{
    uint64_t v;
    memcpy(&v, p, sizeof(v));
    const uint64_t high = UINT64_C(0x8080808080808080);
    return ((v | (v - UINT64_C(0x0101010101010101))) & high) == 0;
}

bool bytes_is_utf8(struct bytes a)
{
    size_t at = 0;
    while (at < a.size) {
        if (a.size - at >= 8 && is_ascii8(a.data + at)) {
            at += 8;
            continue;
        }
        size_t size = utf8_sequence(a.data + at, a.size - at);
        if (size == 0)
            return false;
        at += size;
    }
    return true;
}

size_t bytes_control(struct bytes text, uint32_t *c)
{
    const uint8_t *at = text.data;
    size_t left = text.size;

    *c = at[0];
    if (at[0] < 0x20 || at[0] == 0x7F)
        return 1;
    *c = left > 1 ? at[1] : 0;
    if (at[0] == 0xC2 && *c >= 0x80 && *c <= 0x9F)
        return 2;
    if (at[0] != 0xE2 || left < 3)
        return 0;
    *c = 0x2000u + ((at[1] & 63u) << 6) + (at[2] & 63u);
    return (*c >= 0x202A && *c <= 0x202E) || (*c >= 0x2066 && *c <= 0x2069) ? 3
                                                                            : 0;
}
