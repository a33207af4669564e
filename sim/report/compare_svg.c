/*
 * The comparison as a picture: a panel for each question, in it a bar for each
 * design. No script, no outside font; the table is its text.
 */
#include "sim/report/compare.h"

#include "sim/report/markup.h"

#include <inttypes.h>
#include <string.h>

/* In units of the picture. */
#define MARGIN    28
#define PANEL_W   440
#define GUTTER    36
#define LETTER    22 /* left of the bars */
#define BAR_W     330
#define BAR_H     18
#define THIN_H    9
#define GAP       9
#define LINE_H    17
#define LINE_MOST 120 /* letters of a design's words on one line */

/* Colours that the colour-blind tell apart (Okabe and Ito, 2008). */
static const char *const colours[] = {"#0072b2", "#e69f00", "#009e73",
                                      "#cc79a7", "#56b4e9", "#d55e00",
                                      "#8c8c8c", "#f0e442"};
#define COLOURS (sizeof(colours) / sizeof(*colours))

#define SERIES_MAX 16u

/* Rows of the comparison that one panel shows. */
struct panel {
    const char *title;
    const struct compare_row *row[SERIES_MAX];
    unsigned count;
    bool stacked; /* one bar for each design; else a thin bar for each row */
};

struct drawing {
    struct page *out;
    const struct compare *c;
    int x, y;
};

static bool has_key(const struct compare_row *row, const char *key)
{
    size_t size = strlen(key);

    return strncmp(row->key, key, size) == 0 &&
           (row->key[size] == '\0' || key[size - 1] == '.');
}

static void gather(struct panel *p, const struct compare *c, const char *key)
{
    for (uint32_t n = 0; n < c->row_count && p->count < SERIES_MAX; n++)
        if (has_key(&c->rows[n], key))
            p->row[p->count++] = &c->rows[n];
}

static void gather_outcomes(struct panel *p, const struct compare *c)
{
    for (uint32_t n = 0; n < c->row_count && p->count < SERIES_MAX; n++)
        if (c->rows[n].part == COMPARE_OUTCOME &&
            c->rows[n].unit == COMPARE_SHARE &&
            strncmp(c->rows[n].key, "ending.", 7) != 0)
            p->row[p->count++] = &c->rows[n];
}

static int64_t shown(const struct compare_row *row, unsigned d)
{
    int64_t mean = row->cell[d].mean;

    return mean == COMPARE_NONE || mean < 0 ? 0 : mean;
}

/* The longest bar of the panel. */
static int64_t scale_of(const struct panel *p, unsigned designs)
{
    int64_t most = 1;

    for (unsigned d = 0; d < designs; d++) {
        int64_t sum = 0;
        for (unsigned n = 0; n < p->count; n++) {
            int64_t is = shown(p->row[n], d);
            sum = p->stacked ? sum + is : is;
            if (sum > most)
                most = sum;
        }
    }
    return most;
}

static int length(int64_t n, int64_t scale)
{
    return (int)((n * BAR_W + scale / 2) / scale);
}

static void put_text(struct drawing *d, int x, int y, const char *look,
                     const char *text)
{
    page_format(d->out, "<text x=\"%d\" y=\"%d\" %s>", x, y, look);
    markup_string(d->out, text);
    page_text(d->out, "</text>\n");
}

struct bar {
    int x, y, width, height;
};

/* One bar or part of one, which says its numbers when pointed at. */
static void put_bar(struct drawing *d, const struct compare_row *row,
                    unsigned design, const struct bar *bar, unsigned colour)
{
    struct page words = {0};

    compare_cell_print(&words, row->unit, &row->cell[design]);
    page_format(d->out,
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" "
                "fill=\"%s\"><title>%c, ",
                bar->x, bar->y, bar->width, bar->height,
                colours[colour % COLOURS], (int)('A' + design));
    markup_string(d->out, row->label);
    page_text(d->out, ": ");
    markup_text(d->out, page_bytes(&words));
    page_text(d->out, "</title></rect>\n");
    page_fini(&words);
}

/* What stands at the end of a bar. */
static void put_figure(struct drawing *d, int x, int y, enum compare_unit unit,
                       int64_t mean)
{
    struct page words = {0};
    struct compare_cell cell = {mean, COMPARE_NONE};

    compare_cell_print(&words, unit, &cell);
    put_text(d, x + 5, y, "fill=\"#5b6875\" font-size=\"11\"",
             page_string(&words));
    page_fini(&words);
}

static void put_stack(struct drawing *d, const struct panel *p, unsigned design,
                      int64_t scale)
{
    int x = d->x + LETTER;
    int64_t sum = 0;

    for (unsigned n = 0; n < p->count; n++) {
        int from = length(sum, scale);
        sum += shown(p->row[n], design);
        put_bar(d, p->row[n], design,
                &(struct bar){x + from, d->y, length(sum, scale) - from, BAR_H},
                n);
    }
    if (p->row[0]->part != COMPARE_OUTCOME)
        put_figure(d, x + length(sum, scale), d->y + 13, p->row[0]->unit, sum);
    d->y += BAR_H + GAP;
}

static void put_group(struct drawing *d, const struct panel *p, unsigned design,
                      int64_t scale)
{
    int x = d->x + LETTER;

    for (unsigned n = 0; n < p->count; n++) {
        int width = length(shown(p->row[n], design), scale);
        put_bar(d, p->row[n], design, &(struct bar){x, d->y, width, THIN_H}, n);
        put_figure(d, x + width, d->y + THIN_H, p->row[n]->unit,
                   p->row[n]->cell[design].mean);
        d->y += THIN_H + 3;
    }
    d->y += GAP;
}

static void put_legend(struct drawing *d, const struct panel *p)
{
    for (unsigned n = 0; n < p->count; n++) {
        page_format(d->out,
                    "<rect x=\"%d\" y=\"%d\" width=\"11\" height=\"11\" "
                    "fill=\"%s\"/>\n",
                    d->x + LETTER, d->y - 10, colours[n % COLOURS]);
        put_text(d, d->x + LETTER + 17, d->y, "fill=\"#5b6875\"",
                 p->row[n]->label);
        d->y += LINE_H;
    }
}

static void put_panel(struct drawing *d, const struct panel *p)
{
    int64_t scale = scale_of(p, d->c->designs);

    put_text(d, d->x, d->y, "font-size=\"15\" font-weight=\"600\"", p->title);
    d->y += 12;
    for (unsigned n = 0; n < d->c->designs; n++) {
        char letter[2] = {(char)('A' + n), '\0'};
        put_text(d, d->x, d->y + 13, "font-weight=\"600\"", letter);
        if (p->stacked)
            put_stack(d, p, n, scale);
        else
            put_group(d, p, n, scale);
    }
    d->y += LINE_H - GAP;
    put_legend(d, p);
    d->y += LINE_H;
}

static unsigned make_panels(struct panel *p, const struct compare *c)
{
    static const char *const keys[][4] = {
        {"value."},
        {"taking."},
        {"telling."},
        {"walking"},
        {"verbatim", "gist", "own_idea", "own"},
        {"used", "breached"},
        {"linked", "linked_by_chance"}};
    static const char *const titles[] = {"Worth to each room",
                                         "Wait until taken",
                                         "Wait from taken to told",
                                         "Share of time walking",
                                         "In whose words",
                                         "Confidences",
                                         "Crossings linked by size and time"};
    unsigned count = 0;

    p[count] = (struct panel){.title = "How the talks end", .stacked = true};
    gather_outcomes(&p[count], c);
    count += p[count].count > 0;
    for (unsigned n = 0; n < sizeof(keys) / sizeof(*keys); n++) {
        p[count] = (struct panel){.title = titles[n], .stacked = n == 4};
        for (unsigned k = 0; k < 4 && keys[n][k]; k++)
            gather(&p[count], c, keys[n][k]);
        count += p[count].count > 0;
    }
    return count;
}

/* A design's words, on as many lines as they need: broken at a blank or after
 * a comma, the lines after the first set in. Returns y below them. */
static int put_design(struct drawing *d, const char *words, int y)
{
    int in = 0;

    while (*words) {
        size_t size = strlen(words), cut = size;
        struct page line = {0};

        if (size > LINE_MOST) {
            for (cut = LINE_MOST; cut > LINE_MOST / 2; cut--)
                if (words[cut] == ' ' || words[cut - 1] == ',')
                    break;
            while (cut > 0 && ((unsigned char)words[cut] & 0xC0) == 0x80)
                cut--;
        }
        page_add(&line, (struct bytes){(const uint8_t *)words, cut});
        put_text(d, MARGIN + in, y, "", page_string(&line));
        page_fini(&line);
        y += LINE_H + 2;
        in = LETTER;
        for (words += cut; *words == ' '; words++)
            continue;
    }
    return y;
}

/* The designs above the panels; returns y below them. */
static int put_designs(struct drawing *d)
{
    struct page words = {0};
    int y = MARGIN + 44;

    page_clean_line(&words,
                    bytes_of(d->c->whole->title ? d->c->whole->title : ""));
    put_text(d, MARGIN, MARGIN + 10, "font-size=\"19\" font-weight=\"600\"",
             page_string(&words));
    for (unsigned n = 0; n < d->c->designs; n++) {
        page_clear(&words);
        compare_design_print(&words, d->c, n);
        y = put_design(d, page_string(&words), y);
    }
    for (unsigned m = 0; m < d->c->misfits; m++) {
        page_clear(&words);
        compare_misfit_print(&words, &d->c->misfit[m]);
        y = put_design(d, page_string(&words), y);
    }
    page_clear(&words);
    page_format(&words, "%" PRIu32 " run%s of each design, from seed %" PRIu64,
                d->c->seeds, d->c->seeds == 1 ? "" : "s", d->c->first_seed);
    put_text(d, MARGIN, y, "fill=\"#5b6875\"", page_string(&words));
    page_fini(&words);
    return y + 34;
}

void compare_svg(struct page *out, const struct compare *c)
{
    struct panel panels[8];
    unsigned count = make_panels(panels, c);
    struct page body = {0}, twin = {0};
    struct drawing d = {&body, c, MARGIN, MARGIN};
    int below[2];
    int width = MARGIN + PANEL_W + GUTTER + PANEL_W + MARGIN;

    below[0] = below[1] = put_designs(&d);
    for (unsigned n = 0; n < count; n++) {
        unsigned side = below[1] < below[0];
        d.x = MARGIN + (int)side * (PANEL_W + GUTTER);
        d.y = below[side];
        put_panel(&d, &panels[n]);
        below[side] = d.y;
    }
    compare_text(&twin, c);
    page_format(out,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "
                "viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
                "font-family=\"system-ui, sans-serif\" font-size=\"13\" "
                "fill=\"#1c2733\">\n<title>",
                width, below[0] > below[1] ? below[0] : below[1], width,
                below[0] > below[1] ? below[0] : below[1]);
    markup_string(out, c->whole->title ? c->whole->title : "");
    page_text(out, ": relay designs compared</title>\n<desc>");
    markup_text(out, page_bytes(&twin));
    page_text(out, "</desc>\n<rect width=\"100%\" height=\"100%\" "
                   "fill=\"#fff\"/>\n");
    page_add(out, page_bytes(&body));
    page_text(out, "</svg>\n");
    out->failed |= body.failed || twin.failed;
    page_fini(&body);
    page_fini(&twin);
}
