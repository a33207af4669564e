/* The one form of a scenario's text. Runs at the top of the tree. */
#include "sim/scenario/format.h"

#include "shuttle/memory.h"
#include "sim/scenario/scenario_file.h"
#include "sim/scenario/yaml.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define FILE_MAX  (1 << 18)
#define FILES_MAX 400
#define SPRINKLES 40

/* Format a text that may be formatted; free with buffer_fini. */
static struct buffer formatted(struct bytes text)
{
    struct diags diags;
    struct buffer out;
    buffer_init(&out);
    diags_init(&diags);
    enum err e = scenario_format(text, &diags, &out);
    if (e) {
        diags_print(&diags, "text", text, stderr);
        fail_msg("not formatted: %s", err_name(e));
    }
    diags_fini(&diags);
    return out;
}

static void expect_form(const char *text, const char *wanted)
{
    struct buffer out = formatted(bytes_of(text));
    buffer_slice(&out, (struct bytes){(const uint8_t *)"", 1});
    assert_string_equal(out.data, wanted);
    out.size--;
    struct buffer again = formatted(buffer_bytes(&out));
    assert_true(bytes_equal(buffer_bytes(&out), buffer_bytes(&again)));
    buffer_fini(&again);
    buffer_fini(&out);
}

/* As JSON; nothing when there are mistakes. Free with buffer_fini. */
static struct buffer printed(struct bytes text)
{
    struct arena arena;
    struct diags diags;
    struct buffer out;
    struct scenario *s;
    buffer_init(&out);
    arena_init(&arena, 0);
    diags_init(&diags);
    if (!scenario_read(text, NULL, &arena, &s, &diags))
        assert_true(scenario_print(s, &out));
    diags_fini(&diags);
    arena_fini(&arena);
    return out;
}

/* Formatting keeps the scenario and the comments, and once is enough. */
static void expect_kept(struct bytes text)
{
    struct arena arena;
    bool same = false;
    struct buffer once = formatted(text);
    struct buffer twice = formatted(buffer_bytes(&once));
    struct buffer before = printed(text);
    struct buffer after = printed(buffer_bytes(&once));
    if (!bytes_equal(buffer_bytes(&once), buffer_bytes(&twice)))
        fail_msg("formatted otherwise the second time:\n%.*s\n---\n%.*s",
                 (int)once.size, once.data, (int)twice.size, twice.data);
    assert_true(bytes_equal(buffer_bytes(&before), buffer_bytes(&after)));
    arena_init(&arena, 0);
    assert_int_equal(format_compare(text, buffer_bytes(&once), &arena, &same),
                     ERR_OK);
    assert_true(same);
    arena_fini(&arena);
    buffer_fini(&once);
    buffer_fini(&twice);
    buffer_fini(&before);
    buffer_fini(&after);
}

#define HEAD                                                                   \
    "scenario: 1\n"                                                            \
    "rooms: { a: {}, b: {} }\n"                                                \
    "mediators: { m: {} }\n"

static void keys__in_any_order__are_sorted(void **state)
{
    (void)state;
    /* Who speaks in a round keeps the order the author gave. */
    expect_form("rounds:\n- limit: 10m\n  m: []\n  b: []\n  a: []\n  id: x\n"
                "mediators:\n    m: {}\nrooms:\n    a:\n    b: {}\n"
                "title: Well\n'scenario': 1\n",
                "scenario: 1\ntitle: \"Well\"\nrooms: { a: {}, b: {} }\n"
                "mediators: { m: {} }\n"
                "rounds:\n  - { id: x, limit: 10m, m: [], b: [], a: [] }\n");
}

static void quotes__of_every_kind__as_the_house_has_them(void **state)
{
    (void)state;
    expect_form(HEAD "rounds:\n"
                     "- a: [{id: \"x\", say: One, to: 'b', at: '5m'}]\n"
                     "  b: [{say: 'It''s \"so\"', if: round() == 1}]\n",
                HEAD "rounds:\n"
                     "  - a: [{ id: x, at: 5m, to: b, say: \"One\" }]\n"
                     "    b: [{ if: \"round() == 1\", say: \"It's \\\"so\\\"\" "
                     "}]\n");
}

/* Brackets of any depth stay while they fit in one line; a list of names that
 * does not fills several; without brackets only what is shallow is given any.
 */
static void brackets_and_keys__of_a_line__as_it_reads_best(void **state)
{
    (void)state;
    expect_form(
        HEAD
        "rounds: [{id: r,\n  a: [{id: x,\n    say: One}], b: [{id: y}]}]\n"
        "expect:\n- outcome: no_agreement\n  before:\n  - [x, y]\n  - [y,\n"
        "      x]\n- before: [[x, y], [x, y], [x, y], [x, y], [x, y], [x, y], "
        "[x, y], [x, y], [x, y], [x, y], [x, y], [x, y], [x, y], [x, y]]\n",
        HEAD
        "rounds: [{ id: r, a: [{ id: x, say: \"One\" }], b: [{ id: y }] }]\n"
        "expect:\n"
        "  - outcome: no_agreement\n    before: [[x, y], [y, x]]\n"
        "  - before: [[x, y], [x, y], [x, y], [x, y], [x, y], [x, y], [x, y], "
        "[x, y], [x, y], [x, y], [x, y], [x, y], [x, y],\n"
        "             [x, y]]\n");
    expect_form(HEAD "rounds:\n  - id: r\n    a:\n      - id: x\n"
                     "        say: One\n        caveat: {expires: 1h}\n",
                HEAD "rounds:\n  - id: r\n    a:\n"
                     "      - { id: x, say: \"One\", caveat: { expires: 1h } "
                     "}\n");
    /* Keys of a line: cue, move, words, what may be done with them. */
    expect_form(
        HEAD "rounds:\n  - a: [{gist: g, caveat: gist, say: Words, to: b, if: "
             "round() == 1, within: 2h, at: 1h, after: y, id: x}]\n"
             "    b: [{say: No, reply: reject, re: x, id: y}]\n",
        HEAD "rounds:\n"
             "  - a: [{ id: x, after: y, at: 1h, within: 2h, if: \"round() == "
             "1\", to: b, say: \"Words\", caveat: gist, gist: \"g\" }]\n"
             "    b: [{ id: y, re: x, reply: reject, say: \"No\" }]\n");
}

static void prose__long_or_of_several_lines__in_a_block(void **state)
{
    (void)state;
    expect_form(
        HEAD
        "rounds: [{}]\n"
        "notes: \"one\\ntwo\\n\"\n"
        "debrief: \"A question that goes on and on and on, so that it does not "
        "fit on a line of this file, which end at 120 characters each.\"\n"
        "sources: [\" one\\n\", \"one\\n\\n\", \"one \\ntwo\", "
        "\"t\\tab\"]\n",
        HEAD "rounds: [{}]\n"
             "sources: [\" one\\n\", \"one\\n\\n\", \"one \\ntwo\", "
             "\"t\\tab\"]\n"
             "notes: |\n  one\n  two\n"
             "debrief: >-\n"
             "  A question that goes on and on and on, so that it does not "
             "fit on a line of this file, which end at 120 characters\n"
             "  each.\n");
}

static void comments__of_every_kind__stay_with_what_they_are_about(void **state)
{
    (void)state;
    expect_form("# head\n\n"
                "scenario: 1 # first\n"
                "# about rounds\n"
                "rounds: # behind\n"
                "  # before the entry\n"
                "  - # behind the dash\n"
                "    # before the id\n"
                "    id: x # of x\n"
                "    limit: 5m\n"
                "# about the rooms\n\n\n"
                "rooms: { a: {}, # of a\n"
                "         b: {} } # of rooms\n"
                "mediators:\n"
                "  m:\n"
                "    title: | # of the title\n"
                "      The # is text.\n"
                "      So is # this\n"
                "# tail\n\n"
                "# more tail",
                "# head\n\n"
                "scenario: 1 # first\n"
                "# about the rooms\n\n"
                "rooms: # of rooms\n"
                "  a: {} # of a\n"
                "  b: {}\n"
                "mediators:\n"
                "  m:\n"
                "    title: | # of the title\n"
                "      The # is text.\n"
                "      So is # this\n"
                "# about rounds\n"
                "rounds: # behind\n"
                "  # before the entry\n"
                "  # behind the dash\n"
                "  # before the id\n"
                "  - id: x # of x\n"
                "    limit: 5m\n"
                "# tail\n\n"
                "# more tail\n");
}

static void comments__beside_what_needs_several_lines__go_above(void **state)
{
    (void)state;
    expect_form(HEAD "rounds:\n"
                     "  - a:\n"
                     "      - { id: x, # one\n"
                     "          say: \"Well.\" } # two\n"
                     "\n"
                     "      - { say: \"So.\" } # three\n",
                HEAD "rounds:\n"
                     "  - a:\n"
                     "      # two\n"
                     "      - { id: x, say: \"Well.\" } # one\n"
                     "\n"
                     "      - { say: \"So.\" } # three\n");
    expect_form(HEAD "rounds:\n  - a:\n      - { id: x, caveat: gist, # one\n"
                     "          say: \"Well, this goes on for a while.\",\n"
                     "          gist: \"And so does this, to fill a line.\", "
                     "gloss: \"And this.\" }\n",
                HEAD "rounds:\n  - a:\n      # one\n      - id: x\n"
                     "        say: \"Well, this goes on for a while.\"\n"
                     "        caveat: gist\n"
                     "        gist: \"And so does this, to fill a line.\"\n"
                     "        gloss: \"And this.\"\n");
}

static void json__with_line_ends_of_two__becomes_a_scenario(void **state)
{
    (void)state;
    expect_form(
        "\xef\xbb\xbf{\"scenario\": 1,\r\n\"mediators\": {\"m\": {}},\r\n"
        "\"rooms\": {\"a\": {}, \"b\": {}}, \"rounds\": [{}]}",
        HEAD "rounds: [{}]\n");
}

static char *file_text(const char *folder, const char *name, struct bytes *out)
{
    char path[512];
    char *text = calloc(1, FILE_MAX);
    assert_non_null(text);
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *in = fopen(path, "rb");
    assert_non_null(in);
    size_t size = fread(text, 1, FILE_MAX, in);
    assert_true(size < FILE_MAX);
    fclose(in);
    *out = (struct bytes){(const uint8_t *)text, size};
    return text;
}

/* Call for every scenario of a folder; returns how many there are. */
static unsigned int each_file(const char *folder,
                              void (*visit)(const char *name,
                                            struct bytes text))
{
    unsigned int files = 0;
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    struct dirent *entry;
    while ((entry = readdir(dir)) != NULL && files < FILES_MAX) {
        size_t size = strlen(entry->d_name);
        if (size < 6 || strcmp(entry->d_name + size - 5, ".yaml") != 0)
            continue;
        struct bytes text;
        char *storage = file_text(folder, entry->d_name, &text);
        visit(entry->d_name, text);
        free(storage);
        files++;
    }
    closedir(dir);
    return files;
}

static void keep(const char *name, struct bytes text)
{
    (void)name;
    expect_kept(text);
    /* What the program prints of it is JSON, and can be formatted too. */
    struct buffer json = printed(text);
    if (json.size > 0)
        expect_kept(buffer_bytes(&json));
    buffer_fini(&json);
}

static void good_file__formatted__is_the_same_scenario(void **state)
{
    (void)state;
    assert_true(each_file("scenarios", keep) >= 3);
    assert_true(each_file("tests/scenarios/good", keep) >= 3);
}

static uint64_t chance;

static uint32_t below(uint32_t bound)
{
    chance ^= chance << 13;
    chance ^= chance >> 7;
    chance ^= chance << 17;
    return (uint32_t)(chance % bound);
}

/* The lines into which, or behind which, no value runs. */
static void mark_values(const struct node *n, bool *inside, uint32_t lines)
{
    uint32_t last = n->end.line - (n->block && n->end.column == 1);
    for (uint32_t l = n->place.line; n->kind == NODE_SCALAR && l < last; l++)
        inside[l < lines ? l : lines] = true;
    for (const struct node *c = n->first; c; c = c->next)
        mark_values(c, inside, lines);
}

/* The text with comments and empty lines put in between wherever chance wants
 * them and no value runs on. */
static void sprinkle(struct bytes text, const bool *inside, struct buffer *out)
{
    uint32_t line = 0;
    for (size_t at = 0; at < text.size;) {
        const uint8_t *end = memchr(text.data + at, '\n', text.size - at);
        size_t size = end ? (size_t)(end - text.data) - at : text.size - at;
        bool free_before = !inside[line];
        line++;
        if (free_before && below(3) == 0)
            buffer_format(out, "%*s# line %u\n", (int)below(9), "", line);
        if (free_before && below(4) == 0)
            buffer_add(out, "\n");
        buffer_slice(out, (struct bytes){text.data + at, size});
        bool has_mark = memchr(text.data + at, '#', size) != NULL;
        if (!inside[line] && !has_mark && size > 0 && below(3) == 0)
            buffer_format(out, " # beside %u", line);
        buffer_add(out, "\n");
        at += size + 1;
    }
}

static void keep_sprinkled(const char *name, struct bytes text)
{
    struct arena arena;
    struct diags diags;
    struct node *root;
    static bool inside[FILE_MAX];
    (void)name;
    memset(inside, 0, sizeof(inside));
    arena_init(&arena, 0);
    diags_init(&diags);
    assert_int_equal(yaml_read(text, &arena, &diags, &root), ERR_OK);
    mark_values(root, inside, FILE_MAX - 1);
    for (chance = 1; chance <= SPRINKLES * 7919; chance += 7919) {
        uint64_t seed = chance;
        struct buffer made;
        buffer_init(&made);
        sprinkle(text, inside, &made);
        expect_kept(buffer_bytes(&made));
        buffer_fini(&made);
        chance = seed;
    }
    diags_fini(&diags);
    arena_fini(&arena);
}

static void good_file__with_comments_anywhere__keeps_them(void **state)
{
    (void)state;
    each_file("scenarios", keep_sprinkled);
    each_file("tests/scenarios/good", keep_sprinkled);
}

/* A file whose form is in doubt is left alone, with its mistakes named; of
 * others the mistakes are kept too. */
static void judge_bad(const char *name, struct bytes text)
{
    struct arena arena;
    struct diags diags;
    struct buffer out;
    struct scenario *s;
    buffer_init(&out);
    arena_init(&arena, 0);
    diags_init(&diags);
    /* A brief is a mistake only where it is to be played, and a doubt is none
     * unless it is asked for. */
    if (!scenario_read(text, NULL, &arena, &s, &diags))
        assert_true(strcmp(name, "brief.yaml") == 0 ||
                    strncmp(name, "doubt-", 6) == 0 ||
                    strncmp(name, "table-", 6) == 0);
    bool form = false;
    for (uint32_t i = 0; i < diags.count; i++)
        form = form || diags.list[i].code < MISTAKE_DUPLICATE_ID;
    diags_fini(&diags);
    diags_init(&diags);
    enum err e = scenario_format(text, &diags, &out);
    if (e != (form ? ERR_SCENARIO : ERR_OK))
        fail_msg("%s: %s", name, err_name(e));
    assert_int_equal(diags.count > 0, form);
    assert_int_equal(out.size == 0, form);
    if (!form)
        expect_kept(text);
    buffer_fini(&out);
    diags_fini(&diags);
    arena_fini(&arena);
}

static void bad_file__of_doubtful_form__is_left_alone(void **state)
{
    (void)state;
    assert_true(each_file("tests/scenarios/bad", judge_bad) >= 100);
}

static void compare__of_what_differs__says_so(void **state)
{
    static const char *const others[] = {
        HEAD "rounds: [{}]\n",
        HEAD "rounds: [{ id: x }] # a\n",
        HEAD "rounds: [{ id: y }] # b\n",
        HEAD "rounds: [{ id: x }] # b # c\n",
        HEAD "rounds: [{ id: x }] # b\n# b\n",
        ("mediators: { n: {} }\nrooms: { a: {}, b: {} }\nscenario: 1\n"
         "rounds: [{ id: x }] # b\n"),
        "rooms: {",
    };
    const char *text = HEAD "rounds: [{ id: x }] # b\n";
    struct arena arena;
    bool same;
    (void)state;
    arena_init(&arena, 0);
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        same = true;
        assert_int_equal(
            format_compare(bytes_of(text), bytes_of(others[i]), &arena, &same),
            ERR_OK);
        assert_false(same);
    }
    assert_int_equal(
        format_compare(bytes_of(text),
                       bytes_of("# b\nrounds:\n- { id: 'x' }\n" HEAD), &arena,
                       &same),
        ERR_OK);
    assert_true(same);
    arena_fini(&arena);
}

static void memory__gone_anywhere__is_said(void **state)
{
    const char *text = HEAD "# why\nrounds: [{ id: x }] # b\n";
    unsigned long n = 0;
    enum err e;
    (void)state;
    do {
        struct diags diags;
        struct buffer out;
        buffer_init(&out);
        diags_init(&diags);
        memory_fail_at(++n);
        e = scenario_format(bytes_of(text), &diags, &out);
        memory_fail_at(0);
        assert_true(e == ERR_OK || e == ERR_MEMORY);
        diags_fini(&diags);
        buffer_fini(&out);
    } while (e == ERR_MEMORY && n < 1000);
    assert_int_equal(e, ERR_OK);
    assert_true(n > 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys__in_any_order__are_sorted),
        cmocka_unit_test(quotes__of_every_kind__as_the_house_has_them),
        cmocka_unit_test(brackets_and_keys__of_a_line__as_it_reads_best),
        cmocka_unit_test(prose__long_or_of_several_lines__in_a_block),
        cmocka_unit_test(
            comments__of_every_kind__stay_with_what_they_are_about),
        cmocka_unit_test(comments__beside_what_needs_several_lines__go_above),
        cmocka_unit_test(json__with_line_ends_of_two__becomes_a_scenario),
        cmocka_unit_test(good_file__formatted__is_the_same_scenario),
        cmocka_unit_test(good_file__with_comments_anywhere__keeps_them),
        cmocka_unit_test(bad_file__of_doubtful_form__is_left_alone),
        cmocka_unit_test(compare__of_what_differs__says_so),
        cmocka_unit_test(memory__gone_anywhere__is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
