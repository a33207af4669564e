/* Where a carrier goes next. */
#ifndef PROTO_WALK_ROUTE_H
#define PROTO_WALK_ROUTE_H

#include "shuttle/walk.h"

#define WALK_STOPS_MAX 64u

#define WALK_ROUTE_PARAMS(usual)                                               \
    {"route", PARAM_TEXT, usual, NULL,                                         \
     "cyclic: the rooms in their order; on_call: where the oldest call from "  \
     "another room came from; or the rooms to go to, one after another and "   \
     "round: \"us iran us gaza\""},                                            \
    {                                                                          \
        "carriers", PARAM_NUMBER, "1", NULL,                                   \
            "how many walk at once; each carries what he took himself"         \
    }

enum walk_route_as {
    WALK_ROUTE_CYCLIC,
    WALK_ROUTE_TABLE,
    WALK_ROUTE_ON_CALL,
};

struct walk_route {
    enum walk_route_as as;
    uint8_t stop_count;
    uint8_t stop[WALK_STOPS_MAX]; /* a table's */
    uint8_t first[CARRIERS_MAX];  /* of a table: the stop each began at */
};

/* How many carriers the parameters name, 1 to CARRIERS_MAX. */
uint8_t walk_route_carriers(const struct choice *c,
                            const struct param_spec *specs);
/* Where a carrier stands when the talks start. */
uint8_t walk_route_start(const struct choice *c, const struct param_spec *specs,
                         const struct scenario *s, uint8_t carrier);
/* A route that cannot be is cyclic. */
void walk_route_adopt(struct walk_route *r, const struct choice *c,
                      const struct param_spec *specs, const struct board *b);
/* The room this carrier goes to next, ROOM_HOME when he is not to go. On call a
 * room has called when something lies in its tray, unless the carrier is
 * `full`, or when there is something for it in his hand or in all hands alike;
 * for what is not his alone nobody else is there or on his way. The oldest item
 * decides, an urgent one before all others. */
uint8_t walk_route_next(const struct walk_route *r, const struct board *b,
                        uint8_t carrier, bool full);

/* Whether the rooms that are named are the scenario's. */
enum err walk_route_fit(const struct choice *c, const struct param_spec *specs,
                        const struct scenario *s, struct diag *diag) MUST_USE;

#endif
