/* Inside the printer of scenarios: JSON by the table of schema.h. */
#ifndef SCENARIO_PRINT_H
#define SCENARIO_PRINT_H

#include "shuttle/scenario.h"
#include "sim/scenario/buffer.h"
#include "sim/scenario/schema.h"

struct printer {
    struct buffer *out;
    const struct scenario *s;
    unsigned int depth;
    bool empty; /* nothing was printed yet in the collection that is open */
    const struct lines *lines; /* being printed */
};

/* Print a member with its key, or nothing when it has its fallback. */
typedef void print_member(struct printer *p, const struct key *k,
                          const void *base);

#define MEMBER(base, at, type)                                                 \
    ((const type *)(const void *)((const char *)(base) + (at)))

/* Begin one more entry of the open collection; with its key. */
void put_entry(struct printer *p);
void put_key(struct printer *p, const char *name);
void put_open(struct printer *p, const char *bracket);
void put_close(struct printer *p, const char *bracket);
void put_time(struct printer *p, const char *name, int64_t us);
/* The members of one struct; as a map of their own. */
void put_members(struct printer *p, enum where where, const void *base);
void put_map(struct printer *p, enum where where, const void *base);

print_member print_nothing, print_version, print_text, print_id, print_word,
    print_seed, print_count, print_points, print_truth, print_duration,
    print_rooms, print_issue, print_options, print_package, print_values,
    print_sets, print_ref, print_round, print_caveat, print_choice,
    print_handles, print_hex64, print_key256, print_self, print_move_text,
    print_move_offer, print_move_reply, print_move_withdraw, print_map_brief,
    print_map_relay, print_map_relays, print_map_authority, print_map_rooms,
    print_map_mediators, print_map_agenda, print_map_private, print_map_shifts,
    print_map_events, print_list_rounds, print_choose, print_seeds,
    print_outcome, print_refs, print_grounds, print_move_draft, print_pairs,
    print_bounds, print_told, print_list_expects, print_next, print_go,
    print_ending, print_map_endings, print_percent, print_span, print_map_leaks,
    print_map_facts, print_facts, print_room_facts, print_room_secrets,
    print_hears, print_issues, print_channels, print_via, print_map_traffic,
    print_map_loads, print_times;

#endif
