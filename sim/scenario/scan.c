#include "sim/scenario/yaml.h"

#include "sim/scenario/utf8.h"

#include <inttypes.h>

/* A file that is full of them is told so once per line, and not for ever. */
#define SCAN_REPORTS_MAX 20u

struct scan {
    struct bytes text;
    size_t at;
    struct place place;
    uint32_t tab_line; /* the last line a tab was reported on */
    uint32_t reports;
    struct diags *diags;
};

static void report(struct scan *s, enum mistake code, const char *what,
                   uint32_t c)
{
    if (s->reports++ < SCAN_REPORTS_MAX)
        diags_add(s->diags, code, s->place, "%s (U+%04" PRIX32 ")", what, c);
}

/* Judge a character that is not plain ASCII text. False: read no further. */
static bool judge(struct scan *s, uint32_t c)
{
    if (c == UINT32_MAX) {
        diags_add(s->diags, MISTAKE_BAD_UTF8, s->place,
                  "this is not UTF-8: byte 0x%02x", s->text.data[s->at]);
        return false;
    }
    if (c == '\t') {
        if (s->tab_line != s->place.line)
            report(s, MISTAKE_TAB, "tabs are not used in scenarios", c);
        s->tab_line = s->place.line;
        return true;
    }
    if (utf8_is_control(c)) {
        report(s, MISTAKE_CONTROL, "a control character", c);
        return false;
    }
    if (utf8_is_hidden(c))
        report(s, MISTAKE_HIDDEN,
               "a character that does not show and can make text look like "
               "something else",
               c);
    return true;
}

static void new_line(struct scan *s)
{
    s->place.line++;
    s->place.column = 0; /* the caller counts on */
}

bool scan_text(struct bytes text, struct diags *diags)
{
    struct scan s = {.text = text, .place = {1, 1}, .diags = diags};
    bool wide = text.size >= 2 && (text.data[0] ^ text.data[1]) == 1 &&
                (text.data[0] | text.data[1]) == 0xff;
    if (wide) { /* the mark FF FE or FE FF */
        diags_add(diags, MISTAKE_BAD_UTF8, s.place,
                  "this is UTF-16, not UTF-8: choose UTF-8 when you save it");
        return false;
    }
    while (s.at < text.size) {
        size_t plain = bytes_plain(text, s.at);
        s.at += plain;
        s.place.column += (uint32_t)plain;
        if (s.at == text.size)
            break;
        uint8_t c = text.data[s.at];
        size_t size = 1;
        bool pair =
            c == '\r' && s.at + 1 < text.size && text.data[s.at + 1] == '\n';
        if (c == '\n' || (c == '\r' && !pair)) {
            new_line(&s);
        } else if ((c < 0x20 && !pair) || c >= 0x7f) {
            struct bytes rest = {text.data + s.at, text.size - s.at};
            uint32_t full = utf8_next(rest, &size);
            if (!judge(&s, full))
                return false;
        }
        s.at += size;
        s.place.column++;
    }
    return true;
}
