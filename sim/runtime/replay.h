/* Running a record again: the actor is made from the brief the record holds, is
 * given the inputs the record holds, and must do what the record says. */
#ifndef SIM_RUNTIME_REPLAY_H
#define SIM_RUNTIME_REPLAY_H

#include "sim/report/entry.h"

/* Both sides of *out borrow: side 0 from the record, side 1 from *again, which
 * is owned by the caller (memory_free) in every case. ERR_MALFORMED when the
 * record has no brief; else errors of reading it. */
enum err replay_record(struct bytes record, uint8_t **again, struct parity *out,
                       struct diag *diag) MUST_USE;

#endif
