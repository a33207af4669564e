#include "sim/cmd/args.h"

#include <stdbool.h>
#include <string.h>

static bool is_like_scenario(const char *word)
{
    const char *dot = strrchr(word, '.');

    return dot && (strcmp(dot, ".yaml") == 0 || strcmp(dot, ".yml") == 0 ||
                   strcmp(dot, ".json") == 0);
}

const char *args_swallowed(const struct argp_state *state, const char **option)
{
    for (int n = 1; n + 1 < state->argc; n++) {
        *option = state->argv[n];
        if (*option[0] == '-' && !strchr(*option, '=') &&
            is_like_scenario(state->argv[n + 1]))
            return state->argv[n + 1];
    }
    return NULL;
}

error_t args_scenario(int key, char *arg, const char **file,
                      struct argp_state *state)
{
    if (key == ARGP_KEY_NO_ARGS) {
        const char *option;
        const char *word = args_swallowed(state, &option);

        if (word)
            argp_error(state,
                       "which scenario? '%s' was taken for the value that %s "
                       "needs",
                       word, option);
        else
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
