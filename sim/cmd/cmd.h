/* The subcommands, one file each. All return the exit status: 0 held or done,
 * 1 did not hold, 2 could not run. */
#ifndef SIM_CMD_CMD_H
#define SIM_CMD_CMD_H

#define SHUTTLE_VERSION "1.0"

/* name, one line */
#define CMD_TABLE(X)                                                           \
    X(run, "run a scenario, with real processes or --virtual")                 \
    X(new, "write a scenario to start from")                                   \
    X(check, "name every mistake of scenario files")                           \
    X(show, "show a scenario: the play, a handout, the map, the deals")        \
    X(explain, "say what a mistake is, with an example")                       \
    X(format, "write scenario files in their one form")                        \
    X(schema, "print the language as JSON Schema, for editors")                \
    X(verify, "judge a run from its records")                                  \
    X(replay, "run every process of a run again from its record")              \
    X(compare, "run the same talks under several relay designs")               \
    X(traffic, "put open load on a relay design, and measure it")              \
    X(leak, "say how many bits of a secret reach a room")                      \
    X(record, "print a record, an entry a line")                               \
    X(keys, "make keys and briefs for machines apart")                         \
    X(mediate, "be the mediator of talks on machines apart")                   \
    X(join, "be a room of talks on machines apart")

#define X(name, help) int cmd_##name(int argc, char **argv);
CMD_TABLE(X)
#undef X

#endif
