/* shuttle join */
#include "args.h"
#include "cmd.h"

#include "sim/runtime/join.h"

#include <stdio.h>
#include <string.h>

static int join_inherited(void)
{
    struct setup setup;
    struct diag diag = {0};
    int status = 2;

    if (setup_read(&setup, SETUP_FD, &diag) == ERR_OK) {
        status =
            join_run(&setup, RECORD_FD, setup.control ? CONTROL_FD : -1, &diag);
        setup_fini(&setup);
    }
    if (status)
        (void)fprintf(stderr, "shuttle: %s\n", diag.message);
    return status;
}

int cmd_join(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--inherited") == 0)
        return join_inherited();
    return 2;
}
