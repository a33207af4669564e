#include "tests/rig/trace.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

static void add(struct trace *t, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void add(struct trace *t, const char *format, ...)
{
    va_list list;

    va_start(list, format);
    t->size += (size_t)vsnprintf(t->text + t->size, sizeof t->text - t->size,
                                 format, list);
    va_end(list);
    assert(t->size < sizeof t->text);
}

static void by(struct trace *t, uint8_t carrier)
{
    if (carrier > 0 && carrier < CARRIERS_MAX)
        add(t, " by %u", carrier + 1u);
}

static void add_note(struct trace *t, const struct message *m,
                     struct instant at)
{
    static const char *const rooms[] = {"us", "iran", "qatar", "egypt"};
    const char *sep = t->size ? "; " : "";
    long long s = (long long)(at.us / SECOND);

    if (m->kind == MESSAGE_VISITED) {
        add(t, "%s%lld %s %s", sep, s,
            m->as.visited.state == 1 ? "in" : "out of",
            rooms[m->as.visited.room]);
        by(t, m->as.visited.carrier);
    } else if (m->kind == MESSAGE_WALKED && m->as.walked.to == ROOM_HOME) {
        add(t, "%s%lld goes home", sep, s);
        by(t, m->as.walked.carrier);
    } else if (m->kind == MESSAGE_TAKEN) {
        add(t, "%s%lld takes %s%u", sep, s, rooms[m->as.taken.room],
            m->as.taken.item);
        by(t, m->as.taken.carrier);
    } else if (m->kind == MESSAGE_RELEASED) {
        add(t, "%s%lld tells %s ", sep, s, rooms[m->as.released.to]);
        if (m->as.released.room < PLAY_ROOMS)
            add(t, "%s%u", rooms[m->as.released.room], m->as.released.item);
        else
            add(t, "his own");
    }
}

void trace_from(const struct corridor *c, int64_t from_us, struct trace *t)
{
    t->size = 0;
    t->text[0] = '\0';
    for (size_t i = 0; i < c->note_count; i++) {
        const struct noted *n = &c->notes[i];
        struct message m;
        enum err e =
            message_decode(n->kind, (struct bytes){n->bytes, n->size}, &m);

        assert(e == ERR_OK);
        if (e == ERR_OK && n->time.us >= from_us)
            add_note(t, &m, n->time);
    }
}

void trace(const struct corridor *c, struct trace *t)
{
    trace_from(c, 0, t);
}

struct corridor *trace_talks(const char *walk, uint8_t rooms,
                             const char *const *pairs)
{
    struct play *p = play_new(rooms, 1);
    struct choice *choice = &p->mediator.relay.walk;
    struct corridor *c;

    choice->as = walk;
    for (; pairs[0]; pairs += 2) {
        choice->param[choice->param_count].key = pairs[0];
        choice->param[choice->param_count++].value = pairs[1];
    }
    c = corridor_new(p, 0, false);
    c->play = p;
    corridor_run(c, 0);
    return c;
}
