/* The author's consent, where hold asks for it: the question is an item of the
 * mediator's own, told to the author on a visit like any other, and so is what
 * he answers. */
#include "mediator_state.h"

#include <assert.h>
#include <string.h>

void consent_ask(struct mediator *m, struct item *item)
{
    bool reworded =
        item->gist.size && strcmp(m->design[FAMILY_CARRY]->as, "verbatim") != 0;
    uint8_t form = caveat_form(item->caveats.bits);
    struct message_item i = {.move = MOVE_QUESTION,
                             .to = (uint16_t)(1u << item->room),
                             .about = item->about,
                             .package = item->package,
                             .text = item->text,
                             .gloss = item->gloss};
    struct item *question;

    if (item->consent != CONSENT_NONE)
        return;
    if (form == FORM_GIST || form == FORM_OWN_IDEA ||
        (reworded && form == FORM_NONE)) {
        i.text = item->gist;
        i.gloss = BYTES_NONE;
    }
    item->consent = CONSENT_ASKED;
    item->asked = m->board.now;
    question = accord_own(m, &i);
    question->re_number = item->number;
    accord_note_put(m, question, "");
}

void consent_reword(struct item *item, struct bytes words)
{
    uint8_t *kept = memory_new(words.size, 1);

    assert(kept); /* a step completes or the process ends */
    memcpy(kept, words.data, words.size);
    memory_free(item->words);
    item->words = kept;
    item->gist = (struct bytes){item->words, words.size};
    item->caveats.bits &= (uint16_t)~CAVEAT_VERBATIM;
    if (!(item->caveats.bits & CAVEAT_AS_MEDIATOR_IDEA))
        item->caveats.bits |= CAVEAT_GIST;
}

bool consent_is_question(const struct item *item)
{
    return item->room == FROM_MEDIATOR && item->move == MOVE_QUESTION &&
           item->re_number != 0;
}

void consent_answer(struct mediator *m, const struct item *reply,
                    const struct item *question)
{
    struct item *item =
        items_find(m->board.items, reply->room, question->re_number);

    if (!item || item->consent != CONSENT_ASKED)
        return; /* told, expired or withdrawn meanwhile, or answered */
    switch (reply->answer) {
    case ANSWER_ACCEPT:
        item->consent = CONSENT_GIVEN;
        break;
    case ANSWER_COMMENT:
        if (reply->text.size == 0)
            return;
        consent_reword(item, reply->text);
        item->consent = CONSENT_GIVEN;
        break;
    case ANSWER_REJECT:
        item->consent = CONSENT_REFUSED;
        break;
    case ANSWER_NONE:
    case ANSWER_AD_REFERENDUM:
    case ANSWER_CONFIRM:
        return;
    }
    mediator_stir(m);
}
