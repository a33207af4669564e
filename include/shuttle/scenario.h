/*
 * A scenario as plain data, and a brief, which is a scenario from which all
 * that its owner may not know was taken out: other rooms' lines, values,
 * authority and confidential briefs, and all ids but its own. Actors are
 * started from briefs only.
 *
 * All memory belongs to the arena the reader was given. Rooms, issues, options,
 * rounds, events are named by index; in a brief the indexes are the same as in
 * the whole. Strings are NUL-terminated UTF-8, NULL when absent.
 */
#ifndef SHUTTLE_SCENARIO_H
#define SHUTTLE_SCENARIO_H

#include "shuttle/agenda.h"
#include "shuttle/caveat.h"
#include "shuttle/condition.h"
#include "shuttle/digest.h"
#include "shuttle/instant.h"
#include "shuttle/limits.h"
#include "shuttle/message.h"
#include "shuttle/move.h"
#include "shuttle/param.h"
#include "shuttle/traffic.h"

#include <assert.h>

/* While a line is read: by which mediator it goes is not said. */
#define VIA_DEFAULT 255u

/* Where something stands in the file, counted from 1; 0 when made. */
struct place {
    uint32_t line;
    uint32_t column;
};

enum ref_kind {
    REF_NONE,
    REF_OWN,    /* a line of the same party: round, line */
    REF_OTHER,  /* whole scenario only: a line of owner: round, line */
    REF_HANDLE, /* brief only: what was told under this handle */
    REF_EVENT,  /* an event of the world: line is its index */
};

/* A named piece of knowledge that lines and events carry. Who has handed over
 * or was told what carries it knows it. A brief has those that its own
 * conditions name, under indexes of its own, and no words of any. */
struct fact {
    const char *id;   /* NULL where it may not be known */
    const char *text; /* for the file's readers only */
    struct place place;
};

/* Brief only: what is told under this handle carries these facts. */
struct bearing {
    uint64_t handle;
    uint64_t facts; /* bit per fact */
    struct place place;
};

/* A line or an event that another line waits for or replies to. */
struct ref {
    enum ref_kind kind;
    uint8_t owner; /* room index or FROM_MEDIATOR */
    uint8_t round;
    uint16_t line;
    uint64_t handle;
    const char *name;   /* as written; NULL in a brief for REF_HANDLE */
    struct place place; /* in a rehearsal only */
};

struct ref_list {
    struct ref *ref;
    uint16_t count;
};

/* One scripted thing a room hands over, or the mediator puts forward. Times
 * count from the start of its round; -1 means not given. */
struct line {
    uint8_t via; /* a room's: by which mediator it goes, an index of mediators;
                    a reply goes back the way by which it was told */
    const char *id;     /* never NULL: made up as "round2.us.3", or for an
                           alternative of a named choice as "<choice>.<n>", when
                           not given */
    const char *choice; /* id of the choice it is an alternative of, or NULL;
                           alternatives of one that has an id share a handle,
                           and who refers to any of them means the choice */
    uint16_t group;     /* consecutive lines with the same number other than 0
                           are one choice: the first whose `if` holds is played,
                           once their common time has come */
    struct place place;
    enum move move; /* MOVE_NONE: only asks for instructions */
    enum answer answer;
    uint16_t to; /* bit per room; 0 all others */
    const char *text;
    const char *gist;
    const char *gloss;
    struct package package;
    uint8_t about; /* issue from 1; 0 none */
    uint16_t caveat_bits;
    int64_t not_before_us;
    int64_t expires_us;
    const char *caveat_condition; /* source */
    int64_t at_us;                /* hand it over at this time of the round */
    int64_t within_us;     /* not later than this; then the line is dropped */
    struct ref after;      /* hand it over after that */
    int64_t delay_us;      /* and so long after it; -1 at once */
    struct ref re;         /* what a reply answers, what a withdrawal recalls */
    const char *when_text; /* wait until it holds; NULL none */
    struct condition when;
    const char *if_text; /* judged once, when its time has come */
    struct condition only_if;
    const char *consent;     /* a room's: its answer to a mediator that asks
                                before telling it, as in struct own; NULL: that */
    struct package request;  /* instructions asked of the capital */
    int64_t answer_us;       /* mediator's proposal: answers within this */
    int64_t limit_us;        /* mediator's deadline: the round ends so long
                                after it; -1 none */
    uint32_t brackets;       /* of a draft: bit per issue still open */
    struct ref_list grounds; /* what a declaration or a probe rests on: lines
                                of rooms that the mediator must have taken */
    uint64_t carries;        /* bit per fact */
    int32_t trust; /* added to the own room's trust when it is played */
    struct handles handles; /* brief: under which others are to know it */
};

struct lines {
    struct line *line;
    uint16_t count;
};

/* What a room may settle by itself. Bit per option of each issue. */
struct authority {
    uint32_t own[ISSUES_MAX];     /* without asking */
    uint32_t capital[ISSUES_MAX]; /* once its capital has agreed */
    uint32_t never[ISSUES_MAX];
    int64_t latency_us; /* time instructions take */
};

/* What an event changes for one room. */
struct shift {
    uint8_t event;
    bool has_no_deal;
    int32_t no_deal;     /* new reservation value */
    struct values delta; /* added to the values; its no_deal
                            is not used */
    bool has_authority;
    struct authority authority; /* from then on */
    int32_t trust;              /* added to the room's trust */
};

/* A room's own affairs. Present in the whole and in its own brief only. */
struct own {
    const char *brief; /* confidential instructions */
    struct values values;
    bool has_values;
    struct authority authority;
    bool has_authority;  /* else everything may be settled */
    uint16_t trust;      /* 0 to TRUST_MAX, at the start */
    const char *consent; /* what its script says to a mediator that asks before
                            telling: "yes", "no", other words; NULL: yes */
    struct shift *shifts;
    uint8_t shift_count;
};

struct room_entry {
    const char *id;
    const char *title;    /* id when not given */
    const char *language; /* "en" when not given */
    uint16_t people;      /* 1 when not given */
    const char *seat;     /* "script", "person" or "traffic" */
    uint8_t channels;     /* bit per mediator it speaks through; 0 all. In its
                             own brief 0: that has no other mediators */
    struct own *own;      /* NULL where it may not be known */
    struct place place;
};

struct relay {
    struct choice walk;
    struct choice carry;
    struct choice hold;
    struct choice table;
};

struct mediator_entry {
    const char *id;
    const char *title;
    struct relay relay; /* mediator's brief and whole; else empty */
    struct place place;
};

enum round_limit {
    ROUND_NEXT, /* at its limit the next round begins */
    ROUND_END,  /* at its limit the talks end */
};

/* What a round is part of. Those of the implementation come after agreement,
 * in place of the end of the talks; no other way leads into them, and none out
 * of them but to the end. */
enum round_phase {
    PHASE_TALKS,
    PHASE_IMPLEMENTATION,
};

/* Where the talks go when a round is over. */
#define GO_END (-1)
struct branch {
    const char *if_text; /* source; NULL: always */
    struct condition only_if;
    int16_t go;     /* index of a later round, or GO_END */
    int16_t ending; /* index of the ending that is reached, or -1 */
};

/* How the talks may end, in the mediator's closing words. A room's brief has
 * none. */
struct ending {
    const char *id;
    const char *title; /* for the file's readers only; never told */
    const char *text;  /* NULL: nothing is said */
    const char *gloss;
    struct place place;
};

struct round {
    const char *id;
    const char *title; /* may be NULL */
    int64_t pause_us;  /* between the end of the round before and this one */
    int64_t limit_us;  /* -1: none */
    enum round_limit at_limit;
    enum round_phase phase;
    const char *ends_text; /* it is over as soon as this holds; the mediator's,
                              as all below is */
    struct condition ends_when;
    struct relay relay;   /* instead of the mediator's own while it lasts; a
                             choice with as NULL changes nothing. Whose it is:
                             as for mediator below */
    struct relay *relays; /* of the others: MEDIATORS_MAX - 1, or NULL where
                             nothing is changed; whole only */
    struct branch *next;  /* the first that holds, else the round after */
    uint8_t next_count;
    struct lines room[ROOMS_MAX]; /* empty where it may not be known */
    struct lines mediator;        /* of mediators[0]; likewise. In the brief of
                                     another mediator: its own */
    struct lines further[MEDIATORS_MAX - 1]; /* of the others; whole only */
    struct place place;
};

/* Whose a line is: a room's index, FROM_MEDIATOR for the mediator that
 * convenes, OWNER_FURTHER plus its index for another one (whole only). */
#define OWNER_FURTHER 224u

static inline bool owner_is_mediator(uint8_t owner)
{
    return owner == FROM_MEDIATOR ||
           (owner > OWNER_FURTHER && owner < OWNER_FURTHER + MEDIATORS_MAX);
}

/* The index of a mediator that owns lines. */
static inline uint8_t owner_mediator(uint8_t owner)
{
    return owner == FROM_MEDIATOR ? 0 : (uint8_t)(owner - OWNER_FURTHER);
}

static inline uint8_t mediator_owner(uint8_t mediator)
{
    return mediator == 0 ? (uint8_t)FROM_MEDIATOR
                         : (uint8_t)(OWNER_FURTHER + mediator);
}

/* The lines of an owner in a round. */
static inline const struct lines *round_lines(const struct round *r,
                                              uint8_t owner)
{
    if (owner == FROM_MEDIATOR)
        return &r->mediator;
    if (owner_is_mediator(owner))
        return &r->further[owner_mediator(owner) - 1];
    return &r->room[owner];
}

/* What a round changes of a mediator's relay design, by the mediator's index;
 * NULL: nothing. */
static inline struct relay *round_relay(struct round *r, uint8_t mediator)
{
    assert(r);
    if (mediator == 0)
        return &r->relay;
    return r->relays ? &r->relays[mediator - 1] : NULL;
}

/* A number of its own for each owner, below OWNER_SLOTS. */
#define OWNER_SLOTS (ROOMS_MAX + MEDIATORS_MAX)

static inline size_t owner_slot(uint8_t owner)
{
    return owner_is_mediator(owner) ? ROOMS_MAX + owner_mediator(owner) : owner;
}

/* What becomes known of a line that leaks. */
enum share {
    SHARE_NONE,      /* no leak: an event of the world */
    SHARE_EXISTENCE, /* that something was said */
    SHARE_CONTENT,   /* its words, where the leak has none of its own */
};

/* An event of the world. A room's brief has the ids of those events that its
 * own lines and shifts name, but neither time, words nor condition. A leak is
 * an event that cannot happen before the mediator has taken a certain line.
 * Leaks come after the other events. */
struct event {
    const char *id;
    const char *title; /* for the file's readers only; never told */
    int16_t round;     /* index, or -1 for any: time then counts from the start
                          of the talks */
    int64_t at_us;     /* -1: when its condition holds */
    const char *when_text;
    struct condition when;
    const char *text; /* public words */
    const char *gloss;
    uint16_t to;       /* bit per room that hears of it; 0 all */
    uint16_t chance;   /* in percent, drawn once when it is due; 0: certain */
    int64_t extend_us; /* added to the limit of the running round */
    enum share share;
    struct ref of;    /* the line that leaks */
    uint64_t carries; /* bit per fact; of content that leaks in a brief, those
                         of its line too */
    struct place place;
};

/* Rehearsals: what a run must show, in the whole scenario only. References are
 * REF_OTHER (a line of owner: round, line) or REF_EVENT, with the name as
 * written. */

struct seed_range {
    uint64_t first;
    uint64_t last; /* included; not below first */
};

struct seed_list {
    struct seed_range *range;
    uint16_t count; /* 0: the scenario's own seed */
};

/* That one thing comes before another. */
struct ref_pair {
    struct ref first;
    struct ref second;
};

struct pair_list {
    struct ref_pair *pair;
    uint16_t count;
};

/* What a room's result is compared with: value op points. */
struct bound {
    uint8_t room;
    enum condition_op op; /* one that compares */
    int32_t points;
    struct place place;
};

struct bound_list {
    struct bound *bound;
    uint16_t count;
};

/* That a line is told in a room in a certain form. */
struct telling {
    uint8_t room;
    uint8_t form; /* FORM_VERBATIM, FORM_GIST or FORM_OWN_IDEA */
    struct ref line;
};

struct telling_list {
    struct telling *telling; /* those of one room stand together */
    uint16_t count;
};

/* Facts of one room. */
struct room_facts {
    uint8_t room;
    uint64_t facts; /* bit per fact */
    struct place place;
};

struct facts_list {
    struct room_facts *entry;
    uint16_t count;
};

/* How the implementation of an agreement went. */
enum implementation {
    IMPLEMENTATION_NONE, /* there was none; of a rehearsal: any */
    IMPLEMENTATION_DONE, /* every step was taken */
    IMPLEMENTATION_SUSPENDED,
    IMPLEMENTATION_UNFINISHED,
};

/* A secret that a room must learn nothing of: as written, see
 * sim/scenario/secret.h. */
struct room_secret {
    uint8_t room;
    const char *secret;
    struct place place;
};

struct secret_list {
    struct room_secret *entry;
    uint16_t count;
};

/* One rehearsal: all that it names must hold in the run of each of its seeds.
 */
struct expect {
    struct place place;
    struct seed_list seeds; /* EXPECT_SEEDS_MAX in all */
    const char *design;     /* words of the command line; NULL none */
    enum outcome outcome;   /* OUTCOME_NONE: any */
    enum implementation implementation;
    int16_t ending;          /* index of the ending reached; -1: any */
    struct package package;  /* agreed, where it names an option */
    struct ref_list happens; /* lines told somewhere, events that happened */
    struct ref_list never;
    struct pair_list before; /* both happen, the first of each pair first */
    struct telling_list told;
    struct bound_list value; /* of the outcome for a room */
    struct facts_list knows; /* in the end */
    struct facts_list never_knows;
    struct secret_list never_learns; /* not a bit of it */
};

enum brief_role {
    BRIEF_WHOLE, /* not a brief: the launcher's */
    BRIEF_MEDIATOR,
    BRIEF_ROOM,
};

/* What a process is given beside its part of the scenario. */
struct brief {
    enum brief_role role;
    uint8_t self; /* index of the room or the mediator */
    uint64_t talk;
    struct digest key; /* for its streams of chance; never the seed */
    bool live;         /* live clock; else simulated */
};

/* A file of values that lies beside the scenario's, as it was read. */
struct value_table {
    const char *name; /* without a folder */
    struct bytes text;
};

struct scenario {
    const char *file; /* for messages; NULL when read from memory */
    const char *title;
    uint64_t seed;
    /* A seed of 256 bits that the launcher drew, in place of the file's, which
     * someone in a room might guess: runs with people, machines apart. */
    struct digest drawn;
    bool is_drawn;
    uint16_t padding; /* bytes of a block on the wire; 0 or 1: no blocks */
    struct room_entry *rooms;
    uint8_t room_count;
    struct mediator_entry *mediators;
    uint8_t mediator_count;
    struct agenda agenda;
    struct event *events;
    uint8_t event_count;
    struct fact *facts;
    uint8_t fact_count;
    struct bearing *bearings; /* brief: of others' lines */
    uint16_t bearing_count;
    struct ending *endings;
    uint8_t ending_count;
    struct round *rounds;
    uint8_t round_count;
    struct value_table tables[ROOMS_MAX]; /* whole only */
    uint8_t table_count;
    struct expect *expects; /* none in a brief */
    uint16_t expect_count;
    struct traffic *traffic; /* NULL: none. A room's brief: its own load */
    struct brief brief;
};

#include "shuttle/channels.h" /* what follows from it, with several mediators */

#endif
