/* shuttle: a simulator of indirect negotiation. */
#include "cmd.h"

#include <signal.h>
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

/* Run one command under its whole name, which is what argp then says. */
static int run_command(const struct command *c, int argc, char **argv)
{
    char whole[32];

    (void)snprintf(whole, sizeof(whole), "shuttle %s", c->name);
    argv[0] = whole;
    return c->run(argc, argv);
}

int main(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "";

    /* A file that grows too long is an error of writing like any other. */
    (void)signal(SIGXFSZ, SIG_IGN);
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
            return run_command(&commands[n], argc - 1, argv + 1);
    if (*name)
        (void)fprintf(stderr, "shuttle: there is no command '%s'\n\n", name);
    usage(stderr);
    return 2;
}
