#include "sim/report/map_parts.h"

#include <string.h>

/* A label in quotation marks, in which Mermaid reads "#quot;" and the like. */
static void put_label(struct page *out, const struct page *words)
{
    for (const char *c = page_string(words); *c != '\0'; c++) {
        size_t plain = strcspn(c, "\"#<>&`\n");

        page_add(out, (struct bytes){(const uint8_t *)c, plain});
        c += plain;
        if (*c == '\0')
            break;
        if (*c == '\n')
            page_text(out, " ");
        else
            page_format(out, "#%d;", *c);
    }
}

static void put_hanging(struct page *out, const struct scenario *s,
                        unsigned round)
{
    struct page name = {0};
    struct page cue = {0};
    enum map_kind kind;
    unsigned at = 0;

    while (map_next(s, round, &at, &kind, &name, &cue)) {
        bool event = kind == MAP_EVENT;

        page_format(out, "  x%u_%u%s\"", round + 1, at, event ? "[/" : "([");
        put_label(out, &name);
        if (cue.size > 0) {
            page_text(out, "<br>");
            put_label(out, &cue);
        }
        page_format(out, "\"%s\n", event ? "/]" : "])");
        if (round < s->round_count && event)
            page_format(out, "  x%u_%u -.-> r%u\n", round + 1, at, round + 1);
        else if (round < s->round_count)
            page_format(out, "  r%u --> x%u_%u\n", round + 1, round + 1, at);
    }
    page_fini(&name);
    page_fini(&cue);
}

static void put_ways(struct page *out, const struct scenario *s, unsigned round)
{
    struct page words = {0};
    struct map_exit way;
    unsigned at = 0;

    while (map_exit(s, round, &at, &way)) {
        if (way.to < 0)
            continue;
        page_clear(&words);
        map_way(&words, s, &way);
        page_format(out, "  r%u -->", round + 1);
        if (words.size > 0) {
            page_text(out, "|\"");
            put_label(out, &words);
            page_text(out, "\"|");
        }
        page_format(out, " r%d\n", way.to + 1);
    }
    page_fini(&words);
}

void map_mermaid(struct page *out, const struct scenario *s)
{
    struct page words = {0};

    page_text(out, "flowchart TD\n");
    for (unsigned r = 0; r < s->round_count; r++) {
        page_format(out, "  r%u[\"", r + 1);
        page_clear(&words);
        map_title(&words, s, r);
        put_label(out, &words);
        page_text(out, "<br>");
        page_clear(&words);
        map_about(&words, s, r);
        put_label(out, &words);
        page_text(out, "\"]\n");
    }
    for (unsigned r = 0; r < s->round_count; r++)
        put_ways(out, s, r);
    for (unsigned r = 0; r <= s->round_count; r++)
        put_hanging(out, s, r);
    out->failed = out->failed || words.failed;
    page_fini(&words);
}
