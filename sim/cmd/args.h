/* argp, whose header brings along getopt's struct option: it goes by another
 * name here, since an option of an issue (agenda.h) has that one. */
#ifndef SIM_CMD_ARGS_H
#define SIM_CMD_ARGS_H

#define option getopt_option
#include <argp.h>
#undef option

#include "sim/scenario/scenario_file.h"

/* The options of a relay design; their keys count from `walk` in the order of
 * enum family. */
#define ARGS_DESIGN(walk)                                                      \
    {"walk", (walk) + FAMILY_WALK,    "MEMBER[,KEY=VALUE...]",                 \
     0,      "where the mediator is", 1},                                      \
        {"carry", (walk) + FAMILY_CARRY,     "MEMBER[,...]",                   \
         0,       "in whose words he tells", 1},                               \
        {"hold", (walk) + FAMILY_HOLD, "MEMBER[,...]",                         \
         0,      "when he may tell",   1},                                     \
    {                                                                          \
        "table", (walk) + FAMILY_TABLE, "MEMBER[,...]", 0,                     \
            "what he puts forward himself", 1                                  \
    }

/* What a parser does with keys that are no option of its own, where a command
 * takes one scenario: keep its path in *file, or complain of a second one, or
 * of none. */
error_t args_scenario(int key, char *arg, const char **file,
                      struct argp_state *state);

/* The same where a command takes one path of something else. */
error_t args_path(int key, char *arg, const char **path,
                  struct argp_state *state);
/* Where no argument was given: the first word that looks like the path of a
 * scenario and was taken for the value of an option, which is *option; or
 * NULL. */
const char *args_swallowed(const struct argp_state *state, const char **option);

/* The number that an option is given, in decimal, or a complaint that names the
 * option and the bounds. */
uint64_t args_number(const char *option, const char *text, uint64_t low,
                     uint64_t high, struct argp_state *state);

/* The room that an option names, or what may have been meant. */
enum err args_room(const char *option, struct bytes name,
                   const struct scenario *s, uint8_t *room,
                   struct diag *diag) MUST_USE;

/* Load a command's scenario. Its mistakes are printed on standard error; other
 * errors are in diag. */
enum err args_load(const char *path, struct arena *arena,
                   struct scenario **whole, struct diag *diag) MUST_USE;

#endif
