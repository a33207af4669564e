#include "sim/report/deals_parts.h"

#include "sim/report/words.h"
#include "sim/report/wrap.h"

#include <inttypes.h>
#include <string.h>

#define NAME_MIN  22u
#define NAME_MAX  30u
#define VALUE_MAX 16u

/* "issue=option, issue=option": as deals_package reads it. */
static void put_options(struct page *out, const struct agenda *a,
                        const struct package *p)
{
    bool first = true;

    for (unsigned i = 0; i < a->issue_count; i++) {
        if (p->option[i] == OPTION_NONE)
            continue;
        page_text(out, first ? "" : ", ");
        page_clean_line(out, bytes_of(a->issues[i].id));
        page_text(out, "=");
        page_clean_line(out, bytes_of(a->issues[i].options[p->option[i]].id));
        first = false;
    }
}

void deals_rules(const struct deals *d, struct deals_rule out[DEALS_RULES])
{
    out[0] = (struct deals_rule){"nash", "Nash (1950)", &d->nash};
    out[1] = (struct deals_rule){"kalai_smorodinsky",
                                 "Kalai-Smorodinsky (1975)", &d->shares};
    out[2] = (struct deals_rule){"largest_sum", "largest sum", &d->sum};
    out[3] =
        (struct deals_rule){"egalitarian", "largest least gain", &d->equal};
}

/* 6400 as "6,400". */
static void put_number(struct page *out, uint64_t n)
{
    if (n >= 1000) {
        put_number(out, n / 1000);
        page_format(out, ",%03u", (unsigned)(n % 1000));
    } else {
        page_format(out, "%u", (unsigned)n);
    }
}

static void put_padded(struct page *out, uint64_t n, size_t width)
{
    struct page w = {0};

    put_number(&w, n);
    page_repeat(out, " ", w.size < width ? width - w.size : 0);
    page_add(out, page_bytes(&w));
    page_fini(&w);
}

/* A cell of words at the left; it may be wider than its column. */
static void put_name(struct page *out, const char *name, size_t width)
{
    size_t used = wrap_cut(out, bytes_of(name), width);

    page_repeat(out, " ", used < width ? width - used : 0);
}

static void put_counts(struct page *out, const struct deals *d)
{
    struct page name = {0};

    for (unsigned r = 0; r < d->scored; r++) {
        page_text(out, "  ");
        put_padded(out, d->acceptable[r], 9);
        page_format(out, "  %s worth no deal or more to ",
                    d->acceptable[r] == 1 ? "is" : "are");
        page_clear(&name);
        words_title(&name, d->whole, d->room[r]);
        (void)wrap_cut(out, page_bytes(&name), NAME_MAX);
        page_text(out, "\n");
    }
    page_text(out, "  ");
    put_padded(out, d->zone, 9);
    unsigned share = (unsigned)(d->zone * 10000 / d->packages);

    page_format(out, "  to every room: the zone of agreement (%u.%02u %%)\n",
                share / 100, share % 100);
    if (d->packages_within < d->packages) {
        page_text(out, "  ");
        put_padded(out, d->packages_within, 9);
        page_format(out, "  %s within the authority of every room; ",
                    d->packages_within == 1 ? "is" : "are");
        put_number(out, d->zone_within);
        page_text(out, " of them in the zone\n");
    }
    if (d->counted) {
        page_text(out, "  ");
        put_padded(out, d->efficient, 9);
        page_format(out,
                    "  %s efficient: none is better for one room and worse "
                    "for none;\n             %" PRIu64 " of them in the zone\n",
                    d->efficient == 1 ? "is" : "are", d->efficient_in_zone);
    } else {
        page_text(out, "  which are efficient was not counted: too many are "
                       "worth something else to each room\n");
    }
    page_fini(&name);
}

static void put_row(struct page *out, const struct deals *d, const char *name,
                    const int32_t *value)
{
    page_text(out, "  ");
    put_name(out, name, NAME_MAX - 2);
    for (unsigned r = 0; r < d->scored; r++)
        page_format(out, " %*" PRId32, (int)VALUE_MAX, value[r]);
    page_text(out, "\n");
}

static void put_heads(struct page *out, const struct deals *d)
{
    struct page name = {0};

    page_text(out, "\n");
    page_repeat(out, " ", NAME_MAX);
    for (unsigned r = 0; r < d->scored; r++) {
        struct page cell = {0};

        page_clear(&name);
        words_title(&name, d->whole, d->room[r]);
        size_t used = wrap_cut(&cell, page_bytes(&name), VALUE_MAX);

        page_repeat(out, " ", 1 + VALUE_MAX - used);
        page_add(out, page_bytes(&cell));
        page_fini(&cell);
    }
    page_text(out, "\n");
    page_fini(&name);
}

static void put_package(struct page *out, const struct deals *d,
                        const struct package *p, unsigned width)
{
    struct page words = {0};

    put_options(&words, &d->whole->agenda, p);
    wrap_paragraph(out, &words, 6, width);
    if (!deals_is_within(d, p))
        page_text(out, "      beyond the authority of a room\n");
    page_fini(&words);
}

/* What the rule maximised, where it says something. */
static void put_note(struct page *out, const struct deals *d, unsigned rule,
                     const struct deals_choice *c)
{
    uint64_t gains = 1;
    int64_t sum = 0;
    int64_t least = INT64_MAX;

    for (unsigned r = 0; r < d->scored; r++) {
        int64_t gain = (int64_t)c->value[r] - d->no_deal[r];

        if (__builtin_mul_overflow(gains, (uint64_t)gain, &gains))
            gains = UINT64_MAX;
        sum += c->value[r];
        least = gain < least ? gain : least;
    }
    if (rule == 0 && gains < UINT64_MAX)
        page_format(out, "      product of the gains %" PRIu64 "\n", gains);
    if (rule == 2)
        page_format(out, "      sum %" PRId64 "\n", sum);
    if (rule == 3)
        page_format(out, "      every room gains %" PRId64 " or more\n", least);
    if (c->as_good > 0)
        page_format(out, "      and %" PRIu64 " more as good\n", c->as_good);
}

static void put_choices(struct page *out, const struct deals *d, unsigned width)
{
    struct deals_rule rules[DEALS_RULES];

    put_heads(out, d);
    put_row(out, d, "no deal", d->no_deal);
    if (d->zone == 0) {
        page_text(out, "\nNo package is worth as much as no deal to every "
                       "room: there is nothing to agree on.\n");
        return;
    }
    put_row(out, d, "most in the zone", d->ideal);
    deals_rules(d, rules);
    for (unsigned n = 0; n < DEALS_RULES; n++) {
        put_row(out, d, rules[n].title, rules[n].choice->value);
        put_package(out, d, &rules[n].choice->package, width);
        put_note(out, d, n, rules[n].choice);
    }
}

static void put_asked(struct page *out, const struct deals *d, unsigned width)
{
    const struct score *s = &d->score;
    struct page w = {0};

    page_text(out, "\nThe package\n");
    put_package(out, d, &d->package, width);
    for (unsigned r = 0; r < d->scored; r++) {
        const struct score_room *room = &s->room[d->room[r]];

        page_text(out, "    ");
        page_clear(&w);
        words_title(&w, d->whole, d->room[r]);
        (void)wrap_cut(out, page_bytes(&w), NAME_MAX);
        page_format(out, ": %" PRId32 ", that is %" PRId32 " %s no deal\n",
                    room->value,
                    room->surplus < 0 ? -room->surplus : room->surplus,
                    room->surplus < 0 ? "under" : "over");
    }
    page_clear(&w);
    if (s->efficient)
        page_text(&w, "It is efficient: no other is better for one room and "
                      "worse for none.");
    else
        page_format(&w,
                    "%" PRIu64 " others are better for one room and worse for "
                    "none, %" PRIu64 " are better for every room.",
                    s->dominating, s->better_for_all);
    if (s->left > 0)
        page_format(&w, " Left on the table: %" PRId32 " for every room, as in",
                    s->left);
    wrap_paragraph(out, &w, 4, width);
    if (s->left > 0)
        put_package(out, d, &s->left_package, width);
    page_fini(&w);
}

/* The issues that no package here names. */
static void put_free(struct page *out, const struct agenda *a, unsigned width)
{
    struct page w = {0};

    for (unsigned i = 0; i < a->issue_count; i++) {
        if (!a->issues[i].free)
            continue;
        page_text(&w, w.size > 0 ? ", " : "Counted without ");
        page_clean_line(&w, bytes_of(a->issues[i].id));
    }
    if (w.size > 0) {
        page_text(&w, ": settled by words, which are worth nothing.");
        wrap_paragraph(out, &w, 0, width);
    }
    page_fini(&w);
}

/* Whether an event makes packages worth something else, or lets rooms settle
 * others. */
static bool is_shifting(const struct scenario *s, unsigned event)
{
    static const struct values none;

    for (unsigned r = 0; r < s->room_count; r++) {
        const struct own *own = s->rooms[r].own;

        for (unsigned n = 0; own && n < own->shift_count; n++) {
            const struct shift *by = &own->shifts[n];

            if (by->event == event &&
                (by->has_no_deal || by->has_authority ||
                 memcmp(by->delta.value, none.value, sizeof(none.value)) != 0))
                return true;
        }
    }
    return false;
}

/* The events that are still to come and would change the tables. */
static void put_events(struct page *out, const struct deals *d,
                       const struct deals_input *in, unsigned width)
{
    struct page w = {0};

    for (unsigned n = 0; n < d->whole->event_count; n++) {
        if (memchr(in->happened, (int)n, in->happened_count) ||
            !is_shifting(d->whole, n))
            continue;
        page_text(&w, w.size > 0 ? ", " : "What happens can change this: see ");
        page_text(&w, "--after ");
        page_clean_line(&w, bytes_of(d->whole->events[n].id));
    }
    if (w.size > 0) {
        page_text(out, "\n");
        wrap_paragraph(out, &w, 0, width);
    }
    page_fini(&w);
}

void deals_text(struct page *out, const struct deals *d,
                const struct deals_input *in, unsigned width)
{
    struct page w = {0};

    page_clean_line(&w, bytes_of(d->whole->title));
    wrap_paragraph(out, &w, 0, width);
    page_fini(&w);
    for (unsigned n = 0; n < in->happened_count; n++) {
        page_text(out, n == 0 ? "after " : ", ");
        page_clean_line(out, bytes_of(d->whole->events[in->happened[n]].id));
    }
    page_text(out, in->happened_count > 0 ? "\n\n" : "\n");
    if (d->packages == UINT64_MAX)
        page_text(out, "more packages than can be counted\n");
    else if (d->whole->agenda.issue_count == 0) {
        page_text(out, "Nothing stands on the agenda: no packages.\n");
        return;
    } else {
        put_number(out, d->packages);
        page_text(out, d->packages == 1 ? " package\n" : " packages\n");
    }
    put_free(out, &d->whole->agenda, width);
    if (d->scored == 0)
        page_text(out, "No room has values, so nothing more can be said.\n");
    else if (d->packages > SCORE_PACKAGES_MAX)
        page_format(out, "Only up to %u are weighed one by one.\n",
                    SCORE_PACKAGES_MAX);
    if (!d->enumerated)
        return;
    put_counts(out, d);
    put_choices(out, d, width);
    if (d->has_package)
        put_asked(out, d, width);
    put_events(out, d, in, width);
}
