/* The same message by two roads: what a room handed to more than one mediator
 * in the same words, and where it was told by both. Linked, never merged: each
 * stays the item it is. By the rooms' own records. */
#ifndef SIM_REPORT_ROADS_H
#define SIM_REPORT_ROADS_H

#include "sim/report/page.h"
#include "sim/report/run_folder.h"

#include "shuttle/message.h"
#include "shuttle/scenario.h"

/* One message that came to a room by two roads. */
struct road_pair {
    uint8_t author;
    uint8_t to;
    struct bytes text;      /* as the author said it; borrowed of the folder */
    struct package package; /* words of free issues are borrowed too */
    struct {
        uint8_t mediator; /* index */
        uint32_t item;    /* the author's number of it there */
        struct instant told;
    } road[2]; /* the earlier one first */
};

struct roads {
    struct road_pair *pair; /* owned; by the room it was told in and the time
                               of the second road */
    size_t count;
};

/* Look through the records of a run; records that are broken are read as far
 * as they go. ERR_MEMORY, and nothing is left to free. */
enum err roads_find(const struct scenario *whole, const struct run_folder *f,
                    struct roads *out) MUST_USE;
void roads_fini(struct roads *r);
/* Two paragraphs for each, under a heading, within a width; nothing when there
 * is none. */
void roads_print(struct page *out, const struct scenario *whole,
                 const struct roads *r, unsigned width);

#endif
