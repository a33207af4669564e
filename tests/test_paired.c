/*
 * Paired worlds over made-up talks and relay designs: runs that differ in one
 * thing alone, which a room must not learn, leave the other rooms the same
 * bytes at the same times.
 */
#include "sim/runtime/trial.h"
#include "sim/scenario/scenario_file.h"
#include "tests/rig/invent.h"

#include "shuttle/frame.h"
#include "shuttle/message.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The worlds of one test: what fills the gap of each of two rooms, and of the
 * mediator. */
struct world {
    const char *fill[INVENT_ROOMS + 1];
};

static struct invented talks;
static struct trial one, other;
static unsigned numbers = 200; /* talks of each test */
static uint64_t first = 1;
static unsigned failures;

static bool play(uint64_t number, uint8_t round, const struct world *w,
                 const char *design, struct trial *out)
{
    struct scenario *s;
    struct arena arena;
    struct diags diags;
    struct diag diag = {.message = ""};
    struct stage stage;
    enum err e;

    invent(&talks, number);
    for (uint8_t n = 0; n <= INVENT_ROOMS; n++)
        if (w->fill[n])
            invent_fill(&talks, round, n, w->fill[n]);
    invent_close(&talks);
    arena_init(&arena, 0);
    diags_init(&diags);
    e = scenario_read(bytes_of(talks.text), NULL, &arena, &s, &diags);
    if (!e) {
        e = stage_init(&stage, s, design, &diag);
        if (!e)
            e = trial_run(out, &stage, &diag);
        stage_fini(&stage);
    }
    if (e && getenv("PAIRED_VERBOSE"))
        printf("%llu %s: %s\n", (unsigned long long)number,
               design ? design : "",
               diags.count ? diags.list[0].message : diag.message);
    diags_fini(&diags);
    arena_fini(&arena);
    return e == ERR_OK;
}

/* What a room reads in one run after another; its own doings may differ. */
static bool next_frame(struct record_reader *r, struct frame *out,
                       struct message *m)
{
    struct record_entry e;
    size_t used;

    while (record_next(r, &e, NULL) == ERR_OK)
        if (e.kind == RECORD_INPUT_MESSAGE &&
            frame_decode(e.body, out, &used) == ERR_OK &&
            message_decode(out->kind, out->body, m) == ERR_OK)
            return true;
    return false;
}

/* Frames that carry digests of what the room itself sent. */
static bool is_own(const struct message *m)
{
    return m->kind == MESSAGE_ACK || m->kind == MESSAGE_BYE;
}

static bool same_frames(const struct tail *a, const struct tail *b,
                        char what[160])
{
    struct record_reader ra, rb;
    struct frame fa, fb;
    struct message ma, mb;
    bool x, y;

    if (record_open(&ra, tail_bytes(a), NULL) ||
        record_open(&rb, tail_bytes(b), NULL))
        return false;
    for (;;) {
        x = next_frame(&ra, &fa, &ma);
        y = next_frame(&rb, &fb, &mb);
        if (!x || !y)
            break;
        if (fa.kind != fb.kind || fa.time.us != fb.time.us ||
            fa.number != fb.number || fa.body.size != fb.body.size ||
            (!is_own(&ma) &&
             memcmp(fa.body.data, fb.body.data, fa.body.size) != 0)) {
            snprintf(what, 160, "frame %llu/%llu %s/%s at %lld/%lld s",
                     (unsigned long long)fa.number,
                     (unsigned long long)fb.number, message_name(fa.kind),
                     message_name(fb.kind), (long long)(fa.time.us / 1000000),
                     (long long)(fb.time.us / 1000000));
            if (getenv("PAIRED_VERBOSE")) {
                static char j[2][70000];

                message_json(&ma, j[0], sizeof(j[0]));
                message_json(&mb, j[1], sizeof(j[1]));
                printf("  %.600s\n  %.600s\n", j[0], j[1]);
            }
            return false;
        }
    }
    snprintf(what, 160, "%s has more", x ? "the first" : "the second");
    return x == y;
}

static bool same_bytes(const struct tail *a, const struct tail *b)
{
    struct bytes x = tail_bytes(a), y = tail_bytes(b);

    return x.size > 0 && bytes_equal(x, y);
}

/* A room that did the same in both worlds has the same record, byte by byte;
 * one that did not, has read the same frames. */
static void compare(uint64_t number, const char *design, uint8_t room,
                    bool did_the_same)
{
    const struct tail *a = &one.records[1 + room],
                      *b = &other.records[1 + room];
    char what[160] = "";
    bool same = same_frames(a, b, what);

    if (same && did_the_same)
        same = same_bytes(a, b);
    if (same)
        return;
    printf("talks %llu, room %c, %s: %s\n", (unsigned long long)number,
           "abcd"[room], design ? design : "the file's design", what);
    failures++;
}

static void secret_words__of_the_same_length__move_no_byte(void **state)
{
    static const char *const moves[] = {
        "confide", "say", "ask", "red_line", "non_paper", "letter", "deposit"};
    unsigned played = 0;

    (void)state;
    failures = 0;
    for (uint64_t n = first; n < first + numbers; n++) {
        char said[256], else_said[256], design[INVENT_DESIGN];
        struct world worlds[2] = {{.fill = {NULL}}};
        uint8_t round, room;

        invent(&talks, n);
        round = (uint8_t)(n % talks.rounds);
        room = (uint8_t)(n / 3 % talks.rooms);
        invent_design(design, n, false, talks.rooms);
        snprintf(said, sizeof(said),
                 "{ id: secret, %s: \"We could live with high.\", %scaveat: { "
                 "mediator_only: true%s }, at: %um }",
                 moves[n % 7], n % 7 == 2 ? "about: price, " : "",
                 n % 5 == 0 ? ", urgent: true" : "", (unsigned)(n % 40));
        snprintf(else_said, sizeof(else_said),
                 "{ id: secret, %s: \"You should go with here.\", %scaveat: { "
                 "mediator_only: true%s }, at: %um }",
                 moves[n % 7], n % 7 == 2 ? "about: place, " : "",
                 n % 5 == 0 ? ", urgent: true" : "", (unsigned)(n % 40));
        worlds[0].fill[room] = said;
        worlds[1].fill[room] = else_said;
        if (!play(n, round, &worlds[0], design, &one) ||
            !play(n, round, &worlds[1], design, &other))
            continue;
        played++;
        for (uint8_t r = 0; r < talks.rooms; r++)
            compare(n, design, r, r != room);
    }
    printf("%u of %u played\n", played, numbers);
    assert_int_equal(failures, 0);
    assert_true(played > numbers * 3 / 4);
}

static void secret__said_or_not_to_one_everywhere__moves_no_byte(void **state)
{
    static const char *const lines[] = {
        "confide: \"High.\", offer: { price: high }, at: 3m",
        "ask: \"Why?\", about: price, caveat: mediator_only",
        "say: \"L.\", caveat: { mediator_only: true, urgent: true }, at: 9m",
        "offer: { price: low, place: here }, caveat: mediator_only",
        "red_line: \"No.\", offer: { place: there }, caveat: mediator_only",
        "deposit: \"Gold.\", caveat: mediator_only, at: 25m",
        "letter: \"Dear.\", caveat: { mediator_only: true }"};
    unsigned played = 0;

    (void)state;
    failures = 0;
    for (uint64_t n = first; n < first + numbers; n++) {
        struct world worlds[2] = {{.fill = {NULL}}};
        char design[INVENT_DESIGN], said[256], unsaid[256];
        uint8_t round, room;

        invent(&talks, n);
        round = (uint8_t)(n % talks.rounds);
        room = (uint8_t)(n / 3 % talks.rooms);
        invent_design(design, n, true, talks.rooms);
        if (n % 4 == 0) /* nor does it bring an exchange about */
            memcpy(strstr(design, "switchboard"), "exchange   ", 11);
        snprintf(said, sizeof(said), "{ id: secret, %s }", lines[n % 7]);
        snprintf(unsaid, sizeof(unsaid),
                 "{ id: secret, %s, if: \"round() > 9\" }", lines[n % 7]);
        worlds[0].fill[room] = said;
        worlds[1].fill[room] = unsaid;
        if (!play(n, round, &worlds[0], design, &one) ||
            !play(n, round, &worlds[1], design, &other))
            continue;
        played++;
        for (uint8_t r = 0; r < talks.rooms; r++)
            if (r != room)
                compare(n, design, r, true);
    }
    printf("%u of %u played\n", played, numbers);
    assert_int_equal(failures, 0);
    assert_true(played > numbers * 3 / 4);
}

/* A proposal to all rooms, to which the first two answer differently in the
 * two worlds and never both yes. */
static void sealed_answers__no_yes_among_them_all__look_alike(void **state)
{
    static const char *const answers[] = {
        "{ re: paper, reply: accept }", "{ re: paper, reply: reject }",
        "{ re: paper, reply: reject }", "{ re: paper, reply: accept }",
        "{ re: paper, reply: reject }", "{ re: paper, reply: reject }"};
    unsigned played = 0;

    (void)state;
    failures = 0;
    for (uint64_t n = first; n < first + numbers; n++) {
        struct world worlds[2] = {{.fill = {NULL}}};
        char design[INVENT_DESIGN];
        unsigned x = (unsigned)(n % 3);
        unsigned y = (x + 1 + (unsigned)(n / 3 % 2)) % 3;
        uint8_t round;

        invent(&talks, n);
        round = (uint8_t)(n % talks.rounds);
        invent_design(design, n, false, talks.rooms);
        for (unsigned w = 0; w < 2; w++) {
            unsigned pair = w ? y : x;

            worlds[w].fill[INVENT_MEDIATOR] =
                "{ id: paper, propose: { price: middle, place: there }, "
                "answer_within: 40m, at: 2m }";
            worlds[w].fill[0] = answers[2 * pair];
            worlds[w].fill[1] = answers[2 * pair + 1];
            for (uint8_t r = 2; r < talks.rooms; r++)
                worlds[w].fill[r] = answers[n / 6 % 2];
        }
        if (!play(n, round, &worlds[0], design, &one) ||
            !play(n, round, &worlds[1], design, &other))
            continue;
        played++;
        for (uint8_t r = 0; r < talks.rooms; r++)
            compare(n, design, r, worlds[0].fill[r] == worlds[1].fill[r]);
    }
    printf("%u of %u played\n", played, numbers);
    assert_int_equal(failures, 0);
    assert_true(played > numbers * 3 / 4);
}

static void deposits__of_which_one_is_missing__look_alike(void **state)
{
    static const char *const deposits[] = {
        "{ id: deposit_a, letter: \"Ours is high.\", caveat: simultaneous }",
        "{ id: deposit_a, letter: \"Ours is none.\", caveat: simultaneous }",
        ("{ id: deposit_a, letter: \"Ours is none.\", caveat: simultaneous, "
         "if: "
         "\"round() > 9\" }")};
    unsigned played = 0;

    (void)state;
    failures = 0;
    for (uint64_t n = first; n < first + numbers; n++) {
        struct world worlds[2] = {{.fill = {NULL}}};
        char design[INVENT_DESIGN];
        bool still = n % 2;
        uint8_t round;

        invent(&talks, n);
        if (strstr(talks.text, "simultaneous"))
            continue; /* so that b has deposited nothing */
        round = (uint8_t)(n % talks.rounds);
        invent_design(design, n, still, talks.rooms);
        for (unsigned w = 0; w < 2; w++) {
            worlds[w].fill[INVENT_MEDIATOR] =
                "{ id: swap, exchange: \"Both or none.\", to: [a, b], "
                "answer_within: 40m, at: 2m }";
            /* Other words, or none at all where that moves nobody. */
            worlds[w].fill[0] = deposits[w && still ? 2 : w];
        }
        if (!play(n, round, &worlds[0], design, &one) ||
            !play(n, round, &worlds[1], design, &other))
            continue;
        played++;
        for (uint8_t r = 1; r < talks.rooms; r++)
            compare(n, design, r, true);
    }
    printf("%u of %u played\n", played, numbers);
    assert_int_equal(failures, 0);
    assert_true(played > numbers / 3);
}

/* The last room hears of it; the first two are those whose it may be. */
static void ideas__of_the_one_or_the_other__look_alike(void **state)
{
    static const char *const ideas[] = {
        "say: \"It is ours.\", gist: \"One could wait.\"",
        "say: \"Our offer.\", offer: { price: low }",
        "ask: \"Why, we ask?\", about: price, gist: \"Why?\"",
        "non_paper: \"We.\", gist: \"One.\", offer: { place: here }"};
    unsigned played = 0;

    (void)state;
    failures = 0;
    for (uint64_t n = first; n < first + numbers; n++) {
        struct world worlds[2] = {{.fill = {NULL}}};
        char design[INVENT_DESIGN], idea[256], unsaid[128];
        uint8_t round;

        invent(&talks, n);
        if (talks.rooms < 3)
            continue;
        round = (uint8_t)(n % talks.rounds);
        invent_design(design, n, true, talks.rooms);
        if (strstr(design, "consent") || strstr(design, "read_back") ||
            strstr(talks.text, "as: consent"))
            continue;
        /* At a time of its own: of what is said at one instant, the order
         * says whose it is. */
        snprintf(idea, sizeof(idea),
                 "{ id: mine, %s, caveat: as_mediator_idea, to: c, at: 433s }",
                 ideas[n % 4]);
        snprintf(unsaid, sizeof(unsaid),
                 "{ id: mute, say: \"Nothing.\", if: \"round() > 9\" }");
        worlds[0].fill[0] = worlds[1].fill[1] = idea;
        worlds[0].fill[1] = worlds[1].fill[0] = unsaid;
        if (!play(n, round, &worlds[0], design, &one) ||
            !play(n, round, &worlds[1], design, &other))
            continue;
        played++;
        compare(n, design, 2, true);
    }
    printf("%u played\n", played);
    assert_int_equal(failures, 0);
    assert_true(played > numbers / 4);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(secret_words__of_the_same_length__move_no_byte),
        cmocka_unit_test(secret__said_or_not_to_one_everywhere__moves_no_byte),
        cmocka_unit_test(sealed_answers__no_yes_among_them_all__look_alike),
        cmocka_unit_test(deposits__of_which_one_is_missing__look_alike),
        cmocka_unit_test(ideas__of_the_one_or_the_other__look_alike),
    };
    int failed;

    if (argc > 1)
        numbers = (unsigned)atoi(argv[1]);
    if (argc > 2)
        first = strtoull(argv[2], NULL, 10);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    trial_fini(&one);
    trial_fini(&other);
    return failed;
}
