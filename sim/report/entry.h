/* One entry of a record for people and programs; two records beside each
 * other. */
#ifndef SIM_REPORT_ENTRY_H
#define SIM_REPORT_ENTRY_H

#include "shuttle/record.h"

#include <stdio.h>

/* A JSON string; what is not UTF-8 is shown in hexadecimal. */
void entry_print_text(struct bytes text, FILE *out);

/* One line with its line feed: as JSON, or for people. What was sent and noted
 * is shown as message_json shows it. */
enum err entry_print(const struct record_entry *e, bool json,
                     FILE *out) MUST_USE;

/* How two canonical records compare. */
struct parity {
    bool same;
    bool other_head; /* the heads differ in more than the program version */
    uint64_t index;  /* not the same: of the first entry that differs */
    bool has[2];     /* whether each record has an entry there */
    struct record_entry entry[2]; /* borrow from the bytes */
};

/*
 * Compare the canonical chains of two records, byte for byte; circumstances and
 * program versions are left out. ERR_OK, or what record_open or record_next
 * said of a broken one; a record without its closing compares as far as it
 * goes.
 */
enum err parity_compare(struct bytes a, struct bytes b, struct parity *out,
                        struct diag *diag) MUST_USE;

#endif
