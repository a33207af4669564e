/* What a room must learn nothing of, in any of the worlds that differ in it. */
#ifndef SIM_RUNTIME_REHEARSE_SECRETS_H
#define SIM_RUNTIME_REHEARSE_SECRETS_H

#include "rehearse_judge.h"

/* Judge `never_learns` of the rehearsal, once for all its seeds: every way of
 * chance is played, or a sample of SECRET_SEEDS seeds. */
#define SECRET_SEEDS 50u
enum err rehearse_secrets(struct judge *j, struct rehearse_count *count,
                          struct diag *diag) MUST_USE;

#endif
