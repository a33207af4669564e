#include "shuttle/param.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct param_spec specs[] = {
    {"time", PARAM_DURATION, "4m", NULL, "walking time"},
    {"times.*", PARAM_DURATION, "4m", NULL, "of one pair"},
    {"limit", PARAM_NUMBER, "3", NULL, "how many"},
    {"service", PARAM_WORD, "gated", "gated|exhaustive", "what is taken"},
    {"motto", PARAM_TEXT, "", NULL, "anything"},
    {NULL, PARAM_TEXT, NULL, NULL, NULL},
};

/* Microseconds by hand: 1 s is 10^6, 1 m 6*10^7, 1 h 3.6*10^9, 1 d 8.64*10^10.
 */
static void duration__good__is_read(void **state)
{
    static const struct {
        const char *text;
        int64_t us;
    } cases[] = {
        {"0", 0},
        {"0s", 0},
        {"90s", 90000000},
        {"4m", 240000000},
        {"1h30m", 5400000000},
        {"2d", 172800000000},
        {"250ms", 250000},
        {"7us", 7},
        {"1d1h1m1s1ms1us", 90061001001},
        {"106751991d", 9223372022400000000},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        int64_t us = -1;
        assert_true(duration_parse(cases[i].text, &us));
        assert_int_equal(us, cases[i].us);
    }
}

static void duration__bad__is_refused(void **state)
{
    static const char *const cases[] = {
        "",
        "4",
        "m",
        "4 m",
        "-4m",
        "4.5m",
        "30m1h",
        "1m1m",
        "4mm",
        "4min",
        "1M",
        "4m ",
        " 4m",
        "00",
        "10000000000d",
        "106751992d",
        "99999999999999999999s",
        "9223372036854775807us",
        "4m\n",
        "1h30",
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        int64_t us = -1;
        if (duration_parse(cases[i], &us))
            fail_msg("'%s' was read as a duration", cases[i]);
        assert_int_equal(us, -1);
    }
}

static void duration__printed__is_as_people_write_it(void **state)
{
    static const struct {
        int64_t us;
        const char *text;
    } cases[] = {
        {0, "0"},
        {90000000, "1m30s"},
        {240000000, "4m"},
        {5400000000, "1h30m"},
        {129600000000, "1d12h"},
        {250000, "250ms"},
        {1, "1us"},
        {INT64_MAX - 1, "106751991d4h54s775ms806us"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char text[32];
        int64_t us = -1;
        duration_print(cases[i].us, text, sizeof(text));
        assert_string_equal(text, cases[i].text);
        assert_true(duration_parse(text, &us));
        assert_int_equal(us, cases[i].us);
    }
}

static void param__given_or_not__is_value_or_fallback(void **state)
{
    struct choice c = {.as = "shuttle",
                       .param = {{"times.us-iran", "5m"},
                                 {"service", "exhaustive"},
                                 {"limit", "12"}},
                       .param_count = 3};
    (void)state;
    assert_int_equal(param_us(&c, specs, "time"), 240000000);
    assert_int_equal(param_us(&c, specs, "times.us-iran"), 300000000);
    assert_int_equal(param_us(&c, specs, "times.iran-us"), 240000000);
    assert_int_equal(param_number(&c, specs, "limit"), 12);
    assert_true(param_is(&c, specs, "service", "exhaustive"));
    assert_false(param_is(&c, specs, "service", "gated"));
    assert_string_equal(param_text(&c, specs, "motto"), "");
    assert_int_equal(param_check(&c, specs, NULL), ERR_OK);
}

static void param__wrong__is_named(void **state)
{
    static const struct {
        const char *key;
        const char *value;
        enum err e;
        const char *says;
    } cases[] = {
        {"time", "4", ERR_MALFORMED, "duration"},
        {"times.us-iran", "far", ERR_MALFORMED, "times.us-iran"},
        {"limit", "-1", ERR_MALFORMED, "whole number"},
        {"limit", "1x", ERR_MALFORMED, "whole number"},
        {"limit", "", ERR_MALFORMED, "whole number"},
        {"service", "gate", ERR_MALFORMED, "gated|exhaustive"},
        {"service", "", ERR_MALFORMED, "gated|exhaustive"},
        {"service", "gated|exhaustive", ERR_MALFORMED, "one of"},
        {"tiem", "4m", ERR_UNKNOWN, "did you mean 'time'"},
        {"times.", "4m", ERR_UNKNOWN, "it knows time, times.*"},
        {"colour", "red", ERR_UNKNOWN, "no parameter 'colour'"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct choice c = {.as = "shuttle",
                           .param = {{cases[i].key, cases[i].value}},
                           .param_count = 1};
        struct diag diag = {.message = ""};
        assert_int_equal(param_check(&c, specs, &diag), cases[i].e);
        if (!strstr(diag.message, cases[i].says))
            fail_msg("'%s' does not say '%s'", diag.message, cases[i].says);
    }
}

static void param__of_a_member_without_any__is_named(void **state)
{
    static const struct param_spec none[] = {
        {NULL, PARAM_TEXT, NULL, NULL, NULL}};
    struct choice c = {
        .as = "nothing", .param = {{"time", "4m"}}, .param_count = 1};
    struct diag diag = {.message = ""};
    (void)state;
    assert_int_equal(param_check(&c, none, &diag), ERR_UNKNOWN);
    assert_non_null(strstr(diag.message, "knows no parameters"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(duration__good__is_read),
        cmocka_unit_test(duration__bad__is_refused),
        cmocka_unit_test(duration__printed__is_as_people_write_it),
        cmocka_unit_test(param__given_or_not__is_value_or_fallback),
        cmocka_unit_test(param__wrong__is_named),
        cmocka_unit_test(param__of_a_member_without_any__is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
