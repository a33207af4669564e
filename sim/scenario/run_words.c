#define _XOPEN_SOURCE 700 /* realpath */
#include "sim/scenario/run_words.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef PATH_MAX
#define PATH_MAX 4096
#endif

static bool is_file(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* The path of a word beside the scenario; false when it is no file. */
static bool find_beside(const char *word, const char *beside, char *out)
{
    const char *slash = beside ? strrchr(beside, '/') : NULL;
    int folder = slash ? (int)(slash - beside) + 1 : 0;

    if (word[0] == '/')
        folder = 0;
    return snprintf(out, PATH_MAX, "%.*s%s", folder, folder ? beside : "",
                    word) < PATH_MAX &&
           is_file(out);
}

static bool find_in(const char *list, const char *word, char *out)
{
    while (list && *list) {
        size_t size = strcspn(list, ":");
        char path[PATH_MAX];

        if (size && list[0] == '/' &&
            snprintf(path, sizeof(path), "%.*s/%s", (int)size, list, word) <
                (int)sizeof(path) &&
            is_file(path) && access(path, X_OK) == 0) {
            /* Its own name: interpreters find their parts by it. */
            memcpy(out, path, strlen(path) + 1);
            return true;
        }
        list += size + (list[size] == ':');
    }
    return false;
}

static bool find_in_path(const char *word, bool walled, char *out)
{
    if (strchr(word, '/'))
        return false;
    return (walled && find_in("/usr/local/bin:/usr/bin:/bin", word, out)) ||
           find_in(getenv("PATH"), word, out);
}

static enum err split(struct run_words *w, const char *run, struct arena *arena,
                      struct diag *diag)
{
    const char *between = strchr(run, ',') ? "," : " \t\n";

    while (*(run += strspn(run, between))) {
        size_t size = strcspn(run, between);

        if (w->count == PROGRAM_WORDS_MAX)
            return diag_set(diag, ERR_TOO_LONG, "'run' has more than %u words",
                            PROGRAM_WORDS_MAX);
        w->argv[w->count] = arena_text(arena, run, size);
        if (!w->argv[w->count++])
            return diag_set(diag, ERR_MEMORY, "out of memory");
        run += size;
    }
    return w->count ? ERR_OK
                    : diag_set(diag, ERR_MALFORMED,
                               "'run' names no program, such as run: "
                               "[python3, programs/x.py]");
}

/* A word that can only be meant as a file: programs/x.py. */
static bool looks_like_file(const char *word)
{
    const char *dot = strrchr(word, '.');

    return word[0] != '-' && dot && dot > word && dot[1] >= 'a' &&
           dot[1] <= 'z' && strlen(dot) <= 4;
}

static enum err find_program(struct run_words *w, const struct run_from *from,
                             struct arena *arena, struct diag *diag)
{
    char path[PATH_MAX];

    w->found[0] = strchr(w->argv[0], '/') ||
                  !find_in_path(w->argv[0], from->walled, path);
    if (w->found[0] && !find_beside(w->argv[0], from->beside, path))
        return diag_set(diag, ERR_UNKNOWN,
                        "'run': there is no program '%s', neither in PATH nor "
                        "beside the scenario",
                        w->argv[0]);
    if (access(path, X_OK) != 0)
        return diag_set(diag, ERR_STATE,
                        "'run': '%s' cannot be executed: %s; try chmod +x, or "
                        "name its interpreter before it",
                        w->argv[0], strerror(errno));
    w->path = arena_text(arena, path, strlen(path));
    return w->path ? ERR_OK : diag_set(diag, ERR_MEMORY, "out of memory");
}

enum err run_words_find(struct run_words *w, const struct run_from *from,
                        struct arena *arena, struct diag *diag)
{
    enum err e;

    memset(w, 0, sizeof(*w));
    e = split(w, from->run, arena, diag);
    if (!e)
        e = find_program(w, from, arena, diag);
    for (size_t n = 1; n < w->count && !e; n++) {
        char path[PATH_MAX];

        w->found[n] = find_beside(w->argv[n], from->beside, path);
        if (!w->found[n] && looks_like_file(w->argv[n]))
            e = diag_set(diag, ERR_UNKNOWN,
                         "'run': there is no file '%s' beside the scenario",
                         w->argv[n]);
        if (!w->found[n])
            continue;
        w->argv[n] = arena_text(arena, path, strlen(path));
        if (!w->argv[n])
            e = diag_set(diag, ERR_MEMORY, "out of memory");
    }
    return e;
}

enum err run_words_there(enum family f, const struct choice *c,
                         const char *beside, struct diag *diag)
{
    const struct member *m = c->as ? relay_member(f, c->as) : NULL;
    struct run_from from = {.beside = beside};
    struct run_words words;
    struct arena arena;
    enum err e;

    if (!m || !member_is_program(m))
        return ERR_OK;
    from.run = param_text(c, m->params, "run");
    from.walled = !param_is(c, m->params, "outside", "true");
    if (!from.run)
        return ERR_OK; /* that is said elsewhere */
    arena_init(&arena, 0);
    e = run_words_find(&words, &from, &arena, diag);
    arena_fini(&arena);
    return e;
}

static enum err all_there(struct relay relay, const char *beside,
                          struct diag *diag)
{
    enum err e = ERR_OK;

    for (int f = 0; f < FAMILY_COUNT && !e; f++) {
        e = run_words_there((enum family)f,
                            relay_choice(&relay, (enum family)f), beside, diag);
        if (e)
            e = diag_wrap(diag, e, "%s", family_key((enum family)f));
    }
    return e;
}

enum err run_words_all_there(const struct scenario *s, struct diag *diag)
{
    enum err e = ERR_OK;

    for (uint8_t m = 0; m < s->mediator_count && !e; m++) {
        e = all_there(s->mediators[m].relay, s->file, diag);
        for (uint8_t n = 0; n < s->round_count && !e; n++) {
            const struct relay *own = round_relay(&s->rounds[n], m);
            if (own)
                e = all_there(*own, s->file, diag);
        }
    }
    return e;
}
