/* Reading back: before words that are not the author's leave for another room,
 * the mediator says them to the author, on a visit like any other. Told only
 * what he confirms, or the other words that he gives then. What was read back,
 * and what he answered, stand in the record as frames of their own. */
#include "carry_words.h"
#include "mediator_state.h"

#include <assert.h>

bool reading_is(const struct item *item)
{
    return item->room == FROM_MEDIATOR && item->move == MOVE_READ_BACK &&
           item->re_number != 0;
}

/* Put the wording to the author. */
static void put(struct mediator *m, struct item *item,
                const struct carry_decision *words)
{
    struct message_item i = {.move = MOVE_READ_BACK,
                             .to = (uint16_t)(1u << item->room),
                             .about = item->about,
                             .text = words->text};
    struct item *own;

    package_clear(&i.package);
    item->reading = CONSENT_ASKED;
    item->reading_form = words->form;
    own = accord_own(m, &i);
    own->re_number = item->number;
    accord_note_put(m, own, "");
}

bool reading_waits(struct mediator *m, struct item *item, uint8_t to)
{
    struct crossing crossing = {item, to};
    struct carry_decision words = {.text = BYTES_NONE};
    struct asking ask;

    if (item->reading != CONSENT_NONE)
        return item->reading != CONSENT_GIVEN;
    if (!carry_reads_back(m->design[FAMILY_CARRY]))
        return false;
    words.scratch = telling_scratch(m);
    mediator_asking(m, &ask);
    m->carry->decide(m->state[FAMILY_CARRY], m->design[FAMILY_CARRY], &m->board,
                     &crossing, &ask, &words);
    mediator_asked(m, FAMILY_CARRY, &ask);
    if (words.verdict == CARRY_PENDING) {
        item->passage[to].ask = ask.id;
        item->passage[to].wording = true;
        return true;
    }
    /* His own words, and options without words, need no confirming. */
    if (words.verdict != CARRY_WORDS || words.form == FORM_VERBATIM ||
        words.text.size == 0)
        return false;
    put(m, item, &words);
    return true;
}

/* The words that were confirmed are the author's own rewording from now on. */
static void confirm(struct item *item, struct bytes words)
{
    consent_reword(item, words);
    if (item->reading_form == FORM_OWN_IDEA) {
        item->caveats.bits &= (uint16_t)~CAVEAT_GIST;
        item->caveats.bits |= CAVEAT_AS_MEDIATOR_IDEA;
    }
    item->reading = CONSENT_GIVEN;
}

void reading_answer(struct mediator *m, const struct item *reply,
                    const struct item *read)
{
    struct item *item =
        items_find(m->board.items, reply->room, read->re_number);

    if (!item || item->reading != CONSENT_ASKED)
        return; /* expired or withdrawn meanwhile, or answered */
    switch (reply->answer) {
    case ANSWER_CONFIRM:
    case ANSWER_ACCEPT:
        confirm(item, read->text);
        break;
    case ANSWER_COMMENT:
        if (reply->text.size == 0)
            return;
        confirm(item, reply->text);
        break;
    case ANSWER_REJECT:
        item->reading = CONSENT_REFUSED;
        items_dispose_all(m, item, DISPOSITION_WITHHELD, RULE_READ_BACK);
        break;
    case ANSWER_NONE:
    case ANSWER_AD_REFERENDUM:
        return;
    }
    mediator_stir(m);
}
