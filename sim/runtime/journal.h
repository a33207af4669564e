/*
 * A record on disk. Simulated runs write when there is much and sync once, at
 * the end. Live runs sync in groups, off the loop: what depends on an entry may
 * leave when journal_synced has passed the entry's end. A failed write or sync
 * is final; nothing is ever retried, since the pages may be gone.
 */
#ifndef SIM_RUNTIME_JOURNAL_H
#define SIM_RUNTIME_JOURNAL_H

#include "shuttle/bytes.h"
#include "shuttle/err.h"

#include <stdbool.h>
#include <stdint.h>

struct journal; /* opaque */

/* fd is owned from now on, also on failure. */
struct journal *journal_new(int fd, struct diag *diag);
/* From now on sync in groups, in a thread; signals stay with the caller's.
 * A group is what was flushed while the one before was on its way. */
enum err journal_sync_always(struct journal *j, struct diag *diag) MUST_USE;

/* A record_sink: append to what is written next. arg is the journal. */
enum err journal_append(void *arg, struct bytes bytes);
/* Write what was appended, or with a thread let it do that and sync; does not
 * wait for it. */
enum err journal_flush(struct journal *j) MUST_USE;

/* Bytes appended; bytes known to be on disk (without a thread: always all). */
uint64_t journal_appended(const struct journal *j);
uint64_t journal_synced(struct journal *j);
/* Readable when journal_synced may have moved; -1 without a thread. Clear it
 * with journal_clear. */
int journal_fd(const struct journal *j);
void journal_clear(struct journal *j);
/* 0, or the errno that ended it. */
int journal_failed(struct journal *j);

/* Write and sync everything, close and free. */
enum err journal_close(struct journal *j, struct diag *diag) MUST_USE;

#endif
