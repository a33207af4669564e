#include "sim/report/compare_private.h"

#include "sim/report/words.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define THOUSAND 1000

size_t compare_result_size(const struct measures_reader *r)
{
    return sizeof(struct measures) +
           measures_line_count(r) * sizeof(struct measures_line);
}

bool compare_leave_out(struct compare *c, const char *design, const char *why)
{
    const char *kept = arena_text(&c->arena, why, strlen(why));

    assert(c->misfits < COMPARE_DESIGNS_MAX);
    if (!kept)
        return false;
    c->misfit[c->misfits++] = (struct compare_misfit){design, kept};
    return true;
}

static struct compare_row *add_row(struct compare *c, enum compare_part part,
                                   enum compare_unit unit, const char *key,
                                   struct page *label)
{
    struct compare_row *row;

    if (c->row_count == c->row_capacity) {
        uint32_t more = c->row_capacity ? 2 * c->row_capacity : 64;
        void *grown = memory_grow(c->rows, more, sizeof(*c->rows));
        if (!grown)
            return NULL;
        c->rows = grown;
        c->row_capacity = more;
    }
    row = &c->rows[c->row_count];
    *row = (struct compare_row){
        .part = part,
        .unit = unit,
        .key = arena_text(&c->arena, key, strlen(key)),
        .label = arena_text(&c->arena, page_string(label), label->size),
    };
    page_clear(label);
    if (!row->key || !row->label)
        return NULL;
    c->row_count++;
    return row;
}

/* A row of means of one measure. */
static bool add_means(const struct results *r, struct compare *c,
                      struct compare_row *row, measure *of, unsigned which)
{
    if (!row)
        return false;
    for (unsigned d = 0; d < c->designs; d++) {
        struct sum sum = {0};
        int64_t n;

        for (uint32_t seed = 0; seed < c->seeds; seed++)
            if (of(compare_run(r, d, seed), which, &n))
                sum_add(&sum, n);
        row->cell[d] = sum_cell(&sum);
    }
    return true;
}

/* Does it ever come out above nothing? */
static bool any(const struct results *r, measure *of, unsigned which)
{
    int64_t n;

    for (unsigned d = 0; d < r->c->designs; d++)
        for (uint32_t seed = 0; seed < r->c->seeds; seed++)
            if (of(compare_run(r, d, seed), which, &n) && n != 0)
                return true;
    return false;
}

static const struct {
    enum compare_part part;
    const char *key;
    const char *label;
} counts[] = {
    [COUNT_CROSSINGS] = {COMPARE_WALK, "crossings", "crossings"},
    [COUNT_WALKS] = {COMPARE_WALK, "walks", "ways walked"},
    [COUNT_OWN] = {COMPARE_WORDS, "own", "put forward by the mediator"},
    [COUNT_CONFIDENCES] = {COMPARE_TRUST, "confidences",
                           "confidences handed over"},
    [COUNT_USED] = {COMPARE_TRUST, "used", "used as allowed"},
    [COUNT_HONOURED] = {COMPARE_TRUST, "honoured", "honoured"},
    [COUNT_BREACHED] = {COMPARE_TRUST, "breached",
                        "breached, other caveats too"},
    [COUNT_WITHHELD] = {COMPARE_TRUST, "withheld", "withheld"},
    [COUNT_EXPIRED] = {COMPARE_TRUST, "expired", "expired"},
    [COUNT_WITHDRAWN] = {COMPARE_TRUST, "withdrawn", "withdrawn in time"},
    [COUNT_HELD] = {COMPARE_TRUST, "held", "held at the end"},
    [COUNT_UNTAKEN] = {COMPARE_TRUST, "untaken", "never taken"},
    [COUNT_FAULTS] = {COMPARE_TRUST, "faults", "refused by a rule"},
    /* Shown where there are any: what the default did is no figure of theirs.
     */
    [COUNT_FAILED] = {COMPARE_TRUST, "failed", "failures of a program"},
};

static bool add_counts(const struct results *r, struct compare *c,
                       enum compare_part part, struct page *label)
{
    for (unsigned n = 0; n < sizeof(counts) / sizeof(*counts); n++) {
        if (counts[n].part != part ||
            (n == COUNT_FAILED && !any(r, measure_count, n)))
            continue;
        page_text(label, counts[n].label);
        if (!add_means(r, c,
                       add_row(c, part, COMPARE_NUMBER, counts[n].key, label),
                       measure_count, n))
            return false;
    }
    return true;
}

static bool add_outcomes(const struct results *r, struct compare *c,
                         struct page *label)
{
#define X(number, name, key, text)                                             \
    if (any(r, measure_outcome, number)) {                                     \
        words_key(label, key);                                                 \
        if (!add_means(r, c,                                                   \
                       add_row(c, COMPARE_OUTCOME, COMPARE_SHARE, key, label), \
                       measure_outcome, number))                               \
            return false;                                                      \
    }
    OUTCOME_TABLE(X)
#undef X
    for (uint8_t n = 0; n < c->whole->ending_count; n++) {
        const struct ending *ending = &c->whole->endings[n];
        struct page key = {0};
        bool well = true;

        if (!any(r, measure_ending, n))
            continue;
        page_format(&key, "ending.%s", ending->id);
        page_text(label, "ending ");
        page_clean_line(label, bytes_of(ending->id));
        well = add_means(r, c,
                         add_row(c, COMPARE_OUTCOME, COMPARE_SHARE,
                                 page_string(&key), label),
                         measure_ending, n);
        page_fini(&key);
        if (!well)
            return false;
    }
    page_text(label, "length of the talks");
    return add_means(r, c,
                     add_row(c, COMPARE_OUTCOME, COMPARE_TIME, "length", label),
                     measure_length, 0);
}

/* A row for each room: what it is called, "%s" standing for the room. */
struct by_room {
    enum compare_part part;
    enum compare_unit unit;
    const char *key;
    const char *before;
    const char *after;
    measure *of;
};

static bool add_by_room(const struct results *r, struct compare *c,
                        const struct by_room *b, struct page *label)
{
    for (unsigned room = 0; room < c->whole->room_count; room++) {
        struct page key = {0};
        bool well;

        if (b->part == COMPARE_VALUE &&
            !compare_run(r, 0, 0)->room[room].has_values)
            continue;
        page_format(&key, "%s.%s", b->key, c->whole->rooms[room].id);
        page_text(label, b->before);
        words_party(label, c->whole, room);
        page_text(label, b->after);
        well = add_means(r, c,
                         add_row(c, b->part, b->unit, page_string(&key), label),
                         b->of, room);
        page_fini(&key);
        if (!well)
            return false;
    }
    return true;
}

static bool add_shared(const struct results *r, struct compare *c,
                       struct page *label)
{
    static const char *const keys[] = {"joint_share", "nash_share", "left"};
    static const char *const labels[] = {"gained together, of the most",
                                         "product of the gains, of the most",
                                         "left on the table, for every room"};

    if (!any(r, measure_compared, 0) && !any(r, measure_compared, 2))
        return true;
    for (unsigned n = 0; n < 3; n++) {
        page_text(label, labels[n]);
        if (!add_means(r, c,
                       add_row(c, COMPARE_GAIN,
                               n < 2 ? COMPARE_SHARE : COMPARE_NUMBER, keys[n],
                               label),
                       measure_compared, n))
            return false;
    }
    return true;
}

static bool add_quantiles(const struct results *r, struct compare *c,
                          struct page *label)
{
    static const unsigned tenths[] = {5, 9};
    static const char *const keys[] = {"half", "nine_in_ten"};
    static const char *const words[] = {": half of its lines told within",
                                        ": nine in ten of them"};
    size_t most = (size_t)c->seeds * measures_line_count(r->reader) + 1;
    int64_t *waits = memory_new(most, sizeof(*waits));
    struct compare_row *row = NULL;

    for (unsigned n = 0; n < 2 && waits; n++)
        for (uint8_t room = 0; room < c->whole->room_count; room++) {
            struct page key = {0};
            page_format(&key, "%s.%s", keys[n], c->whole->rooms[room].id);
            words_party(label, c->whole, room);
            page_text(label, words[n]);
            row = add_row(c, COMPARE_WAIT, COMPARE_TIME, page_string(&key),
                          label);
            page_fini(&key);
            for (unsigned d = 0; d < c->designs && row; d++)
                row->cell[d] = compare_quantile(r, d, room, tenths[n], waits);
        }
    memory_free(waits);
    return row != NULL;
}

static bool add_waits(const struct results *r, struct compare *c,
                      struct page *label)
{
    static const struct by_room rows[] = {
        {COMPARE_WAIT, COMPARE_TIME, "taking", "", ": handed over to taken",
         measure_taking},
        {COMPARE_WAIT, COMPARE_TIME, "telling", "", ": taken to told",
         measure_telling},
        {COMPARE_WAIT, COMPARE_TIME, "longest", "", ": longest of these",
         measure_longest},
    };

    for (unsigned n = 0; n < 3; n++)
        if (!add_by_room(r, c, &rows[n], label))
            return false;
    if (!add_quantiles(r, c, label))
        return false;
    page_text(label, "fairness of the waits");
    return add_means(r, c,
                     add_row(c, COMPARE_WAIT, COMPARE_SHARE, "fairness", label),
                     measure_fairness, c->whole->room_count);
}

static bool add_walks(const struct results *r, struct compare *c,
                      struct page *label)
{
    static const struct by_room rows = {COMPARE_WALK, COMPARE_NUMBER,
                                        "visits",     "visits in ",
                                        "",           measure_visits};

    if (!add_counts(r, c, COMPARE_WALK, label) ||
        !add_by_room(r, c, &rows, label))
        return false;
    page_text(label, "share of time walking");
    return add_means(r, c,
                     add_row(c, COMPARE_WALK, COMPARE_SHARE, "walking", label),
                     measure_walking, 0);
}

/* With several mediators, the rows of each of them. */
static bool add_by_mediator(const struct results *r, struct compare *c,
                            enum compare_part part, struct page *label)
{
    static const struct by_room rows[] = {
        {COMPARE_WAIT, COMPARE_TIME, "taking", "by ", ": handed over to taken",
         measure_taking_by},
        {COMPARE_WAIT, COMPARE_TIME, "telling", "by ", ": taken to told",
         measure_telling_by},
        {COMPARE_WALK, COMPARE_NUMBER, "crossings", "by ", ": crossings",
         measure_crossings_by},
        {COMPARE_WALK, COMPARE_NUMBER, "walks", "by ", ": ways walked",
         measure_walks_by},
        {COMPARE_WALK, COMPARE_NUMBER, "visits", "by ", ": visits",
         measure_visits_by},
    };
    const struct scenario *s = c->whole;
    bool well = true;

    for (size_t n = 0; s->mediator_count > 1 && n < 5; n++)
        for (uint8_t m = 0; m < s->mediator_count && well; m++) {
            const struct by_room *b = &rows[n];
            struct page key = {0};

            if (b->part != part)
                continue;
            page_format(&key, "%s.%s", b->key, s->mediators[m].id);
            page_text(label, b->before);
            page_clean_line(label, bytes_of(s->mediators[m].id));
            page_text(label, b->after);
            well = add_means(
                r, c, add_row(c, b->part, b->unit, page_string(&key), label),
                b->of, m);
            page_fini(&key);
        }
    return well;
}

static bool add_words(const struct results *r, struct compare *c,
                      struct page *label)
{
    static const enum form forms[] = {FORM_VERBATIM, FORM_GIST, FORM_OWN_IDEA};
    static const char *const labels[] = {"told word for word", "told reworded",
                                         "told as the mediator's idea"};

    for (unsigned n = 0; n < 3; n++) {
        page_text(label, labels[n]);
        if (!add_means(r, c,
                       add_row(c, COMPARE_WORDS, COMPARE_NUMBER,
                               form_key(forms[n]), label),
                       measure_form, forms[n]))
            return false;
    }
    return add_counts(r, c, COMPARE_WORDS, label);
}

static bool add_found(const struct results *r, struct compare *c,
                      struct page *label)
{
    for (unsigned kind = 0; kind < VERIFY_KINDS; kind++) {
        struct page key = {0};
        bool well;

        if (!any(r, measure_found, kind))
            continue;
        page_format(&key, "found.%s", verify_key((enum verify_kind)kind));
        page_text(label, verify_text((enum verify_kind)kind));
        well = add_means(
            r, c,
            add_row(c, COMPARE_FOUND, COMPARE_NUMBER, page_string(&key), label),
            measure_found, kind);
        page_fini(&key);
        if (!well)
            return false;
    }
    return true;
}

static bool add_observer(const struct results *r, struct compare *c,
                         struct page *label)
{
    page_text(label, "crossings linked by size and time");
    if (!add_means(r, c,
                   add_row(c, COMPARE_OBSERVER, COMPARE_SHARE, "linked", label),
                   measure_linked, 0))
        return false;
    page_text(label, "by guessing alone");
    return add_means(
        r, c,
        add_row(c, COMPARE_OBSERVER, COMPARE_SHARE, "linked_by_chance", label),
        measure_linked, 1);
}

enum line_measure {
    LINE_TOLD,
    LINE_TAKING,
    LINE_TELLING,
    LINE_BREACHED,
};

static bool add_line_row(const struct results *r, struct compare *c, uint32_t n,
                         enum line_measure what, struct compare_row *row)
{
    if (!row)
        return false;
    for (unsigned d = 0; d < c->designs; d++) {
        struct sum sum = {0};

        for (uint32_t seed = 0; seed < c->seeds; seed++) {
            const struct measures_line *line =
                &compare_lines(compare_run(r, d, seed))[n];
            if (what == LINE_TOLD || what == LINE_BREACHED)
                sum_add(&sum, (what == LINE_TOLD ? line->told : line->breached)
                                  ? THOUSAND
                                  : 0);
            else if (what == LINE_TAKING ? line->taken : line->told)
                sum_add(&sum,
                        what == LINE_TAKING ? line->taking : line->telling);
        }
        row->cell[d] = sum_cell(&sum);
    }
    return true;
}

static bool ever_breached(const struct results *r, uint32_t line)
{
    for (unsigned d = 0; d < r->c->designs; d++)
        for (uint32_t seed = 0; seed < r->c->seeds; seed++)
            if (compare_lines(compare_run(r, d, seed))[line].breached)
                return true;
    return false;
}

static bool add_items(const struct results *r, struct compare *c,
                      struct page *label)
{
    static const char *const names[] = {"told", "taking", "telling",
                                        "breached"};
    static const char *const words[] = {"told", "handed over to taken",
                                        "taken to told", "CAVEAT BREACHED"};

    for (uint32_t n = 0; n < measures_line_count(r->reader); n++) {
        unsigned rows = ever_breached(r, n) ? 4 : 3;
        for (unsigned what = 0; what < rows; what++) {
            uint8_t room;
            const struct line *line = measures_line(r->reader, n, &room);
            struct page key = {0};
            bool well;

            page_format(&key, "item.%s.%s", line->id, names[what]);
            page_clean_line(label, bytes_of(line->id));
            page_text(label, " of ");
            words_party(label, c->whole, room);
            page_format(label, ": %s", words[what]);
            well =
                add_line_row(r, c, n, (enum line_measure)what,
                             add_row(c, COMPARE_ITEM,
                                     what == LINE_TAKING || what == LINE_TELLING
                                         ? COMPARE_TIME
                                         : COMPARE_SHARE,
                                     page_string(&key), label));
            page_fini(&key);
            if (!well)
                return false;
        }
    }
    return true;
}

bool compare_make(struct compare *c, const struct measures_reader *reader,
                  const void *results)
{
    static const struct by_room values = {
        COMPARE_VALUE, COMPARE_NUMBER, "value", "value for ", "",
        measure_value};
    static const struct by_room gains = {
        COMPARE_VALUE, COMPARE_NUMBER, "gain", "over no deal, ", "",
        measure_gain};
    struct results r = {c, reader, results, compare_result_size(reader)};
    struct page label = {0};
    bool well =
        add_outcomes(&r, c, &label) && add_by_room(&r, c, &values, &label) &&
        add_by_room(&r, c, &gains, &label) && add_shared(&r, c, &label) &&
        add_waits(&r, c, &label) &&
        add_by_mediator(&r, c, COMPARE_WAIT, &label) &&
        add_walks(&r, c, &label) &&
        add_by_mediator(&r, c, COMPARE_WALK, &label) &&
        add_words(&r, c, &label) && add_counts(&r, c, COMPARE_TRUST, &label) &&
        (!c->judged || add_found(&r, c, &label)) &&
        add_observer(&r, c, &label) &&
        (!c->items || add_items(&r, c, &label)) && !label.failed;

    page_fini(&label);
    return well;
}

void compare_fini(struct compare *c)
{
    memory_free(c->rows);
    c->rows = NULL;
    arena_fini(&c->arena);
}
