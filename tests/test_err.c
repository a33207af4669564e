#include "shuttle/err.h"
#include "shuttle/bytes.h"
#include "shuttle/reason.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static void err_table__first_and_last__have_names_and_texts(void **state)
{
    (void)state;
    assert_int_equal(ERR_OK, 0);
    assert_string_equal(err_name(ERR_OK), "OK");
    assert_string_equal(err_text(ERR_OK), "ok");
    assert_string_equal(err_name(ERR_TOO_LONG), "TOO_LONG");
    assert_string_equal(err_text(ERR_TOO_LONG), "longer than its limit");
    assert_string_equal(err_name(ERR_INTERRUPTED), "INTERRUPTED");
    assert_string_equal(err_text(ERR_INTERRUPTED), "ended before its end");
}

/* The numbers are on the wire, so they are written out here again. */
static void reason_table__published_numbers__never_move(void **state)
{
    (void)state;
    static const char *const names[] = {
        "NONE",  "VERSION",     "TALK",    "ROOM",       "ROLE",
        "DOOR",  "TAKEN",       "ORDER",   "LENGTH",     "FORM",
        "KIND",  "STATE",       "LIMIT",   "SLOW",       "LATE",
        "GONE",  "AUTHORITY",   "EXPIRED", "NOT_YET",    "NO_CERTIFICATE",
        "USAGE", "TLS_VERSION", "TLS",     "TRANSCRIPT", "INTERRUPTED",
    };
    for (uint32_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        assert_non_null(reason_name(i));
        assert_string_equal(reason_name(i), names[i]);
        assert_string_not_equal(reason_text(i), "an unknown reason");
    }
    assert_string_equal(reason_text(0), "the talks ended");
}

static void reason_table__number_unknown__no_name(void **state)
{
    (void)state;
    assert_null(reason_name(9999));
    assert_null(reason_name(UINT32_MAX));
    assert_string_equal(reason_text(9999), "an unknown reason");
}

static void diag_set__message__formatted_and_code_returned(void **state)
{
    (void)state;
    struct diag d = {.file = "a.yaml", .line = 3, .column = 9};
    enum err e = diag_set(&d, ERR_UNKNOWN, "no room %s of %d", "us", 2);
    assert_int_equal(e, ERR_UNKNOWN);
    assert_string_equal(d.message, "no room us of 2");
    assert_string_equal(d.file, "a.yaml");
    assert_int_equal(d.line, 3);
    assert_int_equal(d.column, 9);
}

static void diag__null__is_ignored(void **state)
{
    (void)state;
    assert_int_equal(diag_set(NULL, ERR_TLS, "x"), ERR_TLS);
    assert_int_equal(diag_wrap(NULL, ERR_SYSTEM, "x"), ERR_SYSTEM);
}

static void diag_wrap__message_there__prefix_comes_before(void **state)
{
    (void)state;
    struct diag d = {0};
    (void)diag_set(&d, ERR_SYSTEM, "permission denied");
    (void)diag_wrap(&d, ERR_SYSTEM, "opening %s", "record.us");
    assert_int_equal(diag_wrap(&d, ERR_SYSTEM, "run"), ERR_SYSTEM);
    assert_string_equal(d.message, "run: opening record.us: permission denied");
}

static void diag_wrap__no_message__prefix_alone(void **state)
{
    (void)state;
    struct diag d = {0};
    (void)diag_wrap(&d, ERR_MEMORY, "reading");
    assert_string_equal(d.message, "reading");
}

static void diag_set__own_message_as_argument__is_safe(void **state)
{
    (void)state;
    struct diag d = {0};
    (void)diag_set(&d, ERR_TLS, "inner");
    (void)diag_set(&d, ERR_TLS, "<%s>", d.message);
    assert_string_equal(d.message, "<inner>");
}

static void diag_set__control_characters__become_spaces(void **state)
{
    (void)state;
    struct diag d = {0};
    (void)diag_set(&d, ERR_TLS, "%s", "a\nb\x1b[2Jc\x7f\xd8\xa7");
    assert_string_equal(d.message, "a b [2Jc \xd8\xa7");
}

/* 1023 bytes of two-byte letters after one ASCII letter fit evenly; after two
 * they do not, and the cut falls inside a letter. */
static void diag_set__too_long__cut_at_a_whole_character(void **state)
{
    (void)state;
    char text[2001];
    for (size_t i = 0; i < 1000; i++)
        memcpy(text + 2 * i, "\xd8\xa7", 2);
    text[2000] = '\0';

    struct diag d = {0};
    (void)diag_set(&d, ERR_TOO_LONG, "x%s", text);
    assert_int_equal(strlen(d.message), DIAG_SIZE - 1);
    assert_true(bytes_is_utf8(bytes_of(d.message)));
    (void)diag_set(&d, ERR_TOO_LONG, "xy%s", text);
    assert_int_equal(strlen(d.message), DIAG_SIZE - 2);
    assert_true(bytes_is_utf8(bytes_of(d.message)));
    (void)diag_wrap(&d, ERR_TOO_LONG, "pre");
    assert_true(bytes_is_utf8(bytes_of(d.message)));
    assert_memory_equal(d.message, "pre: xy", 7);
    assert_true(strlen(d.message) >= DIAG_SIZE - 2);
}

static void diag_wrap__prefix_fills_it__message_dropped(void **state)
{
    (void)state;
    char text[1500];
    memset(text, 'p', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    struct diag d = {0};
    (void)diag_set(&d, ERR_TLS, "inner");
    (void)diag_wrap(&d, ERR_TLS, "%s", text);
    assert_int_equal(strlen(d.message), DIAG_SIZE - 1);
    assert_null(strchr(d.message, ':'));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(err_table__first_and_last__have_names_and_texts),
        cmocka_unit_test(reason_table__published_numbers__never_move),
        cmocka_unit_test(reason_table__number_unknown__no_name),
        cmocka_unit_test(diag_set__message__formatted_and_code_returned),
        cmocka_unit_test(diag__null__is_ignored),
        cmocka_unit_test(diag_wrap__message_there__prefix_comes_before),
        cmocka_unit_test(diag_wrap__no_message__prefix_alone),
        cmocka_unit_test(diag_set__own_message_as_argument__is_safe),
        cmocka_unit_test(diag_set__control_characters__become_spaces),
        cmocka_unit_test(diag_set__too_long__cut_at_a_whole_character),
        cmocka_unit_test(diag_wrap__prefix_fills_it__message_dropped),
    };
    return cmocka_run_group_tests_name("err", tests, NULL, NULL);
}
