#include "shuttle/condition.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static struct option militias[] = {
    {"continue", NULL}, {"pause", NULL}, {"end", NULL}};
static struct option places[] = {{"muscat", NULL}, {"rome", NULL}};
static struct issue issues[] = {
    {.id = "militias", .options = militias, .option_count = 3},
    {.id = "place", .options = places, .option_count = 2, .unordered = true},
    {.id = "preamble", .free = true},
};
static const struct agenda agenda = {issues, 3};
static const char *const rooms[] = {"us", "iran"};
static const char *const events[] = {"leak", "calm"};

static struct condition_names names_of(char who)
{
    return (struct condition_names){.agenda = &agenda,
                                    .rooms = rooms,
                                    .room_count = 2,
                                    .events = events,
                                    .event_count = 2,
                                    .who = who};
}

/* What is known: iran offered `pause` (1) on militias; us nothing. us has asked
 * about militias; nobody has accepted; the leak happened; 90 minutes have
 * passed in round 2; the mediator was 3 times in iran; the package is worth 45
 * to this room, no deal 40. Whether iran has accepted is not known. */
static bool look(const void *arg, enum condition_function f, uint8_t a,
                 uint8_t b, int64_t *value)
{
    (void)arg;
    switch (f) {
    case FUNCTION_OFFERED:
        *value = 1;
        return a == 1 && b == 0;
    case FUNCTION_ASKED:
        *value = a == 0 && b == 0;
        return true;
    case FUNCTION_ACCEPTED:
        *value = 0;
        return a == 0;
    case FUNCTION_AGREED:
    case FUNCTION_COMPLAINED:
        *value = a == 0;
        return true;
    case FUNCTION_HAPPENED:
        *value = a == 0;
        return true;
    case FUNCTION_TRUST:
        *value = 50;
        return true;
    case FUNCTION_KNOWS:
        *value = 1;
        return a == b;
    case FUNCTION_ELAPSED:
        *value = 5400000000;
        return true;
    case FUNCTION_ROUND:
        *value = 2;
        return true;
    case FUNCTION_DRAFT:
        *value = 4;
        return true;
    case FUNCTION_ANSWERED:
        *value = a == 0;
        return true;
    case FUNCTION_COMMENTS:
    case FUNCTION_VISITS:
        *value = a == 1 ? 3 : 0;
        return true;
    case FUNCTION_VALUE:
        *value = 45;
        return true;
    case FUNCTION_NO_DEAL:
        *value = 40;
        return true;
    }
    return false;
}

struct truth {
    const char *source;
    bool holds;
};

static void expect_truths(char who, const struct truth *cases, size_t count)
{
    struct condition_names names = names_of(who);
    for (size_t i = 0; i < count; i++) {
        struct condition_step steps[CONDITION_OPS_MAX];
        struct condition c;
        struct diag diag = {.message = ""};
        if (condition_parse(&c, steps, bytes_of(cases[i].source), &names,
                            &diag))
            fail_msg("%s: %s", cases[i].source, diag.message);
        if (condition_holds(&c, look, NULL) != cases[i].holds)
            fail_msg("%s: not %d", cases[i].source, cases[i].holds);
    }
}

static void condition__connectives__follow_their_tables(void **state)
{
    static const struct truth cases[] = {
        {"true", true},
        {"false", false},
        {"not true", false},
        {"not false", true},
        {"not not true", true},
        {"true and true", true},
        {"true and false", false},
        {"false and true", false},
        {"false and false", false},
        {"true or true", true},
        {"true or false", true},
        {"false or true", true},
        {"false or false", false},
        /* not binds before and, and before or */
        {"true or false and false", true},
        {"(true or false) and false", false},
        {"not false and false", false},
        {"not (false and false)", true},
        {"false and false or true", true},
        {"not true == false", true}, /* not (true == false) */
        {"  true\nand\n( not false )  ", true},
    };
    (void)state;
    expect_truths('R', cases, sizeof(cases) / sizeof(cases[0]));
}

static void condition__comparisons__follow_their_tables(void **state)
{
    static const struct truth cases[] = {
        {"1 == 1", true},       {"1 == 2", false},
        {"1 != 1", false},      {"1 != 2", true},
        {"1 < 2", true},        {"2 < 2", false},
        {"2 <= 2", true},       {"3 <= 2", false},
        {"3 > 2", true},        {"2 > 2", false},
        {"2 >= 2", true},       {"1 >= 2", false},
        {"-5 < 0", true},       {"-5 == -5", true},
        {"60s == 1m", true},    {"1h > 59m", true},
        {"2d == 48h", true},    {"9223372036854775807 > 0", true},
        {"true == true", true}, {"true != false", true},
    };
    (void)state;
    expect_truths('R', cases, sizeof(cases) / sizeof(cases[0]));
}

static void condition__functions__are_asked(void **state)
{
    static const struct truth room[] = {
        {"offered(iran, militias) == 'pause'", true},
        {"offered(iran, militias) >= 'pause'", true},
        {"offered(iran, militias) > 'pause'", false},
        {"offered(iran, militias) < 'end'", true},
        {"'continue' < offered(iran, militias)", true},
        {"asked(us, militias)", true},
        {"asked(iran, militias)", false},
        {"asked(us, place)", false},
        {"accepted(us)", false},
        {"happened(leak)", true},
        {"happened(calm)", false},
        {"elapsed() == 1h30m", true},
        {"elapsed() > 2h", false},
        {"round() == 2", true},
        {"value() >= no_deal()", true},
        {"value() < no_deal()", false},
        {"value() == 45 and happened(leak) and not accepted(us)", true},
    };
    static const struct truth mediator[] = {
        {"visits(iran) == 3", true},
        {"visits(us) > 0", false},
        {"offered(iran, militias) == offered(iran, militias)", true},
    };
    (void)state;
    expect_truths('R', room, sizeof(room) / sizeof(room[0]));
    expect_truths('M', mediator, sizeof(mediator) / sizeof(mediator[0]));
}

static void condition__unknown__makes_every_comparison_false(void **state)
{
    static const struct truth cases[] = {
        {"offered(us, militias) == 'pause'", false},
        {"offered(us, militias) != 'pause'", false},
        {"offered(us, militias) < 'pause'", false},
        {"offered(us, militias) >= 'continue'", false},
        {"offered(us, militias) == offered(us, militias)", false},
        {"offered(us, militias) != offered(iran, militias)", false},
        {"not offered(us, militias) == 'pause'", true},
        {"accepted(iran)", false},
        {"not accepted(iran)", true},
        {"accepted(iran) == false", false},
        {"accepted(iran) == true", false},
        {"accepted(iran) or true", true},
        {"accepted(iran) and true", false},
    };
    (void)state;
    expect_truths('R', cases, sizeof(cases) / sizeof(cases[0]));
}

static void condition__empty__is_true_but_not_read(void **state)
{
    struct condition_step steps[CONDITION_OPS_MAX];
    struct condition c = {.count = 0};
    struct condition_names names = names_of('R');
    struct diag diag = {.message = ""};
    (void)state;
    assert_true(condition_holds(&c, look, NULL));
    assert_int_equal(condition_parse(&c, steps, bytes_of(""), &names, &diag),
                     ERR_MALFORMED);
    assert_int_equal(diag.column, 1);
    assert_int_equal(condition_parse(&c, steps, bytes_of("  "), &names, &diag),
                     ERR_MALFORMED);
}

/* Columns were counted by hand, in characters from 1. */
static const struct {
    char who;
    const char *source;
    enum err e;
    uint32_t column;
    const char *says;
} wrong[] = {
    {'R', "ofered(iran, militias) == 'end'", ERR_MALFORMED, 1,
     "did you mean 'offered'"},
    {'R', "true and offered(irn, militias) == 'end'", ERR_MALFORMED, 18,
     "did you mean 'iran'"},
    {'R', "offered(iran, militia) == 'end'", ERR_MALFORMED, 15,
     "did you mean 'militias'"},
    {'R', "offered(iran, militias) == 'pausse'", ERR_MALFORMED, 28,
     "did you mean 'pause'"},
    {'R', "happened(leek)", ERR_MALFORMED, 10, "did you mean 'leak'"},
    {'R', "offered(iran, militias) >= pause", ERR_MALFORMED, 28,
     "single quotes"},
    {'R', "offered(iran militias) == 'end'", ERR_MALFORMED, 14, "','"},
    {'R', "offered(iran, militias == 'end'", ERR_MALFORMED, 24, "')'"},
    {'R', "offered iran", ERR_MALFORMED, 9, "write offered(room, issue)"},
    {'R', "leak and true", ERR_MALFORMED, 1, "write happened(leak)"},
    {'R', "value > 3", ERR_MALFORMED, 7,
     "'value' is a function: write value()"},
    {'R', "offered(oman, militias) == 'end'", ERR_MALFORMED, 9,
     "; choose one of us, iran"},
    {'R', "happened()", ERR_MALFORMED, 10, "id of an event"},
    {'R', "round(us) > 1", ERR_MALFORMED, 7, "')'"},
    {'R', "round() >", ERR_MALFORMED, 10, "ends here"},
    {'R', "(round() > 1", ERR_MALFORMED, 13, "')'"},
    {'R', "round() > 1)", ERR_MALFORMED, 12, "'and', 'or' or the end"},
    {'R', "round() = 1", ERR_MALFORMED, 9, "'=='"},
    {'R', "not !true", ERR_MALFORMED, 5, "'not'"},
    {'R', "true && true", ERR_MALFORMED, 6, "'and'"},
    {'R', "true || true", ERR_MALFORMED, 6, "'or'"},
    {'R', "true and", ERR_MALFORMED, 9, "ends here"},
    {'R', "and true", ERR_MALFORMED, 1, "a value"},
    {'R', "1 < 2 < 3", ERR_MALFORMED, 7, "one comparison at a time"},
    {'R', "round() > 4m", ERR_MALFORMED, 11, "this is a duration"},
    {'R', "elapsed() > 4", ERR_MALFORMED, 13, "this is a number"},
    {'R', "elapsed() > 4x", ERR_MALFORMED, 13, "neither a number"},
    {'R', "round() > 99999999999999999999", ERR_MALFORMED, 11, "too large"},
    {'R', "round()", ERR_MALFORMED, 1, "neither true nor false"},
    {'R', "true and round()", ERR_MALFORMED, 10, "neither true"},
    {'R', "not 'end'", ERR_MALFORMED, 5, "neither true nor false"},
    {'R', "'end' == 'end'", ERR_MALFORMED, 1, "offered(...)"},
    {'R', "round() == 'end'", ERR_MALFORMED, 12, "offered(...)"},
    {'R', "offered(iran, place) > 'rome'", ERR_MALFORMED, 24, "have no order"},
    {'R', "offered(iran, preamble) == 'rome'", ERR_MALFORMED, 1,
     "settled by words"},
    {'M', "true and offered(us, preamble) >= offered(us, preamble)",
     ERR_MALFORMED, 10, "settled by words"},
    {'R', "offered(us, place) == offered(us, militias)", ERR_MALFORMED, 23,
     "cannot be compared"},
    {'R', "true < false", ERR_MALFORMED, 8, "no order"},
    {'R', "offered(iran, militias) == 'end", ERR_MALFORMED, 28, "never closed"},
    {'R', "round() > 1 \xc3\xa9", ERR_MALFORMED, 13, "no meaning"},
    {'R', "'\xc3\xa9\xc3\xa9' == round() or", ERR_MALFORMED, 1, "offered(...)"},
    {'R', "true == '\xc3\xa9\xc3\xa9' #", ERR_MALFORMED, 14, "no meaning"},
    {'R', "\"end\" == 1", ERR_MALFORMED, 1, "single quotes"},
    {'R', "visits(iran) > 1", ERR_UNKNOWN, 1, "where the mediator was"},
    {'M', "true and value() > 1", ERR_UNKNOWN, 10,
     "the mediator knows no room's values"},
    {'M', "no_deal() > 1", ERR_UNKNOWN, 1,
     "the mediator knows no room's values"},
};

static void condition__wrong__says_where_and_what(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        struct condition_names names = names_of(wrong[i].who);
        struct condition_step steps[CONDITION_OPS_MAX];
        struct condition c;
        struct diag diag = {.message = ""};
        enum err e = condition_parse(&c, steps, bytes_of(wrong[i].source),
                                     &names, &diag);
        if (e != wrong[i].e || diag.column != wrong[i].column ||
            !strstr(diag.message, wrong[i].says))
            fail_msg("%s: %s at %u: %s", wrong[i].source, err_name(e),
                     diag.column, diag.message);
        assert_int_equal(c.count, 0);
    }
}

static enum err parse_bytes(const char *data, size_t size)
{
    struct condition_names names = names_of('R');
    struct condition_step steps[CONDITION_OPS_MAX];
    struct condition c;
    struct diag diag = {.message = ""};
    enum err e = condition_parse(
        &c, steps, (struct bytes){(const uint8_t *)data, size}, &names, &diag);
    assert_true(!e || diag.message[0] != '\0');
    return e;
}

static void condition__bombs__are_refused(void **state)
{
    static const char *const bricks[] = {
        "(",          "not ", "'",    "true and ", "1 <",        "a",
        "value() ==", ",",    "\x80", "9",         "((true) or "};
    char text[CONDITION_MAX + 1];
    (void)state;
    for (size_t i = 0; i < sizeof(bricks) / sizeof(bricks[0]); i++) {
        size_t brick = strlen(bricks[i]);
        size_t size = 0;
        while (size + brick <= CONDITION_MAX) {
            memcpy(text + size, bricks[i], brick);
            size += brick;
        }
        assert_int_not_equal(parse_bytes(text, size), ERR_OK);
    }
    memset(text, ' ', sizeof(text));
    memcpy(text, "true", 4);
    assert_int_equal(parse_bytes(text, CONDITION_MAX), ERR_OK);
    assert_int_equal(parse_bytes(text, CONDITION_MAX + 1), ERR_TOO_LONG);
}

/* Brackets up to the limit are read, one more is not; and as many values as
 * there are ops for, and one more. */
static void condition__limits__are_exact(void **state)
{
    char text[CONDITION_MAX];
    (void)state;
    for (size_t deep = CONDITION_DEPTH_MAX; deep <= CONDITION_DEPTH_MAX + 1;
         deep++) {
        memset(text, '(', deep);
        memcpy(text + deep, "true", 4);
        memset(text + deep + 4, ')', deep);
        assert_int_equal(parse_bytes(text, 2 * deep + 4),
                         deep > CONDITION_DEPTH_MAX ? ERR_TOO_LONG : ERR_OK);
    }
    /* n values take n - 1 operators: 2n - 1 ops. */
    size_t size = 0;
    for (size_t n = 1; n <= CONDITION_OPS_MAX / 2 + 1; n++) {
        const char *part = n == 1 ? "true" : " or true";
        memcpy(text + size, part, strlen(part));
        size += strlen(part);
        assert_int_equal(parse_bytes(text, size),
                         2 * n - 1 > CONDITION_OPS_MAX ? ERR_TOO_LONG : ERR_OK);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(condition__connectives__follow_their_tables),
        cmocka_unit_test(condition__comparisons__follow_their_tables),
        cmocka_unit_test(condition__functions__are_asked),
        cmocka_unit_test(condition__unknown__makes_every_comparison_false),
        cmocka_unit_test(condition__empty__is_true_but_not_read),
        cmocka_unit_test(condition__wrong__says_where_and_what),
        cmocka_unit_test(condition__bombs__are_refused),
        cmocka_unit_test(condition__limits__are_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
