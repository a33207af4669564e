/* The script: rounds and, for each round, the lines of the rooms and of the
 * mediator. */
#include "sim/scenario/bind.h"

#include <stdio.h>
#include <string.h>

void read_move_text(struct binder *b, const struct key *k, const struct node *v,
                    void *base)
{
    struct line *line = base;
    enum move move = (enum move)k->fallback;
    if (move == MOVE_SAY) {
        b->line.say = v;
    } else if (b->line.main) {
        diags_add(b->diags, MISTAKE_TWO_MOVES, v->key->place,
                  "'%s' and '%s' are two moves", b->line.main->key->text,
                  k->name);
        return;
    } else {
        b->line.main = v;
        b->line.move = move;
    }
    if (!bind_prose(b, v))
        return;
    if (v->size == 0)
        diags_add(b->diags, MISTAKE_NO_VALUE, v->place, "'%s' has no words",
                  k->name);
    else if (!line->text)
        line->text = bind_copy(b, v);
}

/* The main move of a line; a mistake when it has one already. */
static void set_main(struct binder *b, const struct key *k,
                     const struct node *v)
{
    if (b->line.main) {
        diags_add(b->diags, MISTAKE_TWO_MOVES, v->key->place,
                  "'%s' and '%s' are two moves", b->line.main->key->text,
                  k->name);
        return;
    }
    b->line.main = v;
    b->line.move = (enum move)k->fallback;
}

static void take_package(struct binder *b, const struct node *v,
                         struct package *out)
{
    if (!bind_is_map(b, v, "a map: issue to option"))
        return;
    if (v->count == 0)
        diags_add(b->diags, MISTAKE_NO_VALUE, v->place, "the package is empty");
    for (const struct node *n = v->first; n; n = n->next) {
        int issue = bind_issue(b, n->key);
        int option = issue < 0 ? -1 : bind_option(b, issue, n);
        if (option >= 0)
            out->option[issue] = (uint8_t)option;
    }
}

void read_package(struct binder *b, const struct key *k, const struct node *v,
                  void *base)
{
    take_package(b, v, MEMBER(base, k->offset, struct package));
}

void read_move_offer(struct binder *b, const struct key *k,
                     const struct node *v, void *base)
{
    if (k->fallback == MOVE_OFFER)
        b->line.offer = v;
    else
        set_main(b, k, v);
    take_package(b, v, MEMBER(base, k->offset, struct package));
}

void read_move_reply(struct binder *b, const struct key *k,
                     const struct node *v, void *base)
{
    set_main(b, k, v);
    if (!bind_is_scalar(b, v, "an answer"))
        return;
#define X(number, name, key)                                                   \
    if (strcmp(v->text, key) == 0) {                                           \
        *MEMBER(base, k->offset, enum answer) = ANSWER_##name;                 \
        return;                                                                \
    }
    ANSWER_TABLE(X)
#undef X
    diags_add(b->diags, MISTAKE_BAD_WORD, v->place,
              "'%.40s' is no answer; choose one of accept, reject, "
              "ad_referendum, comment, confirm",
              v->text);
}

void read_move_withdraw(struct binder *b, const struct key *k,
                        const struct node *v, void *base)
{
    set_main(b, k, v);
    read_ref(b, k, v, base);
}

static void read_caveat_word(struct binder *b, const struct node *n,
                             struct line *line)
{
    if (!bind_is_scalar(b, n, "a caveat"))
        return;
    const struct key *k = schema_find(IN_CAVEAT, n->text);
    if (!k) {
        diags_add(b->diags, MISTAKE_BAD_WORD, n->place,
                  "there is no caveat '%.40s'", n->text);
        return;
    }
    if (k->type != TYPE_CAVEAT_FLAG) {
        diags_add(b->diags, MISTAKE_CAVEAT_WITHOUT, n->place,
                  "'%s' needs a value: write caveat: { %s: ... }", k->name,
                  k->name);
        return;
    }
    line->caveat_bits |= (uint16_t)k->fallback;
}

void read_caveat(struct binder *b, const struct key *k, const struct node *v,
                 void *base)
{
    struct line *line = base;
    (void)k;
    b->line.caveat = v;
    if (v->kind == NODE_MAP) {
        bind_map(b, IN_CAVEAT, v, line, NULL);
        return;
    }
    if (v->kind == NODE_SCALAR) {
        read_caveat_word(b, v, line);
        return;
    }
    for (const struct node *n = v->first; n; n = n->next)
        read_caveat_word(b, n, line);
}

void read_handles(struct binder *b, const struct key *k, const struct node *v,
                  void *base)
{
    struct handles *out = MEMBER(base, k->offset, struct handles);
    if (!bind_is_map(b, v, "a map of rooms and handles"))
        return;
    int last = -1;
    for (const struct node *n = v->first; n; n = n->next) {
        int room = bind_room(b, n->key);
        uint64_t handle = 0;
        if (room < 0 || !bind_is_scalar(b, n, "a handle"))
            continue;
        if (n->text[0] != '#' || room <= last) {
            diags_add(b->diags, MISTAKE_BAD_HANDLE, n->place,
                      "expected '#' and 16 hexadecimal digits, and the rooms "
                      "in their order");
            continue;
        }
        last = room;
        if (!bind_hex64(b, n, n->text + 1, &handle))
            continue;
        out->entry[out->count].room = (uint8_t)room;
        out->entry[out->count].handle = handle;
        out->count++;
    }
}

static bool takes_offer(enum move m)
{
    return m == MOVE_NONE || m == MOVE_CONFIDENCE || m == MOVE_NON_PAPER ||
           m == MOVE_AIDE_MEMOIRE || m == MOVE_RED_LINE;
}

static bool takes_say(enum move m)
{
    return m == MOVE_NONE || m == MOVE_REPLY || m == MOVE_BLIND_PROPOSAL ||
           m == MOVE_WITHDRAWAL;
}

/* Which move the keys of a line make, once all were read. */
static void settle_move(struct binder *b, struct line *line)
{
    const struct line_keys *k = &b->line;
    enum move move = k->move;
    if (k->offer && !takes_offer(move))
        diags_add(b->diags, MISTAKE_TWO_MOVES, k->offer->key->place,
                  "'%s' and 'offer' are two moves", k->main->key->text);
    if (k->say && !takes_say(move))
        diags_add(b->diags, MISTAKE_TWO_MOVES, k->say->key->place,
                  "'%s' and 'say' are two moves", k->main->key->text);
    if (move == MOVE_NONE && k->offer)
        move = MOVE_OFFER;
    else if (move == MOVE_NONE && k->say)
        move = MOVE_SAY;
    line->move = move;
    if (move == MOVE_CONFIDENCE && !k->caveat)
        line->caveat_bits = CAVEAT_MEDIATOR_ONLY;
}

static const char *made_up_id(struct binder *b, const char *owner,
                              uint16_t index)
{
    char id[3 * (NAME_MAX_SIZE + 1)];
    int size = snprintf(id, sizeof(id), "%s.%s.%u", b->out->rounds[b->round].id,
                        owner, index + 1u);
    const char *out = arena_text(b->arena, id, (size_t)size);
    if (!out)
        b->failed = true;
    return out ? out : "?";
}

static void read_line(struct binder *b, const struct node *n, struct line *line,
                      const char *owner, uint16_t index)
{
    line->place = n->place;
    package_clear(&line->package);
    package_clear(&line->request);
    line->not_before_us = -1;
    line->expires_us = -1;
    bind_defaults(IN_LINE, line);
    b->line = (struct line_keys){.move = MOVE_NONE};
    b->sites[b->site_count++] = (struct site){
        .line = line,
        .node = n,
        .owner = b->owner,
        .round = b->round,
        .index = index,
    };
    if (bind_map(b, IN_LINE, n, line, NULL))
        settle_move(b, line);
    if (!line->id)
        line->id = made_up_id(b, owner, index);
}

static void read_lines(struct binder *b, const struct node *v,
                       struct lines *out, const char *owner)
{
    if (!bind_is_list(b, v, "a list of lines"))
        return;
    size_t at = b->owner == FROM_MEDIATOR ? ROOMS_MAX : b->owner;
    uint32_t before = b->line_counts[at];
    b->line_counts[at] += v->count;
    uint32_t count = v->count;
    if (b->line_counts[at] > LINES_MAX) {
        diags_add(b->diags, MISTAKE_TOO_MANY, v->key->place,
                  "'%s' has %u lines up to here, and may have at most %u",
                  owner, b->line_counts[at], LINES_MAX);
        count = before < LINES_MAX ? LINES_MAX - before : 0;
    }
    out->line = bind_alloc(b, count, sizeof(*out->line));
    const struct node *n = v->first;
    for (uint32_t i = 0; out->line && i < count; i++, n = n->next) {
        read_line(b, n, &out->line[i], owner, (uint16_t)i);
        out->count++;
    }
}

/* In a round, a key that is no key of the table names whose lines follow. */
static bool read_owner(struct binder *b, const struct node *v, void *base)
{
    struct round *round = base;
    const struct scenario *s = b->out;
    const char *owner = v->key->text;
    for (uint8_t i = 0; i < s->room_count; i++) {
        if (strcmp(s->rooms[i].id, owner) != 0)
            continue;
        b->owner = i;
        read_lines(b, v, &round->room[i], s->rooms[i].id);
        return true;
    }
    if (s->mediator_count == 0 || strcmp(s->mediators[0].id, owner) != 0)
        return false;
    b->owner = FROM_MEDIATOR;
    read_lines(b, v, &round->mediator, s->mediators[0].id);
    return true;
}

static void need_round_id(struct binder *b, const struct node *n,
                          struct round *round, uint32_t index)
{
    const struct node *given = n->kind == NODE_MAP ? node_get(n, "id") : NULL;
    const char *id = given && given->kind == NODE_SCALAR ? given->text : NULL;
    char made[16];
    if (!id) {
        snprintf(made, sizeof(made), "round%u", index + 1u);
        id = made;
    }
    for (uint32_t i = 0; i < index; i++) {
        if (strcmp(b->out->rounds[i].id, id) == 0)
            diags_add(b->diags, MISTAKE_DUPLICATE_ID,
                      given ? given->place : n->place,
                      "there is a round '%.60s' already", id);
    }
    /* Lines are named after their round, so it has its id before they are
     * read. */
    round->id = arena_text(b->arena, id, strlen(id));
    if (!round->id) {
        round->id = "?";
        b->failed = true;
    }
}

static bool make_sites(struct binder *b, const struct node *rounds)
{
    size_t count = 1;
    for (const struct node *r = rounds->first; r; r = r->next) {
        if (r->kind != NODE_MAP)
            continue;
        for (const struct node *n = r->first; n; n = n->next)
            count += n->kind == NODE_LIST ? n->count : 0;
    }
    b->sites = arena_alloc(b->scratch, count * sizeof(*b->sites));
    if (!b->sites)
        b->failed = true;
    return b->sites != NULL;
}

void read_list_rounds(struct binder *b, const struct key *k,
                      const struct node *v, void *base)
{
    struct scenario *s = base;
    (void)k;
    if (!bind_is_list(b, v, "a list of rounds") || !make_sites(b, v))
        return;
    uint32_t count = v->count;
    if (count > ROUNDS_MAX) {
        diags_add(b->diags, MISTAKE_TOO_MANY, v->key->place,
                  "%u rounds, and there may be at most %u", count, ROUNDS_MAX);
        count = ROUNDS_MAX;
    }
    if (count == 0)
        diags_add(b->diags, MISTAKE_NO_VALUE, v->place,
                  "there must be at least one round");
    s->rounds = bind_alloc(b, count, sizeof(*s->rounds));
    const struct node *n = v->first;
    for (uint32_t i = 0; s->rounds && i < count; i++, n = n->next) {
        struct round *round = &s->rounds[i];
        round->place = n->place;
        bind_defaults(IN_ROUND, round);
        need_round_id(b, n, round, i);
        b->round = (uint8_t)i;
        s->round_count++;
        bind_map(b, IN_ROUND, n, round, read_owner);
    }
}
