/* Each line by itself: does it have a move, do its keys go together, can its
 * times come? */
#include "sim/scenario/bind.h"

#include "sim/scenario/scenario_file.h"

#include "shuttle/param.h"
#include "shuttle/relay.h"
#include "shuttle/table.h"

#include <string.h>

const struct node *site_get(const struct site *site, const char *key)
{
    const struct node *n =
        site->node->kind == NODE_MAP ? node_get(site->node, key) : NULL;
    return n || !site->cue ? n : node_get(site->cue, key);
}

struct place site_place(const struct site *site, const char *key)
{
    const struct node *n = site_get(site, key);
    return n ? n->place : site->line->place;
}

/* Where to point for a key itself. */
static struct place key_place(const struct site *site, const char *key)
{
    const struct node *n = site_get(site, key);
    return n ? n->key->place : site->line->place;
}

const char *owner_id(const struct binder *b, uint8_t owner)
{
    if (!owner_is_mediator(owner))
        return b->out->rooms[owner].id;
    return b->out
        ->mediators[b->is_brief ? b->out->brief.self : owner_mediator(owner)]
        .id;
}

static void not_beside(struct binder *b, const struct site *site,
                       const char *key, const char *what)
{
    if (site_get(site, key))
        diags_add(b->diags, MISTAKE_BESIDE, key_place(site, key),
                  "'%s' has no meaning for %s", key, what);
}

/* Then the line has no move because of another mistake, which was named. */
static bool has_move_key(const struct site *site)
{
    const struct node *n =
        site->node->kind == NODE_MAP ? site->node->first : NULL;
    for (; n; n = n->next) {
        const struct key *row = schema_find(IN_LINE, n->key->text);
        if (!row && !schema_find(IN_CHOOSE, n->key->text))
            return true;
        if (row &&
            (row->type == TYPE_MOVE_TEXT || row->type == TYPE_MOVE_OFFER ||
             row->type == TYPE_MOVE_DRAFT || row->type == TYPE_MOVE_REPLY ||
             row->type == TYPE_MOVE_WITHDRAW || row->type == TYPE_CHOOSE))
            return true;
    }
    return false;
}

static void check_move(struct binder *b, const struct site *site)
{
    static const char *const of_items[] = {"to",    "about", "gist",
                                           "gloss", "re",    "caveat"};
    const struct line *line = site->line;
    bool asks = !package_is_empty(&line->request);
    if (line->move == MOVE_NONE && !site_get(site, "instructions") &&
        !has_move_key(site))
        diags_add(b->diags, MISTAKE_NO_MOVE, line->place,
                  "this line does nothing: it has no move");
    for (size_t i = 0; line->move == MOVE_NONE && asks && i < 6; i++)
        not_beside(b, site, of_items[i],
                   "a line that only asks for instructions");

    if (line->move == MOVE_REPLY && !site_get(site, "re"))
        diags_add(b->diags, MISTAKE_MISSING_KEY, key_place(site, "reply"),
                  "a reply needs `re`: the line it answers");
    if (line->move == MOVE_WITHDRAWAL) {
        not_beside(b, site, "re", "a withdrawal");
        not_beside(b, site, "caveat", "a withdrawal");
        not_beside(b, site, "to", "a withdrawal");
    }
    if (line->move != MOVE_BLIND_PROPOSAL && line->move != MOVE_EXCHANGE)
        not_beside(b, site, "answer_within",
                   "a line that neither proposes nor exchanges anything");
    if (line->move != MOVE_DEADLINE && line->move != MOVE_PAUSE &&
        line->move != MOVE_ANNOUNCEMENT)
        not_beside(b, site, "limit", "a line that sets no time");
    else if (line->move == MOVE_DEADLINE && !site_get(site, "limit"))
        diags_add(b->diags, MISTAKE_MISSING_KEY, key_place(site, "deadline"),
                  "a deadline needs `limit`: how long the round still lasts");
    if (line->move != MOVE_DRAFT)
        not_beside(b, site, "brackets", "a line that is no draft");
    if (line->move == MOVE_DRAFT)
        not_beside(b, site, "to", "a draft, which is the same for all rooms");
    if (line->move != MOVE_DECLARATION)
        not_beside(b, site, "of", "a line that declares nothing");
    if (line->move != MOVE_PROBE)
        not_beside(b, site, "based_on", "a line that is no probe");
    if (line->move == MOVE_PROBE && line->to == 0)
        diags_add(b->diags, MISTAKE_MISSING_KEY, key_place(site, "probe"),
                  "a probe needs `to`: the room it is put to");
    if (line->move == MOVE_CLOSE)
        not_beside(b, site, "to", "words that close the talks for all");
}

static bool more_than_one(unsigned int bits)
{
    return (bits & (bits - 1)) != 0;
}

static void check_caveats(struct binder *b, const struct site *site)
{
    const unsigned int forms =
        CAVEAT_VERBATIM | CAVEAT_GIST | CAVEAT_AS_MEDIATOR_IDEA;
    const unsigned int silent = CAVEAT_FOR_JUDGEMENT | CAVEAT_MEDIATOR_ONLY;
    const struct line *line = site->line;
    unsigned int bits = line->caveat_bits;
    struct place place = site_place(site, "caveat");

    if (more_than_one(bits & forms))
        diags_add(b->diags, MISTAKE_CAVEATS_CLASH, place,
                  "verbatim, gist and as_mediator_idea exclude each other");
    if (more_than_one(bits & silent))
        diags_add(b->diags, MISTAKE_CAVEATS_CLASH, place,
                  "for_judgement and mediator_only exclude each other");
    else if ((bits & silent) &&
             (bits & ~(silent | CAVEAT_EXPIRES | CAVEAT_URGENT |
                       CAVEAT_ATTRIBUTED | CAVEAT_VOID_IF_PUBLIC)))
        diags_add(b->diags, MISTAKE_CAVEATS_CLASH, place,
                  "what is never told can have no caveat about how or when it "
                  "is told");
    if ((bits & CAVEAT_HYPOTHETICAL) &&
        (bits & (forms | silent | CAVEAT_SIMULTANEOUS)))
        diags_add(b->diags, MISTAKE_CAVEATS_CLASH, place,
                  "what is hypothetical is never told itself, in whatever "
                  "words and whenever");
    else if ((bits & CAVEAT_SIMULTANEOUS) &&
             (bits & (CAVEAT_GIST | CAVEAT_AS_MEDIATOR_IDEA)))
        diags_add(b->diags, MISTAKE_CAVEATS_CLASH, place,
                  "what is sealed is opened in its author's own words");
    else if ((bits & CAVEAT_SIMULTANEOUS) &&
             (line->move == MOVE_REPLY || line->move == MOVE_SUSPENSION))
        diags_add(b->diags, MISTAKE_CAVEATS_CLASH, place,
                  "an answer and leaving cannot be sealed");
    if ((bits & CAVEAT_IF_ASKED) && line->about == 0 &&
        package_is_empty(&line->package))
        diags_add(b->diags, MISTAKE_CAVEAT_WITHOUT, place,
                  "if_asked needs an issue: add `about`");
    if ((bits & CAVEAT_NOT_BEFORE) && (bits & CAVEAT_EXPIRES) &&
        line->expires_us <= line->not_before_us)
        diags_add(b->diags, MISTAKE_NEVER_DUE, place,
                  "it expires before it may be told");
}

/* The member of a family while the round of a line lasts. */
static const struct choice *round_choice(struct binder *b,
                                         const struct site *site, enum family f)
{
    uint8_t by = owner_is_mediator(site->owner) ? owner_mediator(site->owner)
                                                : site->line->via;
    return relay_in_round(b->out, by, site->round, f);
}

/* Something that may only be told in other words needs them: its author's
 * `gist`, or an offer, which the mediator can name by itself. The carrier that
 * tells gists can also make them from the phrases it was given. */
static void check_words(struct binder *b, const struct site *site)
{
    const struct line *line = site->line;
    const struct choice *carry = round_choice(b, site, FAMILY_CARRY);
    bool gist = carry->as && strcmp(carry->as, "gist") == 0;
    bool plain = carry->as && strcmp(carry->as, "verbatim") == 0;
    if (line->gist || !package_is_empty(&line->package) || !(gist || plain))
        return;
    if (line->caveat_bits & CAVEAT_AS_MEDIATOR_IDEA)
        diags_add(b->diags, MISTAKE_CAVEAT_WITHOUT, site_place(site, "caveat"),
                  "as_mediator_idea needs other words to tell it in: add "
                  "`gist`");
    else if ((line->caveat_bits & CAVEAT_GIST) &&
             (plain || carry->param_count == 0))
        diags_add(b->diags, MISTAKE_CAVEAT_WITHOUT, site_place(site, "caveat"),
                  "the caveat gist needs other words to tell it in: add "
                  "`gist`");
}

static void check_times(struct binder *b, const struct site *site)
{
    const struct line *line = site->line;
    if (line->delay_us >= 0 && !site_get(site, "after"))
        diags_add(b->diags, MISTAKE_MISSING_KEY, key_place(site, "delay"),
                  "a delay needs `after`: what it is counted from");
    int64_t limit = b->out->rounds[site->round].limit_us;
    if (limit >= 0 && line->at_us >= limit)
        diags_add(b->diags, MISTAKE_NEVER_DUE, site_place(site, "at"),
                  "the round is over by then");
    if (line->within_us >= 0 && line->at_us > line->within_us)
        diags_add(b->diags, MISTAKE_NEVER_DUE, site_place(site, "within"),
                  "this is before the line's own `at`");
}

/* The table to take instead: the least that will do, or all. */
static const char *better_table(const char *name, enum move move)
{
    static const char *const names[] = {"words", "blind", "one_text"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const struct table *table =
            (const struct table *)(const void *)relay_member(FAMILY_TABLE,
                                                             names[i]);
        if (strcmp(name, "nothing") == 0 && table && table->makes(move))
            return names[i];
    }
    return "all";
}

/* The mediator puts forward only what its table makes. */
static void check_made(struct binder *b, const struct site *site)
{
    const struct line *line = site->line;
    const char *name = round_choice(b, site, FAMILY_TABLE)->as;
    const struct table *table;

    if (!name)
        return;
    table =
        (const struct table *)(const void *)relay_member(FAMILY_TABLE, name);
    if (!table || line->move == MOVE_NONE || table->makes(line->move))
        return;
    diags_add(b->diags, MISTAKE_NOT_MADE, line->place,
              "the mediator's table '%s' does not make the move '%s'; `table: "
              "%s` does",
              name, move_key(line->move), better_table(name, line->move));
}

static void check_facts(struct binder *b, const struct site *site)
{
    const struct line *line = site->line;
    if (line->choice && site->index + 1u > line->group &&
        line->carries != site[-1].line->carries)
        diags_add(b->diags, MISTAKE_CHOICE_FACTS, line->place,
                  "this alternative of '%s' does not carry what the one before "
                  "carries",
                  line->choice);
}

/* What was agreed stands: nothing is offered any more. */
static void check_phase(struct binder *b, const struct site *site)
{
    static const char *const keys[] = {"offer", "propose", "probe", "bridge",
                                       "draft"};
    if (b->out->rounds[site->round].phase != PHASE_IMPLEMENTATION)
        return;
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
        if (site_get(site, keys[i]))
            diags_add(b->diags, MISTAKE_OTHER_PHASE, key_place(site, keys[i]),
                      "'%s' has no place here: what was agreed stands",
                      keys[i]);
}

void check_lines(struct binder *b)
{
    for (uint32_t i = 0; i < b->site_count; i++) {
        const struct site *site = &b->sites[i];
        if (site->node->kind != NODE_MAP)
            continue;
        check_move(b, site);
        check_caveats(b, site);
        if (!b->is_brief && b->out->mediator_count > 0)
            check_words(b, site);
        check_times(b, site);
        check_phase(b, site);
        check_facts(b, site);
        if (owner_is_mediator(site->owner))
            check_made(b, site);
    }
}
