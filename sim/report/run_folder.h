/*
 * The folder a run leaves: scenario.yaml and the tables it names, mediator.rec,
 * mediator-<id>.rec of other mediators than the first, room-<id>.rec for each
 * room, outcome.json, transcript.txt. Opening it reads the files into memory;
 * whether the records are sound is for verify.h to say.
 */
#ifndef SIM_REPORT_RUN_FOLDER_H
#define SIM_REPORT_RUN_FOLDER_H

#include "shuttle/bytes.h"
#include "shuttle/err.h"
#include "shuttle/limits.h"

/* Bytes of one file of a run, at most. */
#define RUN_FILE_MAX (1024u * 1024u * 1024u)

/* One file. */
struct run_file {
    char *name;         /* owned; within the folder; NULL when there is none */
    struct bytes bytes; /* owned */
};

struct run_folder {
    char *path; /* owned */
    struct run_file scenario;
    struct run_file design; /* given over the scenario's */
    struct run_file outcome;
    struct run_file transcript;
    struct run_file mediator; /* its record, when it is there */
    /* The records of further mediators, mediator-<id>.rec, by name. */
    struct run_file further[MEDIATORS_MAX - 1];
    size_t further_count;
    struct run_file room[ROOMS_MAX]; /* by name of the file */
    size_t room_count;               /* at least 1 */
};

/*
 * Read a run's folder. Scenario, design, outcome, transcript and the mediator's
 * record may be missing. ERR_SYSTEM when the folder or a file cannot be read,
 * ERR_UNKNOWN when no room's record is in it, ERR_MALFORMED when a record is
 * empty or another kind of file, ERR_TOO_LONG, ERR_MEMORY; the diag names the
 * file. Call run_folder_fini in every case.
 */
enum err run_folder_open(struct run_folder *f, const char *path,
                         struct diag *diag) MUST_USE;
void run_folder_fini(struct run_folder *f);
/* The record of a mediator other than the first; NULL when it is not there. */
const struct run_file *run_folder_further(const struct run_folder *f,
                                          const char *id);

/* Read one file of at most RUN_FILE_MAX bytes; out->name becomes a copy of
 * path. ERR_UNKNOWN when there is no such file. */
enum err run_file_read(struct run_file *out, const char *path,
                       struct diag *diag) MUST_USE;
void run_file_fini(struct run_file *f);

#endif
