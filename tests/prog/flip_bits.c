/*
 * flip_bits RUN: flip every bit of every record of a run, one at a time, and
 * have the run judged. Each flip has to be found, in the right record and at
 * the entry it is in, or, for a byte of the head, at the head or at the first
 * entry of a chain. Prints a line a record; status 1 when one was missed.
 */
#include "sim/report/verify.h"

#include "shuttle/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ENTRIES_MAX 4096u

struct places {
    size_t start[ENTRIES_MAX]; /* of each entry */
    size_t count;
    size_t first[2]; /* of each chain */
};

static void die(const char *what)
{
    fprintf(stderr, "flip_bits: %s\n", what);
    exit(2);
}

static void find_places(struct places *p, struct bytes record)
{
    struct record_reader r;
    struct record_entry e;
    bool seen[2] = {false, false};

    p->count = 0;
    if (record_open(&r, record, NULL) != ERR_OK)
        die("a record does not open");
    p->start[p->count] = r.at;
    while (record_next(&r, &e, NULL) == ERR_OK) {
        enum record_chain chain = e.chain;
        if (!seen[chain])
            p->first[chain] = p->start[p->count];
        seen[chain] = true;
        if (++p->count == ENTRIES_MAX)
            die("a record has too many entries");
        p->start[p->count] = r.at;
    }
}

/* Whether a byte at `at` is told where it is when `said` is the place named. */
static bool is_located(const struct places *p, size_t at, size_t said)
{
    size_t n = 0;

    if (p->count == 0)
        return false;
    if (at < p->start[0])
        return said <= p->start[0] || said == p->first[0] ||
               said == p->first[1];
    while (n + 1 < p->count && p->start[n + 1] <= at)
        n++;
    return said == p->start[n];
}

static bool is_found(const struct run_folder *f, const struct run_file *file,
                     const struct places *places, size_t at)
{
    struct verify_result r;
    struct diag diag = {0};
    bool found = false;

    if (verify_run(f, NULL, &r, &diag) != ERR_OK)
        die(diag.message);
    for (uint32_t n = 0; n < r.finding_count && !found; n++) {
        const char *text = r.findings[n].message;
        const char *offset = strstr(text, "offset ");
        found = r.findings[n].kind == VERIFY_BROKEN &&
                strncmp(text, file->name, strlen(file->name)) == 0 && offset &&
                is_located(places, at, strtoul(offset + 7, NULL, 10));
    }
    found = found && verify_verdict(&r) == VERIFY_FAILS;
    verify_fini(&r);
    return found;
}

/* How many flips of a record were missed. */
static size_t flip(struct run_folder *f, struct run_file *file)
{
    struct bytes before = file->bytes;
    uint8_t *bytes = malloc(before.size);
    struct places places;
    size_t missed = 0;

    if (!bytes)
        die("out of memory");
    memcpy(bytes, before.data, before.size);
    find_places(&places, before);
    file->bytes.data = bytes;
    for (size_t n = 0; n < before.size * 8; n++) {
        size_t at = n / 8;
        uint8_t bit = (uint8_t)(1u << n % 8);
        bytes[at] ^= bit;
        if (!is_found(f, file, &places, at) && missed++ < 5)
            printf("%s: bit %zu of byte %zu\n", file->name, n % 8, at);
        bytes[at] ^= bit;
    }
    file->bytes = before;
    free(bytes);
    printf("%-16s %6zu bytes, %zu entries: %zu flips found and located\n",
           file->name, before.size, places.count, before.size * 8 - missed);
    return missed;
}

int main(int argc, char **argv)
{
    struct run_folder f;
    struct verify_result r;
    struct diag diag = {0};
    size_t missed = 0;

    if (argc != 2)
        die("which run?");
    if (run_folder_open(&f, argv[1], &diag) != ERR_OK ||
        verify_run(&f, NULL, &r, &diag) != ERR_OK)
        die(diag.message);
    if (r.count[VERIFY_BROKEN] != 0)
        die("the run is broken already");
    verify_fini(&r);
    missed += flip(&f, &f.mediator);
    for (size_t n = 0; n < f.room_count; n++)
        missed += flip(&f, &f.room[n]);
    run_folder_fini(&f);
    return missed != 0;
}
