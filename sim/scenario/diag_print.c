#include "sim/scenario/diag.h"

#include "sim/scenario/utf8.h"

#include <inttypes.h>

/* More than this of a source line is not shown. */
#define SHOWN_MAX 100u

/* Line number n, from 1, without its end. */
static struct bytes source_line(struct bytes source, uint32_t n)
{
    size_t start = 0;
    for (size_t i = 0; i < source.size && n > 1; i++) {
        uint8_t c = source.data[i];
        bool pair =
            c == '\r' && i + 1 < source.size && source.data[i + 1] == '\n';
        if (c == '\n' || (c == '\r' && !pair)) {
            start = i + 1;
            n--;
        }
    }
    size_t end = start;
    if (n > 1)
        return BYTES_NONE;
    while (end < source.size && source.data[end] != '\n' &&
           source.data[end] != '\r')
        end++;
    if (end == start)
        return BYTES_NONE;
    return (struct bytes){source.data + start, end - start};
}

static bool is_rtl(struct bytes line)
{
    for (size_t i = 0, size; i < line.size; i += size) {
        struct bytes rest = {line.data + i, line.size - i};
        if (utf8_is_rtl(utf8_next(rest, &size)))
            return true;
    }
    return false;
}

static bool is_showable(uint32_t c)
{
    return c != UINT32_MAX && !utf8_is_control(c) && !utf8_is_hidden(c);
}

/* Print the line from character `from` on; what would not show, or would move
 * the rest, becomes a question mark. */
static void print_line(struct bytes line, size_t from, FILE *out)
{
    size_t column = 0;
    fprintf(out, "    %s", from > 0 ? "..." : "");
    for (size_t i = 0, size; i < line.size; i += size) {
        struct bytes rest = {line.data + i, line.size - i};
        uint32_t c = utf8_next(rest, &size);
        if (column++ < from)
            continue;
        if (column > from + SHOWN_MAX) {
            fputs("...", out);
            break;
        }
        if (c == '\t' || c == UTF8_NO_BREAK_SPACE)
            fputc(c == '\t' ? ' ' : '?', out);
        else if (is_showable(c))
            fwrite(rest.data, 1, size, out);
        else
            fputc('?', out);
    }
    fputc('\n', out);
}

static void print_entry(const struct diag_entry *e, bool is_error,
                        const char *file, struct bytes source, FILE *out)
{
    fprintf(out, "%s:%" PRIu32 ":%" PRIu32 ": %s[S%03d]: %s\n", file,
            e->place.line, e->place.column, is_error ? "error" : "warning",
            (int)e->code, e->message);
    struct bytes line = source_line(source, e->place.line);
    if (e->place.line > 0 && line.size > 0) {
        size_t from =
            e->place.column > SHOWN_MAX ? e->place.column - SHOWN_MAX / 2 : 0;
        print_line(line, from, out);
        size_t indent = e->place.column - from + (from > 0 ? 6 : 3);
        if (e->place.column > 0 && !is_rtl(line))
            fprintf(out, "%*s^\n", (int)indent, "");
    }
    fprintf(out, "    help: %s\n", mistake_help(e->code));
}

/* Without a byte order mark. */
static struct bytes unmarked(struct bytes source)
{
    if (source.size >= 3 && source.data[0] == 0xef && source.data[1] == 0xbb &&
        source.data[2] == 0xbf)
        return (struct bytes){source.data + 3, source.size - 3};
    return source;
}

void diags_print(const struct diags *d, const char *file, struct bytes source,
                 FILE *out)
{
    char path[4096];
    for (uint32_t i = 0; i < d->count; i++) {
        const struct diag_entry *e = &d->list[i];
        struct bytes text =
            e->source > 0 ? d->sources[e->source - 1].text : source;
        diags_path(d, e, file, path, sizeof(path));
        print_entry(e, d->strict || !mistake_is_doubt(e->code), path,
                    unmarked(text), out);
    }
    if (d->dropped > 0)
        fprintf(out, "%s: and %" PRIu32 " more\n", file, d->dropped);
}
