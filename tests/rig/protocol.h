/* The parts of PROTOCOL.md and of the fuzzers' dictionary that come from the
 * tables in C. */
#ifndef RIG_PROTOCOL_H
#define RIG_PROTOCOL_H

#include "shuttle/session.h"

#include <stdio.h>

/* Markdown tables of kinds, fields, moves, reasons and so on. */
void protocol_tables(FILE *out);
/* One worked frame of each kind that goes over the wire, in hexadecimal. */
void protocol_vectors(FILE *out);
/* A dictionary for libFuzzer: each kind with its empty and its full body. */
void protocol_dictionary(FILE *out);

/* The worked frames: a short session in order, then what stands alone. */
#define VECTORS_MAX 32u

struct vector {
    const char *title;
    bool from_room;
    bool alone; /* not of the session */
    size_t size;
    uint8_t bytes[1024];
};

/* Make them; returns how many. Aborts when memory is out. */
size_t protocol_make_vectors(struct vector *out);

#endif
