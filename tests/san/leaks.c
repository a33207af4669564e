/* Linked into every program that is built with the sanitizers. The leak check
 * at exit traces its own process, which a process behind its walls may not do:
 * one that cannot be dumped, or that has a system call filter, goes without it.
 */
#include <sys/prctl.h>

int __lsan_is_turned_off(void);

int __lsan_is_turned_off(void)
{
    return prctl(PR_GET_DUMPABLE) != 1 || prctl(PR_GET_SECCOMP) != 0;
}
