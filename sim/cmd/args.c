#include "sim/cmd/args.h"

error_t args_scenario(int key, char *arg, const char **file,
                      struct argp_state *state)
{
    if (key == ARGP_KEY_NO_ARGS) {
        argp_error(state, "which scenario? Try scenarios/first.yaml");
        return 0;
    }
    if (key != ARGP_KEY_ARG)
        return ARGP_ERR_UNKNOWN;
    if (*file)
        argp_error(state, "one scenario at a time");
    *file = arg;
    return 0;
}
