/* shuttle: a simulator of indirect negotiation. */
#include "cmd.h"

#include "proto/guess.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

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

/* What is printed must not end in a file that was opened later. */
static void fill_standard(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0)
            (void)!open("/dev/null", O_RDWR);
}

static const struct command *find(const char *name)
{
    for (size_t n = 0; n < COMMAND_COUNT; n++)
        if (strcmp(name, commands[n].name) == 0)
            return &commands[n];
    return NULL;
}

/* One line where it is plain what was meant, else all there is. */
static void unknown(const char *name)
{
    char hint[64];
    struct guess g;

    guess_init(&g, bytes_of(name));
    for (size_t n = 0; n < COMMAND_COUNT; n++)
        guess_try(&g, commands[n].name);
    (void)fprintf(stderr, "shuttle: there is no command '%s'%s\n", name,
                  guess_text(&g, hint, sizeof(hint)));
    if (guess_best(&g))
        return;
    (void)fputc('\n', stderr);
    usage(stderr);
}

int main(int argc, char **argv)
{
    static char word_help[] = "--help";
    const char *name = argc > 1 ? argv[1] : "";
    const struct command *c = find(name);

    fill_standard();
    /* A file that grows too long is an error of writing like any other. */
    (void)signal(SIGXFSZ, SIG_IGN);
    if (c)
        return run_command(c, argc - 1, argv + 1);
    if (strcmp(name, "help") == 0 && argc == 3 && (c = find(argv[2])) != NULL)
        return run_command(c, 2, (char *[]){argv[2], word_help, NULL});
    if (strcmp(name, "--help") == 0 || strcmp(name, "help") == 0) {
        usage(stdout);
        return 0;
    }
    if (strcmp(name, "--version") == 0) {
        (void)puts("shuttle " SHUTTLE_VERSION);
        return 0;
    }
    if (*name)
        unknown(name);
    else
        usage(stderr);
    return 2;
}
