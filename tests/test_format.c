/* FORMAT.md: its tables are those in C (UPDATE_GOLDENS=1 writes them anew), and
 * its whole examples are scenarios without mistakes. Runs at the top of the
 * tree. */
#include "sim/scenario/scenario_file.h"
#include "tests/rig/format_tables.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define PAGE     "scenarios/FORMAT.md"
#define PAGE_MAX (1 << 20)
#define BEGIN    "<!-- table: "
#define END      "<!-- end of table -->"

static char *page_text(void)
{
    char *text = calloc(1, PAGE_MAX);
    assert_non_null(text);
    FILE *in = fopen(PAGE, "rb");
    assert_non_null(in);
    size_t size = fread(text, 1, PAGE_MAX - 1, in);
    assert_true(size < PAGE_MAX - 1);
    fclose(in);
    return text;
}

/* The page with every table as C has it; free it with free. */
static char *page_with_tables(const char *page)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    const char *mark;
    while ((mark = strstr(page, BEGIN)) != NULL) {
        char name[32] = "";
        assert_int_equal(sscanf(mark + strlen(BEGIN), "%31[a-z] -->", name), 1);
        const char *from = strchr(mark, '\n') + 1;
        const char *to = strstr(from, END);
        assert_non_null(to);
        fwrite(page, 1, (size_t)(from - page), out);
        if (!format_table(name, out))
            fail_msg("there is no table '%s'", name);
        page = to;
        fwrite(page, 1, strlen(END), out);
        page += strlen(END);
    }
    fputs(page, out);
    assert_int_equal(fclose(out), 0);
    return text;
}

static void page__tables__as_in_c(void **state)
{
    (void)state;
    char *page = page_text();
    char *wanted = page_with_tables(page);
    const char *update = getenv("UPDATE_GOLDENS");
    if (update && strcmp(update, "1") == 0) {
        FILE *out = fopen(PAGE, "wb");
        assert_non_null(out);
        fputs(wanted, out);
        assert_int_equal(fclose(out), 0);
    } else if (strcmp(page, wanted) != 0) {
        fail_msg("%s is behind the tables in C: make golden", PAGE);
    }
    free(wanted);
    free(page);
}

static void page__every_table__is_there_once(void **state)
{
    (void)state;
    char *page = page_text();
    for (size_t n = 0; format_table_name(n); n++) {
        char mark[64];
        snprintf(mark, sizeof(mark), BEGIN "%s -->", format_table_name(n));
        const char *first = strstr(page, mark);
        if (!first || strstr(first + 1, mark))
            fail_msg("table '%s' is not there once", format_table_name(n));
    }
    free(page);
}

/* So that a cell can be read beside the others, not as a page of its own. */
static void page__rows_of_tables__are_short(void **state)
{
    enum { ROW_MAX = 320 };
    (void)state;
    char *page = page_text();
    for (const char *line = page; *line; line += *line == '\n') {
        size_t size = strcspn(line, "\n");
        if (*line == '|' && size > ROW_MAX)
            fail_msg("a row of %zu letters: %.60s ...", size, line);
        line += size;
    }
    free(page);
}

static void check_example(const char *text, size_t size)
{
    struct arena arena;
    struct diags diags;
    struct scenario *s;
    struct bytes bytes = {(const uint8_t *)text, size};
    arena_init(&arena, 0);
    diags_init(&diags);
    if (scenario_read(bytes, PAGE, &arena, &s, &diags)) {
        diags_print(&diags, PAGE, bytes, stderr);
        fail_msg("an example has mistakes");
    }
    diags_fini(&diags);
    arena_fini(&arena);
}

static void page__whole_examples__have_no_mistakes(void **state)
{
    static const char begin[] = "```yaml\nscenario: 1\n";
    unsigned int count = 0;
    (void)state;
    char *page = page_text();
    for (const char *at = page; (at = strstr(at, begin)) != NULL; count++) {
        at += strlen("```yaml\n");
        const char *end = strstr(at, "\n```");
        assert_non_null(end);
        check_example(at, (size_t)(end + 1 - at));
    }
    assert_true(count >= 2);
    free(page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(page__tables__as_in_c),
        cmocka_unit_test(page__every_table__is_there_once),
        cmocka_unit_test(page__rows_of_tables__are_short),
        cmocka_unit_test(page__whole_examples__have_no_mistakes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
