/* The world: events and leaks. What it tells leaves through release, as news.
 */
#include "mediator_state.h"

#include "shuttle/cue.h"

#include <assert.h>
#include <string.h>

/* When an event may happen: now, at a later instant, or not as things are. */
static bool is_due(struct mediator *m, uint8_t n)
{
    const struct event *e = &m->brief->events[n];
    struct instant from = INSTANT_ZERO;

    if (e->share != SHARE_NONE && !m->leaks[n].taken)
        return false;
    if (e->round >= 0) {
        if (m->board.round != e->round || !m->board.round_open)
            return false;
        from = m->board.round_began;
    }
    if (e->at_us >= 0) {
        struct instant at = instant_after(from, e->at_us);
        if (!instant_reached(at, m->board.now)) {
            mediator_due(m, at);
            return false;
        }
    }
    if (board_holds(&m->board, &e->when))
        return true;
    mediator_due(m, cue_condition_next(&e->when, m->board.now));
    return false;
}

bool world_draws(const struct digest *key, const struct event *e)
{
    struct chance stream;

    chance_seed(&stream, (struct bytes){key->bytes, DIGEST_SIZE}, "world",
                e->id);
    return chance_below(&stream, 100) < e->chance;
}

/* Whether chance lets it happen, noted where chance had a say. */
static bool is_drawn(struct mediator *m, const struct event *e)
{
    struct message note = {.kind = MESSAGE_DRAWN};
    bool happens;

    if (e->chance == 0)
        return true;
    happens = world_draws(&m->brief->brief.key, e);
    note.as.drawn.event = bytes_of(e->id);
    note.as.drawn.happens = happens;
    mediator_note(m, &note);
    return happens;
}

/* What is heard of it: its own words, or those that leaked. */
static void tell(struct mediator *m, uint8_t n)
{
    const struct event *e = &m->brief->events[n];
    struct bytes text = bytes_of(e->text), gloss = bytes_of(e->gloss);

    if (e->share == SHARE_CONTENT && !e->text) {
        text = m->leaks[n].text;
        gloss = m->leaks[n].gloss;
    }
    for (uint8_t r = 0; r < m->board.room_count; r++)
        if (e->to == 0 || e->to >> r & 1) {
            release_news(m, e->id, text, gloss, r);
            m->board.room[r].facts |= e->carries;
        }
}

static struct item *leaked(const struct mediator *m, struct item *list,
                           uint64_t handle)
{
    for (; list; list = list->next)
        for (uint8_t r = 0; r < m->board.room_count; r++)
            if (list->passage[r].handle == handle)
                return list;
    return NULL;
}

/* What was to be void once public is told nowhere any more, and its author
 * learns that it is. */
static void make_void(struct mediator *m, const struct event *e)
{
    struct message note = {.kind = MESSAGE_VOIDED};
    struct item *item = leaked(m, m->board.items, e->of.handle);

    if (!item)
        item = leaked(m, m->past, e->of.handle);
    if (!item || !(item->caveats.bits & CAVEAT_VOID_IF_PUBLIC))
        return;
    note.as.voided.room = item->room;
    note.as.voided.item = item->number;
    note.as.voided.event = bytes_of(e->id);
    mediator_note(m, &note);
    items_dispose_all(m, item, DISPOSITION_WITHHELD, RULE_VOID);
    items_receipt(m, item->room, item->number, RECEIPT_VOID);
}

static void happen(struct mediator *m, uint8_t n)
{
    const struct event *e = &m->brief->events[n];
    struct message note = {.kind = MESSAGE_HAPPENED};

    m->board.happened |= 1ull << n;
    m->board.happened_at[n] = m->board.now;
    note.as.happened.event = bytes_of(e->id);
    mediator_note(m, &note);
    tell(m, n);
    if (e->share != SHARE_NONE && e->of.handle)
        make_void(m, e);
    mediator_stir(m);
    mediator_tell_members(m, &(struct board_event){.kind = BOARD_WORLD});
    if (e->extend_us != 0)
        course_extend(m, e->extend_us);
}

bool world_step(struct mediator *m)
{
    bool any = false;

    for (uint8_t n = 0; n < m->brief->event_count; n++) {
        uint64_t bit = 1ull << n;

        if ((m->board.happened | m->passed) & bit || !is_due(m, n))
            continue;
        if (is_drawn(m, &m->brief->events[n])) {
            happen(m, n);
            any = true;
        } else {
            m->passed |= bit;
        }
    }
    return any;
}

bool world_init(struct mediator *m)
{
    const struct scenario *s = m->brief;
    bool any = false;

    for (uint8_t n = 0; n < s->event_count; n++)
        any = any || s->events[n].share != SHARE_NONE;
    if (any)
        m->leaks = memory_new(s->event_count, sizeof(*m->leaks));
    return !any || m->leaks;
}

void world_fini(struct mediator *m)
{
    for (uint8_t n = 0; m->leaks && n < m->brief->event_count; n++)
        memory_free(m->leaks[n].words);
    memory_free(m->leaks);
}

static void keep(struct leak *leak, const struct item *item)
{
    size_t size = item->text.size + item->gloss.size;

    leak->taken = true;
    leak->words = memory_new(size + 1, 1);
    assert(leak->words); /* a step completes or the process ends */
    if (item->text.size)
        memcpy(leak->words, item->text.data, item->text.size);
    if (item->gloss.size)
        memcpy(leak->words + item->text.size, item->gloss.data,
               item->gloss.size);
    leak->text = (struct bytes){leak->words, item->text.size};
    leak->gloss =
        (struct bytes){leak->words + item->text.size, item->gloss.size};
}

void world_taken(struct mediator *m, const struct item *item)
{
    for (uint8_t n = 0; m->leaks && n < m->brief->event_count; n++) {
        const struct event *e = &m->brief->events[n];

        if (e->share == SHARE_NONE || m->leaks[n].taken)
            continue;
        for (uint8_t r = 0; r < m->board.room_count; r++)
            if (item->passage[r].handle == e->of.handle && e->of.handle &&
                !m->leaks[n].taken)
                keep(&m->leaks[n], item);
    }
}
