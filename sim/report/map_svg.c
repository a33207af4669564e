/*
 * The map as a picture: the rounds one below the other, at their right what may
 * happen in them and how the talks may end there.
 */
#include "sim/report/map_parts.h"

#include "sim/report/markup.h"
#include "sim/report/wrap.h"

#include <inttypes.h>

/* In units of the picture. */
#define MARGIN    30
#define BOX_W     400
#define LANE_W    14 /* of an arc past other rounds */
#define LANES_MAX 8
#define CHIP_W    360
#define LINE_H    18
#define PAD       11
#define GAP       46 /* between rounds, for the arrow */

struct drawing {
    struct page body;
    struct page words;
    int y;
    int box_x;  /* left of the rounds, right of the arcs */
    int chip_x; /* left of what hangs on them */
    int width;
    int top[ROUNDS_MAX]; /* of each round's box */
};

/* Text lines below y, about as many letters wide as fit; returns y below the
 * last. */
static int put_lines(struct page *out, const struct page *words, int x, int y,
                     int width, const char *look)
{
    struct wrap w;
    struct wrap_line line;

    if (!wrap_begin(&w, page_bytes(words))) {
        out->failed = true;
        return y;
    }
    while (wrap_next(&w, (size_t)width * 13 / 100, &line)) {
        bool rtl = line.direction == DIRECTION_RTL;

        y += LINE_H;
        page_format(out, "<text x=\"%d\" y=\"%d\"%s %s>",
                    rtl ? x + width - PAD : x + PAD, y,
                    rtl ? " direction=\"rtl\"" : "", look);
        markup_text(out, line.text);
        page_text(out, "</text>\n");
    }
    wrap_end(&w);
    return y;
}

/* A box around what was drawn from y on; it goes behind it. */
static void put_box(struct page *out, int x, int y, int width, int height,
                    const char *look)
{
    page_format(out,
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" %s/>\n", x,
                y, width, height, look);
}

/* A chip with its words; returns y below it. */
static int put_chip(struct drawing *d, enum map_kind kind,
                    const struct page *name, const struct page *cue, int y)
{
    static const char *const looks[] = {
        [MAP_EVENT] = "rx=\"4\" fill=\"#fdf3dc\" stroke=\"#b98a1d\"",
        [MAP_END] = "rx=\"16\" fill=\"#f3e9ee\" stroke=\"#8c4a67\"",
    };
    struct page text = {0};
    int below = put_lines(&text, name, d->chip_x, y + PAD / 2, CHIP_W,
                          "font-weight=\"600\"");

    if (cue->size > 0)
        below =
            put_lines(&text, cue, d->chip_x, below, CHIP_W, "fill=\"#5b6875\"");
    below += PAD;
    put_box(&d->body, d->chip_x, y, CHIP_W, below - y, looks[kind]);
    page_add(&d->body, page_bytes(&text));
    page_fini(&text);
    return below;
}

/* What hangs on a round, joined to it by lines; returns y below the last. */
static int put_hanging(struct drawing *d, const struct scenario *s,
                       unsigned round, int y, int from)
{
    struct page name = {0};
    struct page cue = {0};
    enum map_kind kind;
    unsigned at = 0;

    while (map_next(s, round, &at, &kind, &name, &cue)) {
        int below = put_chip(d, kind, &name, &cue, y);

        if (from >= 0)
            page_format(&d->body,
                        "<path d=\"M%d %dC%d %d %d %d %d %d\" fill=\"none\" "
                        "stroke=\"#8795a3\"%s/>\n",
                        d->box_x + BOX_W, from, d->box_x + BOX_W + 25, from,
                        d->chip_x - 25, (y + below) / 2, d->chip_x,
                        (y + below) / 2,
                        kind == MAP_EVENT ? " stroke-dasharray=\"4 4\"" : "");
        y = below + 10;
    }
    page_fini(&name);
    page_fini(&cue);
    return y - 10;
}

/* An arrow from the box that ends at y to the next one. */
static void put_arrow(struct drawing *d, int y, int to)
{
    int x = d->box_x + 60;

    page_format(&d->body,
                "<path d=\"M%d %dV%d\" stroke=\"#1f4e5f\" "
                "stroke-width=\"2\"/>\n"
                "<path d=\"M%d %dl-5 -9h10z\" fill=\"#1f4e5f\"/>\n",
                x, y, to - 8, x, to);
    if (d->words.size == 0)
        return;
    page_format(&d->body, "<text x=\"%d\" y=\"%d\" fill=\"#1f4e5f\">", x + 12,
                (y + to) / 2 + 5);
    markup_text(&d->body, page_bytes(&d->words));
    page_text(&d->body, "</text>\n");
}

/* The ways to other rounds that need words: all but the plain one to the next.
 * Returns y below them. */
static int put_ways(struct drawing *d, const struct scenario *s, unsigned round,
                    int y, struct page *text)
{
    struct map_exit way;
    unsigned at = 0;

    while (map_exit(s, round, &at, &way)) {
        bool plain = way.condition == NULL && !way.is_agreement &&
                     way.to == (int)round + 1;

        if (way.to < 0 || plain)
            continue;
        page_clear(&d->words);
        page_format(&d->words, "then round %d", way.to + 1);
        size_t from = d->words.size;

        page_text(&d->words, ": ");
        map_way(&d->words, s, &way);
        if (d->words.size == from + 2)
            d->words.data[d->words.size = from] = '\0';
        y = put_lines(text, &d->words, d->box_x, y, BOX_W, "fill=\"#1f4e5f\"");
    }
    return y;
}

static void put_round(struct drawing *d, const struct scenario *s,
                      unsigned round)
{
    struct page text = {0};
    struct map_exit way;
    unsigned at = 0;
    int y = d->y;

    d->top[round] = y;
    page_clear(&d->words);
    map_title(&d->words, s, round);
    int below = put_lines(&text, &d->words, d->box_x, y + PAD / 2, BOX_W,
                          "font-weight=\"600\"");

    page_clear(&d->words);
    map_about(&d->words, s, round);
    below =
        put_lines(&text, &d->words, d->box_x, below, BOX_W, "fill=\"#5b6875\"");
    below = put_ways(d, s, round, below, &text) + PAD;
    put_box(&d->body, d->box_x, y, BOX_W, below - y,
            "rx=\"6\" fill=\"#eaf1f4\" stroke=\"#1f4e5f\"");
    page_add(&d->body, page_bytes(&text));
    page_fini(&text);
    int chips = put_hanging(d, s, round, y, y + 20);

    d->y = (chips > below ? chips : below) + GAP;
    while (map_exit(s, round, &at, &way)) {
        page_clear(&d->words);
        if (way.to != (int)round + 1)
            continue;
        if (way.condition == NULL && !way.is_agreement)
            map_way(&d->words, s, &way);
        put_arrow(d, below, d->y);
        break;
    }
}

/* Arcs at the left for the ways past other rounds, each in a lane of its own
 * while there are lanes. */
static void put_arcs(struct drawing *d, const struct scenario *s)
{
    unsigned lane = 0;

    for (unsigned r = 0; r < s->round_count; r++) {
        struct map_exit way;
        unsigned at = 0;

        while (map_exit(s, r, &at, &way)) {
            if (way.to <= (int)r + 1)
                continue;
            int x = d->box_x - LANE_W * (int)(1 + lane++ % LANES_MAX);
            int from = d->top[r] + 24;
            int to = d->top[way.to] + 14;

            page_format(&d->body,
                        "<path d=\"M%d %dH%dV%dH%d\" fill=\"none\" "
                        "stroke=\"#1f4e5f\" stroke-width=\"1.5\"/>\n"
                        "<path d=\"M%d %dl-9 -5v10z\" fill=\"#1f4e5f\"/>\n",
                        d->box_x, from, x, to, d->box_x - 8, d->box_x, to);
        }
    }
}

/* How many lanes the arcs need. */
static int lanes(const struct scenario *s)
{
    unsigned count = 0;

    for (unsigned r = 0; r < s->round_count; r++) {
        struct map_exit way;
        unsigned at = 0;

        while (map_exit(s, r, &at, &way))
            count += way.to > (int)r + 1;
    }
    return (int)(count < LANES_MAX ? count : LANES_MAX);
}

static void put_head(struct page *out, const struct scenario *s, int width,
                     int height)
{
    page_format(out,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "
                "viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
                "font-family=\"system-ui, sans-serif\" font-size=\"13\" "
                "fill=\"#1c2733\">\n<title>",
                width, height, width, height);
    markup_string(out, s->title != NULL ? s->title : "");
    page_text(out, "</title>\n<desc>");
    struct page twin = {0};

    map_text(&twin, s, 72);
    markup_text(out, page_bytes(&twin));
    page_fini(&twin);
    page_format(out,
                "</desc>\n<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n",
                width, height);
}

void map_svg(struct page *out, const struct scenario *s)
{
    struct drawing d = {.y = MARGIN, .box_x = MARGIN + LANE_W * lanes(s)};

    d.chip_x = d.box_x + BOX_W + 40;
    d.width = d.chip_x + CHIP_W + MARGIN;

    page_clean_line(&d.words, bytes_of(s->title != NULL ? s->title : ""));
    d.y = put_lines(&d.body, &d.words, MARGIN - PAD, d.y - 10, 640,
                    "font-size=\"18\" font-weight=\"600\"") +
          22;
    for (unsigned r = 0; r < s->round_count; r++)
        put_round(&d, s, r);
    /* Events of no round stand below all rounds. */
    int below = put_hanging(&d, s, s->round_count, d.y - GAP + 16, -1);

    if (below < d.y - GAP)
        below = d.y - GAP;
    put_arcs(&d, s);
    put_head(out, s, d.width, below + MARGIN);
    page_add(out, page_bytes(&d.body));
    page_text(out, "</svg>\n");
    out->failed = out->failed || d.body.failed || d.words.failed;
    page_fini(&d.body);
    page_fini(&d.words);
}
