/*
 * Where the mediators of talks on machines apart listen. Each folder of
 * `shuttle keys` has a file `mediators` with a line for each one that its
 * holder is or has to reach, the first mediator first:
 *
 *   shuttle:<talk>/mediator/<id> HOST:PORT
 *
 * The first word is what that mediator's certificate has to name (peer.h).
 */
#ifndef SIM_RUNTIME_SITES_H
#define SIM_RUNTIME_SITES_H

#include "shuttle/err.h"
#include "shuttle/scenario.h"
#include "sim/scenario/buffer.h"

#define SITE_SIZE 272u
#define SITE_PORT 7443u /* of the first mediator, when nobody says other */

struct site {
    const char *id;     /* of the mediator; borrowed */
    char at[SITE_SIZE]; /* "HOST:PORT"; empty: not known */
};

struct sites {
    struct site of[MEDIATORS_MAX]; /* by the scenario's or brief's number */
    uint8_t count;
};

/* Of the mediators of a scenario or a brief, none known. */
void sites_init(struct sites *p, const struct scenario *s);
/* Where they are unless someone says other: on this machine, each one port
 * higher than the one before. */
void sites_default(struct sites *p);
/* "HOST:PORT", an IPv6 host in brackets; looks no name up. */
enum err site_set(struct site *p, const char *text, struct diag *diag) MUST_USE;
/* "ID=HOST:PORT", or "HOST:PORT" where there is one mediator. */
enum err sites_set(struct sites *p, const char *word,
                   struct diag *diag) MUST_USE;

/* The file's lines of those whose bit is set. False: out of memory. */
bool sites_print(const struct sites *p, unsigned which, uint64_t talk,
                 struct buffer *out);
/* Read such a file, if it is there. */
enum err sites_load(struct sites *p, const char *path, uint64_t talk,
                    struct diag *diag) MUST_USE;

/* The numeric address and the port of "HOST:PORT". Looks names up. */
enum err site_look_up(const char *text, char *address, size_t capacity,
                      uint16_t *port, struct diag *diag) MUST_USE;
/* The same of a mediator; ERR_UNKNOWN when nobody said where it is. */
enum err site_find(const struct site *p, char *address, size_t capacity,
                   uint16_t *port, struct diag *diag) MUST_USE;

#endif
