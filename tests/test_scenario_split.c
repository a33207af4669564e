/* Briefs: what their owners need is there, what they may not know is not. */
#include "sim/scenario/scenario_file.h"

#include "shuttle/chance.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { US, IRAN, QATAR, OMAN, OWNERS };

/* Canaries begin with the letter of those who may know them: U, I, Q the rooms,
 * M the mediator, W nobody but the launcher; and no other word of the file
 * looks like one. Numbers 77000n likewise: 1 us, 2 iran. */
static const char source[] =
    "scenario: 1\n"
    "title: \"Three rooms\"\n"
    "seed: 5550123\n"
    "rooms:\n"
    "  us: { people: 7 }\n"
    "  iran: { language: fa, seat: person }\n"
    "  qatar: {}\n"
    "mediators:\n"
    "  oman:\n"
    "    relay: { walk: { as: shuttle, time: 4m }, table: blind,\n"
    "             carry: { as: gist, replace: { MXreplace: MXby } } }\n"
    "agenda: { relief: { options: [none, waivers, funds] } }\n"
    "facts: { IXfact: \"WXfact1\", MXfact: \"WXfact2\", WXfact: \"WXfact3\" }\n"
    "events:\n"
    "  leak: { title: \"WXtitle\", at: 10m, say: \"MXnews\",\n"
    "          gloss: \"MXgloss\" }\n"
    "  calm: { round: first, say: \"MXcalm\",\n"
    "          when: \"visits(iran) > 770009\" }\n"
    "leaks: { spill: { title: \"WXspill\", of: UXgive, at: 7714ms, chance: "
    "37,\n"
    "                  extend: 7715ms, share: content } }\n"
    "endings: { MXover: { title: \"WXover\", text: \"MXwords\", gloss: "
    "\"MXgl\" "
    "} }\n"
    "private:\n"
    "  us:\n"
    "    brief: \"UXbrief\"\n"
    "    no_deal: 770001\n"
    "    trust: 77\n"
    "    values: { relief: { none: 1, waivers: 770001, funds: 2 } }\n"
    "    authority: { own: { relief: [none, waivers] },\n"
    "                 capital: { relief: [funds] }, latency: 771h }\n"
    "    on: { leak: { no_deal: 770001 } }\n"
    "  iran:\n"
    "    brief: \"IXbrief\"\n"
    "    no_deal: 770002\n"
    "    values: { relief: { none: 1, waivers: 770002, funds: 2 } }\n"
    "    on: { calm: { values: { relief: { funds: 770002 } } } }\n"
    "rounds:\n"
    "  - id: first\n"
    "    title: \"MXtitle\"\n"
    "    limit: 7718s\n"
    "    relay: { walk: { as: shuttle, time: 7716s } }\n"
    "    ends_when: \"visits(qatar) > 770009\"\n"
    "    next: [{ if: \"visits(qatar) > 770009\", ending: MXover }]\n"
    "    us:\n"
    "      - { id: UXask, say: \"UXsay\", gist: \"UXgist\", gloss: "
    "\"UXgloss\",\n"
    "          carries: [IXfact, MXfact, WXfact] }\n"
    "      - { id: UXgive, confide: \"UXconfide\", offer: { relief: waivers "
    "},\n"
    "          caveat: { if_they_move_first: \"offered(iran, relief) != "
    "'none'\"\n"
    "          } }\n"
    "      - { say: \"UXto\", to: qatar, at: 7711ms, within: 7712ms }\n"
    "      - id: UXpick\n"
    "        after: IXopen\n"
    "        delay: 7717ms\n"
    "        choose:\n"
    "          - { if: \"value() > 770001\", say: \"UXyes\", to: iran }\n"
    "          - { say: \"UXno\" }\n"
    "      - { withdraw: UXask, after: IXopen, if: \"value() > 770001\" }\n"
    "    iran:\n"
    "      - { id: IXopen, say: \"IXsay\", after: UXask }\n"
    "      - { reply: reject, re: MXbridge, say: \"IXreply\" }\n"
    "      - { id: IXlater, say: \"IXlate3\", after: UXpick,\n"
    "          when: \"knows(iran, IXfact)\" }\n"
    "      - { id: IXlate, say: \"IXlate2\", after: IXopen }\n"
    "    qatar:\n"
    "      - { id: QXa, say: \"QXsay\", after: leak }\n"
    "    oman:\n"
    "      - { id: MXbridge, propose: { relief: waivers }, say: \"MXtake\",\n"
    "          after: UXgive, when: \"visits(us) > 770009\" }\n"
    "      - { id: MXrest, pause: \"MXidle\", after: UXpick,\n"
    "          when: \"knows(iran, MXfact)\" }\n"
    "      - { id: MXpress, press: \"MXhurry\", after: MXbridge }\n"
    "expect: [{ seeds: 5550123, outcome: no_agreement, happens: [UXask] },\n"
    "         { design: \"--carry gist,replace.WXa=b\", never: IXlate }]\n"
    "sources: \"WXsource\"\n"
    "notes: \"WXnotes\"\n";

static struct arena arena;
static struct scenario *whole;
static struct scenario *briefs[OWNERS];
static struct buffer printed[OWNERS];

static struct scenario *read_bytes(struct bytes text)
{
    struct diags diags;
    struct scenario *s = NULL;
    diags_init(&diags);
    enum err e = scenario_read(text, NULL, &arena, &s, &diags);
    if (e)
        diags_print(&diags, "text", text, stderr);
    assert_int_equal(e, ERR_OK);
    diags_fini(&diags);
    return s;
}

static int setup(void **state)
{
    (void)state;
    arena_init(&arena, 0);
    struct bytes text = bytes_of(source);
    struct diags diags;
    diags_init(&diags);
    enum err e = scenario_read(text, NULL, &arena, &whole, &diags);
    if (e)
        diags_print(&diags, "source", text, stderr);
    diags_fini(&diags);
    if (e)
        return -1;
    for (int i = 0; i < OWNERS; i++) {
        struct brief who = {.role = i == OMAN ? BRIEF_MEDIATOR : BRIEF_ROOM,
                            .self = i == OMAN ? 0 : (uint8_t)i};
        brief_keys(&who, whole);
        buffer_init(&printed[i]);
        if (scenario_split(whole, &who, &arena, &briefs[i]) ||
            !scenario_print(briefs[i], &printed[i]))
            return -1;
        buffer_add(&printed[i], "");
    }
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    for (int i = 0; i < OWNERS; i++)
        buffer_fini(&printed[i]);
    arena_fini(&arena);
    return 0;
}

static size_t count_in(const struct buffer *b, const char *word)
{
    size_t size = strlen(word);
    size_t found = 0;
    for (size_t i = 0; i + size <= b->size; i++)
        found += memcmp(b->data + i, word, size) == 0;
    return found;
}

static void expect(int owner, const char *word, bool there)
{
    bool found = count_in(&printed[owner], word) > 0;
    if (found != there)
        fail_msg("'%s' is %sin the brief of %d:\n%.*s", word,
                 found ? "" : "not ", owner, (int)printed[owner].size,
                 printed[owner].data);
}

static void brief__of_each__has_no_others_words(void **state)
{
    static const char *const marks[OWNERS] = {"UX", "IX", "QX", "MX"};
    (void)state;
    for (int owner = 0; owner < OWNERS; owner++) {
        for (int of = 0; of < OWNERS; of++)
            expect(owner, marks[of], owner == of);
        expect(owner, "WX", false);
        expect(owner, "5550123", false);
        expect(owner, "seed", false);
        expect(owner, "expect", false);
        expect(owner, "no_agreement", false);
        expect(owner, "770001", owner == US);
        expect(owner, "770002", owner == IRAN);
        expect(owner, "770009", owner == OMAN);
        expect(owner, "771h", false); /* printed as 32d3h */
        expect(owner, "32d3h", owner == US);
        expect(owner, "7s711ms", owner == US);
        expect(owner, "\"people\": 7", owner == US || owner == OMAN);
        expect(owner, "\"person\"", owner == IRAN || owner == OMAN);
        expect(owner, "\"trust\": 77,", owner == US);
        expect(owner, "7s717ms", owner == US);
        expect(owner, "7716s", owner == OMAN);
        expect(owner, "hears", owner == IRAN || owner == OMAN);
        expect(owner, "carries", false);
        expect(owner, "spill", owner == OMAN);
        expect(owner, "\"calm\"", owner == IRAN || owner == OMAN);
        expect(owner, "2h8m38s", owner == OMAN);
        expect(owner, "7s714ms", owner == OMAN);
        expect(owner, "7s715ms", owner == OMAN);
        expect(owner, "37,", owner == OMAN);
        expect(owner, "content", owner == OMAN);
        expect(owner, "relay", owner == OMAN);
        expect(owner, "ends_when", owner == OMAN);
        expect(owner, "\"next\":", owner == OMAN);
        expect(owner, "endings", owner == OMAN);
        expect(owner, "\"leak\"", owner != IRAN);
        expect(owner, "10m", owner == OMAN);
    }
}

static void brief__of_each__has_all_its_own(void **state)
{
    (void)state;
    static const char *const us[] = {"UXask",   "UXsay",  "UXgist",
                                     "UXgloss", "UXgive", "UXconfide",
                                     "UXto",    "UXbrief"};
    static const char *const oman[] = {
        "MXreplace", "MXby",    "MXnews",  "MXgloss", "MXcalm",  "MXbridge",
        "MXtake",    "MXpress", "MXhurry", "MXover",  "MXwords", "MXgl"};
    for (size_t i = 0; i < sizeof(us) / sizeof(us[0]); i++)
        expect(US, us[i], true);
    for (size_t i = 0; i < sizeof(oman) / sizeof(oman[0]); i++)
        expect(OMAN, oman[i], true);
    expect(IRAN, "IXreply", true);
    expect(IRAN, "\"after\": \"IXopen\"", true);
    expect(OMAN, "\"after\": \"MXbridge\"", true);
    expect(QATAR, "\"after\": \"leak\"", true);
}

/* A room's brief has the handles under which it knows others' lines, and those
 * under which others are to know its own, and no more. */
static void handles__in_briefs__are_those_that_are_needed(void **state)
{
    static const struct {
        const char *line;
        int owner;
        uint16_t to; /* bit per room that is to know it */
    } lines[] = {
        {"UXask", US, 6},           {"UXgive", US, 6},
        {"round1.us.3", US, 4},     {"UXpick", US, 6},
        {"IXlater", IRAN, 5},       {"IXopen", IRAN, 5},
        {"round1.iran.2", IRAN, 5}, {"IXlate", IRAN, 5},
        {"QXa", QATAR, 3},          {"MXbridge", OMAN, 7},
        {"MXpress", OMAN, 7},       {"MXrest", OMAN, 7},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        for (uint8_t room = 0; room < 3; room++) {
            char text[32];
            const char *line = lines[i].line;
            snprintf(text, sizeof(text), "#%016" PRIx64,
                     line_handle(whole, line, room));
            bool to = lines[i].to >> room & 1u;
            for (int owner = 0; owner < OWNERS; owner++) {
                bool own = owner == lines[i].owner && to;
                bool waits = (strcmp(line, "UXask") == 0 && owner == IRAN &&
                              room == IRAN) ||
                             (strcmp(line, "IXopen") == 0 && owner == US &&
                              room == US) ||
                             (strcmp(line, "UXask") == 0 && owner == OMAN &&
                              room == IRAN) ||
                             (strcmp(line, "UXpick") == 0 &&
                              ((owner == IRAN && room == IRAN) ||
                               (owner == OMAN && room == IRAN))) ||
                             (strcmp(line, "MXbridge") == 0 && owner == IRAN &&
                              room == IRAN) ||
                             (strcmp(line, "UXgive") == 0 && owner == OMAN &&
                              room == IRAN);
                expect(owner, text, own || waits);
            }
        }
    }
}

static void handle__computed__is_the_published_one(void **state)
{
    (void)state;
    /* HMAC-SHA-256 under the seed in eight big-endian bytes, of the parts
     * "handle", "UXask", "iran", each after its length in four; computed with
     * Python's hmac. */
    assert_true(line_handle(whole, "UXask", IRAN) == 0xcbfdb82163008e7bu);
    assert_true(briefs[US]->brief.talk == 0xc59c8e3efad60cadu);
    uint8_t seed[8] = {0x00, 0x00, 0x00, 0x00, 0x00, 0x54, 0xb0, 0x2b};
    struct digest key = chance_key((struct bytes){seed, 8}, "us");
    assert_true(digest_equal(&key, &briefs[US]->brief.key));
    assert_false(digest_equal(&key, &briefs[OMAN]->brief.key));
}

static void brief__read_back__is_the_same(void **state)
{
    (void)state;
    for (int owner = 0; owner < OWNERS; owner++) {
        struct buffer again;
        struct scenario *s = read_bytes(buffer_bytes(&printed[owner]));
        buffer_init(&again);
        assert_true(scenario_print(s, &again));
        assert_true(
            bytes_equal(buffer_bytes(&printed[owner]), buffer_bytes(&again)));
        buffer_fini(&again);
        assert_int_equal(s->brief.role,
                         owner == OMAN ? BRIEF_MEDIATOR : BRIEF_ROOM);
        assert_int_equal(s->brief.self, owner == OMAN ? 0 : owner);
        assert_int_equal(s->seed, 0);
        assert_int_equal(s->room_count, 3);
        assert_int_equal(s->event_count, owner == OMAN ? 3 : 1);
    }
}

static void brief__read_back__has_its_refs(void **state)
{
    (void)state;
    struct scenario *s = read_bytes(buffer_bytes(&printed[IRAN]));
    const struct line *line = s->rounds[0].room[IRAN].line;
    assert_int_equal(s->rounds[0].room[IRAN].count, 4);
    assert_int_equal(s->rounds[0].room[US].count, 0);
    assert_int_equal(s->rounds[0].mediator.count, 0);
    assert_int_equal(line[0].after.kind, REF_HANDLE);
    assert_true(line[0].after.handle == line_handle(whole, "UXask", IRAN));
    assert_null(line[0].after.name);
    assert_int_equal(line[0].handles.count, 2);
    assert_int_equal(line[0].handles.entry[0].room, US);
    assert_int_equal(line[0].handles.entry[1].room, QATAR);
    assert_true(line[0].handles.entry[1].handle ==
                line_handle(whole, "IXopen", QATAR));
    assert_string_equal(line[1].id, "round1.iran.2");
    assert_true(line[1].re.handle == line_handle(whole, "MXbridge", IRAN));
    assert_int_equal(line[3].after.kind, REF_OWN);
    assert_int_equal(line[3].after.line, 0);
    assert_null(s->rooms[US].own);
    assert_non_null(s->rooms[IRAN].own);
    assert_null(s->mediators[0].relay.walk.as);

    s = read_bytes(buffer_bytes(&printed[OMAN]));
    assert_null(s->rooms[US].own);
    assert_null(s->rooms[IRAN].own);
    assert_int_equal(s->rounds[0].room[US].count, 0);
    assert_int_equal(s->rounds[0].mediator.count, 3);
    assert_string_equal(s->mediators[0].relay.walk.as, "shuttle");
    assert_int_equal(s->rounds[0].mediator.line[2].after.kind, REF_OWN);
    assert_int_equal(s->events[1].when.count, 3);
}

/* The same file with another room's secrets changed gives the same brief. */
static void brief__of_one_room__depends_on_nothing_of_another(void **state)
{
    char other[sizeof(source) + 8] = {0}; /* compared a word at a time */
    (void)state;
    memcpy(other, source, sizeof(source));
    for (char *p = other; *p != '\0'; p++) {
        if (strncmp(p, "IXbrief", 7) == 0 || strncmp(p, "IXsay", 5) == 0 ||
            strncmp(p, "IXreply", 7) == 0 || strncmp(p, "IXlate2", 7) == 0)
            p[1] = 'Y';
        else if (strncmp(p, "770002", 6) == 0)
            p[5] = '3';
    }
    assert_true(memcmp(other, source, sizeof(source)) != 0);
    struct scenario *s = read_bytes(bytes_of(other));
    for (int owner = 0; owner < OWNERS; owner++) {
        struct scenario *brief;
        struct buffer out;
        buffer_init(&out);
        assert_int_equal(
            scenario_split(s, &briefs[owner]->brief, &arena, &brief), ERR_OK);
        assert_true(scenario_print(brief, &out));
        assert_true(
            bytes_equal(buffer_bytes(&out), buffer_bytes(&printed[owner])) ==
            (owner != IRAN));
        buffer_fini(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(brief__of_each__has_no_others_words),
        cmocka_unit_test(brief__of_each__has_all_its_own),
        cmocka_unit_test(handles__in_briefs__are_those_that_are_needed),
        cmocka_unit_test(handle__computed__is_the_published_one),
        cmocka_unit_test(brief__read_back__is_the_same),
        cmocka_unit_test(brief__read_back__has_its_refs),
        cmocka_unit_test(brief__of_one_room__depends_on_nothing_of_another),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
