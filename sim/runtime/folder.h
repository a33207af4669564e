/* The folder of a run, while it is made: <out>/<time>-<scenario>/ with the
 * scenario, the tables it names, a record for each process, the transcript and
 * the outcome. */
#ifndef SIM_RUNTIME_FOLDER_H
#define SIM_RUNTIME_FOLDER_H

#include "shuttle/bytes.h"
#include "shuttle/err.h"
#include "shuttle/scenario.h"

struct folder {
    char path[4096];
    int fd; /* of the directory */
};

/* Make the folder and put the scenario's text in it. out is made if missing.
 * The diag names what could not be made. */
enum err folder_make(struct folder *f, const char *out, const char *scenario,
                     struct bytes text, struct diag *diag) MUST_USE;
void folder_fini(struct folder *f);
/* Open the record of a process of the talks for writing, by its number: 0 the
 * first mediator, then the rooms, then the other mediators. -1 and diag on
 * failure. The caller closes it. */
int folder_record(const struct folder *f, const struct scenario *whole,
                  int process, struct diag *diag);
/* Write a whole file under a temporary name, then rename it. */
enum err folder_write(const struct folder *f, const char *name,
                      struct bytes bytes, struct diag *diag) MUST_USE;
/* Point <out>/latest at this run. Failing is not an error of the run. */
void folder_latest(const struct folder *f);
/* What stood around a room, as its own record says: "us: user=stands ...". */
void folder_walls(const struct folder *f, const char *room, char *out,
                  size_t capacity);
/* Sync the directory. */
enum err folder_sync(const struct folder *f, struct diag *diag) MUST_USE;

#endif
