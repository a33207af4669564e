/*
 * Relay designs beside each other: the same talks, run with the same seeds
 * under each design, in means with their standard errors. The table and the
 * picture are made of the same rows.
 */
#ifndef SHUTTLE_REPORT_COMPARE_H
#define SHUTTLE_REPORT_COMPARE_H

#include "sim/report/measures.h"
#include "sim/report/page.h"

#define COMPARE_DESIGNS_MAX 12u
#define COMPARE_NONE        INT64_MIN

enum compare_unit {
    COMPARE_NUMBER, /* cells in thousandths */
    COMPARE_SHARE,  /* cells in thousandths of the whole */
    COMPARE_TIME,   /* cells in microseconds of the talks */
};

/* What a row belongs to; the picture has a panel for some of them. */
enum compare_part {
    COMPARE_OUTCOME,
    COMPARE_VALUE,
    COMPARE_GAIN,
    COMPARE_WAIT,
    COMPARE_WALK,
    COMPARE_WORDS,
    COMPARE_TRUST,
    COMPARE_FOUND,
    COMPARE_OBSERVER,
    COMPARE_ITEM,
};

struct compare_cell {
    int64_t mean;  /* COMPARE_NONE: nothing to measure */
    int64_t error; /* standard error of the mean; COMPARE_NONE: not meant */
};

struct compare_row {
    enum compare_part part;
    enum compare_unit unit;
    const char *key;   /* for programs; in the arena */
    const char *label; /* in the arena, clean */
    struct compare_cell cell[COMPARE_DESIGNS_MAX];
};

/* A design that was not run. */
struct compare_misfit {
    const char *design; /* words */
    const char *why;    /* in the arena */
};

struct compare {
    const struct scenario *whole;            /* borrowed */
    const char *design[COMPARE_DESIGNS_MAX]; /* words; NULL: the file's own */
    uint8_t designs;
    struct compare_misfit misfit[COMPARE_DESIGNS_MAX];
    uint8_t misfits;
    uint64_t first_seed;
    uint32_t seeds;           /* runs of each design */
    bool items;               /* a row for each scripted line, too */
    bool judged;              /* the measures say what verify found */
    struct compare_row *rows; /* owned */
    uint32_t row_count;
    uint32_t row_capacity;
    struct arena arena; /* of the rows' words */
};

/* Leave a design out that does not fit the scenario. False when memory is out.
 */
bool compare_leave_out(struct compare *c, const char *design, const char *why);

/* One run's measures; its lines stand behind it. */
size_t compare_result_size(const struct measures_reader *r);

/* Make the rows from designs * seeds results, design after design. False when
 * memory is out. */
bool compare_make(struct compare *c, const struct measures_reader *r,
                  const void *results);
void compare_fini(struct compare *c);

/* "4:05" or "62.5 ±0.3"; "-" for nothing. */
void compare_cell_print(struct page *out, enum compare_unit unit,
                        const struct compare_cell *cell);
/* "A", "B" ... and the words of a design. */
void compare_design_print(struct page *out, const struct compare *c,
                          unsigned design);
/* "-", the words of a design, and why it was left out. */
void compare_misfit_print(struct page *out, const struct compare_misfit *m);

void compare_text(struct page *out, const struct compare *c);
void compare_svg(struct page *out, const struct compare *c);
/* False when memory is out. */
bool compare_json(struct page *out, const struct compare *c);

#endif
