/* argp, whose header brings along getopt's struct option: it goes by another
 * name here, since an option of an issue (agenda.h) has that one. */
#ifndef SIM_CMD_ARGS_H
#define SIM_CMD_ARGS_H

#define option getopt_option
#include <argp.h>
#undef option

#endif
