/* The simultaneous exchange: sealed deposits, opened together at the time fixed
 * when it was put, or not at all. What each room reads, what it does not, and
 * what the mediator's record keeps. */
#include "shuttle/mediator.h"
#include "shuttle/sealing.h"

#include "tests/rig/corridor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Put at one minute, opened twenty minutes later. */
#define DUE (21 * MIN)

static const char *const walks[] = {"switchboard", "shuttle", "capitals"};
#define WALKS 3

static struct corridor *exchanging(const char *walk, uint8_t rooms)
{
    struct play *p = play_new(rooms, 1);
    struct line *put = play_line(p, FROM_MEDIATOR, 0, "swap", MOVE_EXCHANGE);
    struct corridor *c;

    if (strcmp(walk, "capitals") == 0)
        play_choose(p, FAMILY_WALK, walk, "time", "1m", "home_time", "1m",
                    "stay", "0", NULL);
    else
        play_choose(p, FAMILY_WALK, walk, NULL);
    play_choose(p, FAMILY_TABLE, "blind", NULL);
    put->text = "Deposit it with me.";
    put->answer_us = 20 * MIN;
    put->at_us = MIN;
    c = corridor_new(p, 0, false);
    c->play = p;
    corridor_run(c, 0);
    return c;
}

static struct message_item sealed(const char *text)
{
    struct message_item i = item_saying(MOVE_LETTER, text);

    i.caveats.bits = CAVEAT_SIMULTANEOUS;
    return i;
}

static uint32_t deposit(struct corridor *c, uint8_t room, const char *text)
{
    struct message_item i = sealed(text);

    return corridor_hand(c, room, &i);
}

static void recall(struct corridor *c, uint8_t room, uint32_t own)
{
    struct message_item item = item_saying(MOVE_WITHDRAWAL, "");

    item.own = own;
    corridor_hand(c, room, &item);
}

/* What the room reads as the result, and when. */
static enum answer result(const struct corridor *c, uint8_t room)
{
    struct message m;
    struct instant at;

    assert_int_equal(corridor_told_count(c, room, MOVE_RESULT), 1);
    assert_true(corridor_told(c, room, MOVE_RESULT, 0, &m, &at));
    assert_int_equal(at.us, DUE);
    assert_int_equal(m.as.told.from, FROM_MEDIATOR);
    return (enum answer)m.as.told.answer;
}

static void
m11_exchange__all_have_deposited__each_reads_the_others(void **state)
{
    (void)state;
    for (int n = 0; n < WALKS; n++) {
        struct corridor *c = exchanging(walks[n], 2);
        struct message own, told, note;
        struct instant at;

        deposit(c, US, "LETTER-OF-US");
        deposit(c, IRAN, "LETTER-OF-IRAN");
        corridor_run(c, DUE - 1);
        /* Its author has the digest; the other room has nothing at all. */
        assert_int_equal(corridor_count(c, US, MESSAGE_DEPOSITED), 1);
        assert_true(corridor_heard(c, IRAN, MESSAGE_DEPOSITED, 0, &own, NULL));
        assert_false(corridor_leaked(c, US, "LETTER-OF-IRAN"));
        assert_false(corridor_leaked(c, IRAN, "LETTER-OF-US"));
        assert_int_equal(corridor_told_count(c, US, MOVE_LETTER), 0);
        corridor_run(c, DUE);
        assert_int_equal(result(c, US), ANSWER_ACCEPT);
        assert_int_equal(result(c, IRAN), ANSWER_ACCEPT);
        assert_true(corridor_told(c, IRAN, MOVE_LETTER, 0, &told, &at));
        assert_int_equal(at.us, DUE);
        assert_true(corridor_told(c, US, MOVE_LETTER, 0, &told, &at));
        assert_int_equal(at.us, DUE);
        assert_true(bytes_equal(told.as.told.text, bytes_of("LETTER-OF-IRAN")));
        assert_int_equal(told.as.told.from, IRAN);
        assert_int_equal(told.as.told.form, FORM_VERBATIM);
        /* Told under the digest that its author was given. */
        assert_true(
            digest_equal(&told.as.told.digest, &own.as.deposited.digest));
        assert_memory_equal(&told.as.told.nonce, &own.as.deposited.nonce,
                            sizeof(struct nonce));
        /* The record: both digests, and the opening. */
        assert_true(corridor_note(c, MESSAGE_DEPOSIT, 1, &note, NULL));
        assert_false(corridor_note(c, MESSAGE_DEPOSIT, 2, &note, NULL));
        corridor_free(c);
    }
}

/* SHA-256 of the nonce and the body, computed from the parts of the frame. */
static void m11_exchange__digest__covers_nonce_and_words(void **state)
{
    struct corridor *c = exchanging("switchboard", 2);
    struct message_item i = item_offering(PAUSE_IT, ANY);
    struct message own;
    struct digest d;
    uint8_t body[256] = {0};
    size_t at = 8; /* the handle is zero */

    (void)state;
    i.text = bytes_of("ours");
    i.caveats.bits = CAVEAT_SIMULTANEOUS;
    corridor_hand(c, US, &i);
    corridor_run(c, MIN);
    assert_true(corridor_heard(c, US, MESSAGE_DEPOSITED, 0, &own, NULL));
    body[at++] = MOVE_OFFER;
    body[at++] = US;
    body[at++] = FORM_VERBATIM;
    at += 4 + 1 + 1; /* re, about, answer */
    body[at++] = 0x7f;
    memset(body + at, 0xff, 7); /* due: never */
    at += 7;
    at += 2 + 4;    /* no draft, no brackets */
    body[at++] = 1; /* one option named */
    body[at++] = 0;
    body[at++] = PAUSE_IT;
    at += 16 + 32 + 2; /* nonce, digest, label */
    body[at + 1] = 4;
    memcpy(body + at + 2, "ours", 4);
    at += 2 + 4 + 2; /* and no gloss */
    d = digest_of((struct bytes[]){{own.as.deposited.nonce.bytes, NONCE_SIZE},
                                   {body, at}},
                  2);
    assert_true(digest_equal(&d, &own.as.deposited.digest));
    corridor_free(c);
}

/* The ways in which iran does not have one. */
enum lack {
    SILENT,
    RECALLED,
    EXPIRED_AT,     /* at the very instant */
    NOT_YET,        /* not to be told before a later one */
    LATE,           /* handed over when it is over */
    IN_OTHER_WORDS, /* which no opening can be */
    CONDITIONAL,    /* on what does not come */
    LACKS,
};

static struct corridor *lacking(const char *walk, enum lack lack)
{
    struct corridor *c = exchanging(walk, 2);
    struct message_item i = sealed("LETTER-OF-IRAN");

    deposit(c, US, "LETTER-OF-US");
    switch (lack) {
    case SILENT:
    case LATE:
    case LACKS:
        break;
    case RECALLED:
        corridor_hand(c, IRAN, &i);
        break;
    case EXPIRED_AT:
        i.caveats.bits |= CAVEAT_EXPIRES;
        i.caveats.expires = (struct instant){DUE};
        corridor_hand(c, IRAN, &i);
        break;
    case NOT_YET:
        i.caveats.bits |= CAVEAT_NOT_BEFORE;
        i.caveats.not_before = (struct instant){DUE + 1};
        corridor_hand(c, IRAN, &i);
        break;
    case IN_OTHER_WORDS:
        i.caveats.bits |= CAVEAT_GIST;
        corridor_hand(c, IRAN, &i);
        break;
    case CONDITIONAL:
        i.caveats.bits |= CAVEAT_IF_ASKED;
        i.about = 1;
        corridor_hand(c, IRAN, &i);
        break;
    }
    corridor_run(c, 10 * MIN);
    if (lack == RECALLED)
        recall(c, IRAN, 1);
    corridor_run(c, DUE);
    if (lack == LATE)
        corridor_hand(c, IRAN, &i);
    corridor_run(c, DUE + 9 * MIN);
    return c;
}

/* Whatever is missing, us reads the same bytes at the same times, and iran the
 * same result. */
static void m11_exchange__one_is_missing__nothing_is_opened(void **state)
{
    (void)state;
    for (int n = 0; n < WALKS; n++) {
        struct corridor *first = lacking(walks[n], SILENT);
        struct message a, b;

        assert_int_equal(result(first, US), ANSWER_REJECT);
        assert_int_equal(result(first, IRAN), ANSWER_REJECT);
        assert_false(corridor_leaked(first, IRAN, "LETTER-OF-US"));
        for (int lack = SILENT + 1; lack < LACKS; lack++) {
            struct corridor *c = lacking(walks[n], (enum lack)lack);

            if (strcmp(walks[n], "switchboard") == 0)
                assert_true(corridor_same(c, first, US));
            assert_int_equal(result(c, IRAN), ANSWER_REJECT);
            assert_int_equal(corridor_told_count(c, IRAN, MOVE_LETTER), 0);
            assert_int_equal(corridor_told_count(c, US, MOVE_LETTER), 0);
            corridor_told(c, US, MOVE_RESULT, 0, &a, NULL);
            corridor_told(first, US, MOVE_RESULT, 0, &b, NULL);
            assert_true(a.as.told.handle == b.as.told.handle);
            corridor_free(c);
        }
        corridor_free(first);
    }
}

/* A recall and an expiry at three neighbouring instants: told or not, never
 * both, and never one room alone. */
static void p11_withdraw__around_the_opening__exactly_one_wins(void **state)
{
    (void)state;
    for (int n = 0; n < 9; n++) {
        struct corridor *c = exchanging("switchboard", 2);
        int64_t at = DUE - 1 + n % 3, end = DUE - 1 + n / 3 % 3;
        struct message_item i = sealed("LETTER-OF-US");
        bool opened = at >= DUE && end > DUE;

        i.caveats.bits |= CAVEAT_EXPIRES;
        i.caveats.expires = (struct instant){end};
        corridor_hand(c, US, &i);
        deposit(c, IRAN, "LETTER-OF-IRAN");
        corridor_run(c, at);
        recall(c, US, 1);
        corridor_run(c, DUE + MIN);
        assert_int_equal(corridor_told_count(c, IRAN, MOVE_LETTER), opened);
        assert_int_equal(corridor_told_count(c, US, MOVE_LETTER), opened);
        assert_int_equal(result(c, US), result(c, IRAN));
        assert_int_equal(corridor_receipt(c, US, 1),
                         opened ? RECEIPT_TOO_LATE : RECEIPT_WITHDRAWN);
        corridor_free(c);
    }
}

static void m11_exchange__of_three__all_or_none(void **state)
{
    (void)state;
    for (int n = 0; n < WALKS * 8; n++) {
        struct corridor *c = exchanging(walks[n / 8], 3);
        bool all = (n & 7) == 7;

        for (uint8_t r = 0; r < 3; r++)
            if (n >> r & 1)
                deposit(c, r, "ITS-LETTER");
        corridor_run(c, DUE + MIN);
        for (uint8_t r = 0; r < 3; r++) {
            assert_int_equal(result(c, r), all ? ANSWER_ACCEPT : ANSWER_REJECT);
            assert_int_equal(corridor_told_count(c, r, MOVE_LETTER),
                             all ? 2 : 0);
            assert_true(all || !corridor_leaked(c, r, "ITS-LETTER"));
        }
        corridor_free(c);
    }
}

/* Between two of three; to the third it stays sealed. */
static void m11_exchange__of_two_of_three__the_third_reads_nothing(void **state)
{
    struct play *p = play_new(3, 1);
    struct line *put = play_line(p, FROM_MEDIATOR, 0, "swap", MOVE_EXCHANGE);
    struct corridor *c;

    (void)state;
    play_choose(p, FAMILY_TABLE, "blind", NULL);
    put->to = 1u << US | 1u << IRAN;
    put->answer_us = 20 * MIN;
    put->at_us = MIN;
    c = corridor_new(p, 0, false);
    c->play = p;
    corridor_run(c, 0);
    deposit(c, US, "LETTER-OF-US");
    deposit(c, IRAN, "LETTER-OF-IRAN");
    corridor_run(c, DUE + MIN);
    assert_int_equal(corridor_told_count(c, US, MOVE_LETTER), 1);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_LETTER), 1);
    assert_int_equal(corridor_count(c, QATAR, MESSAGE_TOLD), 0);
    /* What the author has let out once cannot be recalled. */
    recall(c, US, 1);
    corridor_run(c, DUE + 2 * MIN);
    assert_int_equal(corridor_receipt(c, US, 1), RECEIPT_TOO_LATE);
    corridor_free(c);
}

/* Until it is opened nobody moves by it; then it is an offer like any other. */
static void
m11_exchange__a_sealed_offer__is_a_position_once_opened(void **state)
{
    struct corridor *c = exchanging("switchboard", 2);
    struct message_item waits = item_offering(ANY, WAIVERS);
    struct message_item i = item_offering(PAUSE_IT, NO_RELIEF);
    struct instant at;
    struct message m;

    (void)state;
    waits.caveats.bits = CAVEAT_IF_THEY_MOVE_FIRST;
    waits.caveats.condition = bytes_of("offered(iran, militias) >= 'pause'");
    corridor_hand(c, US, &waits);
    deposit(c, US, "LETTER-OF-US");
    i.caveats.bits = CAVEAT_SIMULTANEOUS;
    corridor_hand(c, IRAN, &i);
    corridor_run(c, DUE - 1);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_OFFER), 0);
    corridor_run(c, DUE);
    assert_true(corridor_told(c, IRAN, MOVE_OFFER, 0, &m, &at));
    assert_int_equal(at.us, DUE);
    assert_true(corridor_told(c, US, MOVE_OFFER, 0, &m, NULL));
    /* And it can be accepted. */
    i = item_saying(MOVE_REPLY, "");
    i.re = m.as.told.handle;
    i.answer = ANSWER_ACCEPT;
    corridor_hand(c, US, &i);
    corridor_run(c, DUE + MIN);
    assert_int_equal(corridor_told_count(c, US, MOVE_READ_BACK), 1);
    corridor_free(c);
}

/* An answer, a recall and leaving are never sealed. */
static void simultaneous__of_what_cannot_be_sealed__is_refused(void **state)
{
    static const enum move moves[] = {MOVE_WITHDRAWAL, MOVE_SUSPENSION};
    struct corridor *c = exchanging("switchboard", 2);

    (void)state;
    for (int n = 0; n < 2; n++) {
        struct message_item i = item_saying(moves[n], "");
        uint32_t number;

        i.caveats.bits = CAVEAT_SIMULTANEOUS;
        number = corridor_hand(c, US, &i);
        corridor_run(c, MIN);
        assert_int_equal(corridor_receipt(c, US, number), RECEIPT_REFUSED);
    }
    corridor_free(c);
}

/* A second exchange waits for the first. */
static void m11_exchange__a_second__waits_for_the_first(void **state)
{
    struct play *p = play_new(2, 1);
    struct line *put = play_line(p, FROM_MEDIATOR, 0, "swap", MOVE_EXCHANGE);
    struct corridor *c;
    struct message m;
    struct instant at;

    (void)state;
    play_choose(p, FAMILY_TABLE, "blind", NULL);
    put->answer_us = 20 * MIN;
    put = play_line(p, FROM_MEDIATOR, 0, "again", MOVE_EXCHANGE);
    put->answer_us = 10 * MIN;
    c = corridor_new(p, 0, false);
    c->play = p;
    corridor_run(c, 0);
    deposit(c, US, "LETTER-OF-US");
    corridor_run(c, 25 * MIN);
    deposit(c, IRAN, "LETTER-OF-IRAN");
    corridor_run(c, 60 * MIN);
    assert_true(corridor_told(c, US, MOVE_RESULT, 0, &m, &at));
    assert_int_equal(at.us, 20 * MIN);
    assert_int_equal(m.as.told.answer, ANSWER_REJECT);
    /* What was deposited before stays sealed for the next. */
    assert_true(corridor_told(c, US, MOVE_RESULT, 1, &m, &at));
    assert_int_equal(at.us, 30 * MIN);
    assert_int_equal(m.as.told.answer, ANSWER_ACCEPT);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_LETTER), 1);
    corridor_free(c);
}

/* All that the opening sends leaves in one step of the mediator, and nothing
 * outside it: a step is done whole or not at all, so there is no moment at
 * which one room could have been told and the other not. */
static void property_03_exchange__the_opening__is_one_step(void **state)
{
    struct corridor *c = exchanging("shuttle", 2);
    struct actor a;
    struct effects out;
    struct input in = {.kind = INPUT_DEADLINE, .now = {DUE}};
    size_t told[2] = {0, 0};

    (void)state;
    deposit(c, US, "LETTER-OF-US");
    deposit(c, IRAN, "LETTER-OF-IRAN");
    corridor_run(c, DUE - 1);
    effects_init(&out);
    a = mediator_actor(c->mediator);
    a.step(a.self, &in, &out);
    for (size_t n = 0; n < out.count; n++) {
        struct frame f;
        struct message m;
        size_t used;

        if (out.list[n].kind != EFFECT_SEND ||
            frame_decode(out.list[n].bytes, &f, &used) != ERR_OK ||
            message_decode(f.kind, f.body, &m) != ERR_OK ||
            m.kind != MESSAGE_TOLD || m.as.told.move != MOVE_LETTER)
            continue;
        told[out.list[n].peer]++;
    }
    assert_int_equal(told[US], 1);
    assert_int_equal(told[IRAN], 1);
    effects_fini(&out);
    corridor_free(c);
}

/* He is on his way to the other room when its time is over: what he has not
 * said of it there is said no more. */
static void m11_exchange__not_announced_in_time__expires(void **state)
{
    struct play *p = play_new(2, 1);
    struct line *put = play_line(p, FROM_MEDIATOR, 0, "swap", MOVE_EXCHANGE);
    struct corridor *c;
    struct message m;
    struct instant at;
    bool expired = false;

    (void)state;
    play_choose(p, FAMILY_WALK, "shuttle", "time", "15m", NULL);
    play_choose(p, FAMILY_TABLE, "blind", NULL);
    put->text = "Deposit it with me.";
    put->answer_us = 5 * MIN;
    put->at_us = MIN;
    c = corridor_new(p, 0, false);
    c->play = p;
    corridor_run(c, 60 * MIN);
    assert_int_equal(corridor_told_count(c, US, MOVE_EXCHANGE), 1);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_EXCHANGE), 0);
    for (size_t n = 0; corridor_note(c, MESSAGE_DISPOSED, n, &m, &at); n++)
        if (m.as.disposed.room == FROM_MEDIATOR && m.as.disposed.to == IRAN) {
            assert_int_equal(m.as.disposed.disposition, DISPOSITION_EXPIRED);
            assert_int_equal(at.us, 6 * MIN);
            expired = true;
        }
    assert_true(expired);
    corridor_free(c);
}

/* A message that comes before the deadline that is over is too late. */
static void m11_exchange__with_a_live_clock__not_a_moment_later(void **state)
{
    struct corridor *c = exchanging("switchboard", 2);
    struct actor a = mediator_actor(c->mediator);
    struct effects out;
    struct input in = {.kind = INPUT_ANSWER, .id = 0, .now = {DUE + 1}};

    (void)state;
    deposit(c, US, "LETTER-OF-US");
    deposit(c, IRAN, "LETTER-OF-IRAN");
    corridor_run(c, DUE - 1);
    effects_init(&out);
    /* At the instant itself all that is said comes first. */
    in.now.us = DUE;
    a.step(a.self, &in, &out);
    assert_true(mediator_board(c->mediator)->exchange.open);
    effects_reset(&out);
    in.now.us = DUE + 1;
    a.step(a.self, &in, &out);
    assert_false(mediator_board(c->mediator)->exchange.open);
    effects_fini(&out);
    corridor_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            m11_exchange__all_have_deposited__each_reads_the_others),
        cmocka_unit_test(m11_exchange__digest__covers_nonce_and_words),
        cmocka_unit_test(m11_exchange__not_announced_in_time__expires),
        cmocka_unit_test(m11_exchange__one_is_missing__nothing_is_opened),
        cmocka_unit_test(p11_withdraw__around_the_opening__exactly_one_wins),
        cmocka_unit_test(m11_exchange__of_three__all_or_none),
        cmocka_unit_test(
            m11_exchange__of_two_of_three__the_third_reads_nothing),
        cmocka_unit_test(
            m11_exchange__a_sealed_offer__is_a_position_once_opened),
        cmocka_unit_test(simultaneous__of_what_cannot_be_sealed__is_refused),
        cmocka_unit_test(m11_exchange__a_second__waits_for_the_first),
        cmocka_unit_test(property_03_exchange__the_opening__is_one_step),
        cmocka_unit_test(m11_exchange__with_a_live_clock__not_a_moment_later),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
