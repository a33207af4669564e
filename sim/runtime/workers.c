#define _GNU_SOURCE /* MAP_ANONYMOUS, sched_getaffinity */
#include "workers.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define LOOK_EVERY_MS 100

struct failure {
    enum err err; /* ERR_OK: none */
    uint32_t job;
    char message[DIAG_SIZE];
};

/* What the workers share, in front of the results. */
struct shared {
    _Atomic uint32_t next;
    _Atomic uint32_t done;
    _Atomic bool stop;
    struct failure failure[WORKERS_MAX];
};

static unsigned cores_of_process(void)
{
    cpu_set_t set;

    if (sched_getaffinity(0, sizeof(set), &set) != 0)
        return 1;
    return (unsigned)CPU_COUNT(&set);
}

static size_t head_size(void)
{
    size_t line = 64;

    return (sizeof(struct shared) + line - 1) / line * line;
}

static size_t block_size(const struct workers_plan *plan)
{
    return head_size() + (size_t)plan->jobs * plan->size;
}

static struct shared *shared_of(void *results)
{
    return (struct shared *)(void *)((char *)results - head_size());
}

static _Noreturn void work(const struct workers_plan *plan, void *results,
                           unsigned self)
{
    struct shared *s = shared_of(results);
    uint32_t n;

    while (!s->stop && (n = atomic_fetch_add(&s->next, 1)) < plan->jobs) {
        struct diag diag = {.message = ""};
        enum err e = plan->job(plan->arg, n,
                               (char *)results + (size_t)n * plan->size, &diag);
        if (e) {
            struct failure *f = &s->failure[self];
            f->job = n;
            memcpy(f->message, diag.message, DIAG_SIZE);
            f->err = e;
            s->stop = true;
            break;
        }
        atomic_fetch_add(&s->done, 1);
    }
    _exit(0);
}

/* Wait for all of them; one that died stops the others. */
static bool wait_for_all(const struct workers_plan *plan, struct shared *s,
                         const pid_t *pids, unsigned count)
{
    bool well = true;
    unsigned n = 0;

    while (n < count) {
        int status = 0;
        pid_t pid = waitpid(pids[n], &status, plan->progress ? WNOHANG : 0);

        if (pid == 0) {
            assert(plan->progress);
            (void)poll(NULL, 0, LOOK_EVERY_MS);
            plan->progress(plan->arg, s->done);
            continue;
        }
        if (pid < 0 && errno == EINTR)
            continue;
        if (pid < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
            s->stop = !(well = false);
        n++;
    }
    return well;
}

static unsigned start_all(const struct workers_plan *plan, void *results,
                          pid_t *pids, unsigned wanted)
{
    pid_t parent = getpid();
    unsigned count = 0;

    while (count < wanted) {
        pid_t pid = fork();

        if (pid < 0)
            break;
        if (pid == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            if (getppid() != parent)
                _exit(1);
            work(plan, results, count);
        }
        pids[count++] = pid;
    }
    return count;
}

static enum err first_failure(const struct shared *s, unsigned count,
                              struct diag *diag)
{
    const struct failure *first = NULL;

    for (unsigned n = 0; n < count; n++)
        if (s->failure[n].err && (!first || s->failure[n].job < first->job))
            first = &s->failure[n];
    return first ? diag_set(diag, first->err, "%s", first->message) : ERR_OK;
}

enum err workers_run(const struct workers_plan *plan, void **results,
                     struct diag *diag)
{
    unsigned wanted = plan->cores ? plan->cores : cores_of_process();
    pid_t pids[WORKERS_MAX];
    unsigned count;
    bool well;
    void *block;
    enum err e;

    *results = NULL;
    if (plan->size && plan->jobs > WORKERS_RESULTS_MAX / plan->size)
        return diag_set(diag, ERR_TOO_LONG,
                        "too many runs at once: at most "
                        "%zu",
                        WORKERS_RESULTS_MAX / plan->size);
    block = mmap(NULL, block_size(plan), PROT_READ | PROT_WRITE,
                 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (block == MAP_FAILED)
        return diag_set(diag, ERR_MEMORY, "no memory for %u results",
                        plan->jobs);
    *results = (char *)block + head_size();
    if (wanted > WORKERS_MAX)
        wanted = WORKERS_MAX;
    if (wanted > plan->jobs)
        wanted = plan->jobs ? plan->jobs : 1;
    count = start_all(plan, *results, pids, wanted);
    if (count == 0)
        return diag_set(diag, ERR_SYSTEM, "no worker could be started: %s",
                        strerror(errno));
    well = wait_for_all(plan, block, pids, count);
    e = first_failure(block, count, diag);
    if (!e && !well)
        e = diag_set(diag, ERR_SYSTEM, "a worker was killed");
    return e;
}

void workers_free(const struct workers_plan *plan, void *results)
{
    if (results)
        (void)munmap(shared_of(results), block_size(plan));
}
