/* A room and a mediator that lies: what the room refuses, and how. */
#include "shuttle/room.h"

#include "shuttle/seat.h"
#include "tests/rig/play.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct liar {
    struct play *play;
    struct scenario brief;
    struct room *room;
    struct session session; /* the mediator's end */
    struct effects effects;
    struct message said[8]; /* what the room answered to the last frame */
    uint8_t text[8][512];
    size_t said_count;
    bool finished;
    uint32_t outcome;
};

static void step(struct liar *l, const struct input *in)
{
    struct actor actor = room_actor(l->room);

    l->said_count = 0;
    actor.step(actor.self, in, &l->effects);
    for (size_t n = 0; n < l->effects.count; n++) {
        const struct effect *e = &l->effects.list[n];
        struct frame f;

        if (e->kind == EFFECT_FINISH) {
            assert_false(l->finished);
            l->finished = true;
            l->outcome = e->id;
        }
        if (e->kind != EFFECT_SEND)
            continue;
        memcpy(l->text[l->said_count], e->bytes.data, e->bytes.size);
        assert_int_equal(
            session_open(&l->session,
                         (struct bytes){l->text[l->said_count], e->bytes.size},
                         &f, &l->said[l->said_count]),
            REASON_NONE);
        session_take(&l->session, f.number);
        l->said_count++;
    }
    effects_reset(&l->effects);
}

static void send(struct liar *l, const struct message *m)
{
    static uint8_t frame[FRAME_SIZE_MAX];
    struct input in = {.kind = INPUT_MESSAGE};

    l->session.time.us++;
    in.bytes.data = frame;
    in.bytes.size =
        session_seal(&l->session, l->session.time, m, frame, sizeof frame);
    assert_int_not_equal(in.bytes.size, 0);
    step(l, &in);
}

static struct message made(enum message_kind kind)
{
    struct message m;

    memset(&m, 0, sizeof m);
    m.kind = kind;
    if (kind == MESSAGE_TOLD)
        package_clear(&m.as.told.package);
    if (kind == MESSAGE_OUTCOME)
        package_clear(&m.as.outcome.package);
    if (kind == MESSAGE_AGREED)
        package_clear(&m.as.agreed.package);
    if (kind == MESSAGE_WELCOME)
        m.as.welcome.rooms = 2;
    return m;
}

/* us offers this as soon as the round is open. */
static void liar_begin(struct liar *l, const struct package *offer,
                       struct agenda agenda)
{
    struct input in = {.kind = INPUT_START};
    struct message m = made(MESSAGE_WELCOME);

    memset(l, 0, sizeof *l);
    l->play = play_new(2, 1);
    play_line(l->play, US, 0, "offer", MOVE_OFFER)->package = *offer;
    l->brief = play_brief(l->play, BRIEF_ROOM, US);
    if (agenda.issue_count > 0)
        l->brief.agenda = agenda;
    l->room = room_new(&l->brief, seat_member("script"));
    assert_int_equal(
        session_init(&l->session, SESSION_MEDIATOR, l->brief.brief.talk, 0),
        ERR_OK);
    effects_init(&l->effects);
    step(l, &in);
    send(l, &m);
    m = made(MESSAGE_ROUND);
    m.as.round.state = ROUND_BEGAN;
    send(l, &m);
    assert_int_equal(l->said_count, 2); /* ITEM and WAIT */
    assert_int_equal(l->said[0].as.item.move, MOVE_OFFER);
}

/* us offers a pause for waivers. */
static void liar_init(struct liar *l)
{
    struct package offer = package_of(PAUSE_IT, WAIVERS);

    liar_begin(l, &offer, (struct agenda){0});
}

static void liar_fini(struct liar *l)
{
    effects_fini(&l->effects);
    session_fini(&l->session);
    room_free(l->room);
    free(l->play);
}

static struct message reading(const struct liar *l, unsigned militias,
                              unsigned relief)
{
    struct message m = made(MESSAGE_TOLD);
    struct message_told *t = &m.as.told;

    t->handle = 0x99;
    t->move = MOVE_READ_BACK;
    t->from = FROM_MEDIATOR;
    t->form = FORM_MEDIATOR;
    t->package = package_of(militias, relief);
    t->nonce.bytes[0] = 7;
    t->digest = package_digest(&t->package, &l->brief.agenda, t->nonce.bytes);
    return m;
}

static struct message agreed_on(const struct message *read)
{
    struct message m = made(MESSAGE_OUTCOME);

    m.as.outcome.outcome = OUTCOME_AGREED;
    m.as.outcome.package = read->as.told.package;
    m.as.outcome.nonce = read->as.told.nonce;
    m.as.outcome.digest = read->as.told.digest;
    return m;
}

static void read_back__of_its_own_offer__confirmed_by_its_digest(void **state)
{
    struct liar l;
    struct message m;

    (void)state;
    liar_init(&l);
    m = reading(&l, PAUSE_IT, WAIVERS);
    send(&l, &m);
    assert_int_equal(l.said[0].as.item.answer, ANSWER_CONFIRM);
    assert_true(digest_equal(&l.said[0].as.item.digest, &m.as.told.digest));
    liar_fini(&l);
}

static void read_back__of_what_it_never_offered__rejected(void **state)
{
    struct liar l;
    struct message m;

    (void)state;
    liar_init(&l);
    m = reading(&l, END_IT, WAIVERS);
    send(&l, &m);
    assert_int_equal(l.said[0].as.item.answer, ANSWER_REJECT);
    /* Nor half of it. */
    m = reading(&l, PAUSE_IT, ANY);
    send(&l, &m);
    assert_int_equal(l.said[0].as.item.answer, ANSWER_REJECT);
    liar_fini(&l);
}

static void read_back__under_another_digest__rejected(void **state)
{
    struct liar l;
    struct message m;

    (void)state;
    liar_init(&l);
    m = reading(&l, PAUSE_IT, WAIVERS);
    m.as.told.digest.bytes[0] ^= 1;
    send(&l, &m);
    assert_int_equal(l.said[0].as.item.answer, ANSWER_REJECT);
    liar_fini(&l);
}

/* What a room that offered these words says when those are read back. */
static uint8_t answer_to_words(const char *offered, const char *read)
{
    static struct option options[3];
    static struct issue issues[] = {
        {.id = "militias", .options = options, .option_count = 3},
        {.id = "relief", .options = options, .option_count = 3},
        {.id = "preamble", .free = true}};
    static uint8_t own[64], told[64];
    struct package offer = package_of(PAUSE_IT, WAIVERS);
    struct liar l;
    struct message m;
    uint8_t answer;

    assert_true(package_put_words(&offer, 2, bytes_of(offered), own));
    liar_begin(&l, &offer, (struct agenda){issues, 3});
    assert_true(bytes_equal(package_words(&l.said[0].as.item.package, 2),
                            bytes_of(offered)));
    m = reading(&l, PAUSE_IT, WAIVERS);
    if (read)
        assert_true(
            package_put_words(&m.as.told.package, 2, bytes_of(read), told));
    m.as.told.digest = package_digest(&m.as.told.package, &l.brief.agenda,
                                      m.as.told.nonce.bytes);
    send(&l, &m);
    answer = l.said[0].as.item.answer;
    if (answer == ANSWER_CONFIRM) { /* and nothing else is agreed then */
        struct message end = agreed_on(&m);

        end.as.outcome.package.words.size = 0;
        end.as.outcome.package.option[2] = OPTION_NONE;
        send(&l, &end);
        assert_int_equal(room_failed(l.room), REASON_FORM);
    }
    liar_fini(&l);
    return answer;
}

static void read_back__of_words__confirmed_to_the_byte(void **state)
{
    (void)state;
    assert_int_equal(answer_to_words("One river.", "One river."),
                     ANSWER_CONFIRM);
    assert_int_equal(answer_to_words("One river.", "One river,"),
                     ANSWER_REJECT);
    assert_int_equal(answer_to_words("One river.", "One river"), ANSWER_REJECT);
    assert_int_equal(answer_to_words("One river.", NULL), ANSWER_REJECT);
}

static struct message implemented(const struct message *read)
{
    struct message m = made(MESSAGE_AGREED);

    m.as.agreed.package = read->as.told.package;
    m.as.agreed.nonce = read->as.told.nonce;
    m.as.agreed.digest = read->as.told.digest;
    return m;
}

/* n: 0 it never confirmed; 1 another package; 2 another digest. */
static void agreed__but_not_on_what_it_confirmed__ends_the_session(void **state)
{
    (void)state;
    for (int n = 0; n < 3; n++) {
        struct liar l;
        struct message m, said;

        liar_init(&l);
        m = reading(&l, PAUSE_IT, WAIVERS);
        if (n > 0)
            send(&l, &m);
        said = implemented(&m);
        if (n == 1)
            said.as.agreed.package = package_of(END_IT, WAIVERS);
        if (n == 2)
            said.as.agreed.digest.bytes[0] ^= 1;
        send(&l, &said);
        assert_true(l.finished);
        assert_int_equal(room_failed(l.room), REASON_FORM);
        liar_fini(&l);
    }
}

/* n: 0 the same is believed; 1 no agreement after all; 2 on what was read back
 * later, which the room does not confirm any more. */
static void agreed__then_another_outcome__ends_the_session(void **state)
{
    (void)state;
    for (int n = 0; n < 3; n++) {
        struct liar l;
        struct message m, said;

        liar_init(&l);
        m = reading(&l, PAUSE_IT, WAIVERS);
        send(&l, &m);
        said = implemented(&m);
        send(&l, &said);
        assert_false(l.finished);
        said = agreed_on(&m);
        if (n == 1)
            said.as.outcome.outcome = OUTCOME_NO_AGREEMENT;
        if (n == 2) {
            m.as.told.nonce.bytes[0] = 8;
            m.as.told.digest = package_digest(
                &m.as.told.package, &l.brief.agenda, m.as.told.nonce.bytes);
            send(&l, &m);
            assert_int_equal(l.said[0].as.item.answer, ANSWER_REJECT);
            said = agreed_on(&m);
        }
        send(&l, &said);
        assert_int_equal(l.finished, n > 0);
        assert_int_equal(room_failed(l.room), n > 0 ? REASON_FORM : 0);
        liar_fini(&l);
    }
}

static void outcome__agreed_on_what_it_confirmed__believed(void **state)
{
    struct liar l;
    struct message m, end;

    (void)state;
    liar_init(&l);
    m = reading(&l, PAUSE_IT, WAIVERS);
    send(&l, &m);
    end = agreed_on(&m);
    send(&l, &end);
    assert_false(l.finished);
    assert_int_equal(room_failed(l.room), REASON_NONE);
    liar_fini(&l);
}

static void outcome__agreed_on_anything_else__ends_the_session(void **state)
{
    (void)state;
    for (int n = 0; n < 4; n++) {
        struct liar l;
        struct message m, end;

        liar_init(&l);
        m = reading(&l, PAUSE_IT, WAIVERS);
        if (n > 0)
            send(&l, &m); /* it confirms */
        if (n == 1)
            m = reading(&l, END_IT, NO_RELIEF);
        end = agreed_on(&m);
        if (n == 2)
            end.as.outcome.digest.bytes[3] ^= 1;
        if (n == 3)
            end.as.outcome.nonce.bytes[3] ^= 1;
        send(&l, &end);
        assert_true(l.finished);
        assert_int_equal(l.outcome, OUTCOME_BROKEN_OFF);
        assert_int_equal(room_failed(l.room), REASON_FORM);
        liar_fini(&l);
    }
}

static void frames__of_what_is_not_on_the_agenda__end_the_session(void **state)
{
    (void)state;
    for (int n = 0; n < 5; n++) {
        struct liar l;
        struct message m = made(n == 3 ? MESSAGE_ROUND : MESSAGE_TOLD);

        liar_init(&l);
        if (n == 0)
            m.as.told.package.option[0] = 3;
        if (n == 1)
            m.as.told.package.option[2] = 0;
        if (n == 2)
            m.as.told.about = 3;
        if (n == 3)
            m.as.round.round = 1;
        if (n == 4) {
            m = made(MESSAGE_OUTCOME);
            m.as.outcome.outcome = OUTCOME_STALLED;
            m.as.outcome.package.option[1] = 9;
        }
        send(&l, &m);
        assert_true(l.finished);
        assert_int_equal(room_failed(l.room), REASON_FORM);
        assert_int_equal(l.said_count, 0);
        liar_fini(&l);
    }
}

static void told__from_rooms_that_are_not__does_no_harm(void **state)
{
    struct liar l;
    struct message m = made(MESSAGE_TOLD);

    (void)state;
    liar_init(&l);
    for (unsigned from = 0; from < 256; from++)
        for (unsigned move = 0; move < 4; move++) {
            m.as.told.from = (uint8_t)from;
            m.as.told.move = (uint8_t)(move * 83);
            m.as.told.answer = ANSWER_ACCEPT;
            m.as.told.about = 2;
            m.as.told.handle = from;
            send(&l, &m);
            assert_false(l.finished);
        }
    liar_fini(&l);
}

static void welcome__as_another_room__ends_the_session(void **state)
{
    (void)state;
    for (int n = 0; n < 2; n++) {
        struct liar l;
        struct input in = {.kind = INPUT_START};
        struct message m = made(MESSAGE_WELCOME);

        liar_init(&l);
        room_free(l.room);
        session_fini(&l.session);
        l.room = room_new(&l.brief, seat_member("script"));
        assert_int_equal(
            session_init(&l.session, SESSION_MEDIATOR, l.brief.brief.talk, 0),
            ERR_OK);
        step(&l, &in);
        m.as.welcome.room = n == 0;
        m.as.welcome.rooms = n == 0 ? 2 : 3;
        send(&l, &m);
        assert_true(l.finished);
        assert_int_equal(room_failed(l.room), REASON_FORM);
        liar_fini(&l);
    }
}

static void bye__without_an_outcome__broken_off(void **state)
{
    struct liar l;
    uint8_t frame[256];
    struct input in = {.kind = INPUT_MESSAGE, .bytes = {frame, 0}};

    (void)state;
    liar_init(&l);
    in.bytes.size = session_seal_bye(&l.session, l.session.time, REASON_NONE,
                                     frame, sizeof frame);
    step(&l, &in);
    assert_true(l.finished);
    assert_int_equal(l.outcome, OUTCOME_BROKEN_OFF);
    assert_int_equal(l.said[0].kind, MESSAGE_BYE);
    /* Nothing wakes it any more. */
    step(&l, &(struct input){.kind = INPUT_GONE});
    assert_int_equal(l.said_count, 0);
    liar_fini(&l);
}

static void
bytes__that_are_no_frame__end_the_session_without_a_word(void **state)
{
    static const char junk[] = "GET / HTTP/1.1\r\n\r\n";
    struct liar l;
    struct input in = {.kind = INPUT_MESSAGE,
                       .bytes = {(const uint8_t *)junk, sizeof junk - 1}};

    (void)state;
    liar_init(&l);
    step(&l, &in);
    assert_true(l.finished);
    assert_int_not_equal(room_failed(l.room), REASON_NONE);
    assert_int_equal(l.said_count, 0);
    liar_fini(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(read_back__of_its_own_offer__confirmed_by_its_digest),
        cmocka_unit_test(read_back__of_what_it_never_offered__rejected),
        cmocka_unit_test(read_back__under_another_digest__rejected),
        cmocka_unit_test(read_back__of_words__confirmed_to_the_byte),
        cmocka_unit_test(outcome__agreed_on_what_it_confirmed__believed),
        cmocka_unit_test(
            agreed__but_not_on_what_it_confirmed__ends_the_session),
        cmocka_unit_test(agreed__then_another_outcome__ends_the_session),
        cmocka_unit_test(outcome__agreed_on_anything_else__ends_the_session),
        cmocka_unit_test(frames__of_what_is_not_on_the_agenda__end_the_session),
        cmocka_unit_test(told__from_rooms_that_are_not__does_no_harm),
        cmocka_unit_test(welcome__as_another_room__ends_the_session),
        cmocka_unit_test(bye__without_an_outcome__broken_off),
        cmocka_unit_test(
            bytes__that_are_no_frame__end_the_session_without_a_word),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
