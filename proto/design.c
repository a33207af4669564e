/* The relay design in force: members take their seats, and may be exchanged in
 * the middle of the talks. */
#include "mediator_state.h"

#include <assert.h>
#include <string.h>

enum err design_seat(struct mediator *m, enum family f,
                     const struct choice *choice)
{
    const struct member *member = relay_member(f, choice->as);
    void *state = NULL;

    if (!member)
        return ERR_UNKNOWN;
    if (member->state_size && !(state = memory_new(1, member->state_size)))
        return ERR_MEMORY;
    memory_free(m->state[f]);
    m->state[f] = state;
    m->design[f] = choice;
    m->listeners &= (uint16_t) ~(1u << f);
    if (member_is_program(member))
        m->listeners |= (uint16_t)(1u << f);
    switch (f) {
    case FAMILY_WALK:
        m->walk = (const struct walk *)member;
        break;
    case FAMILY_CARRY:
        m->carry = (const struct carry *)member;
        break;
    case FAMILY_HOLD:
        m->hold = (const struct hold *)member;
        break;
    case FAMILY_TABLE:
        m->table = (const struct table *)member;
        break;
    }
    if (f != FAMILY_WALK) /* which adopts when its carriers are placed */
        member_adopt(member, state, choice, &m->board);
    return ERR_OK;
}

const struct member *design_member(const struct mediator *m, enum family f)
{
    switch (f) {
    case FAMILY_WALK:
        return &m->walk->member;
    case FAMILY_CARRY:
        return &m->carry->member;
    case FAMILY_HOLD:
        return &m->hold->member;
    case FAMILY_TABLE:
        return &m->table->member;
    }
    return NULL;
}

void design_place(struct mediator *m)
{
    struct board *b = &m->board;

    items_share(m);
    b->shut = m->walk->meets != NULL;
    b->withheld = false;
    b->carrier_count = m->walk->carriers(m->design[FAMILY_WALK]);
    for (uint8_t c = 0; c < b->carrier_count; c++) {
        memset(&m->carrying[c], 0, sizeof(m->carrying[c]));
        b->carrier[c].walking = false;
        b->carrier[c].began = INSTANT_NEVER;
        b->carrier[c].room = m->walk->start(m->design[FAMILY_WALK], b, c);
        while (b->carrier[c].room < b->room_count &&
               !mediator_reaches(m, b->carrier[c].room))
            b->carrier[c].room =
                (uint8_t)((b->carrier[c].room + 1) % b->room_count);
    }
    member_adopt(&m->walk->member, m->state[FAMILY_WALK],
                 m->design[FAMILY_WALK], b);
}

/* The carriers of another walk come in anew; a mediator who is in every room at
 * once has all the trays and all the receipts at hand. */
static void change_walk(struct mediator *m, uint8_t carriers_before)
{
    struct board *b = &m->board;

    if (m->walk->carriers(m->design[FAMILY_WALK]) == carriers_before &&
        !b->shut && !m->walk->meets) {
        member_adopt(&m->walk->member, m->state[FAMILY_WALK],
                     m->design[FAMILY_WALK], b);
        return;
    }
    design_place(m);
    if (!m->begun || m->concluded)
        return;
    for (uint8_t c = 0; c < b->carrier_count; c++)
        course_arrive(m, c);
    if (b->carrier_count || b->shut)
        return;
    for (uint8_t r = 0; r < b->room_count && !m->concluded; r++) {
        items_flush_receipts(m, r);
        items_take_tray(m, r);
    }
}

/* Exchange one member, and note it. */
static enum err change(struct mediator *m, enum family f,
                       const struct choice *choice)
{
    uint8_t carriers = m->board.carrier_count;
    struct message note = {.kind = MESSAGE_SWITCHED};
    enum err e = design_seat(m, f, choice);

    if (e)
        return e;
    note.as.switched.family = bytes_of(family_key(f));
    note.as.switched.member = bytes_of(choice->as);
    mediator_note(m, &note);
    report_hello(m, f);
    if (f == FAMILY_WALK)
        change_walk(m, carriers);
    mediator_stir(m);
    return ERR_OK;
}

/* The choice of a family while a round lasts; -1: the mediator's own. */
static const struct choice *choice_in(const struct mediator *m, int round,
                                      enum family f)
{
    const struct scenario *s = m->brief;
    uint8_t self = s->brief.self;
    const struct choice *c = round < 0
                                 ? relay_choice(&s->mediators[self].relay, f)
                                 : relay_in_round(s, self, (uint8_t)round, f);

    return c->as ? c : relay_default(f);
}

void design_round(struct mediator *m, int before, int now)
{
    for (int f = 0; f < FAMILY_COUNT; f++) {
        const struct choice *was = choice_in(m, before, (enum family)f);
        const struct choice *is = choice_in(m, now, (enum family)f);
        enum err e = was == is ? ERR_OK : change(m, (enum family)f, is);

        assert(e != ERR_MEMORY); /* a step completes or the process ends */
        if (e)
            mediator_fault(m, FROM_MEDIATOR, 0,
                           "the round names a member that does not exist");
    }
}

enum err mediator_switch(struct mediator *m, enum family f,
                         const struct choice *choice, struct effects *out)
{
    enum err e;

    m->out = out;
    e = change(m, f, choice);
    if (!e)
        mediator_settle(m);
    m->out = NULL;
    return e;
}
