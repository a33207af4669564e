#include "sim/report/closing.h"

#include "sim/report/sheet.h"
#include "sim/report/words.h"
#include "sim/report/wrap.h"

#include <inttypes.h>

#define NAME_MIN 10u
#define NAME_MAX 34u
#define DAY_US   INT64_C(86400000000)

/* An ending that the author named says more than the outcome, so it leads. */
static void put_outcome(struct page *out, const struct tally *t,
                        const struct closing_options *o)
{
    enum style style =
        t->score.outcome == OUTCOME_AGREED ? STYLE_GOOD : STYLE_BAD;
    struct page w = {0};

    if (t->ending != NULL) {
        words_ending(&w, t->ending);
        sheet_style_on(out, o->colour, STYLE_BOLD);
        wrap_paragraph(out, &w, 0, o->width);
        sheet_style_off(out, o->colour, STYLE_BOLD);
        page_clear(&w);
        style = STYLE_PLAIN;
    }
    if (t->concluded) {
        words_key(&w, outcome_key(t->score.outcome));
        page_format(&w, ": %s", outcome_text(t->score.outcome));
    } else {
        page_text(&w, "the record has no outcome");
    }
    page_text(&w, ", after ");
    page_time(&w, t->end);
    if (t->end.us < DAY_US)
        page_text(&w, " hours");
    sheet_style_on(out, o->colour, style);
    wrap_paragraph(out, &w, 0, o->width);
    sheet_style_off(out, o->colour, style);
    if (t->carried.reached) {
        page_clear(&w);
        carried_words(&w, &t->carried);
        page_text(&w, "; agreed at ");
        page_time(&w, t->carried.when);
        wrap_paragraph(out, &w, 0, o->width);
    }
    page_fini(&w);
}

static size_t name_width(const struct scenario *s)
{
    struct page w = {0};
    size_t width = NAME_MIN;

    for (unsigned r = 0; r < s->room_count; r++) {
        page_clear(&w);
        words_title(&w, s, r);
        size_t one = wrap_width(page_bytes(&w));

        width = one > width ? one : width;
    }
    page_fini(&w);
    return width < NAME_MAX ? width : NAME_MAX;
}

static void put_table(struct page *out, const struct tally *t,
                      const struct score *score)
{
    const struct scenario *s = t->score.whole;
    size_t width = name_width(s);
    struct page w = {0};

    page_text(out, "\n");
    page_repeat(out, " ", width + 2);
    page_format(out, "%9s %9s %9s\n", "value", "no deal", "gained");
    for (unsigned r = 0; r < score->rooms; r++) {
        const struct score_room *room = &score->room[r];

        if (!room->has_values)
            continue;
        page_clear(&w);
        words_title(&w, s, r);
        page_text(out, "  ");
        size_t used = wrap_cut(out, page_bytes(&w), width);

        page_repeat(out, " ", width - used);
        page_format(out, "%9" PRId32 " %9" PRId32 " %+9" PRId32 "\n",
                    room->value, room->no_deal, room->surplus);
    }
    page_fini(&w);
}

static void put_share(struct page *w, const char *what, uint64_t part,
                      uint64_t whole)
{
    unsigned share = score_share(part, whole);

    page_format(w, "%s %" PRIu64 " of at most %" PRIu64 " (%u.%u %%). ", what,
                part, whole, share / 10, share % 10);
}

/* What an agreement leaves to be wished. */
static void put_agreed(struct page *w, const struct score *score)
{
    if (score->joint >= 0 && score->zone > 0)
        put_share(w, "Gained together:", (uint64_t)score->joint,
                  (uint64_t)score->best_joint);
    if (score->zone > 0 && score->nash < UINT64_MAX &&
        score->best_nash < UINT64_MAX)
        put_share(w, "Product of the gains:", score->nash, score->best_nash);
    page_text(w, "\n");
    if (score->efficient)
        page_text(w, "No other package is better for one room and worse for "
                     "none.");
    else
        page_format(w,
                    "%" PRIu64 " other package%s better for one room and "
                    "worse for none.",
                    score->dominating,
                    score->dominating == 1 ? " is" : "s are");
    if (score->left > 0)
        page_format(w,
                    " Left on the table: every room could have had %" PRId32
                    " more.",
                    score->left);
}

static void put_no_deal(struct page *w, const struct score *score)
{
    if (score->zone == 0)
        page_text(w, "No package is worth as much as no deal to every room: "
                     "there was nothing to agree on.");
    else if (score->left > 0)
        page_format(w,
                    "Left on the table: every room could have had %" PRId32
                    " more than no deal.",
                    score->left);
}

static void put_comparison(struct page *out, const struct score *score,
                           const struct closing_options *o)
{
    struct page w = {0};

    page_text(out, "\n");
    if (!score->enumerated) {
        page_text(&w, "There are too many packages to compare the outcome "
                      "with all of them.");
    } else {
        if (score->agreed)
            put_agreed(&w, score);
        else
            put_no_deal(&w, score);
        page_format(&w,
                    "\n%" PRIu64 " of %" PRIu64 " packages %s worth no deal "
                    "or more to every room.",
                    score->zone, score->packages,
                    score->zone == 1 ? "is" : "are");
    }
    wrap_paragraph(out, &w, 0, o->width);
    page_fini(&w);
}

void closing_print(struct page *out, const struct tally *tally,
                   const struct score *score, const struct closing_options *o)
{
    put_outcome(out, tally, o);
    if (score->scored > 0) {
        put_table(out, tally, score);
        put_comparison(out, score, o);
    }
    if (o->folder != NULL) {
        page_text(out, "\nrun folder: ");
        page_clean_line(out, bytes_of(o->folder));
        page_text(out, "\n");
    }
}
