/*
 * What `shuttle run` takes, whole, with real processes and fresh keys, and in
 * one process with --virtual. The parts of a real run are read from the wall
 * times in the mediator's record:
 *
 *   before    starting, reading the scenario, keys, rooms and mediator started
 *   coming    the rooms shut themselves in, connect, shake hands
 *   talks     from the last room's coming to the mediator's closing entry
 *   closing   what the launcher still does: processes end, outcome, transcript
 *
 * The keys alone are measured beside it, in this process. On a busy machine
 * look at the best run and at the processor's time.
 *
 * Usage: run [runs [scenario]]. SHUTTLE says which program, TMPDIR where the
 * runs' folders go (they are synced, so the disk counts).
 */
#include "tests/rig/bench.h"

#include "sim/report/run_folder.h"

#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define RUNS_MAX 200u

enum figure {
    WHOLE,
    CPU,
    BEFORE,
    COMING,
    TALKS,
    CLOSING,
    FIGURES,
};

struct plan {
    char program[PATH_MAX];
    char out[PATH_MAX];
    const char *scenario;
    size_t runs;
};

static double figures[FIGURES][RUNS_MAX];

static double wall_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_REALTIME, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Processor's milliseconds of all children that have ended. */
static double children_ms(void)
{
    struct rusage use;

    getrusage(RUSAGE_CHILDREN, &use);
    return (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) * 1e3 +
           (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e3;
}

/* Wall times in the mediator's record. */
static void read_times(const struct plan *p, double *hosted, double *came,
                       double *closed)
{
    struct run_file file = {0};
    struct record_reader reader;
    struct record_entry e;
    char path[PATH_MAX + 32];

    *hosted = *came = *closed = 0;
    snprintf(path, sizeof(path), "%s/latest/mediator.rec", p->out);
    if (run_file_read(&file, path, NULL) != ERR_OK ||
        record_open(&reader, file.bytes, NULL) != ERR_OK)
        bench_die("the run left no record");
    while (record_next(&reader, &e, NULL) == ERR_OK) {
        double at = (double)e.time.us / 1e3;
        if (e.chain == RECORD_CANONICAL)
            continue;
        if (e.kind == RECORD_RUNTIME && *hosted <= 0)
            *hosted = at;
        else if (e.kind == RECORD_LINK)
            *came = at;
        else if (e.kind == RECORD_CLOSE)
            *closed = at;
    }
    run_file_fini(&file);
}

static void run_once(const struct plan *p, bool in_process, size_t n)
{
    double start = wall_ms(), cpu = children_ms(), end;
    double hosted, came, closed;
    int status = -1;
    pid_t pid = fork();

    if (pid == 0) {
        execl(p->program, p->program, "run", "--quiet", "--out", p->out,
              p->scenario, in_process ? "--virtual" : NULL, (char *)NULL);
        _exit(127);
    }
    if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status) ||
        WEXITSTATUS(status) != 0)
        bench_die("the run failed");
    end = wall_ms();
    read_times(p, &hosted, &came, &closed);
    figures[WHOLE][n] = end - start;
    figures[CPU][n] = children_ms() - cpu;
    figures[BEFORE][n] = hosted - start;
    figures[COMING][n] = came - hosted;
    figures[TALKS][n] = closed - came;
    figures[CLOSING][n] = end - closed;
}

static void run_all(const struct plan *p, bool in_process, double target)
{
    static const char *const names[FIGURES] = {
        "  whole, median",
        "  processor's time, all processes",
        "  before: keys, processes started",
        "  coming: walls, TLS",
        "  talks",
        "  closing: processes end, outcome written"};
    int shown = in_process ? CPU + 1 : FIGURES;

    for (size_t n = 0; n < p->runs; n++)
        run_once(p, in_process, n);
    printf("shuttle run%s %s, %zu runs\n", in_process ? " --virtual" : "",
           p->scenario, p->runs);
    for (int f = 0; f < shown; f++) {
        double median = bench_median(figures[f], p->runs);
        bench_line(names[f], median, "ms", f == WHOLE ? target : 0, false);
        if (f == WHOLE)
            bench_line("  whole, best", figures[f][0], "ms", 0, false);
    }
}

static void measure_keys(void)
{
    double ms[21];

    for (size_t n = 0; n < 21; n++) {
        double start = bench_now_us();
        struct authority *a = authority_new(1, NULL);
        for (int who = 0; who < 3; who++) {
            struct key_request r = {
                .talk = 1, .role = PEER_ROOM, .name = "room"};
            struct identity id;
            if (!a || keys_issue(a, &r, &id, NULL) != ERR_OK)
                bench_die("no keys");
            identity_fini(&id);
        }
        authority_free(a);
        ms[n] = (bench_now_us() - start) / 1e3;
    }
    bench_line("keys of a talk alone", bench_median(ms, 21), "ms", 0, false);
}

static void forget(const char *folder)
{
    pid_t pid = fork();

    if (pid == 0) {
        execlp("rm", "rm", "-rf", "--", folder, (char *)NULL);
        _exit(127);
    }
    (void)waitpid(pid, NULL, 0);
}

int main(int argc, char **argv)
{
    struct plan p = {.runs = argc > 1 ? strtoul(argv[1], NULL, 10) : 15,
                     .scenario =
                         argc > 2 ? argv[2] : "scenarios/muscat-2024-05.yaml"};
    const char *program = getenv("SHUTTLE"), *dir = getenv("TMPDIR");

    if (program)
        snprintf(p.program, sizeof(p.program), "%s", program);
    else
        snprintf(p.program, sizeof(p.program), "%.4000s/../../shuttle",
                 dirname(argv[0]));
    snprintf(p.out, sizeof(p.out), "%s/shuttle-bench-XXXXXX",
             dir ? dir : "/tmp");
    if (p.runs == 0 || p.runs > RUNS_MAX || !mkdtemp(p.out))
        bench_die("cannot make a folder for the runs");
    run_all(&p, false, 150);
    measure_keys();
    run_all(&p, true, 5);
    forget(p.out);
    return 0;
}
