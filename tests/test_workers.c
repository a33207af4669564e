#include "sim/runtime/workers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define JOBS 1000u

static enum err square(void *arg, uint32_t n, void *result, struct diag *diag)
{
    uint64_t *out = result;

    (void)diag;
    *out = (uint64_t)n * n + *(const uint64_t *)arg;
    return ERR_OK;
}

static void results__any_number_of_cores__are_those_of_their_jobs(void **state)
{
    static const unsigned cores[] = {1, 2, 3, 16, 0};
    uint64_t add = 7;
    struct diag diag;

    (void)state;
    for (unsigned c = 0; c < sizeof(cores) / sizeof(*cores); c++) {
        struct workers_plan plan = {.jobs = JOBS,
                                    .size = sizeof(uint64_t),
                                    .cores = cores[c],
                                    .job = square,
                                    .arg = &add};
        void *results;

        assert_int_equal(workers_run(&plan, &results, &diag), ERR_OK);
        for (uint32_t n = 0; n < JOBS; n++)
            assert_true(((uint64_t *)results)[n] == (uint64_t)n * n + 7);
        workers_free(&plan, results);
    }
}

static enum err fail_late(void *arg, uint32_t n, void *result,
                          struct diag *diag)
{
    (void)arg, (void)result;
    if (n == 0 || n == 3)
        return diag_set(diag, ERR_STATE, "job %u failed", n);
    return ERR_OK;
}

static void error__of_two_jobs__is_the_first_ones(void **state)
{
    struct workers_plan plan = {
        .jobs = JOBS, .size = 8, .cores = 4, .job = fail_late};
    struct diag diag;
    void *results;

    (void)state;
    assert_int_equal(workers_run(&plan, &results, &diag), ERR_STATE);
    assert_string_equal(diag.message, "job 0 failed");
    workers_free(&plan, results);
}

static enum err die(void *arg, uint32_t n, void *result, struct diag *diag)
{
    (void)arg, (void)result, (void)diag;
    if (n == 5)
        _Exit(3);
    return ERR_OK;
}

static void worker__that_dies__is_noticed(void **state)
{
    struct workers_plan plan = {.jobs = 10, .size = 8, .cores = 2, .job = die};
    struct diag diag;
    void *results;

    (void)state;
    assert_int_equal(workers_run(&plan, &results, &diag), ERR_SYSTEM);
    assert_string_equal(diag.message, "a worker was killed");
    workers_free(&plan, results);
}

static void results__over_their_limit__are_refused(void **state)
{
    struct workers_plan plan = {
        .jobs = UINT32_MAX, .size = 1 << 20, .job = square};
    struct diag diag;
    void *results;

    (void)state;
    assert_int_equal(workers_run(&plan, &results, &diag), ERR_TOO_LONG);
    assert_null(results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(results__any_number_of_cores__are_those_of_their_jobs),
        cmocka_unit_test(error__of_two_jobs__is_the_first_ones),
        cmocka_unit_test(worker__that_dies__is_noticed),
        cmocka_unit_test(results__over_their_limit__are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
