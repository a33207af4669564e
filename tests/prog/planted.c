/*
 * planted BUG ARGUMENT...: `shuttle run --virtual ARGUMENT...` with a mediator
 * that does wrong in one way. The linker puts the functions below in front of
 * the product's own (--wrap); whatever the bug is not about goes through.
 * `planted list` names the bugs. They know tests/e2e/lib/planted.yaml and
 * planted_asked.yaml: who says what there.
 */
#include "proto/mediator_state.h"
#include "shuttle/draft.h"
#include "shuttle/record.h"
#include "sim/cmd/cmd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EAST  0u
#define WEST  1u
#define COAST 2u

#define PLANT_TABLE(X)                                                         \
    X(NONE, "none")                                                            \
    X(DROP_ITEM, "drop_item")               /* handed over, never taken */     \
    X(DROP_TOLD, "drop_told")               /* told by the record, not sent */ \
    X(DUPLICATE, "duplicate")               /* one item told twice */          \
    X(REORDER, "reorder")                   /* the second before the first */  \
    X(TELL_INERT, "tell_inert")             /* what is mediator_only */        \
    X(TELL_UNADDRESSED, "tell_unaddressed") /* to a room it is not for */      \
    X(TELL_EARLY, "tell_early")             /* before its condition holds */   \
    X(ALTER, "alter")                       /* one letter of verbatim words */ \
    X(MARK_VERBATIM, "mark_verbatim")       /* a rewording, as verbatim */     \
    X(OWN_WORDS, "own_words")       /* the author's, for a rewording */        \
    X(FORGE, "forge")               /* other words in its record */            \
    X(DENY, "deny")                 /* a frame left out of its record */       \
    X(LEAK_SEALED, "leak_sealed")   /* a sealed answer told */                 \
    X(FALSE_RESULT, "false_result") /* one room hears another result */        \
    X(FALSE_DEAL, "false_deal")     /* an agreement nobody confirmed */        \
    X(TWO_TEXTS, "two_texts")       /* a draft that differs in one room */     \
    X(FALSE_DRAFT, "false_draft")   /* under the digest of another text */     \
    X(TELL_REFUSED, "tell_refused") /* its author was asked, and said no */    \
    X(TELL_UNASKED, "tell_unasked") /* and should have been */                 \
    X(TELL_UNANSWERED, "tell_unanswered")   /* asked, and told at once */      \
    X(TELL_UNREAD, "tell_unread")           /* other words, not read back */   \
    X(TELL_DENIED, "tell_denied")           /* read back, and he said no */    \
    X(TELL_UNCONFIRMED, "tell_unconfirmed") /* not the words confirmed */      \
    X(TELL_UNCORRECTED, "tell_uncorrected") /* nor those he gave instead */    \
    X(OPEN_IN_ONE_ROOM, "open_in_one_room") /* of the two of an exchange */

enum plant {
#define X(NAME, name) PLANT_##NAME,
    PLANT_TABLE(X)
#undef X
};

static const char *const names[] = {
#define X(NAME, name) name,
    PLANT_TABLE(X)
#undef X
};
#define PLANT_COUNT (sizeof(names) / sizeof(names[0]))

static enum plant plant;
static const struct agenda *agenda; /* of the talks */
static bool done; /* each bug bites once, but for those of a kind */

static const char first_words[] = "The first sentence, word for word.";
static const char second_words[] = "The second sentence, word for word.";
static const char harsh_words[] = "Harsh words of the east.";
static const char inert_words[] = "The heart of the east.";
static const char aside_words[] = "For the west alone.";
static const char soft_words[] = "Softly put.";
static const char given_words[] = "Put as the author wants it.";
static const char mended_words[] = "Put in the first place.";
static const char sealed_words[] = "The sealed letter of the east.";

/* The frame that was sealed last by the mediator and is sent next. */
static struct {
    struct session *session;
    struct instant now;
    struct message message;
    bool skip;
} sealed;

/* What is sent later than it should be. */
static struct {
    struct message message;
    bool waits;
} late;

static bool says(struct bytes text, const char *words)
{
    return bytes_equal(text, bytes_of(words));
}

size_t __real_session_seal(struct session *s, struct instant now,
                           const struct message *m, uint8_t *out,
                           size_t capacity);
size_t __wrap_session_seal(struct session *s, struct instant now,
                           const struct message *m, uint8_t *out,
                           size_t capacity);
void __real_effects_send(struct effects *e, uint16_t peer, struct bytes frame);
void __wrap_effects_send(struct effects *e, uint16_t peer, struct bytes frame);
void __real_items_hand(struct mediator *m, uint8_t room,
                       const struct message_item *i);
void __wrap_items_hand(struct mediator *m, uint8_t room,
                       const struct message_item *i);
struct caveat_judgement
__real_caveat_judge(const struct board *b, const struct item *item, uint8_t to);
struct caveat_judgement
__wrap_caveat_judge(const struct board *b, const struct item *item, uint8_t to);
enum err __real_record_input(struct record *r, const struct input *in);
enum err __wrap_record_input(struct record *r, const struct input *in);

void __real_consent_ask(struct mediator *m, struct item *item);
void __wrap_consent_ask(struct mediator *m, struct item *item);
void __real_consent_answer(struct mediator *m, const struct item *reply,
                           const struct item *question);
void __wrap_consent_answer(struct mediator *m, const struct item *reply,
                           const struct item *question);
bool __real_reading_waits(struct mediator *m, struct item *item, uint8_t to);
bool __wrap_reading_waits(struct mediator *m, struct item *item, uint8_t to);
void __real_reading_answer(struct mediator *m, const struct item *reply,
                           const struct item *read);
void __wrap_reading_answer(struct mediator *m, const struct item *reply,
                           const struct item *read);

static unsigned drafts; /* told, in any room */

static void change_draft(struct message_told *t)
{
    t->text = bytes_of("The well is the east's.");
    if (plant == PLANT_TWO_TEXTS)
        t->digest = draft_digest(t);
}

static void change_told(struct message_told *t)
{
    static const char altered[] = "The first sentence, ward for word.";

    if (plant == PLANT_ALTER && says(t->text, first_words))
        t->text = bytes_of(altered);
    else if (plant == PLANT_MARK_VERBATIM && t->form == FORM_GIST)
        t->form = FORM_VERBATIM;
    else if (plant == PLANT_OWN_WORDS && t->form == FORM_GIST)
        t->text = bytes_of(harsh_words);
    else if ((plant == PLANT_TWO_TEXTS || plant == PLANT_FALSE_DRAFT) &&
             t->move == MOVE_DRAFT && ++drafts == 2)
        change_draft(t);
    else if (plant == PLANT_TELL_UNCONFIRMED && t->from == EAST &&
             says(t->text, soft_words))
        t->text = bytes_of("Put otherwise.");
    else if (plant == PLANT_TELL_UNCORRECTED && t->from == EAST &&
             says(t->text, given_words))
        t->text = bytes_of(mended_words);
}

static bool is_left_out(const struct message_told *t)
{
    if (plant == PLANT_OPEN_IN_ONE_ROOM)
        return says(t->text, sealed_words);
    if (done || !says(t->text, first_words))
        return false;
    if (plant == PLANT_REORDER) {
        late.message = sealed.message;
        late.message.as.told.text = bytes_of(first_words);
        late.waits = true;
    }
    done = plant == PLANT_DROP_TOLD || plant == PLANT_REORDER;
    return done;
}

size_t __wrap_session_seal(struct session *s, struct instant now,
                           const struct message *m, uint8_t *out,
                           size_t capacity)
{
    struct message *own = &sealed.message;

    if (s->end != SESSION_MEDIATOR)
        return __real_session_seal(s, now, m, out, capacity);
    sealed.session = s;
    sealed.now = now;
    *own = *m;
    if (own->kind == MESSAGE_TOLD) {
        change_told(&own->as.told);
        sealed.skip = is_left_out(&own->as.told);
        if (plant == PLANT_FALSE_RESULT && own->as.told.move == MOVE_RESULT &&
            !done) {
            own->as.told.answer = ANSWER_ACCEPT;
            done = true;
        }
    } else if (own->kind == MESSAGE_OUTCOME && plant == PLANT_FALSE_DEAL) {
        own->as.outcome.outcome = OUTCOME_AGREED;
        own->as.outcome.package.option[0] = 2;
        own->as.outcome.digest = package_digest(
            &own->as.outcome.package, agenda, own->as.outcome.nonce.bytes);
    }
    return sealed.skip ? 1 : __real_session_seal(s, now, own, out, capacity);
}

/* Tell something more in the room that was just told something. */
static void tell_more(struct effects *e, uint16_t peer, struct message *m)
{
    uint8_t frame[FRAME_SIZE_MAX];
    size_t size;

    m->as.told.handle ^= UINT64_C(0x5eed);
    m->kind = MESSAGE_TOLD;
    size = __real_session_seal(sealed.session, sealed.now, m, frame,
                               sizeof(frame));
    __real_effects_send(e, peer, (struct bytes){frame, size});
}

static void tell_words(struct effects *e, uint16_t peer, const char *words)
{
    struct message m = sealed.message;

    m.as.told.move = MOVE_SAY;
    m.as.told.from = EAST;
    m.as.told.form = FORM_VERBATIM;
    m.as.told.re = 0;
    package_clear(&m.as.told.package);
    m.as.told.text = bytes_of(words);
    m.as.told.gloss = BYTES_NONE;
    done = true;
    tell_more(e, peer, &m);
}

static void tell_sealed(struct effects *e, uint16_t peer)
{
    struct message m = {.kind = MESSAGE_TOLD};

    m.as.told.handle = 1;
    m.as.told.move = MOVE_REPLY;
    m.as.told.from = WEST;
    m.as.told.form = FORM_VERBATIM;
    m.as.told.answer = ANSWER_REJECT;
    m.as.told.due = INSTANT_NEVER;
    package_clear(&m.as.told.package);
    done = true;
    tell_more(e, peer, &m);
}

static void after_told(struct effects *e, uint16_t peer)
{
    const struct message_told *t = &sealed.message.as.told;

    if (plant == PLANT_DUPLICATE && says(t->text, first_words)) {
        struct message again = sealed.message;
        done = true;
        tell_more(e, peer, &again);
    } else if (plant == PLANT_TELL_INERT && peer == WEST) {
        tell_words(e, peer, inert_words);
    } else if (plant == PLANT_TELL_UNADDRESSED && peer == COAST) {
        tell_words(e, peer, aside_words);
    }
}

void __wrap_effects_send(struct effects *e, uint16_t peer, struct bytes frame)
{
    const struct message *own = &sealed.message;

    if (!sealed.skip)
        __real_effects_send(e, peer, frame);
    /* Rooms' frames and goodbyes come this way, too, and were not sealed. */
    if (sealed.session && !sealed.skip && own->kind == MESSAGE_TOLD) {
        if (!done)
            after_told(e, peer);
        if (late.waits && says(own->as.told.text, second_words)) {
            late.waits = false;
            tell_more(e, peer, &late.message);
        }
    }
    if (sealed.session && plant == PLANT_LEAK_SEALED && late.waits && !done &&
        peer == COAST)
        tell_sealed(e, peer);
    sealed.session = NULL;
    sealed.skip = false;
}

void __wrap_items_hand(struct mediator *m, uint8_t room,
                       const struct message_item *i)
{
    agenda = &m->brief->agenda;
    if (plant == PLANT_DROP_ITEM && says(i->text, first_words)) {
        m->rooms[room].last_item = i->item;
        return;
    }
    if (plant == PLANT_LEAK_SEALED && i->answer == ANSWER_REJECT)
        late.waits = true;
    __real_items_hand(m, room, i);
}

struct caveat_judgement __wrap_caveat_judge(const struct board *b,
                                            const struct item *item, uint8_t to)
{
    struct caveat_judgement j = __real_caveat_judge(b, item, to);

    if (plant == PLANT_TELL_EARLY &&
        item->caveats.bits & CAVEAT_IF_THEY_MOVE_FIRST)
        j.verdict = CAVEAT_ALLOWS;
    return j;
}

void __wrap_consent_ask(struct mediator *m, struct item *item)
{
    if (plant != PLANT_TELL_UNASKED)
        __real_consent_ask(m, item);
    if (plant != PLANT_TELL_UNASKED && plant != PLANT_TELL_UNANSWERED)
        return;
    item->consent = CONSENT_GIVEN;
    mediator_stir(m);
}

/* A no is a yes to it. */
static struct item heard_as(const struct item *reply, enum plant bug)
{
    struct item heard = *reply;

    if (plant == bug && heard.answer == ANSWER_REJECT)
        heard.answer = ANSWER_ACCEPT;
    return heard;
}

void __wrap_consent_answer(struct mediator *m, const struct item *reply,
                           const struct item *question)
{
    struct item heard = heard_as(reply, PLANT_TELL_REFUSED);

    __real_consent_answer(m, &heard, question);
}

bool __wrap_reading_waits(struct mediator *m, struct item *item, uint8_t to)
{
    return plant != PLANT_TELL_UNREAD && __real_reading_waits(m, item, to);
}

void __wrap_reading_answer(struct mediator *m, const struct item *reply,
                           const struct item *read)
{
    struct item heard = heard_as(reply, PLANT_TELL_DENIED);

    __real_reading_answer(m, &heard, read);
}

/* Where the words stand in a frame, or NULL. */
static const uint8_t *find_words(struct bytes frame, const char *words)
{
    size_t size = strlen(words);

    for (size_t n = 0; n + size <= frame.size; n++)
        if (memcmp(frame.data + n, words, size) == 0)
            return frame.data + n;
    return NULL;
}

enum err __wrap_record_input(struct record *r, const struct input *in)
{
    struct input other = *in;
    uint8_t bytes[FRAME_SIZE_MAX];
    struct frame frame;
    size_t used;
    const uint8_t *at;

    if ((plant != PLANT_FORGE && plant != PLANT_DENY) ||
        in->kind != INPUT_MESSAGE ||
        frame_decode(in->bytes, &frame, &used) != ERR_OK ||
        frame.kind != MESSAGE_ITEM ||
        (at = find_words(in->bytes, first_words)) == NULL)
        return __real_record_input(r, in);
    if (plant == PLANT_DENY)
        return ERR_OK;
    memcpy(bytes, in->bytes.data, in->bytes.size);
    bytes[at - in->bytes.data] = 't';
    other.bytes.data = bytes;
    return __real_record_input(r, &other);
}

int main(int argc, char **argv)
{
    static char word_run[] = "run", word_virtual[] = "--virtual";
    char *arguments[16] = {word_run, word_virtual};
    int count = 2;

    if (argc == 2 && strcmp(argv[1], "list") == 0) {
        for (size_t n = 0; n < PLANT_COUNT; n++)
            puts(names[n]);
        return 0;
    }
    while ((size_t)plant < PLANT_COUNT && argc > 1 &&
           strcmp(names[plant], argv[1]) != 0)
        plant++;
    if (argc < 3 || argc > 12 || (size_t)plant == PLANT_COUNT) {
        fprintf(stderr, "usage: planted BUG ARGUMENT..., or planted list\n");
        return 2;
    }
    for (int n = 2; n < argc; n++)
        arguments[count++] = argv[n];
    return cmd_run(count, arguments);
}
