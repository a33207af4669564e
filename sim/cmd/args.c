#include "sim/cmd/args.h"

#include "proto/guess.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
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

error_t args_path(int key, char *arg, const char **path,
                  struct argp_state *state)
{
    if (key != ARGP_KEY_ARG && key != ARGP_KEY_NO_ARGS)
        return ARGP_ERR_UNKNOWN;
    if (key == ARGP_KEY_NO_ARGS || *path)
        argp_usage(state);
    *path = arg;
    return 0;
}

uint64_t args_number(const char *option, const char *text, uint64_t low,
                     uint64_t high, struct argp_state *state)
{
    char *end = NULL;

    errno = 0;
    uint64_t n = strtoull(text, &end, 10);
    if (*text < '0' || *text > '9' || errno || *end || n < low || n > high)
        argp_error(state,
                   "--%s: '%s' is not a number from %" PRIu64 " to %" PRIu64,
                   option, text, low, high);
    return n;
}

enum err args_room(const char *option, struct bytes name,
                   const struct scenario *s, uint8_t *room, struct diag *diag)
{
    struct guess g;
    char mean[320];

    guess_init(&g, name);
    for (*room = 0; *room < s->room_count; ++*room) {
        if (bytes_equal(bytes_of(s->rooms[*room].id), name))
            return ERR_OK;
        guess_try(&g, s->rooms[*room].id);
    }
    return diag_set(diag, ERR_UNKNOWN, "--%s: there is no room '%.*s'%s",
                    option, (int)(name.size < 64 ? name.size : 64),
                    (const char *)name.data,
                    guess_or_list(&g, mean, sizeof(mean)));
}

enum err args_load(const char *path, struct arena *arena,
                   struct scenario **whole, struct diag *diag)
{
    struct bytes text = BYTES_NONE;
    struct diags mistakes;

    diags_init(&mistakes);
    enum err e = scenario_load(path, arena, whole, &mistakes, &text, diag);
    if (e == ERR_SCENARIO)
        diags_print(&mistakes, path, text, stderr);
    diags_fini(&mistakes);
    return e;
}
