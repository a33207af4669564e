/* Where the talks go: ways out of rounds, and named endings. */
#include "sim/scenario/bind.h"

#include "sim/scenario/resolve.h"

#include "shuttle/cue.h"

#include "proto/guess.h"

#include <string.h>

void read_map_endings(struct binder *b, const struct key *k,
                      const struct node *v, void *base)
{
    struct scenario *s = base;
    (void)k;
    if (!bind_is_map(b, v, "a map of endings"))
        return;
    uint32_t count = bind_capped(b, v, ENDINGS_MAX, "endings");
    s->endings = bind_alloc(b, count, sizeof(*s->endings));
    const struct node *n = v->first;
    for (uint32_t i = 0; s->endings && i < count; i++, n = n->next) {
        struct ending *e = &s->endings[s->ending_count++];
        const char *id = bind_id(b, n->key);
        e->id = id ? id : "?";
        e->place = n->key->place;
        bool empty = node_is_empty(n);
        if (!empty)
            bind_map(b, IN_ENDING, n, e, NULL);
    }
}

void read_ending(struct binder *b, const struct key *k, const struct node *v,
                 void *base)
{
    if (!bind_is_scalar(b, v, "the id of an ending"))
        return;
    struct guess g;
    guess_init(&g, bytes_of(v->text));
    for (uint8_t i = 0; i < b->out->ending_count; i++) {
        if (strcmp(b->out->endings[i].id, v->text) == 0) {
            *MEMBER(base, k->offset, int16_t) = i;
            return;
        }
        guess_try(&g, b->out->endings[i].id);
    }
    b->lost = true;
    char hint[320];
    diags_add(b->diags, MISTAKE_UNKNOWN_ENDING, v->place,
              "there is no ending '%.60s'%s", v->text,
              guess_or_list(&g, hint, sizeof(hint)));
}

/* Later rounds are not read yet: resolve_rounds() finds it. */
void read_go(struct binder *b, const struct key *k, const struct node *v,
             void *base)
{
    (void)k;
    (void)base;
    bind_is_scalar(b, v, "the id of a round, or end");
}

void read_next(struct binder *b, const struct key *k, const struct node *v,
               void *base)
{
    struct round *round = base;
    (void)k;
    bool single = v->kind == NODE_SCALAR;
    if (single ? !bind_is_scalar(b, v, "the id of a round, or end")
               : !bind_is_list(b, v, "the id of a round, or a list"))
        return;
    uint32_t count =
        single ? 1 : bind_capped(b, v, BRANCHES_MAX, "ways out of a round");
    if (count == 0)
        diags_add(b->diags, MISTAKE_NO_VALUE, v->place,
                  "there must be at least one way out");
    round->next = bind_alloc(b, count, sizeof(*round->next));
    const struct node *n = single ? v : v->first;
    for (uint32_t i = 0; round->next && i < count; i++, n = n->next) {
        struct branch *branch = &round->next[round->next_count++];
        branch->go = GO_END;
        branch->ending = -1;
        if (!single)
            bind_map(b, IN_BRANCH, n, branch, NULL);
    }
}

/* An ending is named in another way than a round is. */
static bool is_ending(struct binder *b, const struct node *n)
{
    for (uint8_t i = 0; i < b->out->round_count; i++)
        if (strcmp(b->out->rounds[i].id, n->text) == 0)
            return false;
    for (uint8_t i = 0; i < b->out->ending_count; i++) {
        if (strcmp(b->out->endings[i].id, n->text) != 0)
            continue;
        diags_add(b->diags, MISTAKE_UNKNOWN_ROUND, n->place,
                  "'%s' is an ending, not a round: write next: [{ ending: %s "
                  "}]",
                  n->text, n->text);
        return true;
    }
    return false;
}

/* The round that a way out names, or GO_END. */
static int16_t find_go(struct binder *b, const struct node *n, uint8_t from)
{
    if (n->kind != NODE_SCALAR || strcmp(n->text, "end") == 0)
        return GO_END;
    int round = is_ending(b, n) ? -1 : bind_round(b, n);
    if (round <= from)
        b->lost = true;
    if (round >= 0 && round <= from) {
        diags_add(b->diags, MISTAKE_NOT_LATER, n->place,
                  "'%s' does not come later", n->text);
        return GO_END;
    }
    return (int16_t)round;
}

/* A way out does not lead from one phase to the other. */
static int16_t same_phase(struct binder *b, const struct node *n, int16_t go,
                          uint8_t from)
{
    const struct round *rounds = b->out->rounds;
    if (go == GO_END || rounds[go].phase == rounds[from].phase)
        return go;
    diags_add(b->diags, MISTAKE_OTHER_PHASE, n->place,
              rounds[from].phase == PHASE_TALKS
                  ? "'%s' comes once agreement is reached, and no other way"
                  : "'%s' is of the talks, which are over once agreement is "
                    "reached",
              n->text);
    b->lost = true;
    return GO_END;
}

static void resolve_branch(struct binder *b, struct names *names,
                           const struct node *n, struct branch *branch,
                           uint8_t from)
{
    if (n->kind != NODE_MAP) {
        branch->go = same_phase(b, n, find_go(b, n, from), from);
        return;
    }
    const struct node *go = node_get(n, "go");
    const struct node *ending = node_get(n, "ending");
    names_parse(b, names, 'M', node_get(n, "if"), branch->if_text,
                &branch->only_if);
    if (go)
        branch->go = same_phase(b, go, find_go(b, go, from), from);
    else if (!ending)
        diags_add(b->diags, MISTAKE_MISSING_KEY, n->place,
                  "a way out needs `go` or `ending`");
    if (go && ending && branch->go != GO_END)
        diags_add(b->diags, MISTAKE_BESIDE, ending->key->place,
                  "an ending ends the talks, and '%s' does not", go->text);
}

void resolve_rounds(struct binder *b, struct names *names)
{
    const struct node *n = b->rounds ? b->rounds->first : NULL;
    for (uint8_t i = 0; n && i < b->out->round_count; i++, n = n->next) {
        struct round *round = &b->out->rounds[i];
        if (n->kind != NODE_MAP)
            continue;
        names_parse(b, names, 'M', node_get(n, "ends_when"), round->ends_text,
                    &round->ends_when);
        const struct node *next = node_get(n, "next");
        const struct node *e =
            next && next->kind == NODE_LIST ? next->first : next;
        for (uint8_t j = 0; e && j < round->next_count; j++) {
            resolve_branch(b, names, e, &round->next[j], i);
            e = next->kind == NODE_LIST ? e->next : NULL;
        }
    }
}

struct course_check {
    struct binder *b;
    bool round[ROUNDS_MAX];
    bool ending[ENDINGS_MAX];
};

/* Note where the ways out of a round lead. */
static void follow(struct course_check *c, uint8_t index, const struct node *n)
{
    const struct round *round = &c->b->out->rounds[index];
    const struct node *next = node_get(n, "next");
    const struct node *e = next && next->kind == NODE_LIST ? next->first : NULL;
    bool certain = false;
    for (uint8_t j = 0; j < round->next_count; j++) {
        const struct branch *branch = &round->next[j];
        if (certain && e)
            diags_add(c->b->diags, MISTAKE_UNREACHED, e->place,
                      "the entry before always holds");
        else if (branch->go >= 0)
            c->round[branch->go] = true;
        else if (branch->ending >= 0)
            c->ending[branch->ending] = true;
        certain = certain || !branch->if_text;
        e = e ? e->next : NULL;
    }
    int after = cue_round_next(c->b->out, index, round->phase);
    if (!certain && round->at_limit == ROUND_NEXT && after != GO_END)
        c->round[after] = true;
    if (next && round->at_limit == ROUND_END)
        diags_add(c->b->diags, MISTAKE_BESIDE, next->key->place,
                  "'next' has no meaning where `at_limit` ends the talks");
}

/* Where the talks begin, and their implementation. */
static void enter(struct course_check *c)
{
    const struct scenario *s = c->b->out;
    int talks = cue_round_next(s, -1, PHASE_TALKS);
    int carried = cue_round_next(s, -1, PHASE_IMPLEMENTATION);
    if (talks != GO_END)
        c->round[talks] = true;
    if (carried == GO_END)
        return;
    c->round[carried] = true;
    if (talks == GO_END)
        diags_add(c->b->diags, MISTAKE_OTHER_PHASE, s->rounds[0].place,
                  "there are no talks before this implementation");
    else if (s->agenda.issue_count == 0)
        diags_add(c->b->diags, MISTAKE_UNREACHED, s->rounds[carried].place,
                  "without an agenda nothing can be agreed on, and '%s' never "
                  "comes",
                  s->rounds[carried].id);
}

void check_course(struct binder *b)
{
    struct course_check c = {.b = b};
    const struct node *n = b->rounds ? b->rounds->first : NULL;
    enter(&c);
    for (uint8_t i = 0; n && i < b->out->round_count; i++, n = n->next) {
        if (n->kind == NODE_MAP && (c.round[i] || b->lost))
            follow(&c, i, n);
        else if (!c.round[i] && !b->lost)
            diags_add(b->diags, MISTAKE_UNREACHED, b->out->rounds[i].place,
                      "no round leads to '%s'", b->out->rounds[i].id);
    }
    for (uint8_t i = 0; i < b->out->ending_count; i++) {
        if (!c.ending[i] && !b->lost)
            diags_add(b->diags, MISTAKE_UNREACHED, b->out->endings[i].place,
                      "no round leads to the ending '%s'",
                      b->out->endings[i].id);
    }
}
