/* What was taken and is meant for the mediator himself. */
#include "mediator_state.h"

/* An answer to the mediator's own words is meant for him, but for one to a
 * bridging proposal: that is open to amendment, so its answers are carried to
 * those it was put to. Nobody else learns that there is one. */
static void hear_reply(struct mediator *m, struct item *reply)
{
    const struct item *re = items_told(m, reply->room, reply->re);

    if (re && consent_is_question(re)) {
        items_dispose_all(m, reply, DISPOSITION_HEARD, RULE_CONSENT);
        consent_answer(m, reply, re);
        return;
    }
    if (re && reading_is(re)) {
        items_dispose_all(m, reply, DISPOSITION_HEARD, RULE_READ_BACK);
        reading_answer(m, reply, re);
        return;
    }
    bool open = re && re->room == FROM_MEDIATOR && re->move == MOVE_BRIDGE &&
                re->to & ~(1u << reply->room);

    if (reply->answer == ANSWER_CONFIRM)
        items_dispose_all(m, reply, DISPOSITION_HEARD, RULE_READ_BACK);
    else if (reply->re_room == FROM_MEDIATOR && !open)
        items_dispose_all(m, reply, DISPOSITION_HEARD, RULE_TABLE);
    for (uint8_t r = 0; open && r < m->board.room_count; r++)
        if (!(re->to >> r & 1) && reply->passage[r].state == CARRIAGE_WAITING)
            items_dispose(m, reply, r, DISPOSITION_WITHHELD, RULE_ADDRESSEE);
    accord_reply(m, reply);
}

void hearing_take(struct mediator *m, struct item *item)
{
    uint16_t bits = item->caveats.bits;

    if (item->withdrawn) {
        return;
    } else if (bits & CAVEAT_MEDIATOR_ONLY) {
        items_dispose_all(m, item, DISPOSITION_HEARD, RULE_MEDIATOR_ONLY);
    } else if (bits & CAVEAT_FOR_JUDGEMENT) {
        items_dispose_all(m, item, DISPOSITION_HEARD, RULE_FOR_JUDGEMENT);
        if (item->move == MOVE_QUESTION && item->re)
            provenance_answer(m, item);
    } else if (item->move == MOVE_WITHDRAWAL) {
        deposit_withdraw(m, item);
        items_dispose_all(m, item, DISPOSITION_HEARD, RULE_WITHDRAWN);
    } else if (item->move == MOVE_REPLY) {
        hear_reply(m, item);
    }
}
