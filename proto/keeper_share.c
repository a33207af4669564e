/* A mediator's keeper where several mediators have one clock: it says how
 * things stand, and goes on only as it is granted. */
#include "keeper_state.h"

#include <assert.h>

void keeper_share(struct keeper *k)
{
    k->shared = true;
}

bool keeper_request(const struct keeper *k, struct request *out)
{
    *out = (struct request){.done = k->working ? k->granted - 1 : k->granted,
                            .given = k->given,
                            .due = k->due,
                            .outcome = (uint8_t)mediator_outcome(k->m),
                            .begun = mediator_begun(k->m),
                            .finished = k->finished,
                            .asking = keeper_is_asking(k),
                            .room_count = k->count};
    out->has_round = mediator_round(k->m, &out->round);
    for (uint8_t r = 0; r < k->count; r++) {
        const struct keeper_room *room = &k->room[r];
        bool parted = room->read == UINT64_MAX;

        out->queued |= room->queued > 0;
        out->room[r].gone = room->gone || parted || !mediator_reaches(k->m, r);
        out->room[r].waits = out->room[r].gone || keeper_room_waits(k, r);
        out->room[r].sent = mediator_session(k->m, r)->sent;
        for (uint8_t c = 0; c < CHANNELS_MAX; c++)
            out->room[r].reads[c] = room->reads[c];
    }
    return k->started && !k->working;
}

void keeper_grant(struct keeper *k, const struct grant *grant)
{
    assert(k->shared && !k->working);
    k->grant = *grant;
    k->granted = grant->number;
    k->working = true;
    if (!k->live)
        keeper_move_to(k, grant->now);
    if (grant->kind == GRANT_TAKE)
        keeper_open_batch(k);
}

/* A round or an outcome of another mediator, as the body of its message. */
static bool give_notice(struct keeper *k, struct input *in)
{
    struct message m;
    size_t size;

    if (k->grant.kind == GRANT_ROUND) {
        m.kind = MESSAGE_ROUND;
        m.as.round = k->grant.round;
    } else {
        m = (struct message){.kind = MESSAGE_OUTCOME};
        m.as.outcome.outcome = k->grant.outcome;
        package_clear(&m.as.outcome.package);
    }
    size = message_encode(&m, k->notice, sizeof(k->notice));
    assert(size != SIZE_MAX);
    in->kind = INPUT_KEEPER;
    in->id = m.kind;
    in->bytes = (struct bytes){k->notice, size};
    return true;
}

/* The one input of a grant that is no batch. */
static bool give_granted(struct keeper *k, struct input *in)
{
    bool given = false;

    switch (k->grant.kind) {
    case GRANT_DUE:
        given = keeper_give_deadline(k, DEADLINE_DUE, in);
        break;
    case GRANT_STALLED:
        given = keeper_give_deadline(k, DEADLINE_STALLED, in);
        break;
    case GRANT_RUNAWAY:
        given = keeper_give_deadline(k, DEADLINE_RUNAWAY, in);
        break;
    case GRANT_ROUND:
    case GRANT_END:
        given = give_notice(k, in);
        break;
    case GRANT_OPEN:
        k->open = true;
        break;
    case GRANT_NONE:
    case GRANT_TAKE:
        break;
    }
    k->grant.kind = GRANT_NONE;
    return given;
}

bool keeper_next_shared(struct keeper *k, struct input *in)
{
    if (!k->working)
        return false;
    if (give_granted(k, in))
        return true;
    if (!k->live && keeper_give_batch(k, in))
        return true;
    if (!k->live && keeper_is_asking(k))
        return false; /* it is at work until it has its answers */
    if (!k->live && keeper_give_answer(k, in))
        return true;
    k->working = false;
    return false;
}
