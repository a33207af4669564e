#include "sim/scenario/utf8.h"

/* Unicode's encoding forms: RFC 3629, section 4. */
uint32_t utf8_next(struct bytes in, size_t *size)
{
    uint8_t lead = in.data[0];
    *size = 1;
    if (lead < 0x80)
        return lead;
    size_t want = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (in.size < want || !bytes_is_utf8((struct bytes){in.data, want}))
        return UINT32_MAX;

    uint32_t c = lead & (0xffu >> (want + 1));
    for (size_t i = 1; i < want; i++)
        c = c << 6 | (in.data[i] & 0x3fu);
    *size = want;
    return c;
}

size_t utf8_count(struct bytes in)
{
    size_t count = 0;
    for (size_t i = 0; i < in.size; i++)
        count += (in.data[i] & 0xc0) != 0x80;
    return count;
}

bool utf8_is_rtl(uint32_t c)
{
    return (c >= 0x590 && c <= 0x8ff) || (c >= 0xfb1d && c <= 0xfdff) ||
           (c >= 0xfe70 && c <= 0xfefc) || (c >= 0x10800 && c <= 0x10fff) ||
           (c >= 0x1e800 && c <= 0x1efff);
}

bool utf8_is_hidden(uint32_t c)
{
    return c == 0x200e || c == 0x200f || c == 0x61c ||  /* direction marks */
           (c >= 0x202a && c <= 0x202e) ||              /* overrides */
           (c >= 0x2066 && c <= 0x206f) ||              /* isolates */
           c == 0x200b || c == 0x2060 || c == 0xfeff || /* of no width */
           c == 0x2028 || c == 0x2029 || /* line and paragraph separators */
           c == 0xad || (c >= 0xe0000 && c <= 0xe007f);
}

bool utf8_is_control(uint32_t c)
{
    return (c < 0x20 && c != '\n') || (c >= 0x7f && c < 0xa0) ||
           (c & 0xfffe) == 0xfffe;
}
