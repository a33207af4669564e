#include "tests/rig/invent.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void put(char out[INVENT_DESIGN], const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void put(char out[INVENT_DESIGN], const char *format, ...)
{
    size_t used = strlen(out);
    va_list list;

    va_start(list, format);
    vsnprintf(out + used, INVENT_DESIGN - used, format, list);
    va_end(list);
    assert(strlen(out) + 1 < INVENT_DESIGN);
}

static void put_walk(char out[INVENT_DESIGN], uint64_t *state, uint8_t rooms)
{
    static const char *const as[] = {"fixed", "exponential", "uniform",
                                     "erlang"};
    static const char *const services[] = {"gated", "exhaustive", "limited"};
    bool capitals = invent_percent(state, 20);

    if (invent_percent(state, 15)) {
        put(out, "--walk exchange,every=%um,early=%s",
            1 + invent_below(state, 60),
            invent_percent(state, 50) ? "yes" : "no");
        return;
    }
    put(out, "--walk %s,time=%us,service=%s", capitals ? "capitals" : "shuttle",
        invent_below(state, 900), services[invent_below(state, 3)]);
    if (capitals)
        put(out, ",home_time=%um,stay=%um", invent_below(state, 60),
            invent_below(state, 20));
    if (invent_percent(state, 30))
        put(out, ",time_as=%s", as[invent_below(state, 4)]);
    if (invent_percent(state, 30))
        put(out, ",item=%us,item_as=%s", invent_below(state, 200),
            as[invent_below(state, 4)]);
    if (invent_percent(state, 25))
        put(out, ",capacity=%u", 1 + invent_below(state, 3));
    if (invent_percent(state, 25))
        put(out, ",wait=%um", invent_below(state, 20));
    if (invent_percent(state, 25))
        put(out, ",until_items=%u,until_time=%um", 1 + invent_below(state, 4),
            1 + invent_below(state, 60));
    if (invent_percent(state, 25))
        put(out, ",carriers=%u", 1 + invent_below(state, rooms));
    if (invent_percent(state, 25))
        put(out, ",route=on_call");
    else if (invent_percent(state, 20))
        put(out, rooms == 2   ? ",route=a+b"
                 : rooms == 3 ? ",route=a+b+a+c"
                              : ",route=a+b+d+a+c");
    if (!capitals && invent_percent(state, 20))
        put(out, ",idle=walk");
}

/* Programs are started, and some members need to be told something. */
static bool is_plain(enum family f, const struct member *m)
{
    struct choice c = {.as = m->name};
    struct relay relay = {.walk = {.as = NULL}};
    struct diag diag;

    *relay_choice(&relay, f) = c;
    return !m->faulty && !member_is_program(m) &&
           relay_check(&relay, &diag) == ERR_OK;
}

/* One of the honest members, by the list, without parameters. */
static const char *pick(uint64_t *state, enum family f)
{
    const struct member *m;
    size_t count = 0, n;

    while (relay_nth(f, count))
        count++;
    do {
        n = invent_below(state, (unsigned)count);
        m = relay_nth(f, n);
    } while (!is_plain(f, m));
    return m->name;
}

static void put_carry(char out[INVENT_DESIGN], uint64_t *state)
{
    const char *name = pick(state, FAMILY_CARRY);

    put(out, " --carry %s", name);
    if (!strcmp(name, "own_idea") && invent_percent(state, 70))
        put(out, ",moves=offer+say");
    if (!strcmp(name, "redact"))
        put(out, ",hide.x=government");
    if ((!strcmp(name, "gist") || !strcmp(name, "own_idea")) &&
        invent_percent(state, 30))
        put(out, ",read_back=true");
    if (!strcmp(name, "verbatim") && invent_percent(state, 30))
        put(out, ",non_papers=attributed");
}

void invent_design(char out[INVENT_DESIGN], uint64_t number, bool still,
                   uint8_t rooms)
{
    uint64_t state = number ^ UINT64_C(0x5de5161);
    const char *name;

    out[0] = '\0';
    if (still)
        put(out, "--walk switchboard");
    else if (invent_percent(&state, 70))
        put_walk(out, &state, rooms);
    else
        put(out, "--walk %s", pick(&state, FAMILY_WALK));
    if (invent_percent(&state, 60))
        put_carry(out, &state);
    if (invent_percent(&state, 40))
        return;
    name = pick(&state, FAMILY_HOLD);
    put(out, " --hold %s", name);
    if (!strcmp(name, "sequence"))
        put(out, ",order=l1,apart=%um", invent_below(&state, 20));
    if (!strcmp(name, "consent") && invent_percent(&state, 60))
        put(out, ",within=%um", 1 + invent_below(&state, 60));
}
