/* The outside programs of a hosted mediator, on its event loop. */
#include "mediate_private.h"

#include <event2/event.h>

/* They are looked at, and what came of it is taken at once. */
static void on_programs(evutil_socket_t fd, short what, void *arg)
{
    struct hosted *h = arg;

    (void)fd, (void)what;
    programs_pump(h->programs);
    hosted_pump(h);
}

/* With a live clock lines leave when what they depend on is on disk. */
static bool is_durable(const struct hosted *h)
{
    return h->journal && journal_fd(h->journal) >= 0;
}

static enum err make(struct hosted *h)
{
    const struct programs_plan plan = {.mediator = &h->process,
                                       .beside = h->plan.beside,
                                       .walls = h->plan.walls,
                                       .circumstances = true,
                                       .gated = is_durable(h)};

    h->programs = programs_new(&plan);
    if (!h->programs)
        return ERR_SYSTEM;
    h->on_programs = event_new(h->hub->base, programs_fd(h->programs),
                               EV_READ | EV_PERSIST, on_programs, h);
    return h->on_programs ? ERR_OK : ERR_MEMORY;
}

static void mark(struct hosted *h)
{
    if (!is_durable(h) || h->programs_marked || !programs_mark(h->programs))
        return;
    h->programs_marked = true;
    h->programs_offset = journal_appended(h->journal);
}

void hosted_tell_programs(struct hosted *h)
{
    const struct effects *effects = &h->process.effects;

    for (size_t n = 0; n < effects->count && !h->programs; n++)
        if (effects->list[n].kind == EFFECT_REPORT && make(h)) {
            hosted_fail(h, ERR_SYSTEM);
            return;
        }
    if (!h->programs)
        return;
    programs_carry(h->programs);
    mark(h);
}

void hosted_let_programs(struct hosted *h)
{
    if (!h->programs_marked || h->programs_offset > journal_synced(h->journal))
        return;
    h->programs_marked = false;
    programs_allow(h->programs);
    mark(h);
}

void hosted_mind_programs(struct hosted *h)
{
    int64_t left;
    struct timeval tv;

    if (!h->programs || !h->on_programs)
        return;
    left = programs_left_us(h->programs);
    tv.tv_sec = (time_t)(left / 1000000);
    tv.tv_usec = (suseconds_t)(left % 1000000);
    (void)event_add(h->on_programs, left < 0 ? NULL : &tv);
}

void hosted_end_programs(struct hosted *h)
{
    if (!h->programs)
        return;
    if (h->on_programs)
        event_free(h->on_programs);
    h->on_programs = NULL;
    programs_end(h->programs);
    programs_free(h->programs);
    h->programs = NULL;
    h->programs_marked = false;
}
