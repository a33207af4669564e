/* Every broken file of tests/scenarios/bad names its mistakes in comments,
 * "# expect: line:column code", with "name.csv:" before it when it is in a
 * table beside it; the reader must find exactly those, in that order. A file of
 * which only warnings are given is accepted. Runs at the top of the tree. */
#include "sim/scenario/pages.h"
#include "sim/scenario/scenario_file.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define FOLDER    "tests/scenarios/bad"
#define FILES_MAX 400

static const int codes[] = {
#define X(number, NAME, text, help) number,
    MISTAKE_TABLE(X)
#undef X
};
#define CODE_COUNT (sizeof(codes) / sizeof(codes[0]))

static bool seen[1000];
static unsigned int files;
static unsigned int mistakes;

/* The comments of a file as text: "4:3 S014\n...". */
static void read_expected(struct bytes text, char *out, size_t capacity)
{
    static const char mark[] = "# expect: ";
    size_t used = 0;
    const char *at = (const char *)text.data;
    const char *end = at + text.size;
    while (at < end && *at == '#') {
        const char *line = memchr(at, '\n', (size_t)(end - at));
        size_t size = (size_t)((line ? line : end) - at);
        if (size > strlen(mark) && memcmp(at, mark, strlen(mark)) == 0)
            used +=
                (size_t)snprintf(out + used, capacity - used, "%.*s\n",
                                 (int)(size - strlen(mark)), at + strlen(mark));
        at += size + 1;
    }
}

static void print_found(const struct diags *diags, char *out, size_t capacity)
{
    size_t used = 0;
    for (uint32_t i = 0; i < diags->count; i++) {
        const struct diag_entry *e = &diags->list[i];
        const char *table =
            e->source > 0 ? diags->sources[e->source - 1].name : NULL;
        seen[e->code] = true;
        used +=
            (size_t)snprintf(out + used, capacity - used, "%s%s%u:%u S%03d\n",
                             table ? table : "", table ? ":" : "",
                             e->place.line, e->place.column, (int)e->code);
        assert_true(e->message[0] != '\0');
        assert_null(strchr(e->message, '\n'));
    }
}

static void check_file(const char *name)
{
    char path[512];
    char expected[2048] = "";
    char found[2048] = "";
    struct arena arena;
    struct diags diags;
    struct scenario *s;
    struct bytes text = BYTES_NONE;
    struct diag diag = {.message = ""};
    snprintf(path, sizeof(path), FOLDER "/%s", name);
    arena_init(&arena, 0);
    diags_init(&diags);
    diags.doubt = true;
    enum err e = scenario_load(path, &arena, &s, &diags, &text, &diag);
    read_expected(text, expected, sizeof(expected));
    print_found(&diags, found, sizeof(found));
    bool accepted = diags.count == diags.doubts;
    if (diags.count == 0 || e != (accepted ? ERR_OK : ERR_SCENARIO) ||
        (s != NULL) != accepted || strcmp(expected, found) != 0)
        fail_msg("%s: %s\nexpected:\n%sfound:\n%s", path, err_name(e), expected,
                 found);
    files++;
    mistakes += diags.count;
    diags_fini(&diags);
    arena_fini(&arena);
}

static void bad_file__read__names_its_mistakes(void **state)
{
    (void)state;
    DIR *folder = opendir(FOLDER);
    assert_non_null(folder);
    struct dirent *entry;
    while ((entry = readdir(folder)) != NULL && files < FILES_MAX) {
        const char *ending = strrchr(entry->d_name, '.');
        if (entry->d_name[0] != '.' && strcmp(ending, ".csv") != 0)
            check_file(entry->d_name);
    }
    closedir(folder);
    assert_true(files >= 100);
    print_message("%u broken files, %u mistakes\n", files, mistakes);
}

/* Two mistakes need files that are too large to keep: see
 * test_scenario_hostile. */
static void every_mistake__of_the_table__has_a_file(void **state)
{
    (void)state;
    for (size_t i = 0; i < CODE_COUNT; i++) {
        if (!seen[codes[i]] && codes[i] != MISTAKE_TOO_LARGE)
            fail_msg("no file has S%03d", codes[i]);
    }
}

static void every_mistake__of_the_table__has_a_page(void **state)
{
    (void)state;
    for (size_t i = 0; i < CODE_COUNT; i++) {
        const struct page *page = page_of((enum mistake)codes[i]);
        assert_non_null(page);
        assert_true(strlen(page->text) > 20);
        assert_true((page->wrong[0] != '\0') <= (page->right[0] != '\0'));
        assert_true(strlen(mistake_name((enum mistake)codes[i])) > 2);
        assert_true(strlen(mistake_help((enum mistake)codes[i])) > 5);
        for (size_t j = 0; j < i; j++)
            assert_int_not_equal(codes[i], codes[j]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_file__read__names_its_mistakes),
        cmocka_unit_test(every_mistake__of_the_table__has_a_file),
        cmocka_unit_test(every_mistake__of_the_table__has_a_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
