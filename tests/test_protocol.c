/* What PROTOCOL.md and the fuzzers' dictionary say is what the tables in C say.
 * UPDATE_GOLDENS=1 writes both anew. Runs at the top of the tree. */
#include "tests/rig/protocol.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define PAGE       "proto/PROTOCOL.md"
#define DICTIONARY "tests/fuzz/message.dict"

typedef void writer(FILE *out);

/* Owned by the caller, freed with free. */
static char *text_of(writer *write)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    write(out);
    assert_int_equal(fclose(out), 0);
    return text;
}

static char *text_of_file(const char *path)
{
    enum { MAX = 1 << 20 };
    char *text = calloc(1, MAX);
    assert_non_null(text);
    FILE *in = fopen(path, "rb");
    if (in != NULL) {
        size_t size = fread(text, 1, MAX - 1, in);
        assert_true(size < MAX - 1);
        fclose(in);
    }
    return text;
}

static void save(const char *path, const char *a, size_t a_size, const char *b,
                 const char *c)
{
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    fwrite(a, 1, a_size, out);
    fputs(b, out);
    fputs(c, out);
    assert_int_equal(fclose(out), 0);
}

static int is_update(void)
{
    const char *update = getenv("UPDATE_GOLDENS");
    return update != NULL && strcmp(update, "1") == 0;
}

/* Compare what stands between two marks of the page, or write it. */
static void check_region(const char *begin, const char *end, writer *write)
{
    char *page = text_of_file(PAGE);
    char *expected = text_of(write);
    char *from = strstr(page, begin);
    assert_non_null(from);
    from = strchr(from, '\n') + 1;
    char *to = strstr(from, end);
    assert_non_null(to);
    if (is_update())
        save(PAGE, page, (size_t)(from - page), expected, to);
    else if ((size_t)(to - from) != strlen(expected) ||
             strncmp(from, expected, strlen(expected)) != 0)
        fail_msg("%s is behind the tables in C: make golden", PAGE);
    free(expected);
    free(page);
}

static void page__tables__as_in_c(void **state)
{
    (void)state;
    check_region("<!-- tables:", "<!-- end of tables", protocol_tables);
}

static void page__worked_frames__as_encoded(void **state)
{
    (void)state;
    check_region("<!-- vectors:", "<!-- end of vectors", protocol_vectors);
}

static void dictionary__every_kind__as_encoded(void **state)
{
    (void)state;
    char *expected = text_of(protocol_dictionary);
    char *found = text_of_file(DICTIONARY);
    if (is_update())
        save(DICTIONARY, "", 0, expected, "");
    else if (strcmp(found, expected) != 0)
        fail_msg("%s is behind the tables in C: make golden", DICTIONARY);
    free(found);
    free(expected);
}

static void worked_frames__every_kind_on_the_wire__is_there(void **state)
{
    (void)state;
    static struct vector vectors[VECTORS_MAX];
    size_t count = protocol_make_vectors(vectors);
    for (uint32_t kind = 1; kind < 64; kind++) {
        bool found = message_name(kind) == NULL;
        for (size_t i = 0; i < count; i++)
            found = found || vectors[i].bytes[5] == kind;
        if (!found)
            fail_msg("no worked frame of %s", message_name(kind));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(page__tables__as_in_c),
        cmocka_unit_test(page__worked_frames__as_encoded),
        cmocka_unit_test(dictionary__every_kind__as_encoded),
        cmocka_unit_test(worked_frames__every_kind_on_the_wire__is_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
