/* shuttle: a simulator of indirect negotiation. */
#include "cmd.h"

#include <stdio.h>
#include <string.h>

struct command {
    const char *name;
    const char *help;
    int (*run)(int argc, char **argv);
};

#define X(name, help) {#name, help, cmd_##name},
static const struct command commands[] = {CMD_TABLE(X)};
#undef X

#define COMMAND_COUNT (sizeof(commands) / sizeof(commands[0]))

static void usage(FILE *out)
{
    (void)fputs("usage: shuttle COMMAND [OPTION...] [ARGUMENT...]\n\n", out);
    for (size_t n = 0; n < COMMAND_COUNT; n++)
        (void)fprintf(out, "  %-9s %s\n", commands[n].name, commands[n].help);
    (void)fputs("\n`shuttle COMMAND --help` tells more; so does the manual "
                "page, shuttle(1).\n",
                out);
}

int main(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "";

    if (strcmp(name, "--help") == 0 || strcmp(name, "help") == 0) {
        usage(stdout);
        return 0;
    }
    if (strcmp(name, "--version") == 0) {
        (void)puts("shuttle " SHUTTLE_VERSION);
        return 0;
    }
    for (size_t n = 0; n < COMMAND_COUNT; n++)
        if (strcmp(name, commands[n].name) == 0)
            return commands[n].run(argc - 1, argv + 1);
    if (*name)
        (void)fprintf(stderr, "shuttle: there is no command '%s'\n\n", name);
    usage(stderr);
    return 2;
}
