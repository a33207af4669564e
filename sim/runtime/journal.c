#include "journal.h"

#include "system.h"

#include "shuttle/memory.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define BATCH_SIZE (64u * 1024u)

struct batch {
    uint8_t *data;
    size_t size;
    size_t capacity;
};

struct journal {
    int fd;
    bool durable;
    struct batch filling; /* by the loop */
    uint64_t appended;
    struct batch ready;   /* for the thread; under lock */
    uint64_t ready_upto;  /* under lock */
    struct batch writing; /* by the thread */
    uint64_t synced;      /* under lock */
    int failed;           /* errno; under lock */
    bool stop;            /* under lock */
    int signal[2];        /* pipe: read end for the loop */
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t work;
};

/* One group: everything that is ready, written and synced together. */
static void commit_group(struct journal *j)
{
    struct batch group = j->ready;
    uint64_t upto = j->ready_upto;
    int failed;

    j->ready = j->writing;
    j->ready.size = 0;
    j->writing = group;
    pthread_mutex_unlock(&j->lock);
    failed = system_write(j->fd, (struct bytes){group.data, group.size});
    if (!failed && fdatasync(j->fd) != 0)
        failed = errno;
    pthread_mutex_lock(&j->lock);
    if (failed)
        j->failed = failed;
    else
        j->synced = upto;
    /* A full pipe already says that there is something to look at. */
    (void)!write(j->signal[1], "", 1);
}

static void *run(void *arg)
{
    struct journal *j = arg;

    pthread_mutex_lock(&j->lock);
    while (!j->failed && !(j->stop && j->ready.size == 0)) {
        if (j->ready.size == 0)
            pthread_cond_wait(&j->work, &j->lock);
        else
            commit_group(j);
    }
    pthread_mutex_unlock(&j->lock);
    return NULL;
}

enum err journal_sync_always(struct journal *j, struct diag *diag)
{
    sigset_t all, before;
    int failed;

    if (pipe(j->signal) != 0)
        return diag_set(diag, ERR_SYSTEM, "no pipe for the journal: %s",
                        strerror(errno));
    for (int n = 0; n < 2; n++) {
        (void)fcntl(j->signal[n], F_SETFD, FD_CLOEXEC);
        (void)fcntl(j->signal[n], F_SETFL, O_NONBLOCK);
    }
    pthread_mutex_init(&j->lock, NULL);
    pthread_cond_init(&j->work, NULL);
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    j->durable = true;
    failed = pthread_create(&j->thread, NULL, run, j);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (!failed)
        return ERR_OK;
    j->durable = false;
    close(j->signal[0]);
    close(j->signal[1]);
    j->signal[0] = j->signal[1] = -1;
    return diag_set(diag, ERR_SYSTEM, "no thread for the journal: %s",
                    strerror(failed));
}

struct journal *journal_new(int fd, struct diag *diag)
{
    struct journal *j = memory_new(1, sizeof(*j));

    if (!j) {
        (void)diag_set(diag, ERR_MEMORY, "no memory for the journal");
        close(fd);
        return NULL;
    }
    j->fd = fd;
    j->signal[0] = j->signal[1] = -1;
    return j;
}

static bool batch_add(struct batch *b, struct bytes bytes)
{
    if (b->size + bytes.size > b->capacity) {
        size_t more = b->capacity ? b->capacity : BATCH_SIZE;
        void *grown;
        while (more < b->size + bytes.size)
            more *= 2;
        grown = memory_grow(b->data, more, 1);
        if (!grown)
            return false;
        b->data = grown;
        b->capacity = more;
    }
    memcpy(b->data + b->size, bytes.data, bytes.size);
    b->size += bytes.size;
    return true;
}

enum err journal_append(void *arg, struct bytes bytes)
{
    struct journal *j = arg;
    enum err e = ERR_OK;

    if (!j->durable && j->failed)
        e = ERR_SYSTEM;
    else if (j->filling.size && j->filling.size + bytes.size > BATCH_SIZE)
        e = journal_flush(j);
    if (!e && !batch_add(&j->filling, bytes))
        e = ERR_MEMORY;
    if (!e)
        j->appended += bytes.size;
    if (!e && j->filling.size >= BATCH_SIZE)
        e = journal_flush(j);
    return e;
}

/* Make what was appended ready for the thread. */
static enum err hand_over(struct journal *j)
{
    enum err e = ERR_OK;

    pthread_mutex_lock(&j->lock);
    if (j->failed) {
        e = ERR_SYSTEM;
    } else if (j->ready.size == 0) {
        struct batch empty = j->ready;
        j->ready = j->filling;
        j->filling = empty;
    } else if (!batch_add(&j->ready,
                          (struct bytes){j->filling.data, j->filling.size})) {
        e = ERR_MEMORY;
    }
    if (!e) {
        j->filling.size = 0;
        j->ready_upto = j->appended;
        pthread_cond_signal(&j->work);
    }
    pthread_mutex_unlock(&j->lock);
    return e;
}

enum err journal_flush(struct journal *j)
{
    int failed;

    if (j->durable && j->filling.size)
        return hand_over(j);
    if (j->durable)
        return journal_failed(j) ? ERR_SYSTEM : ERR_OK;
    if (j->filling.size == 0)
        return j->failed ? ERR_SYSTEM : ERR_OK;
    failed =
        system_write(j->fd, (struct bytes){j->filling.data, j->filling.size});
    j->filling.size = 0;
    if (failed)
        j->failed = failed;
    return failed ? ERR_SYSTEM : ERR_OK;
}

uint64_t journal_appended(const struct journal *j)
{
    return j->appended;
}

uint64_t journal_synced(struct journal *j)
{
    uint64_t synced;

    if (!j->durable)
        return j->appended;
    pthread_mutex_lock(&j->lock);
    synced = j->synced;
    pthread_mutex_unlock(&j->lock);
    return synced;
}

int journal_fd(const struct journal *j)
{
    return j->signal[0];
}

void journal_clear(struct journal *j)
{
    char sink[64];

    while (read(j->signal[0], sink, sizeof(sink)) > 0)
        continue;
}

int journal_failed(struct journal *j)
{
    int failed;

    if (!j->durable)
        return j->failed;
    pthread_mutex_lock(&j->lock);
    failed = j->failed;
    pthread_mutex_unlock(&j->lock);
    return failed;
}

enum err journal_close(struct journal *j, struct diag *diag)
{
    enum err flushed = journal_flush(j);
    int failed;

    if (j->durable) {
        pthread_mutex_lock(&j->lock);
        j->stop = true;
        pthread_cond_signal(&j->work);
        pthread_mutex_unlock(&j->lock);
        pthread_join(j->thread, NULL);
        pthread_mutex_destroy(&j->lock);
        pthread_cond_destroy(&j->work);
        close(j->signal[0]);
        close(j->signal[1]);
    }
    failed = j->failed ? j->failed : flushed ? ENOMEM : 0;
    if (!failed && fdatasync(j->fd) != 0 && errno != EINVAL && errno != EROFS)
        failed = errno; /* a pipe or /dev/null cannot be synced: EINVAL */
    close(j->fd);
    memory_free(j->filling.data);
    memory_free(j->ready.data);
    memory_free(j->writing.data);
    memory_free(j);
    if (!failed)
        return ERR_OK;
    return diag_set(diag, ERR_SYSTEM, "the record could not be written: %s",
                    strerror(failed));
}
