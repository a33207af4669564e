/* Walking and service times of a walk: looked up once, fixed or drawn. */
#ifndef PROTO_WALK_TIMES_H
#define PROTO_WALK_TIMES_H

#include "shuttle/variate.h"
#include "shuttle/walk.h"

/* What a member that walks knows of times; `mean` is the default of a leg. */
#define WALK_TIME_PARAMS(mean)                                                 \
    {"time", PARAM_DURATION, mean, NULL, "walking time between two rooms"},    \
        {"times.*", PARAM_DURATION, mean, NULL,                                \
         "walking time between the two rooms named with a hyphen: us-iran; "   \
         "back again too, unless iran-us is given"},                           \
        {"time_as", PARAM_WORD, "fixed", VARIATE_WORDS,                        \
         "how walking times vary about what is given, their mean"},            \
        {"time_spread", PARAM_NUMBER, "100", NULL,                             \
         "uniform: so many percent to either side"},                           \
        {"time_shape", PARAM_NUMBER, "2", NULL, "erlang: so many phases"},     \
        {"item", PARAM_DURATION, "0", NULL, "time to take one item"},          \
        {"items.*", PARAM_DURATION, "0", NULL,                                 \
         "time to take one item of the room named, in place of `item`"},       \
        {"item_as", PARAM_WORD, "fixed", VARIATE_WORDS,                        \
         "how these times vary about what is given, their mean"},              \
        {"item_spread", PARAM_NUMBER, "100", NULL,                             \
         "uniform: so many percent to either side"},                           \
    {                                                                          \
        "item_shape", PARAM_NUMBER, "2", NULL, "erlang: so many phases"        \
    }

struct walk_times {
    struct chance legs;  /* one branch a carrier's visit */
    struct chance items; /* one branch an item */
    struct variate leg;
    struct variate item;
    int64_t item_us[ROOMS_MAX]; /* mean by room; -1: as `item` */
    int64_t home_us; /* mean from home and back, where no other is given */
    int64_t pair_us[PARAMS_MAX];
    uint8_t pair_from[PARAMS_MAX];
    uint8_t pair_to[PARAMS_MAX];
    uint8_t pair_count;
};

/* The room with this id, of `size` bytes; ROOM_HOME when there is none. */
uint8_t walk_room(const struct scenario *s, const char *id, size_t size);

void walk_times_adopt(struct walk_times *t, const struct choice *c,
                      const struct param_spec *specs, const struct board *b);
/* The carrier sets out from one room to another: how long he walks. */
int64_t walk_times_leg(const struct walk_times *t, const struct board *b,
                       uint8_t carrier, uint8_t from, uint8_t to);
/* How long it takes to take this item of a room; NULL: an average one. */
int64_t walk_times_item(const struct walk_times *t, uint8_t room,
                        const struct item *item);

/* Whether legs name rooms of the scenario, and shapes and spreads can be. */
enum err walk_times_fit(const struct choice *c, const struct param_spec *specs,
                        const struct scenario *s, struct diag *diag) MUST_USE;

#endif
