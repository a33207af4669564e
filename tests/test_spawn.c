#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sim/net/spawn.h"

enum { LIMIT_MS = 10000 };

/* A plan that runs this program with one word, which child() obeys. */
static struct spawn_plan plan_for(const char *word, char *argv[3])
{
    static char name[] = "test_spawn";

    argv[0] = name;
    argv[1] = (char *)(uintptr_t)word;
    argv[2] = NULL;
    return (struct spawn_plan){.argv = argv, .walls = WALLS_NONE};
}

static bool namespaces_allowed(void)
{
    char *argv[3];
    struct spawn_plan plan = plan_for("--pause", argv);
    struct spawn s;

    plan.walls = WALLS_AUTO;
    assert_int_equal(spawn_start(&s, &plan, NULL), ERR_OK);
    assert_int_equal(spawn_ready(&s, LIMIT_MS, NULL), ERR_OK);
    unsigned standing = walls_count(&s.report, WALLS_SPAWNED);
    spawn_fini(&s);
    if (standing < 4)
        printf("skipped: this machine forbids namespaces\n");
    return standing == 4;
}

/* Everything that is written until the last holder of the other end is gone;
 * -1 when that takes too long. */
static int drain(int fd, char *out, size_t size)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};
    size_t used = 0;

    for (;;) {
        if (poll(&p, 1, LIMIT_MS) != 1)
            return -1;
        ssize_t n = read(fd, out + used, size - 1 - used);
        if (n <= 0)
            break;
        used += (size_t)n;
    }
    out[used] = '\0';
    return (int)used;
}

static void start__descriptors__child_holds_those_alone(void **state)
{
    (void)state;
    char *argv[3];
    struct spawn_plan plan = plan_for("--descriptors", argv);
    struct spawn s;
    struct spawn_end end;
    char text[256];
    int out[2];
    int leak = open("/dev/null", O_RDONLY); /* without close-on-exec */

    assert_int_equal(pipe2(out, O_CLOEXEC), 0);
    const struct spawn_fd fds[] = {{out[1], 1}, {SPAWN_NULL, 5}, {leak, 9}};
    plan.fds = fds;
    plan.fd_count = 3;
    assert_int_equal(spawn_start(&s, &plan, NULL), ERR_OK);
    assert_int_equal(spawn_ready(&s, LIMIT_MS, NULL), ERR_OK);
    close(out[1]);
    assert_true(drain(out[0], text, sizeof text) > 0);
    assert_string_equal(text, "0 1 2 5 9 ");
    assert_int_equal(spawn_wait(&s, LIMIT_MS, &end), ERR_OK);
    assert_int_equal(end.status, 0);
    close(out[0]);
    close(leak);
    spawn_fini(&s);
}

static void start__crossed_descriptors__each_arrives(void **state)
{
    (void)state;
    char *argv[3];
    struct spawn_plan plan = plan_for("--cross", argv);
    struct spawn s;
    char text[2][16];
    int a[2];
    int b[2];

    assert_int_equal(pipe2(a, O_CLOEXEC), 0);
    assert_int_equal(pipe2(b, O_CLOEXEC), 0);
    assert_int_equal(dup3(a[1], 14, O_CLOEXEC), 14);
    assert_int_equal(dup3(b[1], 13, O_CLOEXEC), 13);
    close(a[1]);
    close(b[1]);
    /* Each number is the other's wish. */
    const struct spawn_fd fds[] = {{14, 13}, {13, 14}};
    plan.fds = fds;
    plan.fd_count = 2;
    assert_int_equal(spawn_start(&s, &plan, NULL), ERR_OK);
    assert_int_equal(spawn_ready(&s, LIMIT_MS, NULL), ERR_OK);
    close(13);
    close(14);
    assert_int_equal(drain(a[0], text[0], sizeof text[0]), 2);
    assert_int_equal(drain(b[0], text[1], sizeof text[1]), 2);
    assert_string_equal(text[0], "13");
    assert_string_equal(text[1], "14");
    close(a[0]);
    close(b[0]);
    spawn_fini(&s);
}

static void wait__running_and_killed__says_so(void **state)
{
    (void)state;
    char *argv[3];
    struct spawn_plan plan = plan_for("--pause", argv);
    struct spawn s;
    struct spawn_end end;

    assert_int_equal(spawn_start(&s, &plan, NULL), ERR_OK);
    assert_int_equal(spawn_ready(&s, LIMIT_MS, NULL), ERR_OK);
    assert_int_equal(spawn_wait(&s, 0, &end), ERR_MORE);
    spawn_kill(&s, SIGTERM);
    assert_int_equal(spawn_wait(&s, LIMIT_MS, &end), ERR_OK);
    assert_true(end.by_signal);
    assert_int_equal(end.status, SIGTERM);
    assert_int_equal(spawn_wait(&s, 0, &end), ERR_STATE);
    spawn_kill(&s, SIGKILL); /* nobody */
    spawn_fini(&s);
}

static void wait__exit_status__is_told(void **state)
{
    (void)state;
    char *argv[3];
    struct spawn_plan plan = plan_for("--seven", argv);
    struct spawn s;
    struct spawn_end end;

    assert_int_equal(spawn_start(&s, &plan, NULL), ERR_OK);
    assert_int_equal(spawn_ready(&s, LIMIT_MS, NULL), ERR_OK);
    assert_int_equal(spawn_wait(&s, LIMIT_MS, &end), ERR_OK);
    assert_false(end.by_signal);
    assert_int_equal(end.status, 7);
    spawn_fini(&s);
}

static void ready__no_such_program__one_line(void **state)
{
    (void)state;
    char *argv[3];
    struct spawn_plan plan = plan_for("--pause", argv);
    struct spawn s;
    struct diag d = {0};

    plan.program = "/nonexistent/program";
    assert_int_equal(spawn_start(&s, &plan, &d), ERR_OK);
    assert_int_equal(spawn_ready(&s, LIMIT_MS, &d), ERR_SYSTEM);
    assert_string_equal(d.message,
                        "the new process could not execute the program: "
                        "No such file or directory");
    assert_int_equal(s.pid, 0);
}

static void ready__strict_without_net__names_it_and_runs_nothing(void **state)
{
    (void)state;
    char *argv[3];
    struct spawn_plan plan = plan_for("--pause", argv);
    struct spawn s;
    struct diag d = {0};

    plan.walls = WALLS_STRICT;
    plan.forbid = WALL_BIT(WALL_NET) | WALL_BIT(WALL_SECCOMP);
    assert_int_equal(spawn_start(&s, &plan, &d), ERR_OK);
    assert_int_equal(spawn_ready(&s, LIMIT_MS, &d), ERR_SYSTEM);
    assert_non_null(strstr(d.message, "walls are strict"));
    assert_non_null(strstr(d.message, "net (EPERM)"));
    assert_non_null(strstr(d.message, "seccomp (EPERM)"));
    assert_int_equal(s.pid, 0);
}

static int connect_to(uint16_t port)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(port)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(fd, (struct sockaddr *)&at, sizeof at) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

static void ready__namespaces_forbidden__door_on_the_host(void **state)
{
    (void)state;
    char *argv[3];
    struct spawn_plan plan = plan_for("--pause", argv);
    struct spawn s;
    char text[WALLS_TEXT_SIZE];

    plan.walls = WALLS_AUTO;
    plan.forbid = WALLS_SPAWNED;
    plan.door_count = 2;
    assert_int_equal(spawn_start(&s, &plan, NULL), ERR_OK);
    assert_int_equal(spawn_ready(&s, LIMIT_MS, NULL), ERR_OK);
    walls_missing(&s.report, WALLS_SPAWNED, text, sizeof text);
    assert_string_equal(text,
                        "user (EPERM), pid (EPERM), ipc (EPERM), net (EPERM)");
    for (size_t i = 0; i < 2; i++) {
        int fd = connect_to(s.ports[i]);
        int peer = accept(s.listeners[i], NULL, NULL);
        assert_true(fd >= 0);
        assert_true(peer >= 0);
        assert_true(s.ports[i] < 32768);
        close(fd);
        close(peer);
    }
    assert_int_not_equal(s.ports[0], s.ports[1]);
    spawn_fini(&s);
}

static void ready__walls__door_is_not_on_the_host(void **state)
{
    (void)state;
    char *argv[3];
    struct spawn_plan plan = plan_for("--pause", argv);
    struct spawn a;
    struct spawn b;
    const uint16_t port = 31999;

    if (!namespaces_allowed())
        skip();
    plan.walls = WALLS_AUTO;
    plan.door_count = 1;
    plan.ports = &port;
    /* The same port twice: two worlds. */
    assert_int_equal(spawn_start(&a, &plan, NULL), ERR_OK);
    assert_int_equal(spawn_start(&b, &plan, NULL), ERR_OK);
    assert_int_equal(spawn_ready(&a, LIMIT_MS, NULL), ERR_OK);
    assert_int_equal(spawn_ready(&b, LIMIT_MS, NULL), ERR_OK);
    assert_int_equal(a.ports[0], port);
    assert_int_equal(b.ports[0], port);
    assert_int_equal(connect_to(port), -1);
    assert_int_equal(errno, ECONNREFUSED);
    spawn_fini(&a);
    spawn_fini(&b);
}

static void ready__port_taken__names_it(void **state)
{
    (void)state;
    char *argv[3];
    struct spawn_plan plan = plan_for("--pause", argv);
    struct spawn a;
    struct spawn b;
    struct diag d = {0};
    char expected[128];

    plan.door_count = 1;
    assert_int_equal(spawn_start(&a, &plan, NULL), ERR_OK);
    assert_int_equal(spawn_ready(&a, LIMIT_MS, NULL), ERR_OK);
    plan.ports = a.ports;
    assert_int_equal(spawn_start(&b, &plan, NULL), ERR_OK);
    assert_int_equal(spawn_ready(&b, LIMIT_MS, &d), ERR_SYSTEM);
    snprintf(expected, sizeof expected,
             "cannot listen on 127.0.0.1:%u: Address already in use",
             (unsigned)a.ports[0]);
    assert_string_equal(d.message, expected);
    spawn_fini(&a);
}

static void ready__root_without_user_namespace__others_stand(void **state)
{
    (void)state;
    char *argv[3];
    struct spawn_plan plan = plan_for("--pause", argv);
    struct spawn s;
    char text[WALLS_TEXT_SIZE];

    if (geteuid() != 0 || !namespaces_allowed())
        skip();
    plan.walls = WALLS_AUTO;
    plan.forbid = WALL_BIT(WALL_USER);
    assert_int_equal(spawn_start(&s, &plan, NULL), ERR_OK);
    assert_int_equal(spawn_ready(&s, LIMIT_MS, NULL), ERR_OK);
    walls_missing(&s.report, WALLS_SPAWNED, text, sizeof text);
    assert_string_equal(text, "user (EPERM)");
    spawn_fini(&s);
}

static void kill__room_with_a_program__nobody_is_left(void **state)
{
    (void)state;
    char *argv[3];
    struct spawn_plan plan = plan_for("--family", argv);
    struct spawn s;
    char text[64];
    int out[2];

    if (!namespaces_allowed())
        skip();
    assert_int_equal(pipe2(out, O_CLOEXEC), 0);
    const struct spawn_fd fds[] = {{out[1], 5}};
    plan.walls = WALLS_AUTO;
    plan.fds = fds;
    plan.fd_count = 1;
    assert_int_equal(spawn_start(&s, &plan, NULL), ERR_OK);
    assert_int_equal(spawn_ready(&s, LIMIT_MS, NULL), ERR_OK);
    close(out[1]);
    /* Both are there: the room and its program wrote a byte each. */
    assert_int_equal(read(out[0], text, 1), 1);
    assert_int_equal(read(out[0], text, 1), 1);
    spawn_kill(&s, SIGKILL);
    assert_int_equal(drain(out[0], text, sizeof text), 0);
    close(out[0]);
    spawn_fini(&s);
}

/* In a process of its own: start a family, wait to be killed. */
static _Noreturn void launch(enum walls_mode walls, const char *word, int out)
{
    char *argv[3];
    struct spawn_plan plan = plan_for(word, argv);
    const struct spawn_fd fds[] = {{out, 5}};
    struct spawn s;

    plan.walls = walls;
    plan.fds = fds;
    plan.fd_count = 1;
    if (spawn_start(&s, &plan, NULL) != ERR_OK ||
        spawn_ready(&s, LIMIT_MS, NULL) != ERR_OK)
        _exit(1);
    close(out);
    for (;;)
        pause();
}

static void launcher_dies(enum walls_mode walls, const char *word, int bytes)
{
    char text[64];
    int out[2];
    int status = 0;

    assert_int_equal(pipe2(out, O_CLOEXEC), 0);
    pid_t pid = fork();
    if (pid == 0)
        launch(walls, word, out[1]);
    close(out[1]);
    for (int i = 0; i < bytes; i++)
        assert_int_equal(read(out[0], text, 1), 1);
    assert_int_equal(kill(pid, SIGKILL), 0);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(drain(out[0], text, sizeof text), 0);
    close(out[0]);
}

static void launcher__killed__rooms_die_with_it(void **state)
{
    (void)state;
    launcher_dies(WALLS_NONE, "--single", 1);
    if (!namespaces_allowed())
        skip();
    launcher_dies(WALLS_AUTO, "--family", 2);
}

/* The child's side. */

static int descriptors(void)
{
    char text[256];
    int used = 0;

    for (int fd = 0; fd < 1024; fd++)
        if (fcntl(fd, F_GETFD) >= 0)
            used +=
                snprintf(text + used, sizeof text - (size_t)used, "%d ", fd);
    return write(1, text, (size_t)used) == used ? 0 : 1;
}

static int child(const char *word)
{
    if (strcmp(word, "--descriptors") == 0)
        return descriptors();
    if (strcmp(word, "--cross") == 0)
        return write(13, "13", 2) == 2 && write(14, "14", 2) == 2 ? 0 : 1;
    if (strcmp(word, "--seven") == 0)
        return 7;
    if (strcmp(word, "--family") == 0)
        (void)fork();
    if (strcmp(word, "--family") == 0 || strcmp(word, "--single") == 0)
        (void)!write(5, "x", 1);
    return pause();
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(start__descriptors__child_holds_those_alone),
        cmocka_unit_test(start__crossed_descriptors__each_arrives),
        cmocka_unit_test(wait__running_and_killed__says_so),
        cmocka_unit_test(wait__exit_status__is_told),
        cmocka_unit_test(ready__no_such_program__one_line),
        cmocka_unit_test(ready__strict_without_net__names_it_and_runs_nothing),
        cmocka_unit_test(ready__namespaces_forbidden__door_on_the_host),
        cmocka_unit_test(ready__walls__door_is_not_on_the_host),
        cmocka_unit_test(ready__port_taken__names_it),
        cmocka_unit_test(ready__root_without_user_namespace__others_stand),
        cmocka_unit_test(kill__room_with_a_program__nobody_is_left),
        cmocka_unit_test(launcher__killed__rooms_die_with_it),
    };

    if (argc > 1)
        return child(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
