#include "sim/report/carried.h"

#include "shuttle/cue.h"
#include "shuttle/frame.h"

#include <inttypes.h>

void carried_init(struct carried *c, const struct scenario *whole)
{
    *c = (struct carried){.whole = whole, .last = -1};
}

static void on_item(struct carried *c, uint8_t room,
                    const struct message_item *m)
{
    if (!c->reached)
        return;
    if (m->move == MOVE_WALK_OUT) /* it is taken at the door */
        c->halted = true;
    if ((m->move != MOVE_STEP && m->move != MOVE_COMPLAINT &&
         m->move != MOVE_SUSPENSION) ||
        c->waiting == CARRIED_WAITING)
        return;
    c->step[c->waiting].room = room;
    c->step[c->waiting].is_step = m->move == MOVE_STEP;
    c->step[c->waiting++].item = m->item;
}

static void on_taken(struct carried *c, const struct message_taken *m)
{
    for (uint32_t n = 0; n < c->waiting; n++) {
        if (c->step[n].room != m->room || c->step[n].item != m->item)
            continue;
        if (c->step[n].is_step)
            c->done++;
        else
            c->halted = true;
        c->step[n] = c->step[--c->waiting];
        return;
    }
}

static void on_round(struct carried *c, const struct message_round *m)
{
    if (m->round >= ROUNDS_MAX || m->state == ROUND_MOVED)
        return;
    c->ended = m->state == ROUND_ENDED;
    if (m->state == ROUND_BEGAN) {
        c->begun |= UINT64_C(1) << m->round;
        c->last = m->round;
    }
}

static void on_note(struct carried *c, const struct record_entry *e)
{
    struct message m;

    if ((e->id != MESSAGE_TAKEN && e->id != MESSAGE_REACHED &&
         e->id != MESSAGE_CONCLUDED) ||
        message_decode(e->id, e->body, &m) != ERR_OK)
        return;
    if (m.kind == MESSAGE_TAKEN) {
        on_taken(c, &m.as.taken);
    } else if (m.kind == MESSAGE_REACHED) {
        c->reached = true;
        c->when = e->time;
    } else {
        c->over = true;
    }
}

void carried_entry(struct carried *c, const struct record_entry *e)
{
    struct frame f;
    struct message m;
    size_t used;

    if (e->chain != RECORD_CANONICAL || c->over)
        return;
    if (e->kind == RECORD_EFFECT_RECORD) {
        on_note(c, e);
        return;
    }
    if (e->kind != RECORD_EFFECT_SEND)
        c->ended = c->ended && e->kind == RECORD_EFFECT_ARM;
    if ((e->kind != RECORD_EFFECT_SEND && e->kind != RECORD_INPUT_MESSAGE) ||
        frame_decode(e->body, &f, &used) != ERR_OK ||
        (f.kind != MESSAGE_ROUND && f.kind != MESSAGE_ITEM) ||
        message_decode(f.kind, f.body, &m) != ERR_OK)
        return;
    if (m.kind == MESSAGE_ROUND)
        on_round(c, &m.as.round);
    else
        on_item(c, (uint8_t)e->peer, &m.as.item);
}

/* Lines that are steps; of the alternatives of a choice, one at most. */
static uint32_t steps_in(const struct lines *lines)
{
    uint32_t steps = 0;
    uint16_t end;

    for (uint16_t n = 0; n < lines->count; n = end) {
        bool step = false;

        end = cue_group_end(lines, n);
        for (uint16_t i = n; i < end; i++)
            step = step || lines->line[i].move == MOVE_STEP;
        steps += step;
    }
    return steps;
}

/* The talks went past a round, and will not come to it. */
static bool was_passed(const struct carried *c, int round)
{
    if (round < c->last)
        return !(c->begun >> round & 1);
    return round > c->last && c->over && c->ended;
}

uint32_t carried_steps(const struct carried *c)
{
    const struct scenario *s = c->whole;
    uint32_t steps = 0;

    for (int n = 0; s && n < s->round_count; n++)
        for (uint8_t r = 0; r < s->room_count; r++)
            if (s->rounds[n].phase == PHASE_IMPLEMENTATION && !was_passed(c, n))
                steps += steps_in(&s->rounds[n].room[r]);
    return steps;
}

enum implementation carried_state(const struct carried *c)
{
    uint32_t steps = carried_steps(c);

    if (!c->reached)
        return IMPLEMENTATION_NONE;
    if (c->done >= steps && (steps > 0 || (c->ended && !c->halted)))
        return IMPLEMENTATION_DONE;
    return c->halted ? IMPLEMENTATION_SUSPENDED : IMPLEMENTATION_UNFINISHED;
}

const char *carried_word(enum implementation state)
{
    switch (state) {
    case IMPLEMENTATION_NONE:
        break;
    case IMPLEMENTATION_DONE:
        return "implemented";
    case IMPLEMENTATION_SUSPENDED:
        return "suspended";
    case IMPLEMENTATION_UNFINISHED:
        return "unfinished";
    }
    return "none";
}

void carried_words(struct page *p, const struct carried *c)
{
    uint32_t steps = carried_steps(c);
    enum implementation state = carried_state(c);

    if (state == IMPLEMENTATION_NONE)
        return;
    page_text(p, state == IMPLEMENTATION_DONE ? "" : "implementation ");
    page_text(p, carried_word(state));
    if (steps > 0)
        page_format(p, ": %" PRIu32 " of %" PRIu32 " step%s taken", c->done,
                    steps, steps == 1 ? "" : "s");
}
