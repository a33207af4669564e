/*
 * Scenario files: read and check, print, split into briefs. A file is YAML
 * under house rules, or JSON; scenarios/FORMAT.md is the language.
 */
#ifndef SCENARIO_FILE_H
#define SCENARIO_FILE_H

#include "shuttle/bytes.h"
#include "shuttle/err.h"
#include "shuttle/memory.h"
#include "shuttle/scenario.h"
#include "sim/scenario/buffer.h"
#include "sim/scenario/diag.h"

/* Read a scenario or a brief and check it: ERR_OK with *out in the arena, or
 * ERR_SCENARIO with every mistake in diags, sorted by place, or ERR_MEMORY.
 * With ERR_OK there may be warnings in diags, if diags->doubt asked for them.
 * diags must be initialised. file is copied and may be NULL; the text is not
 * needed afterwards. Tables beside the scenario are not read: whose values are
 * in one, all is worth 0 to. */
enum err scenario_read(struct bytes text, const char *file, struct arena *arena,
                       struct scenario **out, struct diags *diags) MUST_USE;
/* The same with the tables that lie in a folder; they are kept in the arena. */
enum err scenario_read_beside(struct bytes text, const char *file,
                              const char *folder, struct arena *arena,
                              struct scenario **out,
                              struct diags *diags) MUST_USE;

/* Read the whole scenario at path; a brief is a mistake. ERR_SYSTEM when it
 * cannot be read, which diag explains; a file above SCENARIO_SIZE_MAX is a
 * mistake (ERR_SCENARIO). *text, when not NULL, gets the file's bytes, in the
 * arena, for diags_print. */
enum err scenario_load(const char *path, struct arena *arena,
                       struct scenario **out, struct diags *diags,
                       struct bytes *text, struct diag *diag) MUST_USE;

/* A seed at the start of a text: decimal digits, up to 2^64 - 1. Where they
 * end, or NULL when there is none. */
const char *seed_parse(const char *text, uint64_t *out);

/* Append a scenario or a brief as JSON, the same bytes for the same scenario;
 * reading it gives the scenario back. Places, `sources`, `debrief` and `notes`
 * are not kept. False when memory is out. */
bool scenario_print(const struct scenario *s, struct buffer *out) MUST_USE;

/* The brief of one process: *who says whose (role, self) and is copied into it.
 * The brief has no seed, and nothing that its owner may not know; references
 * to others' lines are handles. It lives in the arena but borrows strings and
 * the agenda from the whole: give away what scenario_print makes of it, not
 * the brief itself. ERR_MEMORY only. */
enum err scenario_split(const struct scenario *whole, const struct brief *who,
                        struct arena *arena, struct scenario **out) MUST_USE;

/* Fill in talk and key of a brief whose role and self are set. */
void brief_keys(struct brief *who, const struct scenario *whole);

/* The handle under which one room (an index) is to know one line, by its id or
 * that of its choice; never 0. */
uint64_t line_handle(const struct scenario *whole, const char *line,
                     uint8_t room);

#endif
