#include "proto/knowledge.h"

const struct told *knowledge_told(const struct knowledge *k, uint64_t handle)
{
    uint32_t first = k->told_count > TOLD_KEPT ? k->told_count - TOLD_KEPT : 0;

    for (uint32_t n = k->told_count; n > first; n--)
        if (k->told[(n - 1) % TOLD_KEPT].handle == handle)
            return &k->told[(n - 1) % TOLD_KEPT];
    return NULL;
}

bool knowledge_look(const void *knowledge, enum condition_function f, uint8_t a,
                    uint8_t b, int64_t *value)
{
    const struct knowledge *k = knowledge;
    struct package put;

    switch (f) {
    case FUNCTION_OFFERED:
        *value = k->told_position[a].option[b];
        return *value != OPTION_NONE;
    case FUNCTION_ASKED:
        *value = k->asked[a] >> b & 1;
        return true;
    case FUNCTION_ACCEPTED:
        *value = k->accepted[a];
        return true;
    case FUNCTION_AGREED:
        *value = k->agreed;
        return true;
    case FUNCTION_COMPLAINED:
        *value = k->complained[a];
        return true;
    case FUNCTION_HAPPENED:
        *value = (int64_t)(k->happened >> a & 1);
        return true;
    case FUNCTION_KNOWS:
        *value = (int64_t)(k->facts >> b & 1);
        return a == k->brief->brief.self;
    case FUNCTION_ELAPSED:
        *value = k->now.us;
        return true;
    case FUNCTION_ROUND:
        *value = k->round + 1;
        return true;
    case FUNCTION_VALUE:
        put = position_package(&k->put);
        *value = package_value(&put, &k->brief->agenda, &k->values);
        return k->has_put;
    case FUNCTION_NO_DEAL:
        *value = k->values.no_deal;
        return true;
    case FUNCTION_TRUST:
        *value = k->trust;
        return true;
    case FUNCTION_DRAFT:
        *value = k->draft;
        return true;
    case FUNCTION_VISITS:
    case FUNCTION_ANSWERED:
    case FUNCTION_COMMENTS:
        return false; /* the mediator's */
    }
    return false;
}

bool knowledge_may(const struct knowledge *k, const struct package *p)
{
    for (uint8_t i = 0; i < k->brief->agenda.issue_count; i++) {
        uint8_t o = p->option[i];
        if (o < OPTIONS_MAX && !(k->authority.own[i] >> o & 1))
            return false;
    }
    return true;
}

bool knowledge_may_hand(const struct knowledge *k,
                        const struct message_item *item)
{
    const struct told *re = knowledge_told(k, item->re);
    struct package package;

    if (!knowledge_may(k, &item->package))
        return false;
    if (!re ||
        (item->answer != ANSWER_ACCEPT && item->answer != ANSWER_CONFIRM))
        return true;
    package = position_package(&re->position);
    return knowledge_may(k, &package);
}

struct instant knowledge_instructed(const struct knowledge *k,
                                    const struct package *p)
{
    struct instant due = k->now;

    for (uint8_t i = 0; i < k->brief->agenda.issue_count; i++) {
        uint8_t o = p->option[i];
        struct instant when = INSTANT_NEVER;

        if (o >= OPTIONS_MAX || k->authority.own[i] >> o & 1)
            continue;
        for (uint8_t n = 0; n < k->instruction_count; n++)
            if (k->instructions[n].position.option[i] == o)
                when = instant_min(when, k->instructions[n].due);
        if (instant_compare(when, due) > 0)
            due = when;
    }
    return due;
}

void knowledge_trust(struct knowledge *k, int32_t points)
{
    int64_t trust = (int64_t)k->trust + points;

    if (trust < 0)
        trust = 0;
    k->trust = trust > TRUST_MAX ? TRUST_MAX : (int32_t)trust;
}

/* What an event changes for this room. */
static void shift_values(struct knowledge *k, const struct shift *s)
{
    const struct agenda *a = &k->brief->agenda;

    knowledge_trust(k, s->trust);
    if (s->has_no_deal)
        k->values.no_deal = s->no_deal;
    if (s->has_authority)
        k->authority = s->authority;
    for (uint8_t i = 0; i < a->issue_count; i++)
        for (uint8_t o = 0; o < a->issues[i].option_count; o++)
            k->values.value[i][o] += s->delta.value[i][o];
}

void knowledge_news(struct knowledge *k, struct bytes label)
{
    const struct own *own = k->brief->rooms[k->brief->brief.self].own;

    for (uint8_t e = 0; e < k->brief->event_count; e++) {
        if (!bytes_equal(label, bytes_of(k->brief->events[e].id)) ||
            k->happened >> e & 1)
            continue;
        k->happened |= 1ull << e;
        k->happened_at[e] = k->now;
        k->facts |= k->brief->events[e].carries;
        for (uint8_t n = 0; own && n < own->shift_count; n++)
            if (own->shifts[n].event == e)
                shift_values(k, &own->shifts[n]);
    }
}

bool knowledge_receive(struct knowledge *k, struct position *got)
{
    uint8_t n = 0;

    while (n < k->instruction_count &&
           !instant_reached(k->instructions[n].due, k->now))
        n++;
    if (n == k->instruction_count)
        return false;
    *got = k->instructions[n].position;
    k->instruction_count--;
    for (; n < k->instruction_count; n++)
        k->instructions[n] = k->instructions[n + 1];
    for (uint8_t i = 0; i < k->brief->agenda.issue_count; i++)
        if (got->option[i] < OPTIONS_MAX)
            k->authority.own[i] |=
                1u << got->option[i] & k->authority.capital[i];
    return true;
}
