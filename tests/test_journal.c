/* The journal: what is on disk when it says so, alone and with its thread. */
#include "sim/runtime/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define WAIT_MS 10000

static int file_new(char path[64])
{
    const char *dir = getenv("TMPDIR");
    int fd;

    snprintf(path, 64, "%.40s/journal-XXXXXX", dir ? dir : "/tmp");
    fd = mkstemp(path);
    assert_true(fd >= 0);
    return fd;
}

static void must_hold(const char *path, const char *wanted)
{
    char got[256] = "";
    FILE *f = fopen(path, "r");

    assert_non_null(f);
    (void)!fread(got, 1, sizeof(got) - 1, f);
    fclose(f);
    assert_string_equal(got, wanted);
    unlink(path);
}

static struct journal *durable(int fd)
{
    struct journal *j = journal_new(fd, NULL);

    assert_non_null(j);
    assert_int_equal(journal_sync_always(j, NULL), ERR_OK);
    return j;
}

/* Wait for news; they may be of an earlier group. */
static void wait_for_news(struct journal *j)
{
    struct pollfd p = {.fd = journal_fd(j), .events = POLLIN};

    assert_int_equal(poll(&p, 1, WAIT_MS), 1);
    journal_clear(j);
}

static void journal__closed__holds_what_was_appended(void **state)
{
    char path[64];
    struct journal *j = journal_new(file_new(path), NULL);

    (void)state;
    assert_int_equal(journal_fd(j), -1);
    assert_int_equal(journal_append(j, bytes_of("one ")), ERR_OK);
    assert_int_equal(journal_append(j, bytes_of("two")), ERR_OK);
    assert_int_equal(journal_appended(j), 7);
    assert_int_equal(journal_close(j, NULL), ERR_OK);
    must_hold(path, "one two");
}

static void durable__flushed__synced_up_to_there(void **state)
{
    char path[64];
    struct journal *j = durable(file_new(path));
    uint64_t first;

    (void)state;
    assert_int_equal(journal_append(j, bytes_of("one ")), ERR_OK);
    assert_int_equal(journal_synced(j), 0);
    assert_int_equal(journal_flush(j), ERR_OK);
    first = journal_appended(j);
    while (journal_synced(j) < first)
        wait_for_news(j);
    assert_int_equal(journal_append(j, bytes_of("two ")), ERR_OK);
    /* Appended only: the thread knows nothing of it yet. */
    assert_int_equal(journal_synced(j), first);
    for (int n = 0; n < 20; n++) {
        assert_int_equal(journal_append(j, bytes_of("x")), ERR_OK);
        assert_int_equal(journal_flush(j), ERR_OK);
    }
    while (journal_synced(j) < journal_appended(j))
        wait_for_news(j);
    assert_int_equal(journal_synced(j), 28);
    assert_int_equal(journal_close(j, NULL), ERR_OK);
    must_hold(path, "one two xxxxxxxxxxxxxxxxxxxx");
}

static void durable__closed_without_flush__holds_all(void **state)
{
    char path[64];
    int fd = file_new(path);
    struct journal *j = journal_new(fd, NULL);

    (void)state;
    assert_int_equal(journal_append(j, bytes_of("before ")), ERR_OK);
    assert_int_equal(journal_sync_always(j, NULL), ERR_OK);
    assert_int_equal(journal_append(j, bytes_of("after")), ERR_OK);
    assert_int_equal(journal_close(j, NULL), ERR_OK);
    must_hold(path, "before after");
}

static void durable__disk_full__fails_and_stays_failed(void **state)
{
    struct journal *j = durable(open("/dev/full", O_WRONLY));
    struct diag d = {0};

    (void)state;
    assert_int_equal(journal_append(j, bytes_of("one")), ERR_OK);
    assert_int_equal(journal_flush(j), ERR_OK);
    wait_for_news(j);
    assert_int_equal(journal_failed(j), ENOSPC);
    assert_int_equal(journal_synced(j), 0);
    assert_int_equal(journal_append(j, bytes_of("two")), ERR_OK);
    assert_int_equal(journal_flush(j), ERR_SYSTEM);
    assert_int_equal(journal_close(j, &d), ERR_SYSTEM);
    assert_non_null(strstr(d.message, strerror(ENOSPC)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(journal__closed__holds_what_was_appended),
        cmocka_unit_test(durable__flushed__synced_up_to_there),
        cmocka_unit_test(durable__closed_without_flush__holds_all),
        cmocka_unit_test(durable__disk_full__fails_and_stays_failed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
