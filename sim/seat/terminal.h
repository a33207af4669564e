/*
 * A person in a room at a terminal: what the room's own record shows, and the
 * commands a person types. Bytes in, text out; the processes are someone
 * else's. Nothing is shown that this room was not told.
 *
 * What was told has small numbers of this terminal, [1], [2] ..., which stand
 * for the handles; what was handed over has the room's own numbers.
 */
#ifndef SHUTTLE_SEAT_TERMINAL_H
#define SHUTTLE_SEAT_TERMINAL_H

#include "sim/report/page.h"

#include "shuttle/err.h"
#include "shuttle/record.h"
#include "shuttle/scenario.h"

enum command {
    COMMAND_NONE, /* an empty line */
    COMMAND_ITEM, /* something to hand over */
    COMMAND_WAIT,
    COMMAND_CAPITAL, /* item.package is what the capital is asked for */
    COMMAND_LEAVE,
    COMMAND_HELP, /* the rest only shows something */
    COMMAND_AGENDA,
    COMMAND_VALUES,
    COMMAND_BRIEF,
};

/* What a line asks for. Texts live until the next line is parsed. */
struct order {
    enum command command;
    struct message_item item; /* ITEM: all but what the room fills in */
    uint8_t channel;          /* ITEM: by which of the room's it goes */
    struct instant until;     /* WAIT */
    struct bytes text;        /* LEAVE: last words, may be empty */
};

struct terminal_options {
    const struct scenario *brief; /* of a room; borrowed */
    unsigned width;
    bool colour;
};

struct terminal; /* opaque */

/* NULL when memory is out. */
struct terminal *terminal_new(const struct terminal_options *o);
void terminal_free(struct terminal *t);

/* Append what an entry of the room's own record shows to the person. */
void terminal_entry(struct terminal *t, const struct record_entry *e,
                    struct page *out);
/* Append what HELP, AGENDA, VALUES and BRIEF show; nothing for the others. */
void terminal_show(struct terminal *t, enum command command, struct page *out);
/* Append what of HELP the room of this brief may have a use for, by its agenda,
 * its own part and its script: for its handout. */
void terminal_help_of(const struct scenario *brief, struct page *out);
/* Append "us 0:14> ". */
void terminal_prompt(const struct terminal *t, struct page *out);

/* Parse a line, without its LF. ERR_MALFORMED: the diag's message is one line
 * that says what to type instead; it may quote the line and is not clean.
 * ERR_MEMORY. */
enum err terminal_parse(struct terminal *t, struct bytes line,
                        struct order *out, struct diag *diag) MUST_USE;

/* Write the answer to the person's ask (room.h) that an order of ITEM, WAIT,
 * CAPITAL or LEAVE stands for. Return its size, or SIZE_MAX when it does not
 * fit. */
size_t terminal_answer(const struct order *order, uint8_t *out,
                       size_t capacity);

#endif
