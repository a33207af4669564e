/*
 * Every package as a point: the worth to one room to the right, to the other
 * upwards. No script, no outside font; the tables of deals_text are its text.
 */
#include "sim/report/deals_parts.h"

#include "sim/report/markup.h"
#include "sim/report/words.h"

#include "shuttle/memory.h"

#include <inttypes.h>

/* The plot inside the picture, in units of it. */
#define LEFT    70
#define TOP     80
#define WIDE    620
#define HIGH    440
#define WHOLE_W 720
#define WHOLE_H 686

/* One of the two rooms' axes. */
struct axis {
    int64_t low;
    int64_t high;
    int64_t step; /* between ticks */
};

struct plot {
    const struct deals *deals;
    struct axis axis[2];
};

/* 1, 2 or 5 times a power of ten, so that about eight ticks fit. */
static int64_t step_for(int64_t range)
{
    static const int64_t factors[] = {1, 2, 5};
    int64_t unit = 1;

    for (;; unit *= 10)
        for (unsigned n = 0; n < 3; n++)
            if (unit * factors[n] * 8 >= range)
                return unit * factors[n];
}

static int64_t round_down(int64_t n, int64_t step)
{
    int64_t part = n % step;

    return n - part - (part < 0 ? step : 0);
}

static struct axis axis_for(const struct deals *d, unsigned r)
{
    int64_t low = d->lowest[r] < d->no_deal[r] ? d->lowest[r] : d->no_deal[r];
    int64_t high =
        d->highest[r] > d->no_deal[r] ? d->highest[r] : d->no_deal[r];
    int64_t step = step_for(high - low + 1);

    return (struct axis){round_down(low, step), round_down(high, step) + step,
                         step};
}

static int place_x(const struct plot *p, int64_t v)
{
    const struct axis *a = &p->axis[0];

    return LEFT + (int)((v - a->low) * WIDE / (a->high - a->low));
}

static int place_y(const struct plot *p, int64_t v)
{
    const struct axis *a = &p->axis[1];

    return TOP + HIGH - (int)((v - a->low) * HIGH / (a->high - a->low));
}

/* How many of them every room may settle, where that is not all. */
static void put_within(struct page *out, const struct deals *d, uint64_t count)
{
    if (d->packages_within < d->packages)
        page_format(out, ", %" PRIu64 " within every room's authority", count);
}

static void put_head(struct page *out, const struct deals *d)
{
    page_format(out,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "
                "viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
                "font-family=\"system-ui, sans-serif\" font-size=\"12\">\n",
                WHOLE_W, WHOLE_H, WHOLE_W, WHOLE_H);
    page_text(out, "<title>");
    markup_string(out, d->whole->title);
    page_format(out,
                "</title>\n<desc>%" PRIu64 " packages, %" PRIu64
                " of them worth no deal or more to both rooms",
                d->packages, d->zone);
    put_within(out, d, d->zone_within);
    page_format(out,
                ".</desc>\n"
                "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n"
                "<text x=\"%d\" y=\"30\" font-size=\"17\" font-weight=\"600\" "
                "fill=\"#1c2733\">",
                WHOLE_W, WHOLE_H, LEFT);
    markup_string(out, d->whole->title);
    page_format(out,
                "</text>\n<text x=\"%d\" y=\"50\" fill=\"#5b6875\">%" PRIu64
                " packages",
                LEFT, d->packages);
    put_within(out, d, d->packages_within);
    page_format(out,
                "</text>\n<text x=\"%d\" y=\"67\" fill=\"#5b6875\">"
                "shaded: worth no deal or more to both (%" PRIu64,
                LEFT, d->zone);
    put_within(out, d, d->zone_within);
    page_text(out, ")</text>\n");
}

static void put_title(struct page *out, const struct deals *d, unsigned r)
{
    struct page name = {0};

    words_title(&name, d->whole, d->room[r]);
    markup_text(out, page_bytes(&name));
    page_fini(&name);
}

static void put_axes(struct page *out, const struct plot *p)
{
    const struct axis *x = &p->axis[0];
    const struct axis *y = &p->axis[1];

    page_text(out, "<g stroke=\"#e6eaee\">\n");
    for (int64_t v = x->low; v <= x->high; v += x->step)
        page_format(out, "<path d=\"M%d %dV%d\"/>\n", place_x(p, v), TOP,
                    TOP + HIGH);
    for (int64_t v = y->low; v <= y->high; v += y->step)
        page_format(out, "<path d=\"M%d %dH%d\"/>\n", LEFT, place_y(p, v),
                    LEFT + WIDE);
    page_text(out, "</g>\n<g fill=\"#5b6875\" text-anchor=\"middle\">\n");
    for (int64_t v = x->low; v <= x->high; v += x->step)
        page_format(out, "<text x=\"%d\" y=\"%d\">%" PRId64 "</text>\n",
                    place_x(p, v), TOP + HIGH + 18, v);
    page_text(out, "</g>\n<g fill=\"#5b6875\" text-anchor=\"end\">\n");
    for (int64_t v = y->low; v <= y->high; v += y->step)
        page_format(out, "<text x=\"%d\" y=\"%d\">%" PRId64 "</text>\n",
                    LEFT - 8, place_y(p, v) + 4, v);
    page_format(out,
                "</g>\n<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" "
                "fill=\"#1c2733\">worth to ",
                LEFT + WIDE / 2, TOP + HIGH + 40);
    put_title(out, p->deals, 0);
    page_format(out,
                "</text>\n<text transform=\"translate(20 %d) rotate(-90)\" "
                "text-anchor=\"middle\" fill=\"#1c2733\">worth to ",
                TOP + HIGH / 2);
    put_title(out, p->deals, 1);
    page_text(out, "</text>\n");
}

static void put_zone(struct page *out, const struct plot *p)
{
    int x = place_x(p, p->deals->no_deal[0]);
    int y = place_y(p, p->deals->no_deal[1]);

    page_format(out,
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" "
                "fill=\"#dff0e4\"/>\n",
                x, TOP, LEFT + WIDE - x, y - TOP);
    page_format(out,
                "<path d=\"M%d %dV%dM%d %dH%d\" stroke=\"#2e7d4f\" "
                "stroke-dasharray=\"5 4\"/>\n",
                x, TOP, TOP + HIGH, LEFT, y, LEFT + WIDE);
    page_format(out,
                "<text x=\"%d\" y=\"%d\" fill=\"#2e7d4f\">no deal: %" PRId32
                ", %" PRId32 "</text>\n",
                LEFT + 6, y - 6, p->deals->no_deal[0], p->deals->no_deal[1]);
}

/* Packages that would lie on one dot of the picture are drawn once. */
static bool put_cloud(struct page *out, const struct plot *p)
{
    struct deals_walk w;
    uint8_t *drawn = memory_new((size_t)(WIDE / 2 + 1) * (HIGH / 2 + 1), 1);

    if (drawn == NULL)
        return false;
    page_text(out, "<g fill=\"#9fb0bf\">\n");
    deals_first(&w, p->deals);
    do {
        int x = (place_x(p, w.sum[0]) - LEFT) / 2;
        int y = (place_y(p, w.sum[1]) - TOP) / 2;
        uint8_t *dot = &drawn[y * (WIDE / 2 + 1) + x];

        if (!*dot)
            page_format(out, "<circle cx=\"%d\" cy=\"%d\" r=\"1.6\"/>\n",
                        LEFT + 2 * x, TOP + 2 * y);
        *dot = 1;
    } while (deals_next(&w));
    page_text(out, "</g>\n");
    memory_free(drawn);
    return true;
}

static void put_front(struct page *out, const struct plot *p)
{
    const struct deals *d = p->deals;

    page_text(out, "<g fill=\"#1f5fa8\">\n");
    for (uint32_t n = 0; n < d->front_count; n++)
        page_format(out, "<circle cx=\"%d\" cy=\"%d\" r=\"3\"/>\n",
                    place_x(p, d->front[n].value[0]),
                    place_y(p, d->front[n].value[1]));
    page_format(out,
                "</g>\n<circle cx=\"%d\" cy=\"%d\" r=\"1.6\" "
                "fill=\"#9fb0bf\"/>\n"
                "<text x=\"%d\" y=\"%d\" fill=\"#1c2733\">a package</text>\n",
                LEFT + 6, TOP + HIGH + 66, LEFT + 18, TOP + HIGH + 70);
    if (d->counted)
        page_format(out,
                    "<circle cx=\"%d\" cy=\"%d\" r=\"3\" fill=\"#1f5fa8\"/>\n"
                    "<text x=\"%d\" y=\"%d\" fill=\"#1c2733\">efficient: "
                    "%" PRIu64 "</text>\n",
                    LEFT + 316, TOP + HIGH + 66, LEFT + 328, TOP + HIGH + 70,
                    d->efficient);
}

/* A ring with a letter in it, explained below the plot. */
static void put_mark(struct page *out, const struct plot *p, unsigned n,
                     const char *title, const int32_t *value)
{
    static const char *const colours[] = {"#b3261e", "#7a3fa0", "#a05a00",
                                          "#00695c", "#1c2733"};
    int x = place_x(p, value[0]);
    int y = place_y(p, value[1]);
    int column = LEFT + (int)(n % 2) * 310;
    int row = TOP + HIGH + 92 + (int)(n / 2) * 22;

    page_format(out,
                "<circle cx=\"%d\" cy=\"%d\" r=\"%u\" fill=\"none\" "
                "stroke=\"%s\" stroke-width=\"2\"/>\n",
                x, y, 5 + 3 * (n % DEALS_RULES), colours[n]);
    page_format(out,
                "<circle cx=\"%d\" cy=\"%d\" r=\"5\" fill=\"none\" "
                "stroke=\"%s\" stroke-width=\"2\"/>\n"
                "<text x=\"%d\" y=\"%d\" fill=\"#1c2733\">%s: %" PRId32
                ", %" PRId32 "</text>\n",
                column + 6, row - 4, colours[n], column + 18, row, title,
                value[0], value[1]);
}

bool deals_svg(struct page *out, const struct deals *d)
{
    struct plot p = {.deals = d};
    struct deals_rule rules[DEALS_RULES];

    if (d->scored != 2 || !d->enumerated)
        return false;
    p.axis[0] = axis_for(d, 0);
    p.axis[1] = axis_for(d, 1);
    put_head(out, d);
    put_zone(out, &p);
    put_axes(out, &p);
    out->failed = !put_cloud(out, &p) || out->failed;
    put_front(out, &p);
    deals_rules(d, rules);
    for (unsigned n = 0; n < DEALS_RULES && d->zone > 0; n++)
        put_mark(out, &p, n, rules[n].title, rules[n].choice->value);
    if (d->has_package) {
        int32_t value[ROOMS_MAX] = {d->score.room[d->room[0]].value,
                                    d->score.room[d->room[1]].value};

        put_mark(out, &p, DEALS_RULES, "the package asked about", value);
    }
    page_text(out, "</svg>\n");
    return true;
}
