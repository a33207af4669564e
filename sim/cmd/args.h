/* argp, whose header brings along getopt's struct option: it goes by another
 * name here, since an option of an issue (agenda.h) has that one. */
#ifndef SIM_CMD_ARGS_H
#define SIM_CMD_ARGS_H

#define option getopt_option
#include <argp.h>
#undef option

/* What a parser does with keys that are no option of its own, where a command
 * takes one scenario: keep its path in *file, or complain of a second one, or
 * of none. */
error_t args_scenario(int key, char *arg, const char **file,
                      struct argp_state *state);

/* Where no argument was given: the first word that looks like the path of a
 * scenario and was taken for the value of an option, which is *option; or
 * NULL. */
const char *args_swallowed(const struct argp_state *state, const char **option);

#endif
