/* Running a record again: the actor is made from the brief the record holds, is
 * given the inputs the record holds, and must do what the record says. */
#ifndef SIM_RUNTIME_REPLAY_H
#define SIM_RUNTIME_REPLAY_H

#include "tail.h"

#include "sim/report/entry.h"

/* What it does again is added to *again, an empty tail, as far as it comes.
 * Both sides of *out borrow: side 0 from the record, side 1 from *again.
 * ERR_MALFORMED when the record has no brief; else errors of reading it. */
enum err replay_record(struct bytes record, struct tail *again,
                       struct parity *out, struct diag *diag) MUST_USE;

#endif
