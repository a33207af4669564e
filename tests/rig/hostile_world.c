#define _GNU_SOURCE
#include "tests/rig/hostile_world.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sim/net/spawn.h"

enum {
    DOOR,
    OTHER_DOOR,
    HOST_TCP,
    HOST_TCP6,
    HOST_UDP,
    HOST_ABSTRACT,
    HOST_PATH,
    HOST_DATAGRAM,
    ANSWERERS
};

/* Shared between the test and its children. */
struct tally {
    unsigned reached[ANSWERERS];
    unsigned signals;
};

struct world {
    struct hostile_targets t;
    int listeners[ANSWERERS];
    int inherited; /* a TCP listener of the host, open without close-on-exec */
    int tty;
    pid_t answerer;
    pid_t victim;
    struct tally *tally;
    struct spawn room;
    struct spawn other;
    int brief[2];
    int output[2];
};

static const char secret[] = "a secret of the launcher";
static const char record_text[] = "the other room's record";
static struct tally *victim_tally;

static int listener(int family, int type, const void *at, socklen_t size)
{
    int fd = socket(family, type | SOCK_CLOEXEC, 0);

    if (fd >= 0 && (bind(fd, at, size) != 0 ||
                    (type == SOCK_STREAM && listen(fd, 16) != 0))) {
        close(fd);
        fd = -1;
    }
    return fd;
}

static int listener_tcp(int type, uint16_t *port)
{
    struct sockaddr_in at = {.sin_family = AF_INET};

    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (unsigned n = 0; n < 100; n++) {
        *port = (uint16_t)(12000 + ((unsigned)getpid() * 7 + n) % 8000);
        at.sin_port = htons(*port);
        int fd = listener(AF_INET, type, &at, sizeof at);
        if (fd >= 0)
            return fd;
    }
    return -1;
}

static int listener_tcp6(uint16_t port)
{
    struct sockaddr_in6 at = {.sin6_family = AF_INET6,
                              .sin6_port = htons(port),
                              .sin6_addr = IN6ADDR_LOOPBACK_INIT};

    return listener(AF_INET6, SOCK_STREAM, &at, sizeof at);
}

static int listener_unix(const char *name, int type, bool abstract)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    size_t size = strlen(name);

    memcpy(at.sun_path + abstract, name, size);
    return listener(
        AF_UNIX, type, &at,
        (socklen_t)(offsetof(struct sockaddr_un, sun_path) + size + 1));
}

static bool world_listeners(struct world *w)
{
    struct hostile_targets *t = &w->t;
    uint16_t unused = 0;

    w->listeners[HOST_TCP] = listener_tcp(SOCK_STREAM, &t->host_tcp);
    w->listeners[HOST_UDP] = listener_tcp(SOCK_DGRAM, &t->host_udp);
    t->host_tcp6 = t->host_tcp;
    /* A machine without IPv6 has no such target: the try is refused there. */
    w->listeners[HOST_TCP6] = listener_tcp6(t->host_tcp6);
    snprintf(t->abstract, sizeof t->abstract, "hostile-%d", (int)getpid());
    snprintf(t->unix_path, sizeof t->unix_path, "%s/socket", t->folder);
    w->listeners[HOST_ABSTRACT] = listener_unix(t->abstract, SOCK_STREAM, true);
    w->listeners[HOST_PATH] = listener_unix(t->unix_path, SOCK_STREAM, false);
    snprintf(t->datagram_path, sizeof t->datagram_path, "%s/datagram",
             t->folder);
    w->listeners[HOST_DATAGRAM] =
        listener_unix(t->datagram_path, SOCK_DGRAM, false);
    w->inherited = listener_tcp(SOCK_STREAM, &unused);
    if (w->inherited >= 0)
        fcntl(w->inherited, F_SETFD, 0);
    return w->listeners[HOST_TCP] >= 0 && w->listeners[HOST_UDP] >= 0 &&
           w->listeners[HOST_ABSTRACT] >= 0 && w->listeners[HOST_PATH] >= 0 &&
           w->listeners[HOST_DATAGRAM] >= 0 && w->inherited >= 0;
}

static bool world_files(struct world *w)
{
    struct hostile_targets *t = &w->t;
    int fd = -1;

    snprintf(t->folder, sizeof t->folder, "/tmp/hostile-XXXXXX");
    if (!mkdtemp(t->folder))
        return false;
    snprintf(t->record, sizeof t->record, "%s/other.record", t->folder);
    fd = open(t->record, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0 || write(fd, record_text, sizeof record_text) < 0)
        return false;
    close(fd);
    snprintf(t->shm_path, sizeof t->shm_path, "/dev/shm/hostile-%d",
             (int)getpid());
    fd = open(t->shm_path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0)
        close(fd);
    t->shm_id = shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600);
    w->tty = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (w->tty < 0 || grantpt(w->tty) != 0 || unlockpt(w->tty) != 0)
        return false;
    return ptsname_r(w->tty, t->tty, sizeof t->tty) == 0;
}

static void on_signal(int number)
{
    (void)number;
    victim_tally->signals++;
}

/* Wait to be attacked. */
static _Noreturn void victim(const struct world *w)
{
    const struct sigaction count = {.sa_handler = on_signal};

    /* The room's output ends when the room does. */
    close(w->output[1]);
    victim_tally = w->tally;
    (void)sigaction(SIGUSR1, &count, NULL);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    (void)prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
    for (;;)
        pause();
}

static void answer(const struct world *w, int which)
{
    static const char letters[ANSWERERS + 1] = "dothuapg";
    int fd = w->listeners[which];

    w->tally->reached[which]++;
    if (which == HOST_UDP || which == HOST_DATAGRAM) {
        struct sockaddr_in from;
        socklen_t size = sizeof from;
        char byte;
        if (recvfrom(fd, &byte, 1, 0, (struct sockaddr *)&from, &size) == 1 &&
            which == HOST_UDP)
            (void)sendto(fd, &letters[which], 1, 0, (struct sockaddr *)&from,
                         size);
        return;
    }
    /* The connection stays open: the room may want to turn it. */
    fd = accept(fd, NULL, NULL);
    if (fd >= 0)
        (void)send(fd, &letters[which], 1, MSG_NOSIGNAL);
}

/* The mediator's and the host's side: answer whoever comes. */
static _Noreturn void answerer(const struct world *w)
{
    struct pollfd p[ANSWERERS];

    (void)prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    for (int i = 0; i < ANSWERERS; i++)
        p[i] = (struct pollfd){.fd = w->listeners[i], .events = POLLIN};
    for (int n = 0; n < 1000 && poll(p, ANSWERERS, 30000) > 0; n++)
        for (int i = 0; i < ANSWERERS; i++)
            if (p[i].revents)
                answer(w, i);
    _exit(0);
}

static bool world_rooms(struct world *w, enum walls_mode mode, unsigned forbid)
{
    static char name[] = "test_walls";
    static char hostile[] = "--hostile";
    static char idle[] = "--idle";
    char *hostile_argv[] = {name, hostile, NULL};
    char *idle_argv[] = {name, idle, NULL};
    const struct spawn_fd fds[] = {
        {w->brief[0], 3}, {w->output[1], 1}, {2, 2}, {w->inherited, 9}};
    const uint16_t other_port = (uint16_t)(w->t.host_tcp + 8000);
    struct spawn_plan plan = {.argv = hostile_argv,
                              .fds = fds,
                              .walls = mode,
                              .forbid = forbid,
                              .door_count = 1};
    struct spawn_plan other = plan;
    struct diag d = {0};

    /* The real launcher never hands over a TCP socket; without walls it is
     * handed over, to show that the tries with it are real. */
    plan.fd_count = mode == WALLS_NONE ? 4 : 3;
    other.argv = idle_argv;
    other.fd_count = 0;
    other.ports = &other_port;
    if (spawn_start(&w->room, &plan, &d) != ERR_OK ||
        spawn_start(&w->other, &other, &d) != ERR_OK ||
        spawn_ready(&w->room, 5000, &d) != ERR_OK ||
        spawn_ready(&w->other, 5000, &d) != ERR_OK) {
        printf("hostile: %s\n", d.message);
        return false;
    }
    w->listeners[DOOR] = w->room.listeners[0];
    w->listeners[OTHER_DOOR] = w->other.listeners[0];
    w->t.door = w->room.ports[0];
    w->t.other_door = w->other.ports[0];
    w->t.other_room = w->other.pid;
    w->t.report = w->room.report;
    return true;
}

static void collect(struct world *w, struct hostile_result *r)
{
    struct spawn_end end = {-1, false};
    size_t used = 0;
    ssize_t n;

    while (used < sizeof r->output - 1 &&
           (n = read(w->output[0], r->output + used,
                     sizeof r->output - 1 - used)) > 0)
        used += (size_t)n;
    r->output[used] = '\0';
    const char *last = strstr(r->output, "\ntries ");
    if (last)
        (void)sscanf(last, "\ntries %d, successes %d", &r->tries,
                     &r->successes);
    r->status = -1;
    if (spawn_wait(&w->room, 10000, &end) == ERR_OK && !end.by_signal)
        r->status = end.status;
}

static void judge(const struct world *w, struct hostile_result *r)
{
    char text[sizeof record_text + 1];
    int fd = open(w->t.record, O_RDONLY | O_CLOEXEC);

    r->untouched = fd >= 0 &&
                   read(fd, text, sizeof text) == sizeof record_text &&
                   memcmp(text, record_text, sizeof record_text) == 0;
    if (fd >= 0)
        close(fd);
    for (int i = OTHER_DOOR; i < ANSWERERS; i++)
        r->reached += w->tally->reached[i];
    r->signals = w->tally->signals;
    r->spawned = w->t.report;
}

static void close_at(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static void end_child(pid_t pid)
{
    if (pid > 0 && kill(pid, SIGKILL) == 0)
        (void)waitpid(pid, NULL, 0);
}

static void world_close(struct world *w)
{
    char path[HOSTILE_PATH_SIZE + 8];

    spawn_fini(&w->room);
    spawn_fini(&w->other);
    end_child(w->answerer);
    end_child(w->victim);
    for (int i = HOST_TCP; i < ANSWERERS; i++)
        close_at(&w->listeners[i]);
    close_at(&w->inherited);
    close_at(&w->tty);
    for (int i = 0; i < 2; i++) {
        close_at(&w->brief[i]);
        close_at(&w->output[i]);
    }
    if (w->t.shm_id >= 0)
        (void)shmctl(w->t.shm_id, IPC_RMID, NULL);
    snprintf(path, sizeof path, "%s/x", w->t.folder);
    (void)unlink(path);
    (void)unlink(w->t.shm_path);
    (void)unlink(w->t.unix_path);
    (void)unlink(w->t.datagram_path);
    (void)unlink(w->t.record);
    (void)rmdir(w->t.folder);
    (void)munmap(w->tally, sizeof *w->tally);
}

static bool world_open(struct world *w)
{
    memset(w, 0, sizeof *w);
    spawn_init(&w->room);
    spawn_init(&w->other);
    for (int i = 0; i < ANSWERERS; i++)
        w->listeners[i] = -1;
    w->inherited = w->tty = w->t.shm_id = -1;
    w->tally = mmap(NULL, sizeof *w->tally, PROT_READ | PROT_WRITE,
                    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    w->t.secret = secret;
    return pipe2(w->brief, O_CLOEXEC) == 0 &&
           pipe2(w->output, O_CLOEXEC) == 0 && w->tally != MAP_FAILED &&
           world_files(w) && world_listeners(w);
}

bool hostile_run(enum walls_mode mode, unsigned forbid,
                 struct hostile_result *result)
{
    struct world w;
    bool ok = world_open(&w);

    memset(result, 0, sizeof *result);
    fflush(NULL);
    if (ok) {
        w.victim = fork();
        if (w.victim == 0)
            victim(&w);
    }
    ok = ok && world_rooms(&w, mode, forbid);
    close_at(&w.output[1]);
    if (ok) {
        w.answerer = fork();
        if (w.answerer == 0)
            answerer(&w);
        w.t.mode = mode;
        w.t.forbid = forbid;
        w.t.victim = w.victim;
        ok = write(w.brief[1], &w.t, sizeof w.t) == (ssize_t)sizeof w.t;
    }
    if (ok) {
        collect(&w, result);
        judge(&w, result);
    } else {
        printf("hostile: the world could not be built: %s\n", strerror(errno));
    }
    world_close(&w);
    return ok;
}
