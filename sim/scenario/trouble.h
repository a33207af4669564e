/* What libyaml could not read, said so that whoever wrote it can mend it. */
#ifndef SCENARIO_TROUBLE_H
#define SCENARIO_TROUBLE_H

#include "shuttle/bytes.h"
#include "sim/scenario/diag.h"

struct trouble {
    const char *problem; /* in libyaml's words; never NULL */
    const char *context; /* "" when it gives none */
    struct place at;     /* where it stopped */
    struct place from;   /* where the thing it was reading begins */
};

/* Add one mistake for it, at its likely cause, unless something was found on
 * that line already. text is the file, without its byte order mark. */
void trouble_report(const struct trouble *t, struct bytes text,
                    struct diags *diags);

#endif
