#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sim/runtime/post.h"

enum { LOOKS = 10000, LOOK_US = 1000 };

static atomic_bool ended;

static bool is_heard(int number)
{
    struct sigaction now;

    return sigaction(number, NULL, &now) == 0 && now.sa_handler != SIG_DFL;
}

/* As long as the process hears it: tell it to stop, and to stop at once. */
static void *tell_to_stop(void *arg)
{
    (void)arg;
    for (unsigned n = 0; n < LOOKS && !atomic_load(&ended); n++) {
        if (is_heard(SIGTERM))
            (void)kill(getpid(), SIGTERM);
        usleep(LOOK_US);
    }
    return NULL;
}

/* A mediator without talks, told to stop, and told once more when it is on its
 * way out. */
static _Noreturn void mediate_nothing(void)
{
    struct post_plan plan = {.inherited = true};
    struct diag diag = {0};
    sigset_t all;
    sigset_t before;
    pthread_t teller;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    if (pthread_create(&teller, NULL, tell_to_stop, NULL) != 0)
        _exit(70);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    int status = post_run(&plan, &diag);
    atomic_store(&ended, true);
    pthread_join(teller, NULL);
    (void)kill(getpid(), SIGTERM);
    _exit(status);
}

static void
post__told_to_stop_on_the_way_out__ends_with_its_own_status(void **state)
{
    int status = 0;
    pid_t child = fork();

    (void)state;
    if (child == 0)
        mediate_nothing();
    assert_true(child > 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_false(WIFSIGNALED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            post__told_to_stop_on_the_way_out__ends_with_its_own_status),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
