/* Maps: every round, event and ending is there, in all three forms, and no
 * words of a file become markup. */
#include "sim/report/map.h"
#include "sim/scenario/scenario_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SMALL "tests/scenarios/good/shown.yaml"

static struct arena arena;
static struct scenario *whole;

static int load(void **state)
{
    struct diags diags;
    struct diag diag;

    (void)state;
    arena_init(&arena, 0);
    diags_init(&diags);
    enum err e = scenario_load(SMALL, &arena, &whole, &diags, NULL, &diag);

    diags_fini(&diags);
    return e != ERR_OK;
}

static int unload(void **state)
{
    (void)state;
    arena_fini(&arena);
    return 0;
}

static void has(const struct page *p, const char *wanted)
{
    if (strstr(page_string(p), wanted) == NULL)
        fail_msg("'%s' is not in it:\n%s", wanted, page_string(p));
}

static unsigned count(const struct page *p, const char *what)
{
    unsigned n = 0;

    for (const char *at = page_string(p); (at = strstr(at, what)) != NULL; at++)
        n++;
    return n;
}

static void text__small_file__to_the_letter(void **state)
{
    struct page p = {0};

    (void)state;
    map_text(&p, whole, 80);
    assert_string_equal(
        page_string(&p),
        "Fish & <water>\n"
        "\n"
        "1. Morning\n"
        "    at most 1h; lines: coast 8, hills 2\n"
        "    event: Rain (at 0:30 of the round)\n"
        "    then round 2 (6h later)\n"
        "\n"
        "2. Evening\n"
        "    at most 2h; lines: coast 1, hills 1, ferry 1\n"
        "    may end: agreement (here or before, once all accept one package)\n"
        "    may end: Dusk (otherwise)\n"
        "    then round 3 (if visits(hills) > 90)\n"
        "\n"
        "3. A day nobody comes to\n"
        "    no limit; lines: coast 2\n"
        "    may end: walk-out by Coast \"A\" (`go`)\n"
        "    may end: agreement (here or before, once all accept one package)\n"
        "    may end: stalled (when nothing more is due)\n"
        "\n"
        "    event: flood (when visits(hills) > 90)\n");
    page_fini(&p);
}

static void svg__small_file__boxes_chips_and_arrows(void **state)
{
    struct page p = {0};

    (void)state;
    map_svg(&p, whole);
    assert_false(p.failed);
    /* The ground, three rounds, two events, five endings. */
    assert_int_equal(count(&p, "<rect "), 1 + 3 + 2 + 5);
    assert_int_equal(count(&p, "stroke-width=\"2\""), 2); /* arrows */
    assert_int_equal(count(&p, "stroke-dasharray"), 1);   /* rain */
    has(&p, "<title>Fish &amp; &lt;water&gt;</title>");
    has(&p, "walk-out by Coast &quot;A&quot;");
    has(&p, "event: Rain (at 0:30 of the round)"); /* the text twin */
    assert_int_equal(count(&p, "<water>"), 0);
    assert_int_equal(count(&p, "<script"), 0);
    page_fini(&p);
}

static void mermaid__small_file__nodes_and_edges(void **state)
{
    struct page p = {0};

    (void)state;
    map_mermaid(&p, whole);
    assert_int_equal(strncmp(page_string(&p), "flowchart TD\n", 13), 0);
    has(&p, "  r1[\"1. Morning<br>at most 1h; lines: coast 8, hills 2\"]\n");
    has(&p, "  r1 -->|\"6h later\"| r2\n");
    has(&p, "  x1_1[/\"Rain<br>at 0:30 of the round\"/]\n  x1_1 -.-> r1\n");
    has(&p, "  x3_1([\"walk-out by Coast #34;A#34;<br>#96;go#96;\"])\n"
            "  r3 --> x3_1\n");
    has(&p, "visits(hills) #62; 90");
    has(&p, "  r2 -->|\"if visits(hills) #62; 90\"| r3\n");
    assert_int_equal(count(&p, "-->|"), 2);
    page_fini(&p);
}

/* Where every round leads, and the endings by name. */
static void branches__every_form__otherwise_last(void **state)
{
    struct arena one;
    struct diags diags;
    struct diag diag;
    struct scenario *ways;
    struct page p = {0};

    (void)state;
    arena_init(&one, 0);
    diags_init(&diags);
    assert_int_equal(scenario_load("tests/scenarios/good/branches.yaml", &one,
                                   &ways, &diags, NULL, &diag),
                     ERR_OK);
    map_text(&p, ways, 80);
    has(&p, "1. one\n    no limit\n    then round 2 (if round() == 1)\n"
            "    then round 3 (otherwise)\n");
    has(&p, "2. two\n    no limit\n"
            "    may end: no agreement (when the round is over)\n");
    has(&p, "    at most 1h, over when visits(north) > 3\n"
            "    may end: quiet (if visits(south) > 1)\n"
            "    may end: no agreement (if round() > 3)\n"
            "    may end: Loud (if true)\n"
            "    then round 4 (if round() == 3)\n"
            "    then round 4 (otherwise)\n");
    page_clear(&p);
    map_svg(&p, ways);
    assert_int_equal(count(&p, "stroke-width=\"1.5\""), 1); /* from 1 to 3 */
    assert_int_equal(count(&p, "stroke-width=\"2\""), 2);
    page_clear(&p);
    map_mermaid(&p, ways);
    has(&p, "  r1 -->|\"if round() == 1\"| r2\n  r1 -->|\"otherwise\"| r3\n");
    page_fini(&p);
    diags_fini(&diags);
    arena_fini(&one);
}

/* To what follows agreement no round leads but agreement, and what follows it
 * ends agreed. */
static void implementation__after_the_talks__by_agreement(void **state)
{
    struct arena one;
    struct diags diags;
    struct diag diag;
    struct scenario *s;
    struct page p = {0};

    (void)state;
    arena_init(&one, 0);
    diags_init(&diags);
    assert_int_equal(scenario_load("tests/scenarios/play/implementation.yaml",
                                   &one, &s, &diags, NULL, &diag),
                     ERR_OK);
    map_text(&p, s, 80);
    has(&p, "1. talks\n    at most 2h; lines: us 1, iran 1\n"
            "    may end: no agreement (at its limit)\n"
            "    then round 2 (by agreement, here or before)\n");
    has(&p, "2. money\n    implementation, at most 3d; lines: us 1, oman 1\n"
            "    then round 4 (if complained(iran))\n"
            "    then round 3 (otherwise; 12h later)\n");
    has(&p, "    may end: agreed (when the round is over)\n");
    assert_int_equal(count(&p, "may end"), 3);
    page_clear(&p);
    map_mermaid(&p, s);
    has(&p, "  r1 -->|\"by agreement, here or before\"| r2\n");
    page_clear(&p);
    map_svg(&p, s);
    assert_int_equal(count(&p, "stroke-width=\"2\""), 2);
    page_fini(&p);
    diags_fini(&diags);
    arena_fini(&one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text__small_file__to_the_letter),
        cmocka_unit_test(svg__small_file__boxes_chips_and_arrows),
        cmocka_unit_test(mermaid__small_file__nodes_and_edges),
        cmocka_unit_test(branches__every_form__otherwise_last),
        cmocka_unit_test(implementation__after_the_talks__by_agreement),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
