/* What the keeper of the clock, the runtimes and other mediators see of a
 * mediator, and what it is told of them. */
#include "mediator_state.h"

static const char *why_elsewhere(enum outcome outcome)
{
    if (outcome == OUTCOME_BROKEN_OFF)
        return "another mediator was lost, or lost a room";
    return "the talks ended through another mediator";
}

/* What the keeper passes on from other mediators: that a round began or was
 * over, that the talks ended. Nothing that was said. */
void mediator_on_keeper(struct mediator *m, uint32_t id, struct bytes body)
{
    struct message said;

    if (m->concluded || message_decode(id, body, &said) != ERR_OK)
        return;
    said.kind = (enum message_kind)id;
    if (id == MESSAGE_ROUND && !mediator_convenes(m) && m->begun) {
        course_convened(m, &said.as.round);
    } else if (id == MESSAGE_OUTCOME) {
        m->elsewhere = !m->board.agreed;
        mediator_conclude(m, (enum outcome)said.as.outcome.outcome, NULL,
                          why_elsewhere((enum outcome)said.as.outcome.outcome));
    }
}

struct session *mediator_session(struct mediator *m, uint8_t room)
{
    return &m->rooms[room].session;
}

uint8_t mediator_rooms(const struct mediator *m)
{
    return m->board.room_count;
}

bool mediator_reaches(const struct mediator *m, uint8_t room)
{
    return (unsigned int)m->reach >> room & 1u;
}

bool mediator_round(const struct mediator *m, struct message_round *out)
{
    out->round = (uint8_t)(m->board.round < 0 ? 0 : m->board.round);
    out->state = m->board.round_open ? ROUND_BEGAN : ROUND_ENDED;
    out->limit = m->round_due;
    return m->board.round >= 0;
}

bool mediator_begun(const struct mediator *m)
{
    return m->begun;
}

enum outcome mediator_outcome(const struct mediator *m)
{
    return m->concluded ? m->outcome : OUTCOME_NONE;
}

const struct board *mediator_board(const struct mediator *m)
{
    return &m->board;
}

void mediator_watch(struct mediator *m, mediator_watcher *watcher, void *arg)
{
    m->watcher = watcher;
    m->watcher_arg = arg;
}

const struct choice *mediator_design(const struct mediator *m, enum family f)
{
    return m->design[f];
}
