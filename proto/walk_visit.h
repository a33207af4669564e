/*
 * What a carrier does at a visit, and when he leaves: shared by the members of
 * walk that go from room to room. A visit has stages:
 *
 *   SIT    he comes in, tells what he may, and listens: `stay`, and where he
 *          told something up to `wait` more for an answer
 *   TAKE   the gate: what the service allows is taken, one item after another
 *   LEAVE  the visit is done
 *   REST   and there is no reason to go anywhere; what is put before him is
 *          taken, in a gate of its own
 *
 * All of it is a fold over the board: a member that takes over in the middle of
 * a visit goes on where the other was.
 */
#ifndef PROTO_WALK_VISIT_H
#define PROTO_WALK_VISIT_H

#include "proto/walk_route.h"
#include "proto/walk_times.h"

#define WALK_DAY_US INT64_C(86400000000)

enum walk_service {
    WALK_GATED,      /* what lay in the tray when the gate was opened */
    WALK_EXHAUSTIVE, /* until the tray is empty */
    WALK_LIMITED,    /* until it is empty or `limit` are taken */
};

#define WALK_SERVICE_PARAMS(usual)                                             \
    {"service", PARAM_WORD, usual, "gated|exhaustive|limited",                 \
     "what he takes at a visit: what lies there when he begins, all until "    \
     "the "                                                                    \
     "tray is empty, or no more than limit"},                                  \
        {"services.*", PARAM_WORD, usual, "gated|exhaustive|limited",          \
         "the same of the room named, in place of `service`"},                 \
        {"limit", PARAM_NUMBER, "1", NULL, "limited: so many at a visit"},     \
        {"capacity", PARAM_NUMBER, NULL, NULL,                                 \
         "items he can have in hand still to be told; full, he takes no "      \
         "more"},                                                              \
        {"wait", PARAM_DURATION, "0", NULL,                                    \
         "where he told something, he stays so long for an answer"},           \
        {"until_items", PARAM_NUMBER, NULL, NULL,                              \
         "he does not set out before so many items wait or are in hand, or "   \
         "one is urgent"},                                                     \
    {                                                                          \
        "until_time", PARAM_DURATION, NULL, NULL,                              \
            "nor before so long after the first of them; either will do"       \
    }

/* Parameters, looked up once. */
struct walk_plan {
    int64_t stay_us;
    int64_t wait_us;
    int64_t until_us;     /* 0: not asked for */
    uint32_t until_items; /* 0: not asked for */
    uint32_t limit;
    uint32_t capacity;          /* 0: none */
    uint8_t service[ROOMS_MAX]; /* enum walk_service, by room */
    bool parks;                 /* when nothing waits */
    bool goes_home;             /* then, and sets out from there */
    bool nights;      /* nothing but from `morning` to `evening` of a day */
    int64_t clock_us; /* time of day when the talks start */
    int64_t morning_us;
    int64_t evening_us;
};

enum walk_stage_as {
    WALK_SIT,
    WALK_TAKING,
    WALK_LEAVE,
    WALK_REST,
};

struct walk_stage {
    enum walk_stage_as as;
    uint32_t left; /* of the gate */
    bool waited;   /* at the end of the visit, for an answer */
};

struct walk_visits {
    struct walk_plan plan;
    struct walk_times times;
    struct walk_route route;
    struct walk_stage stage[CARRIERS_MAX];
};

/* Read the parameters above and `stay`; what a member does not know stays as it
 * is. */
void walk_plan_read(struct walk_plan *p, const struct choice *c,
                    const struct param_spec *specs, const struct scenario *s);
/* The same, and times and the route, and where carriers are in their visits. */
void walk_visits_adopt(struct walk_visits *v, const struct choice *c,
                       const struct param_spec *specs, const struct board *b);
void walk_visits_observe(struct walk_visits *v, const struct board *b,
                         const struct board_event *e);
void walk_visits_decide(struct walk_visits *v, const struct board *b,
                        uint8_t carrier, struct walk_decision *out);
/* Whether the parameters above can be, and fit the scenario. */
enum err walk_visits_fit(const struct choice *c, const struct param_spec *specs,
                         const struct scenario *s, struct diag *diag) MUST_USE;

/* Whether a parameter is given. */
bool walk_given(const struct choice *c, const char *key);

#endif
