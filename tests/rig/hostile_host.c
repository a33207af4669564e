/* Ways out through processes, files, memory and the kernel. */
#define _GNU_SOURCE
#include "tests/rig/hostile_room.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#define UNUSED(t) (void)(t)

static int result(long rc)
{
    return rc >= 0 ? 0 : errno;
}

static int result_close(int fd, bool ok)
{
    int err = ok ? 0 : (errno ? errno : EIO);

    if (fd >= 0)
        close(fd);
    return err;
}

/* Take hold of a process and let it go again. */
static int seize(pid_t pid)
{
    if (ptrace(PTRACE_SEIZE, pid, NULL, NULL) != 0)
        return errno;
    if (ptrace(PTRACE_INTERRUPT, pid, NULL, NULL) == 0 &&
        waitpid(pid, NULL, __WALL) == pid)
        (void)ptrace(PTRACE_DETACH, pid, NULL, NULL);
    return 0;
}

static int ptrace_victim(const struct hostile_targets *t)
{
    return seize(t->victim);
}

static int ptrace_room(const struct hostile_targets *t)
{
    return seize(t->other_room);
}

static int signal_victim(const struct hostile_targets *t)
{
    return result(kill(t->victim, SIGUSR1));
}

/* Signal 0 only asks whether there is anyone to be reached. */
static int signal_all(const struct hostile_targets *t)
{
    UNUSED(t);
    return result(kill(-1, 0));
}

static int signal_thread(const struct hostile_targets *t)
{
    return result(syscall(SYS_tgkill, t->victim, t->victim, SIGUSR1));
}

static int signal_pidfd(const struct hostile_targets *t)
{
    int fd = (int)syscall(SYS_pidfd_open, t->victim, 0);

    return result_close(fd, fd >= 0 && syscall(SYS_pidfd_send_signal, fd,
                                               SIGUSR1, NULL, 0) == 0);
}

static int pidfd_take(const struct hostile_targets *t)
{
    int fd = (int)syscall(SYS_pidfd_open, t->victim, 0);
    int got = fd < 0 ? -1 : (int)syscall(SYS_pidfd_getfd, fd, 0, 0);
    int err = got >= 0 ? 0 : errno;

    if (got >= 0)
        close(got);
    if (fd >= 0)
        close(fd);
    return err;
}

static int memory_by_call(const struct hostile_targets *t)
{
    char byte = 0;
    struct iovec here = {&byte, 1};
    struct iovec there = {(void *)(uintptr_t)t->secret, 1};

    return result(process_vm_readv(t->victim, &here, 1, &there, 1, 0));
}

static int proc_read(pid_t pid, const char *what, off_t at)
{
    char path[64];
    char byte = 0;

    snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, what);
    int fd = open(path, O_RDONLY);
    return result_close(fd, fd >= 0 && pread(fd, &byte, 1, at) == 1);
}

static int memory_by_proc(const struct hostile_targets *t)
{
    return proc_read(t->victim, "mem", (off_t)(intptr_t)t->secret);
}

static int environ_by_proc(const struct hostile_targets *t)
{
    return proc_read(t->victim, "environ", 0);
}

static int cmdline_of_room(const struct hostile_targets *t)
{
    return proc_read(t->other_room, "cmdline", 0);
}

static int namespace_of_victim(const struct hostile_targets *t)
{
    char path[64];

    snprintf(path, sizeof path, "/proc/%d/ns/net", (int)t->victim);
    int fd = open(path, O_RDONLY);
    return result_close(fd, fd >= 0 && setns(fd, 0) == 0);
}

static int namespace_new(const struct hostile_targets *t)
{
    UNUSED(t);
    return result(unshare(CLONE_NEWUSER));
}

static int record_read(const struct hostile_targets *t)
{
    char byte = 0;
    int fd = open(t->record, O_RDONLY);

    return result_close(fd, fd >= 0 && read(fd, &byte, 1) == 1);
}

static int record_write(const struct hostile_targets *t)
{
    int fd = open(t->record, O_WRONLY | O_APPEND);

    return result_close(fd, fd >= 0 && write(fd, "x", 1) == 1);
}

static int record_cut(const struct hostile_targets *t)
{
    return result(truncate(t->record, 1));
}

static int record_size(const struct hostile_targets *t)
{
    struct stat st;

    return result(stat(t->record, &st));
}

static int record_mode(const struct hostile_targets *t)
{
    return result(chmod(t->record, 0644));
}

static int folder_write(const struct hostile_targets *t)
{
    char path[HOSTILE_PATH_SIZE + 8];

    snprintf(path, sizeof path, "%s/x", t->folder);
    int fd = open(path, O_WRONLY | O_CREAT, 0600);
    return result_close(fd, fd >= 0);
}

static int folder_list(const struct hostile_targets *t)
{
    int fd = open(t->folder, O_RDONLY | O_DIRECTORY);

    return result_close(fd, fd >= 0);
}

static int folder_watch(const struct hostile_targets *t)
{
    int fd = inotify_init1(IN_CLOEXEC);

    return result_close(
        fd, fd >= 0 && inotify_add_watch(fd, t->folder, IN_MODIFY) >= 0);
}

static int any_file(const struct hostile_targets *t)
{
    UNUSED(t);
    int fd = open("/etc/passwd", O_RDONLY);

    return result_close(fd, fd >= 0);
}

/* Whatever is open beyond what a room is given. */
static int descriptors(const struct hostile_targets *t)
{
    UNUSED(t);
    for (int fd = 4; fd < 1024; fd++)
        if (fd != hostile_door && fcntl(fd, F_GETFD) >= 0)
            return 0;
    return EBADF;
}

static int shared_segment(const struct hostile_targets *t)
{
    void *at = shmat(t->shm_id, NULL, SHM_RDONLY);

    if ((intptr_t)at == -1)
        return errno;
    shmdt(at);
    return 0;
}

static int shared_new(const struct hostile_targets *t)
{
    UNUSED(t);
    int id = shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600);

    if (id < 0)
        return errno;
    shmctl(id, IPC_RMID, NULL);
    return 0;
}

static int shared_file(const struct hostile_targets *t)
{
    int fd = open(t->shm_path, O_RDWR);

    return result_close(fd, fd >= 0);
}

/* Put a character into a terminal's input. */
static int tty_push(const struct hostile_targets *t)
{
    int fd = open(t->tty, O_RDWR);

    return result_close(fd, fd >= 0 && ioctl(fd, TIOCSTI, "x") == 0);
}

static int ring(const struct hostile_targets *t)
{
    UNUSED(t);
    char parameters[256] = {0};
    int fd = (int)syscall(SYS_io_uring_setup, 1, parameters);

    return result_close(fd, fd >= 0);
}

static int keyring(const struct hostile_targets *t)
{
    UNUSED(t);
    /* KEY_SPEC_USER_KEYRING: shared by all processes of the user. */
    const int shared = -4;
    const int unlink_key = 9;
    long key = syscall(SYS_add_key, "user", "hostile", "x", 1, shared);

    if (key < 0)
        return errno;
    (void)syscall(SYS_keyctl, unlink_key, key, shared);
    return 0;
}

static int dumpable(const struct hostile_targets *t)
{
    UNUSED(t);
    return result(prctl(PR_SET_DUMPABLE, 1, 0, 0, 0));
}

static int code(const struct hostile_targets *t)
{
    UNUSED(t);
    void *page = mmap(NULL, 4096, PROT_READ | PROT_EXEC,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (page == MAP_FAILED)
        return errno;
    munmap(page, 4096);
    return 0;
}

static int start_process(const struct hostile_targets *t)
{
    UNUSED(t);
    pid_t pid = fork();

    if (pid == 0)
        _exit(0);
    if (pid < 0)
        return errno;
    (void)waitpid(pid, NULL, 0);
    return 0;
}

/* Success of the child is its exit status: an exec has no other sign. Where
 * there is no child the room itself becomes the program, and is found out by
 * its missing lines. */
static int execute(const char *path, int fd)
{
    static char name[] = "true";
    char *argv[] = {name, NULL};
    char *envp[] = {NULL};
    int status = 0;
    pid_t pid = fork();

    if (pid <= 0) {
        if (path)
            execve(path, argv, envp);
        else
            syscall(SYS_execveat, fd, "", argv, envp, AT_EMPTY_PATH);
        if (pid == 0)
            _exit(errno);
        return errno;
    }
    if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
        return EIO;
    return WEXITSTATUS(status);
}

static int execute_path(const struct hostile_targets *t)
{
    UNUSED(t);
    return execute("/bin/true", -1);
}

static int execute_memory(const struct hostile_targets *t)
{
    UNUSED(t);
    int file = open("/bin/true", O_RDONLY);
    int fd = memfd_create("x", MFD_CLOEXEC);
    int err = errno;

    if (fd >= 0 && file >= 0) {
        char block[4096];
        ssize_t n;
        while ((n = read(file, block, sizeof block)) > 0)
            if (write(fd, block, (size_t)n) != n)
                break;
        err = execute(NULL, fd);
    }
    if (file >= 0)
        close(file);
    if (fd >= 0)
        close(fd);
    return err;
}

const struct hostile_try hostile_host[] = {
    {"ptrace of another process", ptrace_victim},
    {"ptrace of the other room", ptrace_room},
    {"a signal to another process", signal_victim},
    {"a signal to everybody", signal_all},
    {"a signal to another thread", signal_thread},
    {"a signal through a pidfd", signal_pidfd},
    {"another's descriptor through a pidfd", pidfd_take},
    {"another's memory by process_vm_readv", memory_by_call},
    {"another's memory by /proc", memory_by_proc},
    {"another's environment by /proc", environ_by_proc},
    {"the other room's command line by /proc", cmdline_of_room},
    {"another's network namespace", namespace_of_victim},
    {"read the other room's record", record_read},
    {"write to the other room's record", record_write},
    {"cut the other room's record", record_cut},
    {"the size of the other room's record", record_size},
    {"the mode of the other room's record", record_mode},
    {"a file in the run's folder", folder_write},
    {"a list of the run's folder", folder_list},
    {"a watch on the run's folder", folder_watch},
    {"a file of the system", any_file},
    {"descriptors nobody gave it", descriptors},
    {"another's shared memory", shared_segment},
    {"shared memory of its own", shared_new},
    {"a file in /dev/shm", shared_file},
    {"a key typed into a terminal", tty_push},
    {"io_uring", ring},
    {"the user's keyring", keyring},
    {"its own memory opened again", dumpable},
    {"memory that can be executed", code},
    {"a process of its own", start_process},
    {"a program by its path", execute_path},
    {"a program from memory", execute_memory},
    /* Last, since it takes rights over what the others look at. */
    {"a user namespace of its own", namespace_new},
    {NULL, NULL},
};
