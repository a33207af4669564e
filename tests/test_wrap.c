#include "sim/report/wrap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Lines of a text joined with '|'. */
static const char *lines(struct page *p, const char *text, size_t width)
{
    struct wrap w;
    struct wrap_line line;
    bool first = true;

    page_clear(p);
    assert_true(wrap_begin(&w, bytes_of(text)));
    while (wrap_next(&w, width, &line)) {
        page_text(p, first ? "" : "|");
        page_add(p, line.text);
        assert_int_equal(line.width, wrap_width(line.text));
        first = false;
    }
    wrap_end(&w);
    return page_string(p);
}

/* Widths as in the tables of Unicode: EastAsianWidth.txt and the general
 * categories Mn and Cf. */
static void wrap_width__scripts__as_on_a_terminal(void **state)
{
    (void)state;
    assert_int_equal(wrap_width(bytes_of("abc")), 3);
    /* e and U+0301 */
    assert_int_equal(wrap_width(bytes_of("e\xcc\x81")), 1);
    /* U+4E2D U+6587, wide */
    assert_int_equal(wrap_width(bytes_of("\xe4\xb8\xad\xe6\x96\x87")), 4);
    /* Persian "mi", ZWNJ, "khahim": 2 + 0 + 6 letters */
    assert_int_equal(
        wrap_width(bytes_of("\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae\xd9\x88"
                            "\xd8\xa7\xd9\x87\xdb\x8c\xd9\x85")),
        8);
    /* Arabic beh with fatha */
    assert_int_equal(wrap_width(bytes_of("\xd8\xa8\xd9\x8e")), 1);
    /* U+1F600 */
    assert_int_equal(wrap_width(bytes_of("\xf0\x9f\x98\x80")), 2);
}

static void wrap__words__break_at_spaces(void **state)
{
    struct page p = {0};

    (void)state;
    assert_string_equal(lines(&p, "one two three", 7), "one two|three");
    assert_string_equal(lines(&p, "one two three", 6), "one|two|three");
    assert_string_equal(lines(&p, "one  \ntwo\n\nx", 9), "one|two||x");
    assert_string_equal(lines(&p, "", 9), "");
    page_fini(&p);
}

static void wrap__long_word__cut_between_clusters(void **state)
{
    struct page p = {0};

    (void)state;
    assert_string_equal(lines(&p, "abcdefgh", 3), "abc|def|gh");
    /* a + U+0301 stays whole */
    assert_string_equal(lines(&p, "xa\xcc\x81y", 2), "xa\xcc\x81|y");
    assert_string_equal(lines(&p, "xxa\xcc\x81y", 2), "xx|a\xcc\x81y");
    /* wide characters are never halved */
    assert_string_equal(lines(&p, "\xe4\xb8\xad\xe6\x96\x87", 3),
                        "\xe4\xb8\xad|\xe6\x96\x87");
    page_fini(&p);
}

static void wrap__zwnj__never_beside_a_break(void **state)
{
    /* mim ye ZWNJ khe: cut at every width, the ZWNJ keeps both neighbours. */
    static const char word[] = "\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae\xd9\x88";
    struct page p = {0};

    (void)state;
    for (size_t width = 1; width < 6; width++) {
        lines(&p, word, width);
        assert_non_null(
            strstr(page_string(&p), "\xdb\x8c\xe2\x80\x8c\xd8\xae"));
    }
    page_fini(&p);
}

static void wrap_put__right_to_left__isolated(void **state)
{
    struct page p = {0};
    struct wrap w;
    struct wrap_line line;

    (void)state;
    /* A Persian text whose second line starts with a Latin word. */
    assert_true(wrap_begin(&w, bytes_of("\xd9\x85\xd8\xa7\xd8\xa7 IAEA "
                                        "\xd9\x85\xd8\xa7")));
    assert_true(wrap_next(&w, 4, &line));
    wrap_put(&p, &line);
    assert_string_equal(page_string(&p), "\xe2\x81\xa8\xd9\x85\xd8\xa7\xd8\xa7"
                                         "\xe2\x81\xa9");
    page_clear(&p);
    assert_true(wrap_next(&w, 8, &line));
    wrap_put(&p, &line);
    assert_string_equal(page_string(&p),
                        "\xe2\x81\xa8\xe2\x80\x8fIAEA \xd9\x85\xd8\xa7"
                        "\xe2\x81\xa9");
    assert_false(wrap_next(&w, 8, &line));
    wrap_end(&w);
    page_fini(&p);
}

static void wrap_cut__too_long__ends_in_ellipsis(void **state)
{
    struct page p = {0};

    (void)state;
    assert_int_equal(wrap_cut(&p, bytes_of("United States"), 8), 7);
    assert_string_equal(page_string(&p), "United\xe2\x80\xa6");
    page_fini(&p);
}

static void page_clean__controls__shown(void **state)
{
    struct page p = {0};

    (void)state;
    page_clean(&p, bytes_of("a\tb\x1b[1m\r\nc\rd\xff\xc2\x85\xe2\x80\xae"));
    assert_string_equal(page_string(&p),
                        "a b\\x1b[1m\nc\\x0dd\\xff\\x85\\u{202e}");
    page_clear(&p);
    page_clean_line(&p, bytes_of("a\nb"));
    assert_string_equal(page_string(&p), "a b");
    page_fini(&p);
}

static void page_format__any_size__whole(void **state)
{
    (void)state;
    for (int size = 0; size < 600; size++) {
        struct page p = {0};

        page_text(&p, "<");
        page_format(&p, "%*s", size, size > 0 ? ">" : "");
        assert_int_equal(p.size, 1 + size);
        assert_int_equal(strlen(page_string(&p)), 1 + size);
        assert_int_equal(page_string(&p)[size], size > 0 ? '>' : '<');
        page_fini(&p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrap_width__scripts__as_on_a_terminal),
        cmocka_unit_test(wrap__words__break_at_spaces),
        cmocka_unit_test(wrap__long_word__cut_between_clusters),
        cmocka_unit_test(wrap__zwnj__never_beside_a_break),
        cmocka_unit_test(wrap_put__right_to_left__isolated),
        cmocka_unit_test(wrap_cut__too_long__ends_in_ellipsis),
        cmocka_unit_test(page_clean__controls__shown),
        cmocka_unit_test(page_format__any_size__whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
