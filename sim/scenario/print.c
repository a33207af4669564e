#include "sim/scenario/print.h"

#include "sim/scenario/scenario_file.h"

/* What lies deeper stands on one line. */
#define PRETTY_DEPTH 4u

static print_member *const printers[TYPE_COUNT_ALL] = {
    [TYPE_VERSION] = print_version,
    [TYPE_TEXT] = print_text,
    [TYPE_TEXTS] = print_nothing,
    [TYPE_ID] = print_id,
    [TYPE_WORD] = print_word,
    [TYPE_SEED] = print_seed,
    [TYPE_COUNT] = print_count,
    [TYPE_POINTS] = print_points,
    [TYPE_TRUTH] = print_truth,
    [TYPE_DURATION] = print_duration,
    [TYPE_ROOMS] = print_rooms,
    [TYPE_ISSUE] = print_issue,
    [TYPE_OPTIONS] = print_options,
    [TYPE_PACKAGE] = print_package,
    [TYPE_VALUES] = print_values,
    [TYPE_VALUE_TABLE] = print_values,
    [TYPE_SETS] = print_sets,
    [TYPE_CONDITION] = print_text,
    [TYPE_REF] = print_ref,
    [TYPE_ROUND] = print_round,
    [TYPE_CAVEAT] = print_caveat,
    [TYPE_CAVEAT_FLAG] = print_nothing, /* print_caveat prints them */
    [TYPE_CAVEAT_TIME] = print_nothing,
    [TYPE_CAVEAT_CONDITION] = print_nothing,
    [TYPE_CHOICE] = print_choice,
    [TYPE_HANDLES] = print_handles,
    [TYPE_HEX64] = print_hex64,
    [TYPE_KEY256] = print_key256,
    [TYPE_SELF] = print_self,
    [TYPE_MOVE_TEXT] = print_move_text,
    [TYPE_MOVE_OFFER] = print_move_offer,
    [TYPE_MOVE_DRAFT] = print_move_draft,
    [TYPE_MOVE_REPLY] = print_move_reply,
    [TYPE_MOVE_WITHDRAW] = print_move_withdraw,
    [TYPE_MAP_BRIEF] = print_map_brief,
    [TYPE_MAP_RELAY] = print_map_relay,
    [TYPE_MAP_RELAYS] = print_map_relays,
    [TYPE_MAP_AUTHORITY] = print_map_authority,
    [TYPE_MAP_ROOMS] = print_map_rooms,
    [TYPE_MAP_MEDIATORS] = print_map_mediators,
    [TYPE_MAP_AGENDA] = print_map_agenda,
    [TYPE_MAP_PRIVATE] = print_map_private,
    [TYPE_MAP_SHIFTS] = print_map_shifts,
    [TYPE_MAP_EVENTS] = print_map_events,
    [TYPE_LIST_ROUNDS] = print_list_rounds,
    [TYPE_MAP_FACTS] = print_map_facts,
    [TYPE_FACTS] = print_facts,
    [TYPE_ROOM_FACTS] = print_room_facts,
    [TYPE_ROOM_SECRETS] = print_room_secrets,
    [TYPE_HEARS] = print_hears,
    [TYPE_ISSUES] = print_issues,
    [TYPE_TRUST] = print_count,
    [TYPE_PERCENT] = print_percent,
    [TYPE_SPAN] = print_span,
    [TYPE_MAP_LEAKS] = print_map_leaks,
    [TYPE_NEXT] = print_next,
    [TYPE_GO] = print_go,
    [TYPE_ENDING] = print_ending,
    [TYPE_MAP_ENDINGS] = print_map_endings,
    [TYPE_CHANNELS] = print_channels,
    [TYPE_VIA] = print_via,
    [TYPE_CHOOSE] = print_choose,
    [TYPE_SEEDS] = print_seeds,
    [TYPE_OUTCOME] = print_outcome,
    [TYPE_REFS] = print_refs,
    [TYPE_GROUNDS] = print_grounds,
    [TYPE_PAIRS] = print_pairs,
    [TYPE_BOUNDS] = print_bounds,
    [TYPE_TOLD] = print_told,
    [TYPE_LIST_EXPECTS] = print_list_expects,
    [TYPE_MAP_TRAFFIC] = print_map_traffic,
    [TYPE_MAP_LOADS] = print_map_loads,
    [TYPE_TIMES] = print_times,
};

void put_entry(struct printer *p)
{
    bool pretty = p->depth <= PRETTY_DEPTH;
    if (!p->empty)
        buffer_add(p->out, pretty ? "," : ", ");
    p->empty = false;
    if (!pretty)
        return;
    buffer_add(p->out, "\n");
    for (unsigned int i = 0; i < p->depth; i++)
        buffer_add(p->out, " ");
}

void put_key(struct printer *p, const char *name)
{
    put_entry(p);
    buffer_json(p->out, name);
    buffer_add(p->out, ": ");
}

void put_open(struct printer *p, const char *bracket)
{
    buffer_add(p->out, bracket);
    p->depth++;
    p->empty = true;
}

void put_close(struct printer *p, const char *bracket)
{
    p->depth--;
    p->empty = false;
    buffer_add(p->out, bracket);
}

void put_members(struct printer *p, enum where where, const void *base)
{
    size_t count;
    const struct key *rows = schema_of(where, &count);
    for (size_t i = 0; i < count; i++)
        printers[rows[i].type](p, &rows[i], base);
}

void put_map(struct printer *p, enum where where, const void *base)
{
    put_open(p, "{");
    put_members(p, where, base);
    put_close(p, "}");
}

bool scenario_print(const struct scenario *s, struct buffer *out)
{
    struct printer p = {.out = out, .s = s};
    put_map(&p, IN_FILE, s);
    buffer_add(out, "\n");
    return !out->failed;
}
