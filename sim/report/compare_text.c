/* The comparison as a table, and as JSON. */
#include "sim/report/compare.h"

#include "sim/report/words.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>

#define LABEL_W    40u
#define LABEL_MOST 64u
#define CELL_W     15u

static const char *part_title(enum compare_part part)
{
    static const char *const titles[] = {
        [COMPARE_OUTCOME] = "How the talks end",
        [COMPARE_VALUE] = "What it is worth",
        [COMPARE_GAIN] = "Beside all other packages",
        [COMPARE_WAIT] = "Waiting",
        [COMPARE_WALK] = "Walking",
        [COMPARE_WORDS] = "In whose words, a run",
        [COMPARE_TRUST] = "Confidences and what was not told, a run",
        [COMPARE_FOUND] = "What verify finds, a run",
        [COMPARE_OBSERVER] = "Who sees sizes and times alone",
        [COMPARE_ITEM] = "Each line",
    };

    return titles[part];
}

/* Thousandths with one decimal: 62512 is "62.5". */
static void put_tenths(struct page *out, int64_t thousandths)
{
    int64_t tenths = (thousandths + (thousandths < 0 ? -50 : 50)) / 100;
    int64_t whole = tenths < 0 ? -tenths : tenths;

    page_format(out, "%s%" PRId64 ".%" PRId64, tenths < 0 ? "-" : "",
                whole / 10, whole % 10);
}

/* Waits can be short: "4m 05s"; hours and minutes from an hour on. */
static void put_time(struct page *out, int64_t us)
{
    int64_t s = (us + 500000) / 1000000;

    if (s < 3600)
        page_format(out, "%" PRId64 "m %02" PRId64 "s", s / 60, s % 60);
    else
        page_format(out, "%" PRId64 "h %02" PRId64 "m", s / 3600,
                    s % 3600 / 60);
}

void compare_cell_print(struct page *out, enum compare_unit unit,
                        const struct compare_cell *cell)
{
    if (cell->mean == COMPARE_NONE) {
        page_text(out, "-");
        return;
    }
    switch (unit) {
    case COMPARE_NUMBER:
        put_tenths(out, cell->mean);
        break;
    case COMPARE_SHARE:
        put_tenths(out, cell->mean * 100);
        page_text(out, " %");
        break;
    case COMPARE_TIME:
        put_time(out, cell->mean);
        break;
    }
}

/* In the one unit that says enough: "12s", "4m", "30h". */
static void put_error_time(struct page *out, int64_t us)
{
    int64_t s = (us + 500000) / 1000000;

    if (s < 100)
        page_format(out, "%" PRId64 "s", s);
    else if (s < 100 * 60)
        page_format(out, "%" PRId64 "m", (s + 30) / 60);
    else
        page_format(out, "%" PRId64 "h", (s + 1800) / 3600);
}

/* The same with its standard error, where that is not nothing. */
static void put_cell(struct page *out, enum compare_unit unit,
                     const struct compare_cell *cell)
{
    compare_cell_print(out, unit, cell);
    if (cell->mean == COMPARE_NONE || cell->error == COMPARE_NONE ||
        cell->error < (unit == COMPARE_TIME ? 500000 : 50))
        return;
    page_text(out, " ±");
    if (unit == COMPARE_TIME)
        put_error_time(out, cell->error);
    else
        put_tenths(out,
                   unit == COMPARE_SHARE ? cell->error * 100 : cell->error);
}

void compare_design_print(struct page *out, const struct compare *c,
                          unsigned design)
{
    page_format(out, "%c  ", (int)('A' + design));
    if (c->design[design])
        page_clean_line(out, bytes_of(c->design[design]));
    else
        page_text(out, "as the file has it");
}

void compare_misfit_print(struct page *out, const struct compare_misfit *m)
{
    page_text(out, "-  ");
    page_clean_line(out, bytes_of(m->design));
    page_text(out, "  does not fit: ");
    page_clean_line(out, bytes_of(m->why));
}

/* The designs with their letters, then those left out. */
static void put_designs(struct page *out, const struct compare *c)
{
    for (unsigned d = 0; d < c->designs; d++) {
        page_text(out, "  ");
        compare_design_print(out, c, d);
        page_text(out, "\n");
    }
    for (unsigned m = 0; m < c->misfits; m++) {
        page_text(out, "  ");
        compare_misfit_print(out, &c->misfit[m]);
        page_text(out, "\n");
    }
}

/* Letters on the screen: what stands in cells is ASCII but for one ±. */
static unsigned width_of(const struct page *p)
{
    unsigned width = 0;

    for (size_t n = 0; n < p->size; n++)
        width += ((unsigned char)p->data[n] & 0xC0) != 0x80;
    return width;
}

static void put_padded(struct page *out, const struct page *cell)
{
    unsigned width = width_of(cell);

    page_repeat(out, " ", width < CELL_W ? CELL_W - width : 1);
    page_add(out, page_bytes(cell));
}

/* As wide as the longest label, within reason. */
static unsigned label_width(const struct compare *c)
{
    unsigned most = LABEL_W;

    for (uint32_t n = 0; n < c->row_count; n++) {
        struct page label = {0};
        unsigned width;

        page_text(&label, c->rows[n].label);
        width = width_of(&label);
        most = width > most && width <= LABEL_MOST ? width : most;
        page_fini(&label);
    }
    return most;
}

static void put_row(struct page *out, const struct compare *c,
                    const struct compare_row *row, unsigned most)
{
    struct page cell = {0};
    unsigned width;

    page_text(&cell, row->label);
    width = width_of(&cell);
    page_text(out, "  ");
    page_add(out, page_bytes(&cell));
    page_repeat(out, " ", width < most ? most - width : 1);
    for (unsigned d = 0; d < c->designs; d++) {
        page_clear(&cell);
        put_cell(&cell, row->unit, &row->cell[d]);
        put_padded(out, &cell);
    }
    page_text(out, "\n");
    page_fini(&cell);
}

static void put_letters(struct page *out, const struct compare *c,
                        unsigned most)
{
    page_repeat(out, " ", most + 2);
    for (unsigned d = 0; d < c->designs; d++)
        page_format(out, "%*c", (int)CELL_W, (int)('A' + d));
    page_text(out, "\n");
}

void compare_text(struct page *out, const struct compare *c)
{
    unsigned most = label_width(c);

    page_clean_line(out, bytes_of(c->whole->title ? c->whole->title : ""));
    page_format(out,
                "\nThe same talks under %u design%s, %" PRIu32 " run%s of "
                "each: seed%s %" PRIu64,
                c->designs, c->designs == 1 ? "" : "s", c->seeds,
                c->seeds == 1 ? "" : "s", c->seeds == 1 ? "" : "s",
                c->first_seed);
    if (c->seeds > 1)
        page_format(out, " to %" PRIu64, c->first_seed + c->seeds - 1);
    page_text(out, ". Means; ± is one standard error.\n\n");
    put_designs(out, c);
    for (uint32_t n = 0; n < c->row_count; n++) {
        const struct compare_row *row = &c->rows[n];
        if (n == 0 || row->part != c->rows[n - 1].part) {
            page_format(out, "\n%s\n", part_title(row->part));
            put_letters(out, c, most);
        }
        put_row(out, c, row, most);
    }
}

static const char *unit_key(enum compare_unit unit)
{
    switch (unit) {
    case COMPARE_NUMBER:
        return "thousandths";
    case COMPARE_SHARE:
        return "per_mille";
    case COMPARE_TIME:
        return "us";
    }
    return "";
}

static json_t *number(int64_t n)
{
    return n == COMPARE_NONE ? json_null() : json_integer(n);
}

static json_t *row_json(const struct compare *c, const struct compare_row *row)
{
    json_t *cells = json_array();

    for (unsigned d = 0; cells && d < c->designs; d++)
        if (json_array_append_new(cells,
                                  json_pack("{s:o, s:o}", "mean",
                                            number(row->cell[d].mean), "error",
                                            number(row->cell[d].error)))) {
            json_decref(cells);
            return NULL;
        }
    return json_pack("{s:s, s:s, s:s, s:o}", "key", row->key, "label",
                     row->label, "unit", unit_key(row->unit), "designs", cells);
}

bool compare_json(struct page *out, const struct compare *c)
{
    json_t *designs = json_array();
    json_t *misfits = json_array();
    json_t *rows = json_array();
    bool well = designs && misfits && rows;
    char *printed = NULL;
    json_t *root;

    for (unsigned d = 0; well && d < c->designs; d++)
        well = !json_array_append_new(
            designs, c->design[d] ? json_string(c->design[d]) : json_null());
    for (unsigned m = 0; well && m < c->misfits; m++)
        well = !json_array_append_new(
            misfits, json_pack("{s:s, s:s}", "design", c->misfit[m].design,
                               "does_not_fit", c->misfit[m].why));
    for (uint32_t n = 0; well && n < c->row_count; n++)
        well = !json_array_append_new(rows, row_json(c, &c->rows[n]));
    root = json_pack("{s:s, s:I, s:I, s:o, s:o, s:o}", "scenario",
                     c->whole->title ? c->whole->title : "", "first_seed",
                     (json_int_t)(c->first_seed & INT64_MAX), "seeds",
                     (json_int_t)c->seeds, "designs", designs, "misfits",
                     misfits, "rows", rows);
    if (root && well)
        printed = json_dumps(root, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
    json_decref(root);
    if (!printed)
        return false;
    page_text(out, printed);
    page_text(out, "\n");
    free(printed);
    return !out->failed;
}
