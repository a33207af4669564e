/* The transcript of a run: the columns as a plain text file, and a record entry
 * as a line of JSON. */
#ifndef SHUTTLE_REPORT_TRANSCRIPT_H
#define SHUTTLE_REPORT_TRANSCRIPT_H

#include "sim/report/columns.h"

#define TRANSCRIPT_WIDTH 100u

/* Columns of TRANSCRIPT_WIDTH without colour, all named by
 * title; NULL when memory is out. */
struct columns *transcript_new(const struct scenario *whole);

/*
 * Append one entry as one JSON object and LF:
 *   {"chain":"canonical","index":4,"time_us":240000000,"entry":"send",
 *    "peer":1,"message":{"kind":"TOLD",...}}
 * Messages and notes are written by message_json. A body that cannot be read is
 * "unreadable":true. What an actor was started with is left out. Of several
 * mediators, "through" comes first, with the id of the one whose record it is;
 * NULL when there is but one.
 */
void transcript_json(struct page *out, const struct record_entry *e,
                     const char *through);

#endif
