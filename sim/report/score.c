#include "sim/report/score.h"

#include <assert.h>

/* The deal space being walked through, one package after another. */
struct space {
    const struct agenda *agenda;
    unsigned rooms;
    const struct values *values[ROOMS_MAX]; /* of the rooms scored */
    int32_t no_deal[ROOMS_MAX];
    int32_t outcome[ROOMS_MAX]; /* what the room has */
    int32_t sum[ROOMS_MAX];     /* of the package at hand */
    struct package package;
};

void score_values(const struct score_input *in, unsigned room,
                  struct values *out)
{
    const struct own *own = in->whole->rooms[room].own;
    const struct agenda *a = &in->whole->agenda;

    assert(own != NULL && own->has_values);
    *out = own->values;
    for (unsigned h = 0; h < in->happened_count; h++) {
        for (unsigned n = 0; n < own->shift_count; n++) {
            const struct shift *s = &own->shifts[n];

            if (s->event != in->happened[h])
                continue;
            if (s->has_no_deal)
                out->no_deal = s->no_deal;
            for (unsigned i = 0; i < a->issue_count; i++)
                for (unsigned o = 0; o < a->issues[i].option_count; o++)
                    out->value[i][o] += s->delta.value[i][o];
        }
    }
}

unsigned score_share(uint64_t part, uint64_t whole)
{
    if (whole == 0 || part >= whole)
        return 1000;
    while (part > UINT64_MAX / 1000) {
        part /= 2;
        whole /= 2;
    }
    return (unsigned)(part * 1000 / whole);
}

static uint64_t space_size(const struct agenda *a)
{
    uint64_t size = 1;
    bool any = false;

    for (unsigned i = 0; i < a->issue_count; i++) {
        if (a->issues[i].free)
            continue;
        any = true;
        if (__builtin_mul_overflow(size, a->issues[i].option_count, &size))
            return UINT64_MAX;
    }
    return any ? size : 0;
}

static void space_first(struct space *s)
{
    package_clear(&s->package);
    for (unsigned i = 0; i < s->agenda->issue_count; i++)
        if (!s->agenda->issues[i].free)
            s->package.option[i] = 0;
    for (unsigned r = 0; r < s->rooms; r++)
        s->sum[r] = package_value(&s->package, s->agenda, s->values[r]);
}

/* The next package, in the order of a counter whose first issue turns fastest;
 * false after the last. Sums follow the issues that change. */
static bool space_next(struct space *s)
{
    for (unsigned i = 0; i < s->agenda->issue_count; i++) {
        uint8_t was = s->package.option[i];
        if (was == OPTION_NONE)
            continue; /* settled by words, which are worth nothing */
        bool carry = was + 1u >= s->agenda->issues[i].option_count;
        uint8_t is = carry ? 0 : (uint8_t)(was + 1u);

        s->package.option[i] = is;
        for (unsigned r = 0; r < s->rooms; r++)
            s->sum[r] +=
                s->values[r]->value[i][is] - s->values[r]->value[i][was];
        if (!carry)
            return true;
    }
    return false;
}

/* The product of the surpluses, 0 when one is not positive. */
static uint64_t product(const struct space *s, const int32_t *values)
{
    uint64_t result = 1;

    for (unsigned r = 0; r < s->rooms; r++) {
        int64_t surplus = (int64_t)values[r] - s->no_deal[r];

        if (surplus <= 0)
            return 0;
        if (__builtin_mul_overflow(result, (uint64_t)surplus, &result))
            return UINT64_MAX;
    }
    return result;
}

/* Hold the package at hand against the outcome. */
static void compare(struct score *out, const struct space *s)
{
    int32_t least = INT32_MAX;
    int32_t most = INT32_MIN;

    for (unsigned r = 0; r < s->rooms; r++) {
        int32_t more = s->sum[r] - s->outcome[r];

        least = more < least ? more : least;
        most = more > most ? more : most;
    }
    if (least >= 0 && most > 0)
        out->dominating++;
    if (least > 0)
        out->better_for_all++;
    if (least > out->left) {
        out->left = least;
        out->left_package = s->package;
    }
}

/* Count the package at hand when it is in the zone. */
static void count_zone(struct score *out, const struct space *s)
{
    int64_t joint = 0;

    for (unsigned r = 0; r < s->rooms; r++) {
        if (s->sum[r] < s->no_deal[r])
            return;
        joint += (int64_t)s->sum[r] - s->no_deal[r];
    }
    out->zone++;
    if (out->zone == 1 || joint > out->best_joint)
        out->best_joint = joint;
    uint64_t nash = product(s, s->sum);

    if (out->zone == 1 || nash > out->best_nash) {
        out->best_nash = nash;
        out->best_nash_package = s->package;
    }
}

static void enumerate(struct score *out, struct space *s)
{
    for (unsigned r = 0; r < s->rooms; r++)
        out->joint += (int64_t)s->outcome[r] - s->no_deal[r];
    out->nash = product(s, s->outcome);
    space_first(s);
    do {
        compare(out, s);
        count_zone(out, s);
    } while (space_next(s));
    out->efficient = out->agreed && out->dominating == 0;
    out->enumerated = true;
}

void score_make(const struct score_input *in, struct score *out)
{
    static const struct score nothing;
    const struct agenda *a = &in->whole->agenda;
    struct values values[ROOMS_MAX];
    struct space space = {.agenda = a};

    *out = nothing;
    out->agreed = in->outcome == OUTCOME_AGREED;
    out->rooms = in->whole->room_count;
    out->packages = space_size(a);
    for (unsigned r = 0; r < out->rooms; r++) {
        const struct own *own = in->whole->rooms[r].own;
        struct score_room *sr = &out->room[r];
        struct values *v = &values[out->scored];

        if (own == NULL || !own->has_values)
            continue;
        score_values(in, r, v);
        sr->has_values = true;
        sr->no_deal = v->no_deal;
        sr->value =
            out->agreed ? package_value(&in->package, a, v) : v->no_deal;
        sr->surplus = sr->value - sr->no_deal;
        space.no_deal[out->scored] = sr->no_deal;
        space.outcome[out->scored] = sr->value;
        space.values[out->scored++] = v;
    }
    space.rooms = out->scored;
    if (out->scored == 0 || out->packages == 0 ||
        out->packages > SCORE_PACKAGES_MAX)
        return;
    enumerate(out, &space);
    for (unsigned r = 0, n = 0; r < out->rooms; r++)
        if (out->room[r].has_values)
            out->best_nash_value[r] =
                package_value(&out->best_nash_package, a, &values[n++]);
}
