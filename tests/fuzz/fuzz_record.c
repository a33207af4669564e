/*
 * Any bytes as a record: reading ends, and what was read stays inside the
 * bytes.
 */
#include "shuttle/record.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "fuzz_record: %s\n", what);
    abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct record_reader r;
    struct record_entry e;
    struct diag diag = {0};
    size_t before;
    enum err err = record_open(&r, (struct bytes){data, size}, &diag);

    if (err) {
        demand(err == ERR_MALFORMED || err == ERR_VERSION, "open's error");
        demand(diag.message[0] != '\0', "no message");
        return 0;
    }
    before = r.at;
    while ((err = record_next(&r, &e, &diag)) == ERR_OK) {
        demand(r.at > before && r.at <= size, "no progress");
        demand(e.body.size == 0 || (e.body.data >= data + before &&
                                    e.body.data + e.body.size <= data + r.at),
               "body outside");
        before = r.at;
    }
    demand(r.at == before, "an error moved the reader");
    demand(err == ERR_MORE || err == ERR_INTERRUPTED || err == ERR_MISMATCH,
           "next's error");
    return 0;
}
