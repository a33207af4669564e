/* One line of the script, and a choice between several. */
#include "sim/scenario/bind.h"

#include "proto/guess.h"

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

/* The words of a free issue. */
static void take_words(struct binder *b, const struct node *n, int issue,
                       struct package *out)
{
    uint8_t *kept;
    if (!bind_prose(b, n))
        return;
    if (n->size == 0) {
        diags_add(b->diags, MISTAKE_NO_VALUE, n->place, "'%s' has no words",
                  n->key->text);
        return;
    }
    kept = bind_alloc(b, 1, out->words.size + 2 + n->size);
    if (kept && !package_put_words(out, (size_t)issue, bytes_of(n->text), kept))
        diags_add(b->diags, MISTAKE_TOO_LONG, n->place,
                  "the words of a package have at most %u bytes together, two "
                  "counted for each text besides",
                  PACKAGE_WORDS_MAX);
}

static void take_package(struct binder *b, const struct key *k,
                         const struct node *v, struct package *out)
{
    bool asks = strcmp(k->name, "instructions") == 0;
    if (!bind_is_map(b, v, "a map: issue to option, such as { price: low }"))
        return;
    if (v->count == 0 && k->type != TYPE_MOVE_DRAFT)
        diags_add(b->diags, MISTAKE_NO_VALUE, v->place, "the package is empty");
    for (const struct node *n = v->first; n; n = n->next) {
        int issue = bind_issue(b, n->key);
        if (issue >= 0 && asks &&
            bind_is_free(b, issue, n->key, "needs no instructions"))
            continue;
        if (issue >= 0 && b->out->agenda.issues[issue].free) {
            take_words(b, n, issue, out);
            continue;
        }
        int option = issue < 0 ? -1 : bind_option(b, issue, n);
        if (option >= 0)
            out->option[issue] = (uint8_t)option;
    }
}

void read_package(struct binder *b, const struct key *k, const struct node *v,
                  void *base)
{
    take_package(b, k, v, MEMBER(base, k->offset, struct package));
}

void read_move_offer(struct binder *b, const struct key *k,
                     const struct node *v, void *base)
{
    if (k->fallback == MOVE_OFFER)
        b->line.offer = v;
    else
        set_main(b, k, v);
    take_package(b, k, v, MEMBER(base, k->offset, struct package));
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

static void unknown_caveat(struct binder *b, const struct node *n)
{
    char hint[320];
    size_t count;
    const struct key *rows = schema_of(IN_CAVEAT, &count);
    struct guess g;
    guess_init(&g, diags_full(b->diags) ? BYTES_NONE : bytes_of(n->text));
    for (size_t i = 0; i < count; i++)
        guess_try(&g, rows[i].name);
    bool several = strpbrk(n->text, ", ") != NULL;
    diags_add(b->diags, MISTAKE_BAD_WORD, n->place,
              several
                  ? "there is no caveat '%.40s': several stand in brackets, "
                    "as in [gist, if_asked]"
                  : "there is no caveat '%.40s'%s",
              n->text, guess_or_list(&g, hint, sizeof(hint)));
    b->line.caveat_lost = true;
}

static void read_caveat_word(struct binder *b, const struct node *n,
                             struct line *line)
{
    if (!bind_is_scalar(b, n, "a caveat"))
        return;
    const struct key *k = schema_find(IN_CAVEAT, n->text);
    if (!k) {
        unknown_caveat(b, n);
        return;
    }
    if (k->type != TYPE_CAVEAT_FLAG) {
        diags_add(b->diags, MISTAKE_CAVEAT_WITHOUT, n->place,
                  "'%s' needs a value: write caveat: { %s: ... }", k->name,
                  k->name);
        b->line.caveat_lost = true;
        return;
    }
    line->caveat_bits |= (uint16_t)k->fallback;
}

void read_caveat(struct binder *b, const struct key *k, const struct node *v,
                 void *base)
{
    struct line *line = base;
    (void)k;
    if (v->kind == NODE_MAP) {
        uint32_t before = b->diags->count;
        bind_map(b, IN_CAVEAT, v, line, NULL);
        b->line.caveat_lost = b->diags->count > before;
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
           m == MOVE_WITHDRAWAL || m == MOVE_PROBE || m == MOVE_BRIDGE ||
           m == MOVE_DRAFT;
}

uint16_t line_caveats(enum move move)
{
    if (move == MOVE_CONFIDENCE)
        return CAVEAT_MEDIATOR_ONLY;
    return move >= MOVE_LETTER && move <= MOVE_ASSURANCE ? CAVEAT_VERBATIM : 0;
}

/* What an author must say to have it otherwise: of a form, another form or that
 * it is not told at all; of a confidence, anything about what may be told. */
static unsigned int overriding(uint16_t caveats)
{
    if (caveats == CAVEAT_VERBATIM)
        return CAVEAT_GIST | CAVEAT_AS_MEDIATOR_IDEA | CAVEAT_FOR_JUDGEMENT |
               CAVEAT_MEDIATOR_ONLY;
    return ~(unsigned int)CAVEAT_URGENT;
}

/* Which move the keys of a line make, once all were read. */
static void settle_move(struct binder *b, struct line *line, bool addressed)
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
    if (!k->caveat_lost &&
        !(line->caveat_bits & overriding(line_caveats(move))))
        line->caveat_bits |= move == MOVE_ASSURANCE && !addressed
                                 ? CAVEAT_FOR_JUDGEMENT
                                 : line_caveats(move);
}

/* Read one line, or one alternative of a choice, whose keys of the choice stand
 * in cue. */
static void read_line(struct binder *b, const struct node *n,
                      const struct node *cue, struct line *line, uint16_t index)
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
        .cue = cue,
        .owner = b->owner,
        .round = b->round,
        .index = index,
    };
    if (bind_map(b, IN_LINE, n, line, NULL))
        settle_move(b, line, node_get(n, "to") != NULL);
}

static void made_up_id(struct binder *b, struct line *line, const char *owner,
                       uint16_t index)
{
    char id[3 * (NAME_MAX_SIZE + 1)];
    int size;
    if (line->id)
        return;
    if (line->choice)
        size = snprintf(id, sizeof(id), "%s.%u", line->choice,
                        index - line->group + 2u);
    else
        size = snprintf(id, sizeof(id), "round%u.%s.%u", b->round + 1u, owner,
                        index + 1u);
    line->id = arena_text(b->arena, id, (size_t)size);
    if (!line->id) {
        line->id = "?";
        b->failed = true;
    }
}

/* What a choice says for all its alternatives may not be said by one. */
static void check_alternative(struct binder *b, const struct node *n,
                              const struct line *choice)
{
    size_t count;
    const struct key *rows = schema_of(IN_CHOOSE, &count);
    for (size_t i = 0; n->kind == NODE_MAP && i < count; i++) {
        const struct node *key = node_get(n, rows[i].name);
        bool named = strcmp(rows[i].name, "id") == 0 && !choice->choice;
        if (key && !named)
            diags_add(b->diags, MISTAKE_MISPLACED_KEY, key->key->place,
                      "'%s' belongs to the choice, not to one of its "
                      "alternatives",
                      rows[i].name);
    }
}

/* The alternatives follow each other as lines of one group. */
static void read_choice_of(struct binder *b, const struct node *n,
                           struct lines *out, const char *owner)
{
    const struct node *list = node_get(n, "choose");
    struct line choice = {.id = NULL};
    uint16_t group = (uint16_t)(out->count + 1);
    bind_defaults(IN_CHOOSE, &choice);
    bind_map(b, IN_CHOOSE, n, &choice, NULL);
    if (list->kind != NODE_LIST)
        return;
    if (list->count == 0)
        diags_add(b->diags, MISTAKE_NO_VALUE, list->place,
                  "a choice needs at least one alternative");
    for (const struct node *a = list->first; a; a = a->next) {
        struct line *line = &out->line[out->count];
        check_alternative(b, a, &choice);
        read_line(b, a, n, line, out->count);
        line->group = group;
        line->choice = choice.choice;
        line->at_us = choice.at_us;
        line->within_us = choice.within_us;
        line->delay_us = choice.delay_us;
        line->after = choice.after;
        line->when_text = choice.when_text;
        made_up_id(b, line, owner, out->count);
        out->count++;
    }
}

uint32_t bind_line_count(const struct node *n)
{
    const struct node *list =
        n->kind == NODE_MAP ? node_get(n, "choose") : NULL;
    if (!list)
        return 1;
    return list->kind == NODE_LIST ? list->count : 0;
}

void bind_line(struct binder *b, const struct node *n, struct lines *out,
               const char *owner)
{
    if (n->kind == NODE_MAP && node_get(n, "choose")) {
        read_choice_of(b, n, out, owner);
        return;
    }
    read_line(b, n, NULL, &out->line[out->count], out->count);
    made_up_id(b, &out->line[out->count], owner, out->count);
    out->count++;
}

void read_choose(struct binder *b, const struct key *k, const struct node *v,
                 void *base)
{
    (void)base;
    if (k->where == IN_CHOOSE)
        bind_is_list(b, v, "a list of alternatives");
}
