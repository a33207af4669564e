/*
 * The deal space of a scenario: how many packages there are, which of them
 * every room prefers to no deal, which are efficient, and where the solutions
 * of bargaining theory lie. Rooms without values are left out. Integers only;
 * whatever decides is compared exactly.
 */
#ifndef SHUTTLE_REPORT_DEALS_H
#define SHUTTLE_REPORT_DEALS_H

#include "sim/report/page.h"
#include "sim/report/score.h"

/* Fronts with more points of different worth are not counted. */
#define DEALS_FRONT_MAX 2048u

/* What is asked about. */
struct deals_input {
    const struct scenario *whole; /* borrowed */
    uint8_t happened[EVENTS_MAX]; /* indexes of events, as they happened */
    uint8_t happened_count;
    bool has_package;
    struct package package; /* whole; read when has_package */
};

/* Where the sum of a room's values comes to; packages of the same worth to
 * every room are one point. */
struct deals_point {
    struct package package;   /* the first of them, lowest options first */
    int32_t value[ROOMS_MAX]; /* by place among the scored rooms */
    uint64_t count;           /* packages of this worth */
    bool in_zone;
};

/* A package that some rule chooses from the zone. */
struct deals_choice {
    struct package package;
    int32_t value[ROOMS_MAX];
    uint64_t as_good; /* others that the rule does not tell from it */
};

struct deals {
    const struct scenario *whole; /* borrowed */
    unsigned scored;
    uint8_t room[ROOMS_MAX];    /* index of each scored room */
    int32_t no_deal[ROOMS_MAX]; /* by place among the scored, as below */
    int32_t lowest[ROOMS_MAX];
    int32_t highest[ROOMS_MAX];
    struct values *values; /* owned; after the events */
    uint64_t packages;     /* UINT64_MAX: at least that */
    /* Options that every room may settle, itself or once its capital agrees;
     * a bit for each option of an issue. After the events. */
    uint32_t within[ISSUES_MAX];
    uint64_t packages_within; /* made of them; UINT64_MAX: at least that */
    bool enumerated;          /* all below is known */

    uint64_t acceptable[ROOMS_MAX]; /* worth no deal or more */
    uint64_t zone;                  /* to every room */
    uint64_t zone_within;           /* and within every room's authority */
    int32_t ideal[ROOMS_MAX]; /* largest value in the zone; if it has any */
    /* Read when the zone has any. Each takes the package with the largest
     * product of the gains over no deal (Nash 1950); the largest least share
     * of what each room could gain at most in the zone (Kalai and Smorodinsky
     * 1975); the largest sum; the largest least gain. Then the larger sum
     * decides, then the lower options, earlier issues first. */
    struct deals_choice nash;
    struct deals_choice shares;
    struct deals_choice sum;
    struct deals_choice equal;

    /* Efficient: no other package is worse for no room and better for one. */
    bool counted;
    uint64_t efficient;
    uint64_t efficient_in_zone;
    struct deals_point *front; /* owned; by the first room's value, falling */
    uint32_t front_count;

    bool has_package;
    struct package package;
    struct score score; /* of the package, if it were agreed */
};

/* ERR_MEMORY only. Free with deals_fini in every case. */
enum err deals_make(struct deals *d, const struct deals_input *in) MUST_USE;
void deals_fini(struct deals *d);

/* Read "issue=option, issue=option" into a package that settles every issue.
 * The diag says what is wrong or missing. */
enum err deals_package(const struct agenda *a, const char *text,
                       struct package *out, struct diag *diag) MUST_USE;

/* The tables as text for people, up to width columns. */
void deals_text(struct page *out, const struct deals *d,
                const struct deals_input *in, unsigned width);
/* One JSON object, indented, keys in a fixed order, ending in LF. */
void deals_json(struct page *out, const struct deals *d,
                const struct deals_input *in);
/* A picture of all packages, a self-contained SVG; false when there are not
 * just two rooms with values, or too many packages to be walked through. */
bool deals_svg(struct page *out, const struct deals *d);

#endif
