/* The properties below the table of moves that are about texts, records and
 * channels: 5, 6 and 10 to 14. */
#include "shuttle/frame.h"
#include "shuttle/message.h"
#include "sim/report/roads.h"
#include "sim/report/view.h"
#include "tests/rig/moves.h"

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define KEPT_MAX 2048u

/* What a mediator was given and has let out, read from his record. */
struct chain {
    struct {
        uint8_t room;
        struct message_item item;
        bool taken;
    } item[KEPT_MAX];
    size_t count;
    struct message_released released; /* the note before a telling */
    bool leave;
    size_t told;
};

static struct chain chain;

static void keep_item(uint8_t room, const struct message_item *item)
{
    assert_in_range(chain.count, 0, KEPT_MAX - 1);
    chain.item[chain.count].room = room;
    chain.item[chain.count].taken = false;
    chain.item[chain.count++].item = *item;
}

static size_t find_item(uint8_t room, uint32_t number)
{
    for (size_t n = 0; n < chain.count; n++)
        if (chain.item[n].room == room && chain.item[n].item.item == number)
            return n;
    fail_msg("item %u of room %u was never handed over", number, room);
    return 0;
}

/* A telling leads back over its release to an item that was taken, and is what
 * its form says. */
static void trace_telling(uint8_t to, const struct message_told *t)
{
    const struct message_released *r = &chain.released;
    const struct message_item *item;
    size_t n;

    assert_true(chain.leave);
    chain.leave = false;
    chain.told++;
    assert_int_equal(r->to, to);
    assert_int_equal(r->form, t->form);
    assert_true(r->handle == t->handle);
    if (r->room == FROM_MEDIATOR || r->room == FROM_WORLD) {
        assert_int_equal(t->from, r->room);
        return;
    }
    n = find_item(r->room, r->item);
    item = &chain.item[n].item;
    assert_true(chain.item[n].taken);
    if (t->form == FORM_VERBATIM)
        assert_true(bytes_equal(t->text, item->text));
    if (item->caveats.bits & CAVEAT_VERBATIM)
        assert_int_equal(t->form, FORM_VERBATIM);
    if (t->form == FORM_OWN_IDEA) {
        assert_int_equal(t->from, FROM_MEDIATOR);
        assert_int_equal(t->re, 0);
        assert_true(item->caveats.bits & CAVEAT_AS_MEDIATOR_IDEA);
        for (uint8_t h = 0; h < item->handles.count; h++)
            assert_true(t->handle != item->handles.entry[h].handle);
    } else {
        assert_true(t->from == r->room || t->from == FROM_NOBODY);
    }
}

static void trace_entry(const struct record_entry *e)
{
    struct message m;
    struct frame f;
    size_t used;

    if (e->kind == RECORD_EFFECT_RECORD) {
        assert_int_equal(message_decode(e->id, e->body, &m), ERR_OK);
        if (m.kind == MESSAGE_TAKEN)
            chain.item[find_item(m.as.taken.room, m.as.taken.item)].taken =
                true;
        if (m.kind == MESSAGE_RELEASED) {
            chain.released = m.as.released;
            chain.leave = true;
        }
    } else if (e->kind == RECORD_INPUT_MESSAGE ||
               e->kind == RECORD_EFFECT_SEND) {
        assert_int_equal(frame_decode(e->body, &f, &used), ERR_OK);
        assert_int_equal(message_decode(f.kind, f.body, &m), ERR_OK);
        if (m.kind == MESSAGE_ITEM)
            keep_item((uint8_t)e->peer, &m.as.item);
        if (m.kind == MESSAGE_TOLD)
            trace_telling((uint8_t)e->peer, &m.as.told);
    }
}

static void trace(struct bytes record)
{
    struct record_reader r;
    struct record_entry e;

    chain.count = 0;
    chain.leave = false;
    assert_int_equal(record_open(&r, record, NULL), ERR_OK);
    while (record_next(&r, &e, NULL) == ERR_OK)
        trace_entry(&e);
}

/* Of the whole library: what is told leads back, over who let it go and by what
 * rule, to who said it; and verbatim is verbatim, and an idea has no owner. */
static void trace_library(void)
{
    glob_t found;

    chain.told = 0;
    assert_int_equal(glob("scenarios/*.yaml", 0, NULL, &found), 0);
    for (size_t n = 0; n < found.gl_pathc; n++) {
        /* Carriers that are bad on purpose, programs, and open load. */
        if (strstr(found.gl_pathv[n], "outside-programs") ||
            strstr(found.gl_pathv[n], "traffic") ||
            strstr(found.gl_pathv[n], "relay-"))
            continue;
        struct moves *m = moves_play_file(found.gl_pathv[n]);
        bool honest = true;
        for (uint8_t i = 0; i < moves_scenario(m)->mediator_count; i++)
            honest = honest && !strstr(found.gl_pathv[n], "relay-");
        for (uint8_t i = 0; honest && i < moves_scenario(m)->mediator_count;
             i++)
            trace(moves_record(m,
                               i == 0 ? 0 : moves_scenario(m)->room_count + i));
        moves_free(m);
    }
    globfree(&found);
    assert_in_range(chain.told, 100, SIZE_MAX);
}

/* Verbatim is the author's own text, an idea has no owner in words, handle or
 * number, and who asked for exact words got them. */
static void property_05_fidelity__of_all_told_in_the_library(void **state)
{
    (void)state;
    trace_library();
}

/* Whatever was told: released under a rule, taken from and handed over by its
 * author, all in one record. */
static void property_10_provenance__of_all_told_in_the_library(void **state)
{
    (void)state;
    trace_library();
}

/* Over a walk, one room long before the other. */
static void property_06_drafts__have_one_digest_in_all_rooms(void **state)
{
    struct moves *m = moves_play(
        "scenario: 1\ntitle: \"A draft\"\n"
        "rooms: { us: {}, iran: {}, qatar: {} }\n"
        "agenda: { relief: { options: [none, waivers, funds] } }\n" MOVES_ROUND(
            "{ walk: { as: shuttle, time: 3m, idle: walk }, "
            "table: one_text }") "    oman:\n"
                                 "      - { id: one, draft: { relief: waivers "
                                 "}, say: \"Waivers.\" }\n"
                                 "      - { id: two, at: 15m, draft: { relief: "
                                 "funds }, "
                                 "say: \"Funds.\" }\n");

    (void)state;
    moves_shared(m, "draft by mediator mediator 1 #", "us", "iran");
    moves_shared(m, "draft by mediator mediator 1 #", "us", "qatar");
    moves_shared(m, "draft by mediator mediator 2 #", "us", "iran");
    moves_shared(m, "draft by mediator mediator 2 #", "us", "qatar");
    moves_free(m);
}

/* A step rests on the certificate it names; one given twice, or late, changes
 * nothing. %s: when the first comes, and when the second. */
static void property_11_certification__named_once_and_in_time(void **state)
{
    static const char play[] = MOVES_HEAD
        "mediators: { oman: { relay: { table: words } } }\n"
        "rounds:\n"
        "  - id: first\n"
        "    limit: 40m\n"
        "    us: [{ id: deal, offer: { militias: pause, relief: waivers } }]\n"
        "    iran: [{ reply: accept, re: deal }]\n"
        "  - id: second\n"
        "    phase: implementation\n"
        "    limit: 60m\n"
        "    iran: [{ re: funded, within: 30m, step: \"They leave.\" }]\n"
        "    oman:\n"
        "      - { id: funded, at: %s, certify: \"It is in.\" }\n"
        "      - { id: again, at: %s, certify: \"It is in.\" }\n";
    struct moves *m = moves_play(play, "10m", "20m");
    struct moves *late = moves_play(play, "35m", "40m");
    struct moves *other = moves_play(play, "50m", "10m");

    (void)state;
    moves_counts(m, "us", "told certify", 2);
    moves_counts(m, "us", "told step", 1);
    moves_has(m, "us", " 600 told step");
    moves_lacks(late, "us", "told step");
    moves_lacks(other, "us", "told step");
    moves_has(late, "us", "outcome agreed");
    moves_free(other);
    moves_free(late);
    moves_free(m);
}

static char published[1024];

static void publish(void *arg, const struct publication *p)
{
    size_t used = strlen(published);

    (void)arg;
    snprintf(published + used, sizeof(published) - used, "%lld %s %.*s\n",
             (long long)(p->when.us / 1000000), move_key(p->move),
             (int)p->text.size, (const char *)p->text.data);
}

static const char *public_view(const struct moves *m)
{
    struct diag diag;

    published[0] = '\0';
    assert_int_equal(view_public(moves_record(m, 0), publish, NULL, &diag),
                     ERR_OK);
    return published;
}

/* The frames of a room as both ends keep them. */
static void assert_room_view(const struct moves *m, uint8_t room)
{
    struct record_reader whole, own;
    struct record_entry e, o;
    size_t seen = 0, had = 0;

    assert_int_equal(record_open(&whole, moves_record(m, 0), NULL), ERR_OK);
    while (record_next(&whole, &e, NULL) == ERR_OK)
        if (view_shows(&e, room)) {
            assert_true(e.kind == RECORD_INPUT_MESSAGE ||
                        e.kind == RECORD_EFFECT_SEND);
            seen++;
        }
    assert_int_equal(record_open(&own, moves_record(m, 1u + room), NULL),
                     ERR_OK);
    while (record_next(&own, &o, NULL) == ERR_OK)
        had += o.kind == RECORD_INPUT_MESSAGE || o.kind == RECORD_EFFECT_SEND;
    assert_in_range(seen, 5, SIZE_MAX);
    /* The room's last words come after the mediator's close. */
    assert_in_range(had, seen, seen + 2);
}

static void property_12_views__the_public_has_what_was_released(void **state)
{
    struct moves *m = moves_play(
        MOVES_HEAD
        "events:\n"
        "  war: { at: 3m, say: \"A war begins.\" }\n"
        "  wire: { at: 4m, to: us, say: \"They are weak.\" }\n"
        "leaks: { paper: { of: plan, at: 8m, share: content } }\n" MOVES_ROUND(
            "{ table: words }") "    us:\n"
                                "      - { id: plan, confide: \"Waivers would "
                                "do.\", "
                                "caveat: for_judgement }\n"
                                "      - { confide: \"We are tired.\" }\n"
                                "      - { at: 1m, read_out: \"It went well.\" "
                                "}\n"
                                "    iran: [{ say: \"Never.\" }]\n"
                                "    oman:\n"
                                "      - { announce: \"They met.\", limit: 20m "
                                "}\n"
                                "      - { at: 5m, press: \"Hurry.\" }\n");

    (void)state;
    assert_string_equal(public_view(m), "180 news A war begins.\n"
                                        "480 news Waivers would do.\n"
                                        "1200 announce They met.\n"
                                        "1200 read_out It went well.\n");
    assert_room_view(m, 0);
    assert_room_view(m, 1);
    moves_free(m);
}

/* Who was not in them cannot tell talks from no talks: the public, and a room
 * to which nothing was addressed. */
static void property_13_existence__is_known_to_who_was_told(void **state)
{
    static const char play[] =
        "scenario: 1\ntitle: \"Talks\"\n"
        "rooms: { us: {}, iran: {}, qatar: {} }\n"
        "%s" MOVES_ROUND("{}") "    us: [{ id: plan, to: iran, %s }]\n"
                               "    iran: [{ at: 5m, to: us, %s }]\n";
    static const char hint[] =
        "leaks: { hint: { of: plan, at: 9m, say: \"They talk.\" } }\n";
    struct moves *m =
        moves_play(play, "", "say: \"A pause?\"", "say: \"Perhaps.\"");
    struct moves *none =
        moves_play(play, "", "confide: \"Nothing.\"", "confide: \"Nothing.\"");
    struct moves *leaked =
        moves_play(play, hint, "say: \"A pause?\"", "say: \"Perhaps.\"");

    (void)state;
    moves_has(m, "iran", "A pause?");
    moves_same(m, none, "qatar");
    assert_string_equal(public_view(m), "");
    assert_string_equal(public_view(none), "");
    assert_string_equal(public_view(leaked), "540 news They talk.\n");
    moves_has(leaked, "qatar", "They talk.");
    moves_free(leaked);
    moves_free(none);
    moves_free(m);
}

/* Two roads for one message: two items, two tellings, each in its own
 * mediator's record; linked where both were read, and told apart by whoever
 * reads one. */
static void property_14_parallel_channels__linked_and_not_merged(void **state)
{
    struct moves *m = moves_play(
        "scenario: 1\ntitle: \"Two roads\"\nrooms: { us: {}, iran: {} }\n"
        "mediators: { oman: { relay: { walk: { as: shuttle, time: 4m } } }, "
        "swiss: {} }\n"
        "rounds:\n"
        "  - id: first\n"
        "    limit: 40m\n"
        "    us:\n"
        "      - { say: \"We want our people back.\" }\n"
        "      - { via: swiss, say: \"We want our people back.\" }\n"
        "      - { via: swiss, say: \"And the money stays.\" }\n");
    struct run_file files[2] = {
        {(char *)(uintptr_t) "room-us.rec", moves_record(m, 1)},
        {(char *)(uintptr_t) "room-iran.rec", moves_record(m, 2)}};
    struct run_folder folder = {.room = {files[0], files[1]}, .room_count = 2};
    struct roads roads;

    (void)state;
    moves_counts(m, "iran", "\"We want our people back.\"", 2);
    moves_counts(m, "oman", "got us 1 say \"We want our people back.\"", 1);
    moves_counts(m, "swiss", "got us 1 say \"We want our people back.\"", 1);
    moves_lacks(m, "oman", "money");
    assert_int_equal(roads_find(moves_scenario(m), &folder, &roads), ERR_OK);
    assert_int_equal(roads.count, 1);
    assert_int_equal(roads.pair[0].road[0].mediator, 1);
    assert_int_equal(roads.pair[0].road[0].told.us, 0);
    assert_int_equal(roads.pair[0].road[1].mediator, 0);
    assert_int_equal(roads.pair[0].road[1].told.us, 240000000);
    roads_fini(&roads);
    moves_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(property_05_fidelity__of_all_told_in_the_library),
        cmocka_unit_test(property_10_provenance__of_all_told_in_the_library),
        cmocka_unit_test(property_06_drafts__have_one_digest_in_all_rooms),
        cmocka_unit_test(property_11_certification__named_once_and_in_time),
        cmocka_unit_test(property_12_views__the_public_has_what_was_released),
        cmocka_unit_test(property_13_existence__is_known_to_who_was_told),
        cmocka_unit_test(property_14_parallel_channels__linked_and_not_merged),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
