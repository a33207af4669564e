#include "sim/net/walls_program.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sim/net/walls_lock.h"

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule       445
#define SYS_landlock_restrict_self  446
#endif

#define RULE_PATH_BENEATH 1
#define FS_EXECUTE        1ull
#define FS_WRITE_FILE     2ull
#define FS_READ_FILE      4ull
#define FS_READ_DIR       8ull

/* linux/landlock.h, which may be older than the kernel. */
struct ruleset_attr {
    uint64_t fs;
    uint64_t net;
    uint64_t scope;
};

struct path_attr {
    uint64_t allowed;
    int32_t parent;
} __attribute__((packed));

/* What every program of the system needs to run. */
static const char *const folders[] = {
    "/usr", "/lib", "/lib64", "/lib32", "/bin", "/sbin", "/etc", "/opt",
};
static const char *const devices[] = {
    "/dev/null",
    "/dev/zero",
    "/dev/random",
    "/dev/urandom",
};

static int allow(int ruleset, const char *path, uint64_t rights)
{
    struct path_attr rule = {.allowed = rights};
    struct stat st;
    int failed = 0;

    rule.parent = open(path, O_PATH | O_CLOEXEC);
    if (rule.parent < 0)
        return 0; /* what is not there cannot be opened */
    if (fstat(rule.parent, &st) == 0 && !S_ISDIR(st.st_mode))
        rule.allowed &= ~FS_READ_DIR;
    if (syscall(SYS_landlock_add_rule, ruleset, RULE_PATH_BENEATH, &rule, 0u) !=
        0)
        failed = -1;
    close(rule.parent);
    return failed;
}

static int files(const char *const *reads, int abi)
{
    const struct ruleset_attr attr = {
        .fs = abi >= 5   ? 0xffffull
              : abi >= 3 ? 0x7fffull
              : abi == 2 ? 0x3fffull
                         : 0x1fffull,
        .net = abi >= 4 ? 3 : 0,
        .scope = abi >= 6 ? 3 : 0,
    };
    size_t size = abi >= 6   ? sizeof(attr)
                  : abi >= 4 ? 2 * sizeof(uint64_t)
                             : sizeof(uint64_t);
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &attr, size, 0u);
    int failed = ruleset < 0 ? -1 : 0;

    for (size_t n = 0; !failed && n < sizeof(folders) / sizeof(*folders); n++)
        failed =
            allow(ruleset, folders[n], FS_EXECUTE | FS_READ_FILE | FS_READ_DIR);
    for (size_t n = 0; !failed && n < sizeof(devices) / sizeof(*devices); n++)
        failed = allow(ruleset, devices[n], FS_READ_FILE | FS_WRITE_FILE);
    for (; !failed && *reads; reads++)
        failed = allow(ruleset, *reads, FS_EXECUTE | FS_READ_FILE);
    if (!failed && syscall(SYS_landlock_restrict_self, ruleset, 0u) != 0)
        failed = -1;
    if (ruleset >= 0)
        close(ruleset);
    return failed;
}

#if defined(__x86_64__)
#define THIS_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define THIS_ARCH AUDIT_ARCH_AARCH64
#else
#define THIS_ARCH 0
#endif

#define LOAD(field)                                                            \
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define DENY(name)                                                             \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, 1),                     \
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)

/* What leads out, or at other processes; the rest a program may need. A number
 * of another interface (x32 has its bit 30 set) ends the program. */
static const struct sock_filter filter[] = {
    LOAD(arch),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, THIS_ARCH, 1, 0),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
    LOAD(nr),
    BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
    DENY(socket),
    DENY(connect),
    DENY(bind),
    DENY(listen),
    DENY(ptrace),
    DENY(process_vm_readv),
    DENY(process_vm_writev),
    DENY(mount),
    DENY(umount2),
    DENY(pivot_root),
    DENY(chroot),
    DENY(unshare),
    DENY(setns),
    DENY(keyctl),
    DENY(add_key),
    DENY(request_key),
    DENY(bpf),
    DENY(perf_event_open),
    DENY(userfaultfd),
    DENY(open_by_handle_at),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 425 /* io_uring_setup */, 0, 1),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 438 /* pidfd_getfd */, 0, 1),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
};

static bool has_filter(void)
{
    return THIS_ARCH != 0 && walls_seccomp_probe() == 0;
}

int walls_program(const char *const *reads)
{
    const struct sock_fprog program = {
        .len = sizeof(filter) / sizeof(*filter),
        .filter = (struct sock_filter *)(uintptr_t)filter,
    };
    const struct rlimit no_core = {0, 0};
    int abi = walls_landlock_abi();

    (void)setrlimit(RLIMIT_CORE, &no_core);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return -1;
    if (abi > 0 && files(reads, abi) != 0)
        return -1;
    if (has_filter() &&
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) != 0)
        return -1;
    return 0;
}

static void note(struct walls_report *r, enum wall w, bool stands)
{
    if (stands)
        walls_stand(r, w);
    else
        walls_fail(r, w, ENOSYS);
}

void walls_program_report(struct walls_report *r)
{
    int abi = walls_landlock_abi();

    note(r, WALL_CAPABILITIES, true);
    note(r, WALL_NO_NEW_PRIVS, true);
    note(r, WALL_LANDLOCK_FS, abi >= 1);
    note(r, WALL_LANDLOCK_NET, abi >= 4);
    note(r, WALL_LANDLOCK_SCOPE, abi >= 6);
    note(r, WALL_SECCOMP, has_filter());
    r->of[WALL_DUMPABLE] = (struct wall_entry){WALL_OFF, 0};
}
