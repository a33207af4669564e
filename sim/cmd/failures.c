#include "sim/cmd/failures.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

void failures_init(struct failures *f)
{
    *f = (struct failures){.list = NULL};
}

void failures_fini(struct failures *f)
{
    for (size_t n = 0; n < f->count; n++) {
        buffer_fini(&f->list[n].message);
        free(f->list[n].seeds);
    }
    free(f->list);
}

/* What was expected: the message up to what came instead. */
static size_t expected_size(const char *message)
{
    const char *but = strstr(message, ", but ");
    return but ? (size_t)(but - message) : strlen(message);
}

static bool is_same(const struct failure_group *g,
                    const struct rehearse_failure *failure)
{
    size_t size = expected_size(failure->message);
    return g->expect == failure->expect &&
           strcmp(g->what, failure->what) == 0 &&
           g->place.line == failure->place.line &&
           g->place.column == failure->place.column &&
           g->message.size >= size &&
           memcmp(g->message.data, failure->message, size) == 0;
}

/* Make room for one more; false when memory is out. */
static bool grow(void **list, size_t count, size_t *capacity, size_t size)
{
    size_t more = *capacity > 0 ? 2 * *capacity : 8;
    if (count < *capacity) {
        assert(*list);
        return true;
    }
    void *grown = realloc(*list, more * size);
    if (!grown)
        return false;
    *list = grown;
    *capacity = more;
    return true;
}

static struct failure_group *group_of(struct failures *f,
                                      const struct rehearse_failure *failure)
{
    void *list = f->list;
    for (size_t n = 0; n < f->count; n++)
        if (is_same(&f->list[n], failure))
            return &f->list[n];
    if (!grow(&list, f->count, &f->capacity, sizeof(*f->list)))
        return NULL;
    f->list = list;
    struct failure_group *g = &f->list[f->count++];
    *g = (struct failure_group){.expect = failure->expect,
                                .what = failure->what,
                                .place = failure->place};
    buffer_init(&g->message);
    buffer_add(&g->message, failure->message);
    return g;
}

static bool add_seed(struct failure_group *g, uint64_t seed)
{
    void *seeds = g->seeds;
    struct failure_seeds *last =
        g->seed_count > 0 ? &g->seeds[g->seed_count - 1] : NULL;
    if (last && last->last != UINT64_MAX && last->last + 1 == seed) {
        last->last = seed;
        return true;
    }
    if (!grow(&seeds, g->seed_count, &g->seed_capacity, sizeof(*g->seeds)))
        return false;
    g->seeds = seeds;
    g->seeds[g->seed_count++] = (struct failure_seeds){seed, seed};
    return true;
}

static bool hangs_on_outcome(const char *what)
{
    return strcmp(what, "package") == 0 || strcmp(what, "value") == 0 ||
           strcmp(what, "implementation") == 0;
}

void failures_add(struct failures *f, const struct rehearse_failure *failure)
{
    if (strcmp(failure->what, "outcome") == 0) {
        f->missed = failure->expect;
        f->missed_seed = failure->seed;
    } else if (f->missed == failure->expect &&
               f->missed_seed == failure->seed &&
               hangs_on_outcome(failure->what)) {
        return;
    }
    struct failure_group *g = group_of(f, failure);
    if (!g || !add_seed(g, failure->seed) || g->message.failed) {
        f->failed = true;
        return;
    }
    if (!bytes_equal(buffer_bytes(&g->message), bytes_of(failure->message)))
        g->differ = true;
}

/* "seed 3", "seeds 2, 3, 8 to 12" */
static void print_seeds(const struct failure_group *g, FILE *out)
{
    bool several = g->seed_count > 1 || g->seeds[0].first != g->seeds[0].last;
    fputs(several ? "seeds " : "seed ", out);
    for (size_t n = 0; n < g->seed_count; n++) {
        uint64_t first = g->seeds[n].first;
        uint64_t last = g->seeds[n].last;
        fprintf(out, "%s%" PRIu64, n > 0 ? ", " : "", first);
        if (last > first)
            fprintf(out, "%s%" PRIu64, last == first + 1 ? ", " : " to ", last);
    }
}

void failures_print(const struct failures *f, const char *path, FILE *out)
{
    for (size_t n = 0; n < f->count; n++) {
        const struct failure_group *g = &f->list[n];
        if (g->seed_count == 0)
            continue;
        fprintf(out, "%s:%" PRIu32 ":%" PRIu32 ": failed[%s]: ", path,
                g->place.line, g->place.column, g->what);
        print_seeds(g, out);
        if (g->expect->design)
            fprintf(out, ", %s", g->expect->design);
        fprintf(out, ": %s%.*s\n", g->differ ? "the first of them: " : "",
                (int)g->message.size, (const char *)g->message.data);
    }
}
