/* The subcommands: each gets its own name in argv[0] and returns the exit
 * status: 0 held, 1 did not hold, 2 could not run. */
#ifndef SIM_CMD_CMD_H
#define SIM_CMD_CMD_H

int cmd_record(int argc, char **argv);
int cmd_verify(int argc, char **argv);

#endif
