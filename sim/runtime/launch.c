#include "run.h"

enum err launch(struct run *run, struct diag *diag)
{
    (void)run;
    return diag_set(diag, ERR_STATE, "use --virtual");
}
