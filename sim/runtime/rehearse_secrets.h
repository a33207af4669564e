/* What a room must learn nothing of, in any of the worlds that differ in it. */
#ifndef SIM_RUNTIME_REHEARSE_SECRETS_H
#define SIM_RUNTIME_REHEARSE_SECRETS_H

#include "rehearse_judge.h"
#include "trial.h"

#define SECRET_SEEDS    50u
#define SECRET_RUNS_MAX 50000u /* of one rehearsal; more are not begun */

/* Judge `never_learns` of the rehearsal, once for all its seeds: every way of
 * chance is played, or a sample of SECRET_SEEDS seeds. The stage is that of the
 * rehearsal. ERR_TOO_LONG, and nothing was run, when the worlds of all its
 * secrets together take more than SECRET_RUNS_MAX runs. */
enum err rehearse_secrets(struct judge *j, const struct stage *stage,
                          struct rehearse_count *count,
                          struct diag *diag) MUST_USE;

#endif
