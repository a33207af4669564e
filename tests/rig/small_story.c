#include "tests/rig/small_story.h"

#include <string.h>

struct story {
    struct small_run *run;
    enum plant plant;
    struct message us[16]; /* items by number */
    struct message iran[16];
    struct package deal;
    struct nonce nonce;
    struct digest digest;
};

static struct message *us(struct story *s, uint32_t n, enum move move,
                          const char *text)
{
    s->us[n] = small_item(US, n, move, IRAN, text);
    return &s->us[n];
}

static struct message *iran(struct story *s, uint32_t n, enum move move,
                            const char *text)
{
    s->iran[n] = small_item(IRAN, n, move, US, text);
    return &s->iran[n];
}

static void item_one(struct story *s)
{
    struct small_run *r = s->run;
    struct message *m = us(s, 1, MOVE_SAY, "Attacks have to stop.");
    struct message told = small_told(m, US, FORM_VERBATIM);

    small_at(r, 60);
    small_hand(r, US, m);
    small_at(r, 120);
    if (s->plant == PLANT_LOST_NO_END)
        return;
    if (s->plant >= PLANT_LOST_HELD && s->plant <= PLANT_LOST_WITHDRAWN) {
        small_dispose(r, US, 1, IRAN,
                      s->plant == PLANT_LOST_HELD      ? DISPOSITION_HELD
                      : s->plant == PLANT_LOST_EXPIRED ? DISPOSITION_EXPIRED
                                                       : DISPOSITION_WITHDRAWN,
                      RULE_PLAIN);
        return;
    }
    if (s->plant == PLANT_OTHER_NAME)
        told.as.told.from = QATAR;
    if (s->plant == PLANT_ALTERED_WORDS)
        told.as.told.text = bytes_of("Attacks may go on.");
    r->no_send = s->plant == PLANT_LOST_SAID_TOLD;
    r->deny = s->plant == PLANT_DENIED_TELLING;
    small_tell(r, IRAN, US, 1, &told);
    small_dispose(r, US, 1, IRAN, DISPOSITION_TOLD_VERBATIM, RULE_PLAIN);
    if (s->plant == PLANT_DUPLICATED)
        small_tell(r, IRAN, US, 1, &told);
    if (s->plant == PLANT_DUPLICATED_FRESH) {
        told.as.told.handle = ++r->fresh;
        small_tell(r, IRAN, US, 1, &told);
    }
}

static void items_two_and_three(struct story *s)
{
    struct small_run *r = s->run;
    struct message *two = us(s, 2, MOVE_SAY, "We speak for ourselves.");
    struct message *three = us(s, 3, MOVE_RED_LINE, "No more than that.");
    bool denied = s->plant == PLANT_DENIED;

    two->as.item.gist = bytes_of("They speak for themselves.");
    three->as.item.caveats.bits = CAVEAT_VERBATIM;
    three->as.item.gist = bytes_of("They will not go further.");
    small_at(r, 130);
    small_hand(r, US, two);
    r->deny = denied;
    r->forge = s->plant == PLANT_FORGED ? "Somewhat more than that." : NULL;
    small_hand(r, US, three);
    small_at(r, 140);
    if (s->plant != PLANT_REORDERED)
        small_pass(r, two, US, IRAN, FORM_GIST);
    if (!denied)
        small_pass(r, three, US, IRAN,
                   s->plant == PLANT_VERBATIM_GIST ? FORM_GIST : FORM_VERBATIM);
    if (s->plant == PLANT_REORDERED)
        small_pass(r, two, US, IRAN, FORM_GIST);
    if (s->plant == PLANT_ADDRESSEE)
        small_pass(r, three, US, QATAR, FORM_VERBATIM);
}

/* In the same instant as iran 3, and left in the room until the end. */
static void move_back(struct story *s)
{
    struct message *back = iran(s, 9, MOVE_OFFER, "We shall go on.");

    back->as.item.package.option[0] = 0;
    s->run->no_take = true;
    small_hand(s->run, IRAN, back);
    small_dispose(s->run, IRAN, 9, US, DISPOSITION_UNTAKEN, RULE_PLAIN);
}

/* us 4 waits for a question, us 5 for a move. */
static void conditions(struct story *s)
{
    struct small_run *r = s->run;
    struct message *question = iran(s, 1, MOVE_QUESTION, "What of the funds?");
    struct message *four = us(s, 4, MOVE_SAY, "Funds could follow in steps.");
    struct message *five = us(s, 5, MOVE_OFFER, "Waivers are possible.");
    struct message *move =
        iran(s, 3, MOVE_OFFER, "We could pause for a while.");
    struct message told;

    question->as.item.about = s->plant == PLANT_IF_ASKED ? 1 : 2;
    four->as.item.about = 2;
    four->as.item.caveats.bits = CAVEAT_IF_ASKED;
    five->as.item.package.option[1] = 1;
    five->as.item.caveats.bits = CAVEAT_IF_THEY_MOVE_FIRST;
    five->as.item.caveats.condition =
        bytes_of("offered(iran, militias) >= 'pause'");
    move->as.item.package.option[0] = 1;
    move->as.item.caveats.bits = CAVEAT_GIST;
    move->as.item.gist = bytes_of("They might pause.");
    small_at(r, 200);
    small_hand(r, US, four);
    small_hand(r, US, five);
    small_at(r, 210);
    small_hand(r, IRAN, question);
    small_pass(r, question, IRAN, US, FORM_VERBATIM);
    small_pass(r, four, US, IRAN, FORM_VERBATIM);
    if (s->plant == PLANT_IF_MOVED)
        small_pass(r, five, US, IRAN, FORM_VERBATIM);
    iran(s, 2, MOVE_CONFIDENCE, "We can live with less relief.");
    s->iran[2].as.item.caveats.bits = CAVEAT_FOR_JUDGEMENT;
    small_at(r, 300);
    small_hand(r, IRAN, &s->iran[2]);
    if (s->plant == PLANT_FOR_JUDGEMENT)
        small_pass(r, &s->iran[2], IRAN, US, FORM_VERBATIM);
    else
        small_dispose(r, IRAN, 2, US, DISPOSITION_HEARD, RULE_FOR_JUDGEMENT);
    r->no_take = s->plant == PLANT_IF_TAKEN;
    small_hand(r, IRAN, move);
    if (s->plant == PLANT_NOTHING_TOO)
        move_back(s);
    small_at(r, 310);
    if (s->plant == PLANT_IF_TAKEN) {
        small_pass(r, five, US, IRAN, FORM_VERBATIM);
        small_take(r, IRAN, 3);
    }
    told = small_told(move, IRAN, FORM_GIST);
    if (s->plant == PLANT_GIST_AS_VERBATIM)
        told.as.told.form = FORM_VERBATIM;
    if (s->plant == PLANT_GIST_VERBATIM)
        told = small_told(move, IRAN, FORM_VERBATIM);
    small_tell(r, US, IRAN, 3, &told);
    small_dispose(r, IRAN, 3, US, DISPOSITION_TOLD_GIST, RULE_GIST);
    if (s->plant == PLANT_IF_MOVED || s->plant == PLANT_IF_TAKEN)
        return;
    told = small_told(five, US, FORM_VERBATIM);
    if (s->plant == PLANT_ALTERED_OPTION)
        told.as.told.package.option[1] = 2;
    small_tell(r, IRAN, US, 5, &told);
    small_dispose(r, US, 5, IRAN, DISPOSITION_TOLD_VERBATIM, RULE_IF_MOVED);
}

/* us 6 as the mediator's idea, us 7 expires, iran 4 not yet, iran 5 inert. */
static void caveats(struct story *s)
{
    struct small_run *r = s->run;
    struct message *six = us(s, 6, MOVE_OFFER, "A step for a step.");
    struct message *seven = us(s, 7, MOVE_SAY, "This holds for a minute.");
    struct message *four = iran(s, 4, MOVE_SAY, "Our answer comes at noon.");
    struct message *five = iran(s, 5, MOVE_CONFIDENCE, STORY_SECRET);
    struct message told;

    six->as.item.caveats.bits = CAVEAT_AS_MEDIATOR_IDEA;
    six->as.item.gist = bytes_of("What if both took a step?");
    six->as.item.handles.entry[0].handle = small_handle(US, 60);
    seven->as.item.caveats.bits = CAVEAT_EXPIRES;
    seven->as.item.caveats.expires.us = 460000000;
    four->as.item.caveats.bits = CAVEAT_NOT_BEFORE;
    four->as.item.caveats.not_before.us = 600000000;
    five->as.item.caveats.bits = CAVEAT_MEDIATOR_ONLY;
    small_at(r, 400);
    small_hand(r, US, six);
    small_hand(r, US, seven);
    small_hand(r, IRAN, four);
    small_hand(r, IRAN, five);
    if (s->plant == PLANT_MEDIATOR_ONLY)
        small_pass(r, five, IRAN, US, FORM_VERBATIM);
    else
        small_dispose(r, IRAN, 5, FROM_MEDIATOR, DISPOSITION_HEARD,
                      RULE_MEDIATOR_ONLY);
    if (s->plant == PLANT_NOT_BEFORE)
        small_pass(r, four, IRAN, US, FORM_VERBATIM);
    told = small_told(six, US, FORM_OWN_IDEA);
    told.as.told.handle = ++r->fresh;
    if (s->plant == PLANT_IDEA_NAMED)
        told.as.told.from = US;
    if (s->plant == PLANT_OTHER_OPTION)
        told.as.told.package.option[0] = 2;
    small_tell(r, IRAN, US, 6, &told);
    small_dispose(r, US, 6, IRAN, DISPOSITION_TOLD_OWN_IDEA, RULE_OWN_IDEA);
    small_at(r, 460);
    if (s->plant == PLANT_EXPIRES)
        small_pass(r, seven, US, IRAN, FORM_VERBATIM);
    else
        small_dispose(r, US, 7, IRAN, DISPOSITION_EXPIRED, RULE_EXPIRES);
    small_at(r, 600);
    if (s->plant != PLANT_NOT_BEFORE)
        small_pass(r, four, IRAN, US, FORM_VERBATIM);
}

static struct message own(struct story *s, enum move move, const char *text)
{
    struct message m = {.kind = MESSAGE_TOLD};

    m.as.told = (struct message_told){.handle = ++s->run->fresh,
                                      .move = (uint8_t)move,
                                      .from = FROM_MEDIATOR,
                                      .form = FORM_MEDIATOR,
                                      .due = INSTANT_NEVER,
                                      .text = bytes_of(text)};
    package_clear(&m.as.told.package);
    return m;
}

static void own_words(struct story *s)
{
    struct message m = own(s, MOVE_SAY, "The mediator thanks both rooms.");

    if (s->plant == PLANT_WORDS)
        m.as.told.text = bytes_of("Hurry. " STORY_SECRET " So be quick.");
    s->run->no_note = s->plant == PLANT_NO_NOTE;
    small_tell(s->run, US, FROM_MEDIATOR, 1, &m);
    if (s->plant == PLANT_INVENTED) {
        m = own(s, MOVE_SAY, "We shall give up everything.");
        m.as.told.from = IRAN;
        m.as.told.form = FORM_VERBATIM;
        small_tell(s->run, US, IRAN, 40, &m);
    }
}

static uint32_t next_number(uint8_t room)
{
    return room == US ? 8 : room == IRAN ? 6 : 1;
}

/* A reply of one room to what it was told under this handle. */
static struct message reply(uint8_t room, uint32_t number, uint64_t re,
                            enum answer answer, const char *text)
{
    struct message m = small_item(room, number, MOVE_REPLY, room, text);

    m.as.item.to = 0;
    m.as.item.handles.count = 0;
    m.as.item.re = re;
    m.as.item.answer = (uint8_t)answer;
    return m;
}

static void tell_result(struct story *s, enum answer answer)
{
    uint8_t room;

    for (room = 0; room < SMALL_ROOMS; room++) {
        struct message m = own(s, MOVE_RESULT, "");

        m.as.told.answer = (uint8_t)answer;
        m.as.told.package = s->deal;
        small_tell(s->run, room, FROM_MEDIATOR, 2, &m);
    }
}

static void blind(struct story *s)
{
    struct small_run *r = s->run;
    uint8_t room;

    small_at(r, 700);
    for (room = 0; room < SMALL_ROOMS; room++) {
        struct message m = own(s, MOVE_BLIND_PROPOSAL, "Take it or leave it.");
        bool no = s->plant == PLANT_FALSE_RESULT && room == IRAN;
        struct message yes;

        m.as.told.package = s->deal;
        m.as.told.due.us = 900000000;
        small_tell(r, room, FROM_MEDIATOR, 2, &m);
        yes = reply(room, next_number(room), m.as.told.handle,
                    no ? ANSWER_REJECT : ANSWER_ACCEPT,
                    "Yes, we take it as it is.");
        small_hand(r, room, &yes);
        small_dispose(r, room, next_number(room), FROM_MEDIATOR,
                      DISPOSITION_SEALED, RULE_SEALED);
        if (room == US && s->plant == PLANT_SEALED) {
            struct message told = small_told(&yes, US, FORM_VERBATIM);

            told.as.told.handle = ++r->fresh;
            small_tell(r, IRAN, US, 8, &told);
        }
    }
    small_at(r, s->plant == PLANT_EARLY_RESULT ? 800 : 900);
    tell_result(s, ANSWER_ACCEPT);
}

static void read_back(struct story *s)
{
    uint8_t room;

    small_at(s->run, 950);
    for (room = 0; room < SMALL_ROOMS; room++) {
        struct message m = own(s, MOVE_READ_BACK, "Is this what you accept?");
        uint32_t number = next_number(room) + 1;
        struct message yes;

        m.as.told.package = s->deal;
        m.as.told.nonce = s->nonce;
        m.as.told.digest = s->digest;
        small_tell(s->run, room, FROM_MEDIATOR, 3, &m);
        yes = reply(room, number, m.as.told.handle, ANSWER_CONFIRM, "");
        yes.as.item.digest = s->digest;
        if (s->plant == PLANT_UNCONFIRMED && room == IRAN)
            continue;
        small_hand(s->run, room, &yes);
        small_dispose(s->run, room, number, FROM_MEDIATOR, DISPOSITION_HEARD,
                      RULE_READ_BACK);
    }
}

/* That agreement is reached, before the end. */
static void reach(struct story *s)
{
    struct message m = {.kind = MESSAGE_AGREED};

    m.as.agreed.package = s->deal;
    m.as.agreed.nonce = s->nonce;
    m.as.agreed.digest = s->digest;
    for (uint8_t room = 0; room < SMALL_ROOMS; room++)
        small_serve(s->run, room, &m);
}

static void finish(struct story *s)
{
    struct message_outcome o = {.outcome = OUTCOME_AGREED,
                                .package = s->deal,
                                .nonce = s->nonce,
                                .digest = s->digest};

    small_at(s->run, 1000);
    if (s->plant == PLANT_UNCLOSED_ROOM)
        s->run->unclosed = IRAN;
    if (s->plant == PLANT_UNCLOSED_MEDIATOR)
        s->run->unclosed = FROM_MEDIATOR;
    if (s->plant == PLANT_REACHED || s->plant == PLANT_UNDONE)
        reach(s);
    if (s->plant == PLANT_UNDONE) {
        o = (struct message_outcome){.outcome = OUTCOME_NO_AGREEMENT};
        package_clear(&o.package);
    }
    s->run->false_outcome = s->plant == PLANT_OTHER_OUTCOME;
    small_end(s->run, &o);
}

void small_story(struct small_run *r, enum plant plant)
{
    struct story s = {.run = r, .plant = plant};

    package_clear(&s.deal);
    s.deal.option[0] = 1;
    s.deal.option[1] = 1;
    memset(s.nonce.bytes, 0x5a, sizeof s.nonce.bytes);
    s.digest =
        package_digest(&s.deal, &small_scenario()->agenda, s.nonce.bytes);
    small_begin(r);
    item_one(&s);
    items_two_and_three(&s);
    conditions(&s);
    caveats(&s);
    own_words(&s);
    blind(&s);
    read_back(&s);
    finish(&s);
}
