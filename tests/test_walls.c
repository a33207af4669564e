#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <grp.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/rig/hostile_world.h"

/* Who the program is run again as, to try the walls without rights. */
#define NOBODY 65534u

/* The second time, without rights, the figures say enough. */
static bool brief;

static void summary(const char *what, const struct hostile_result *r)
{
    printf("hostile room, %s%s: tries %d, successes %d\n", what,
           geteuid() == 0 ? " (root)" : " (ordinary user)", r->tries,
           r->successes);
}

static void hostile__without_walls__most_tries_succeed(void **state)
{
    (void)state;
    struct hostile_result r;

    assert_true(hostile_run(WALLS_NONE, 0, &r));
    if (!brief)
        printf("%s", r.output);
    summary("without walls", &r);
    assert_int_equal(r.status, 0);
    assert_true(r.tries >= 15);
    assert_true(r.successes >= 10);
    assert_true(r.reached >= 5);
    assert_true(r.signals >= 1);
    assert_false(r.untouched);
}

static void hostile__all_walls__none_succeeds(void **state)
{
    (void)state;
    struct hostile_result r;
    char missing[WALLS_TEXT_SIZE];

    assert_true(hostile_run(WALLS_AUTO, 0, &r));
    walls_missing(&r.spawned, WALLS_SPAWNED, missing, sizeof missing);
    if (missing[0] != '\0') {
        printf("skipped: this machine does not allow: %s\n", missing);
        skip();
    }
    if (!brief)
        printf("%s", r.output);
    summary("with all walls", &r);
    assert_int_equal(r.status, 0);
    assert_true(r.tries >= 15);
    assert_int_equal(r.successes, 0);
    assert_int_equal(r.reached, 0);
    assert_int_equal(r.signals, 0);
    assert_true(r.untouched);
}

/* What each half of the walls does alone; that neither is enough. */
static void hostile__half_of_the_walls__figures(void **state)
{
    (void)state;
    struct hostile_result spawned;
    struct hostile_result locked;

    assert_true(hostile_run(WALLS_AUTO, ~WALLS_SPAWNED, &spawned));
    assert_true(hostile_run(WALLS_AUTO, WALLS_SPAWNED, &locked));
    summary("namespaces alone", &spawned);
    summary("seccomp and Landlock alone", &locked);
    assert_int_equal(spawned.status, 0);
    assert_int_equal(locked.status, 0);
    assert_true(spawned.successes > 0);
    /* The system call filter refuses by itself what the room tries here. */
    if (walls_count(&locked.spawned, ~0u) == 0)
        assert_int_equal(locked.successes, 0);
}

static void lock__forbidden_seccomp_in_strict__names_it(void **state)
{
    (void)state;
    const struct walls_want want = {.mode = WALLS_STRICT, .forbid = ~0u};
    struct walls_report r;
    struct diag d = {0};

    /* With everything forbidden nothing is raised, so it may run here. */
    walls_report_init(&r);
    assert_int_equal(walls_lock(&want, &r, &d), ERR_SYSTEM);
    assert_non_null(strstr(d.message, "seccomp (EPERM)"));
    assert_non_null(strstr(d.message, "user (untried)"));
}

static void print__every_state__parses_back(void **state)
{
    (void)state;
    struct walls_report r;
    struct walls_report back;
    char text[WALLS_TEXT_SIZE];

    walls_report_init(&r);
    walls_stand(&r, WALL_USER);
    walls_fail(&r, WALL_NET, EPERM);
    r.of[WALL_IPC].state = WALL_OFF;
    walls_print(&r, text, sizeof text);
    assert_string_equal(
        text, "user=stands pid=untried ipc=off net=EPERM capabilities=untried "
              "no_new_privs=untried dumpable=untried landlock_fs=untried "
              "landlock_net=untried landlock_scope=untried seccomp=untried");
    assert_true(walls_parse(text, &back));
    assert_memory_equal(&r, &back, sizeof r);
    assert_false(walls_parse("user=stands", &back));
    assert_false(walls_parse("", &back));
    text[strlen(text) - 1] = 'D';
    assert_false(walls_parse(text, &back));
}

static void missing__some_stand__names_the_others(void **state)
{
    (void)state;
    struct walls_report r;
    char text[WALLS_TEXT_SIZE];

    walls_report_init(&r);
    walls_stand(&r, WALL_USER);
    walls_stand(&r, WALL_PID);
    walls_fail(&r, WALL_IPC, ENOSPC);
    walls_fail(&r, WALL_NET, EPERM);
    walls_missing(&r, WALLS_SPAWNED, text, sizeof text);
    assert_string_equal(text, "ipc (ENOSPC), net (EPERM)");
    assert_int_equal(walls_count(&r, WALLS_SPAWNED), 2);
}

static void mode__three_words__are_read(void **state)
{
    (void)state;
    enum walls_mode mode = WALLS_NONE;

    assert_true(walls_mode_parse("strict", &mode));
    assert_int_equal(mode, WALLS_STRICT);
    assert_true(walls_mode_parse("auto", &mode));
    assert_int_equal(mode, WALLS_AUTO);
    assert_true(walls_mode_parse("none", &mode));
    assert_int_equal(mode, WALLS_NONE);
    assert_false(walls_mode_parse("some", &mode));
}

/* The longest report there can be has room. */
static void print__all_missing__fits(void **state)
{
    (void)state;
    struct walls_report r;
    char text[WALLS_TEXT_SIZE];

    for (unsigned i = 0; i < WALL_COUNT; i++)
        walls_fail(&r, (enum wall)i, ESOCKTNOSUPPORT);
    walls_print(&r, text, sizeof text);
    walls_missing(&r, ~0u, text, sizeof text);
}

static const struct CMUnitTest hostile_tests[] = {
    cmocka_unit_test(hostile__without_walls__most_tries_succeed),
    cmocka_unit_test(hostile__all_walls__none_succeeds),
    cmocka_unit_test(hostile__half_of_the_walls__figures),
};

static int as_nobody(const char *self)
{
    pid_t pid = 0;
    int status = 0;

    fflush(NULL);
    pid = fork();
    if (pid == 0) {
        if (setgroups(0, NULL) != 0 || setgid(NOBODY) != 0 ||
            setuid(NOBODY) != 0)
            _exit(77);
        execl("/proc/self/exe", self, "--as-nobody", (char *)NULL);
        _exit(77);
    }
    if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
        return -1;
    return WEXITSTATUS(status);
}

static void hostile__ordinary_user__none_succeeds(void **state)
{
    (void)state;
    int status = 0;

    if (geteuid() != 0)
        skip();
    status = as_nobody("test_walls");
    if (status == 77) {
        printf("skipped: this program cannot be run as nobody here\n");
        skip();
    }
    assert_int_equal(status, 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(print__every_state__parses_back),
        cmocka_unit_test(print__all_missing__fits),
        cmocka_unit_test(missing__some_stand__names_the_others),
        cmocka_unit_test(mode__three_words__are_read),
        cmocka_unit_test(lock__forbidden_seccomp_in_strict__names_it),
        cmocka_unit_test(hostile__ordinary_user__none_succeeds),
    };
    int failed;

    if (argc > 1 && strcmp(argv[1], "--hostile") == 0)
        return hostile_room();
    if (argc > 1 && strcmp(argv[1], "--idle") == 0)
        return pause();
    brief = argc > 1 && strcmp(argv[1], "--as-nobody") == 0;
    failed = cmocka_run_group_tests_name("hostile", hostile_tests, NULL, NULL);
    if (brief)
        return failed;
    return failed + cmocka_run_group_tests_name("walls", tests, NULL, NULL);
}
