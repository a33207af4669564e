#include "tests/rig/rehearsed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

char rehearsed_found[8192];
struct rehearse_count rehearsed_count;
uint32_t rehearsed_told;
struct arena rehearsed_arena;
static struct diags diags;

static void report(void *arg, const struct rehearse_failure *f)
{
    size_t used = strlen(rehearsed_found);
    (void)arg;
    snprintf(rehearsed_found + used, sizeof(rehearsed_found) - used,
             "%u:%u %s %llu: %s\n", f->place.line, f->place.column, f->what,
             (unsigned long long)f->seed, f->message);
    assert_non_null(f->expect);
}

static void progress(void *arg, uint32_t runs)
{
    (void)arg;
    assert_int_equal(runs, ++rehearsed_told);
}

int rehearsed_setup(void **state)
{
    (void)state;
    arena_init(&rehearsed_arena, 0);
    diags_init(&diags);
    return 0;
}

int rehearsed_teardown(void **state)
{
    (void)state;
    diags_fini(&diags);
    arena_fini(&rehearsed_arena);
    return 0;
}

const struct scenario *rehearsed_read(const char *text, const char *expect)
{
    char all[8192];
    struct scenario *s = NULL;
    snprintf(all, sizeof(all), "%s%s", text, expect);
    if (scenario_read(bytes_of(all), "play.yaml", &rehearsed_arena, &s, &diags))
        fail_msg("%u:%u: %s", diags.list[0].place.line,
                 diags.list[0].place.column, diags.list[0].message);
    return s;
}

enum err rehearsed_again(const struct scenario *s)
{
    struct rehearse_plan plan = {
        .whole = s, .report = report, .progress = progress};
    struct diag diag = {.message = ""};
    rehearsed_found[0] = '\0';
    rehearsed_told = 0;
    return rehearse(&plan, &rehearsed_count, &diag);
}

enum err rehearsed(const char *text, const char *expect)
{
    return rehearsed_again(rehearsed_read(text, expect));
}
