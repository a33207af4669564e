/* From a tree of keys and values to a scenario, by the table of schema.h. */
#ifndef SCENARIO_BIND_H
#define SCENARIO_BIND_H

#include "shuttle/memory.h"
#include "shuttle/scenario.h"
#include "sim/scenario/diag.h"
#include "sim/scenario/schema.h"
#include "sim/scenario/yaml.h"

/* A line of the script with the node it was read from. */
struct site {
    struct line *line;
    const struct node *node;
    const struct node *cue; /* of an alternative: its choice; else NULL */
    uint8_t owner;          /* see owner_is_mediator */
    uint8_t round;
    uint16_t index;
    bool of_events; /* its caveat's condition asks about events */
};

/* Then lines that do not exist get no "did you mean" any more. */
#define GUESSES_MAX 5000u

/* The keys of the line being read that say what its move is. */
struct line_keys {
    const struct node *main;  /* reply, propose, ask ... */
    const struct node *say;   /* words beside it, or the move itself */
    const struct node *offer; /* package beside it, or the move itself */
    enum move move;           /* of main */
    bool caveat_lost;         /* it names a caveat that could not be read */
};

struct binder {
    struct scenario *out;
    struct arena *arena;   /* of what is read */
    struct arena *scratch; /* of this reading */
    struct diags *diags;
    const char *folder; /* where files beside it lie; NULL: they are not read */
    struct table *tables[ROOMS_MAX]; /* as out->tables; in scratch */
    bool is_brief;
    bool failed;      /* memory ran out */
    bool lost;        /* a way out of a round leads nobody knows where */
    uint32_t guesses; /* names compared for a "did you mean" so far */

    struct site *sites; /* every line, in the file's order */
    uint32_t site_count;
    uint32_t line_counts[OWNER_SLOTS]; /* per owner */
    const struct node **event_nodes;
    const struct node *relay[MEDIATORS_MAX]; /* of each mediator */
    const struct node *channels[ROOMS_MAX];  /* of each room */
    const struct node *own[ROOMS_MAX];       /* of `private` */
    const struct node *expects;
    const struct node *traffic;
    const struct node *rounds;
    const struct node *root;

    /* Where reading stands. */
    uint8_t owner; /* whose lines; whose private part */
    uint8_t round;
    struct line_keys line;
};

typedef void bind_read(struct binder *b, const struct key *k,
                       const struct node *v, void *base);

#define MEMBER(base, at, type) ((type *)(void *)((char *)(base) + (at)))

/* Called for a key that the table does not have. */
typedef void bind_extra(struct binder *b, const struct node *v, void *base);

/* Read a map by the rows of its place. Members not given keep what they have.
 * False when the node is no map. */
bool bind_map(struct binder *b, enum where where, const struct node *map,
              void *base, bind_extra *extra);
/* Name the keys of a map that its place does not have. Those that are meant to
 * be others are read as these from then on. */
void bind_odd_keys(struct binder *b, enum where where, const struct node *map);
/* Set the members of one struct to the fallbacks of the table. */
void bind_defaults(enum where where, void *base);

/* Shapes; a mistake and false when the node has another. */
bool bind_is_map(struct binder *b, const struct node *n, const char *of);
bool bind_is_list(struct binder *b, const struct node *n, const char *of);
bool bind_is_scalar(struct binder *b, const struct node *n, const char *what);
/* An id in its form, copied; NULL and a mistake otherwise. */
const char *bind_id(struct binder *b, const struct node *n);
/* The text, copied; NULL when memory is out. */
const char *bind_copy(struct binder *b, const struct node *n);
void *bind_alloc(struct binder *b, size_t count, size_t size);
bool bind_points(struct binder *b, const struct node *n, int32_t *out);
/* A whole number from low to high, without quotes. */
bool bind_number(struct binder *b, const struct node *n, int64_t low,
                 int64_t high, int64_t *out);
/* How many of the node's children may be kept; a mistake when not all. */
uint32_t bind_capped(struct binder *b, const struct node *n, uint32_t most,
                     const char *what);
/* A handle or an id in 16 lower-case hexadecimal digits; n is for the place. */
bool bind_hex64(struct binder *b, const struct node *n, const char *text,
                uint64_t *out);
/* Prose: quoted, or one word; within TEXT_MAX. False with a mistake. */
bool bind_prose(struct binder *b, const struct node *n);

/* Indexes by name; -1 and a mistake with the nearest name otherwise. */
int bind_room(struct binder *b, const struct node *n);
int bind_event(struct binder *b, const struct node *n);
int bind_mediator(struct binder *b, const struct node *n);
int bind_round(struct binder *b, const struct node *n);
int bind_issue(struct binder *b, const struct node *n);
int bind_option(struct binder *b, int issue, const struct node *n);
/* A mistake where a free issue stands among those that have options; why:
 * "needs no authority". */
bool bind_is_free(struct binder *b, int issue, const struct node *n,
                  const char *why);

/* How many lines a node of the script makes; read them into out, which has
 * room for them. */
uint32_t bind_line_count(const struct node *n);
void bind_line(struct binder *b, const struct node *n, struct lines *out,
               const char *owner);

/* The readers, by what they read. */
bind_read read_version, read_text, read_texts, read_id, read_word, read_seed,
    read_count, read_points, read_truth, read_duration, read_rooms, read_issue,
    read_options, read_package, read_values, read_sets, read_condition,
    read_ref, read_round, read_caveat, read_caveat_flag, read_caveat_time,
    read_caveat_condition, read_choice, read_handles, read_hex64, read_key256,
    read_self, read_move_text, read_move_offer, read_move_reply,
    read_move_withdraw, read_map_brief, read_map_relay, read_map_relays,
    read_map_authority, read_map_rooms, read_map_mediators, read_map_agenda,
    read_map_private, read_map_shifts, read_map_events, read_list_rounds,
    read_seeds, read_told, read_outcome, read_refs, read_pairs, read_bounds,
    read_list_expects, read_choose, read_next, read_go, read_ending,
    read_map_endings, read_percent, read_span, read_map_leaks, read_map_facts,
    read_facts, read_room_facts, read_room_secrets, read_hears, read_issues,
    read_trust, read_channels, read_via, read_value_table, read_map_traffic,
    read_map_loads, read_times;

/* Once names are resolved: by which mediators rooms and lines go. */
void resolve_channels(struct binder *b);
/* Whether a condition calls happened(). */
bool asks_of_events(const struct condition *c);
/* After all was read: names become indexes, conditions are parsed. */
void resolve(struct binder *b, const struct node *root);
/* Then: what is well written but cannot be played. Lines by themselves; what
 * they name; the rest of the file. */
void check_lines(struct binder *b);
void check_refs(struct binder *b);
void check_channels(struct binder *b);
void check_authority(struct binder *b);
void check_whole(struct binder *b);
void check_secrets(struct binder *b, const struct expect *e);
void check_expects(struct binder *b);
void check_traffic(struct binder *b);
void check_course(struct binder *b);
/* Last, when there is no mistake: what its author can hardly mean. The
 * packages, the course of the rounds, the roads of confidences. */
void doubt_packs(struct binder *b);
void doubt_course(struct binder *b);
void doubt_roads(struct binder *b);
void doubt_caveats(struct binder *b);

/* The relay design that a round's node gives a mediator, or NULL. */
const struct node *bind_round_relay(const struct binder *b,
                                    const struct node *round, uint8_t mediator);
/* The value of a key of a site's line or of its choice, or NULL. */
const struct node *site_get(const struct site *site, const char *key);
/* Where to point for it: at the value, or at the line when it is not there. */
struct place site_place(const struct site *site, const char *key);
/* "us" or "oman". */
const char *owner_id(const struct binder *b, uint8_t owner);

#endif
