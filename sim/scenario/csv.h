/* Comma-separated values, record by record, as in RFC 4180: fields in double
 * quotes may hold commas, line ends and doubled quotes; lines end with LF, CRLF
 * or CR. Blanks around a field are no part of it, and empty lines none of the
 * records. */
#ifndef SCENARIO_CSV_H
#define SCENARIO_CSV_H

#include "shuttle/bytes.h"
#include "shuttle/memory.h"
#include "shuttle/scenario.h"

/* No more fields of a record are kept. */
#define CSV_FIELDS_MAX (ROOMS_MAX + 2u)

struct csv {
    struct bytes text; /* UTF-8 */
    size_t at;
    struct place place;  /* of what comes next; columns count characters */
    struct arena *arena; /* of the fields */
    bool failed;         /* memory ran out */
};

struct csv_field {
    const char *text; /* NUL-terminated, without its quotes */
    uint32_t size;
    struct place place;
};

struct csv_record {
    struct csv_field fields[CSV_FIELDS_MAX];
    size_t count;       /* of all its fields, kept or not */
    struct place place; /* of its first character */
    const char *fault;  /* what is wrong with its quotes, or NULL; the rest of
                           the line is then left out */
    struct place fault_place;
};

/* Begin; the text has no byte order mark. */
void csv_init(struct csv *c, struct bytes text, struct arena *arena);
/* Read the next record; false when there is none, or memory is out. */
bool csv_next(struct csv *c, struct csv_record *out);

#endif
