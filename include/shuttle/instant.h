/* The mediator's time. An instant counts microseconds since the talks began;
 * it is a struct so that it cannot be mixed with a count or a duration.
 * Durations are plain int64_t with the unit last in the name (walk_us). */
#ifndef SHUTTLE_INSTANT_H
#define SHUTTLE_INSTANT_H

#include <stdbool.h>
#include <stdint.h>

struct instant {
    int64_t us;
};

#define INSTANT_ZERO  ((struct instant){0})
#define INSTANT_NEVER ((struct instant){INT64_MAX})

static inline bool instant_is_never(struct instant a)
{
    return a.us == INT64_MAX;
}

static inline int instant_compare(struct instant a, struct instant b)
{
    return (a.us > b.us) - (a.us < b.us);
}

/* True when a is at or before b. */
static inline bool instant_reached(struct instant a, struct instant b)
{
    return a.us <= b.us;
}

static inline struct instant instant_min(struct instant a, struct instant b)
{
    return a.us <= b.us ? a : b;
}

/* a plus a duration of at least 0; saturates at never. */
static inline struct instant instant_after(struct instant a, int64_t span_us)
{
    if (instant_is_never(a) || span_us >= INT64_MAX - a.us)
        return INSTANT_NEVER;
    return (struct instant){a.us + span_us};
}

#endif
