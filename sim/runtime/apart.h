/* Talks on machines apart: what a machine is given to take part, in a folder of
 * its own, <role>-<name>: brief.json, <name>.pem, and where its mediators are
 * (sites.h). A mediator other than the first has a second key,
 * clock-<name>.pem, for its line to the first, who keeps the clock. */
#ifndef SIM_RUNTIME_APART_H
#define SIM_RUNTIME_APART_H

#include "sites.h"
#include "setup.h"

#include "shuttle/memory.h"
#include "shuttle/scenario.h"

/* Make the folders of all processes of a scenario below dir. Existing keys are
 * never written over. */
enum err apart_make(const struct scenario *whole, const struct sites *sites,
                    const char *dir, bool live, struct diag *diag) MUST_USE;

/* What one such folder holds. */
struct apart {
    struct arena arena;
    struct setup setup;     /* its brief and identity are filled in */
    struct scenario *brief; /* in the arena */
    struct sites sites;     /* of the brief's mediators, those it was told */
    struct identity clock;  /* of a mediator other than the first */
};

/* Read a folder. role is what it has to be for; the diag names the file. */
enum err apart_read(struct apart *a, const char *dir, enum brief_role role,
                    struct diag *diag) MUST_USE;
void apart_fini(struct apart *a);
/* Put someone else in the room's seat: the brief says so afterwards. */
enum err apart_seat(struct apart *a, const char *seat,
                    struct diag *diag) MUST_USE;

/* Open the record of a process for writing: at `given`, or else under its name
 * in the folder. path becomes where. -1 and diag when it is there already or
 * cannot be made. */
int apart_record(const char *dir, const char *name, const char *given,
                 char *path, size_t capacity, struct diag *diag);

/* Remove the record of a room that never heard from its mediator, or of a
 * mediator that no room spoke to, unless it was closed: so that it can try
 * again. */
void apart_record_unheard(const char *path);

#endif
