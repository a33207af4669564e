/* Handouts: what a room needs is there, nothing of other rooms is, and no words
 * of a file become markup. */
#include "sim/report/handout.h"
#include "sim/report/markup.h"
#include "sim/scenario/scenario_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Canaries begin with the letter of those who may know them: U, I the rooms, M
 * the mediator, W nobody but the launcher. Numbers 77000n likewise: 1 us, 2
 * iran. */
static const char source[] =
    "scenario: 1\n"
    "title: \"<b>Two & \\\"more\\\"</b>\"\n"
    "seed: 5550123\n"
    "rooms:\n"
    "  us: { title: \"Us 'here'\", people: 7 }\n"
    "  iran: { title: \"Iran\", language: fa }\n"
    "mediators:\n"
    "  oman:\n"
    "    relay: { walk: { as: shuttle, time: 4m }, table: blind,\n"
    "             carry: { as: gist, replace: { MXreplace: MXby } } }\n"
    "agenda:\n"
    "  relief: { title: \"Relief <i>\",\n"
    "            options: { none: \"No & none\", waivers: \"Waivers\",\n"
    "                       funds: \"Funds\", all: \"All\" } }\n"
    "events:\n"
    "  leak: { title: \"WXtitle\", at: 10m, say: \"MXnews\" }\n"
    "private:\n"
    "  us:\n"
    "    brief: |\n"
    "      UXbrief of </style><script>alert(1)</script>\n"
    "      goes on.\n"
    "\n"
    "      - UXfirst\n"
    "        point.\n"
    "      - UXsecond point.\n"
    "    no_deal: 770001\n"
    "    values: { relief: { none: 1, waivers: 771001, funds: -2, all: 3 } }\n"
    "    authority: { own: { relief: [none] },\n"
    "                 capital: { relief: [waivers] },\n"
    "                 never: { relief: [funds] }, latency: 77h }\n"
    "    on: { leak: { no_deal: 770011 } }\n"
    "  iran:\n"
    "    brief: \"IXbrief \\u0622\\u0628\"\n"
    "    no_deal: 770002\n"
    "    values: { relief: { none: 1, waivers: 770002, funds: 2, all: 0 } }\n"
    "rounds:\n"
    "  - id: first\n"
    "    title: \"Morning\"\n"
    "    limit: 40m\n"
    "    us:\n"
    "      - { instructions: { relief: waivers } }\n"
    "      - { id: UXask, say: \"UXsay\", gist: \"UXgist\" }\n"
    "      - { id: UXgive, confide: \"UXconfide <&>\",\n"
    "          offer: { relief: waivers },\n"
    "          caveat: { if_they_move_first:\n"
    "            \"offered(iran, relief) != 'none'\" } }\n"
    "      - { id: UXhush, confide: \"UXhushed\" }\n"
    "    iran:\n"
    "      - { id: IXopen, say: \"IXsay\", after: UXask, caveat: verbatim }\n"
    "      - { id: IXhush, confide: \"IXconfide\", caveat: for_judgement,\n"
    "          gloss: \"IXgloss <\", gist: \"IXgist <\" }\n"
    "    oman:\n"
    "      - { id: MXbridge, propose: { relief: funds }, say: \"MXsay\" }\n"
    "notes: \"WXnotes\"\n";

enum { US, IRAN };

static const char help[] = "  type \"words\" & <RET>\n";

static struct arena arena;
static struct scenario *whole;

static int read_source(void **state)
{
    struct diags diags;

    (void)state;
    arena_init(&arena, 0);
    diags_init(&diags);
    enum err e =
        scenario_read(bytes_of(source), "handout", &arena, &whole, &diags);

    if (e)
        diags_print(&diags, "handout", bytes_of(source), stderr);
    diags_fini(&diags);
    return e != ERR_OK;
}

static int forget_source(void **state)
{
    (void)state;
    arena_fini(&arena);
    return 0;
}

static struct page hand_out(uint8_t room, bool html)
{
    struct page out = {0};
    struct brief who = {.role = BRIEF_ROOM, .self = room};
    struct scenario *brief;

    assert_int_equal(scenario_split(whole, &who, &arena, &brief), ERR_OK);
    if (html)
        handout_html(&out, brief, help);
    else
        handout_text(&out, brief, help, 80);
    assert_false(out.failed);
    return out;
}

static void has(const struct page *p, const char *wanted)
{
    if (strstr(page_string(p), wanted) == NULL)
        fail_msg("'%s' is not in it:\n%s", wanted, page_string(p));
}

static void lacks(const struct page *p, const char *unwanted)
{
    if (strstr(page_string(p), unwanted) != NULL)
        fail_msg("'%s' is in it:\n%s", unwanted, page_string(p));
}

static void canaries__both_forms__only_the_rooms_own(void **state)
{
    static const char *const own[2] = {"UX", "IX"};

    (void)state;
    for (unsigned html = 0; html < 2; html++) {
        for (uint8_t r = 0; r < 2; r++) {
            struct page p = hand_out(r, html != 0);

            has(&p, own[r]);
            lacks(&p, own[1 - r]);
            lacks(&p, "MX");
            lacks(&p, "WX");
            lacks(&p, "5550123");
            lacks(&p, r == US ? "IX" : "770001");
            lacks(&p, "770011");
            lacks(&p, r == US ? "770002" : "771001");
            page_fini(&p);
        }
    }
}

static void text__us__all_it_needs(void **state)
{
    struct page p = hand_out(US, false);

    (void)state;
    has(&p, "You are: Us 'here', 7 people\n");
    has(&p, "The others: Iran\n");
    has(&p, "Between you: oman\n");
    has(&p, "UXbrief of </style><script>alert(1)</script> goes on.\n");
    has(&p, "- UXfirst point.\n- UXsecond point.\n");
    has(&p, "     1  none: No & none [you settle it]\n");
    has(&p, "771001  waivers: Waivers [needs your capital]\n");
    has(&p, "    -2  funds: Funds [never]\n");
    has(&p, "     3  all: All [never]\n");
    has(&p, "No deal is worth 770001 to you.");
    has(&p, "the answer takes 3d5h");
    has(&p, "- UXconfide <&> (relief: waivers)\n"
            "    Heard by Iran, once offered(iran, relief) != 'none'.\n");
    has(&p, "- UXhushed\n    For the mediator alone");
    lacks(&p, "UXsay");
    has(&p, help);
    page_fini(&p);
}

static void html__us__escaped_everywhere(void **state)
{
    struct page p = hand_out(US, true);

    (void)state;
    has(&p, "<html lang=\"en\" dir=\"ltr\">");
    has(&p, "&lt;b&gt;Two &amp; &quot;more&quot;&lt;/b&gt;");
    has(&p, "Us &#39;here&#39; (7 people)");
    has(&p, "UXbrief of &lt;/style&gt;&lt;script&gt;alert(1)&lt;/script&gt; "
            "goes on.");
    has(&p, "<li>UXfirst point.</li>");
    has(&p, "Relief &lt;i&gt;");
    has(&p, "No &amp; none");
    has(&p, "UXconfide &lt;&amp;&gt;");
    has(&p, "type &quot;words&quot; &amp; &lt;RET&gt;");
    has(&p, "@media print");
    lacks(&p, "<script");
    lacks(&p, "<b>Two");
    lacks(&p, "<i>");
    lacks(&p, "http");
    page_fini(&p);
}

static void html__iran__right_to_left(void **state)
{
    struct page p = hand_out(IRAN, true);

    (void)state;
    has(&p, "<html lang=\"fa\" dir=\"rtl\">");
    has(&p, "<p dir=\"auto\">IXbrief \xd8\xa2\xd8\xa8</p>");
    has(&p, "<pre lang=\"en\" dir=\"ltr\">");
    has(&p, "You may settle every issue yourself.");
    has(&p, "nobody hears it, but it may steer");
    has(&p, "Gloss:</small> <bdi>IXgloss &lt;</bdi>");
    has(&p, "In other words:</small> <bdi>IXgist &lt;</bdi>");
    page_fini(&p);
}

static void text__gloss_and_rewording__beside_the_words(void **state)
{
    struct page p = hand_out(IRAN, false);

    (void)state;
    has(&p, "- IXconfide\n    Gloss: IXgloss <\n    In other words: IXgist <\n"
            "    For the mediator's judgement");
    page_fini(&p);
}

static void html__bare_room__no_empty_parts(void **state)
{
    struct room_entry rooms[2] = {{.id = "a", .language = "en"},
                                  {.id = "b", .language = "en"}};
    struct mediator_entry mediator = {.id = "m"};
    struct scenario brief = {.rooms = rooms,
                             .room_count = 2,
                             .mediators = &mediator,
                             .mediator_count = 1,
                             .brief = {.role = BRIEF_ROOM}};
    struct page html = {0};
    struct page text = {0};

    (void)state;
    handout_html(&html, &brief, NULL);
    handout_text(&text, &brief, NULL, 80);
    lacks(&html, "Your brief");
    lacks(&html, "The agenda");
    lacks(&html, "What you");
    lacks(&text, "Your brief");
    lacks(&text, "The agenda");
    lacks(&text, "What you");
    page_fini(&html);
    page_fini(&text);
}

static void markup__every_kind_of_byte__escaped_or_cleaned(void **state)
{
    struct page p = {0};

    (void)state;
    markup_string(&p, "a&b<c>d\"e'f\x1b[0m\xe2\x80\xae\xffg\n");
    assert_string_equal(page_string(&p),
                        "a&amp;b&lt;c&gt;d&quot;e&#39;f\\x1b[0m\\u{202e}"
                        "\\xffg\n");
    page_fini(&p);
}

static void markup__languages__direction_of_their_script(void **state)
{
    static const char *const rtl[] = {"fa", "ar",  "ar-EG",   "he",
                                      "ur", "ckb", "az-Arab", "yi"};
    static const char *const ltr[] = {"en",   "fr",  "arn", "fa-Latn",
                                      "heb2", "far", ""};

    (void)state;
    for (size_t n = 0; n < sizeof(rtl) / sizeof(rtl[0]); n++)
        assert_true(markup_is_rtl(rtl[n]));
    for (size_t n = 0; n < sizeof(ltr) / sizeof(ltr[0]); n++)
        assert_false(markup_is_rtl(ltr[n]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(canaries__both_forms__only_the_rooms_own),
        cmocka_unit_test(text__us__all_it_needs),
        cmocka_unit_test(html__us__escaped_everywhere),
        cmocka_unit_test(html__iran__right_to_left),
        cmocka_unit_test(text__gloss_and_rewording__beside_the_words),
        cmocka_unit_test(html__bare_room__no_empty_parts),
        cmocka_unit_test(markup__every_kind_of_byte__escaped_or_cleaned),
        cmocka_unit_test(markup__languages__direction_of_their_script),
    };
    return cmocka_run_group_tests(tests, read_source, forget_source);
}
