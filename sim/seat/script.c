/*
 * The seat that plays the lines of its brief. Lines of the open round are
 * looked at in order after every frame; a line whose turn has come is handed
 * over, and then the first is looked at again, since it may have waited for
 * that.
 */
#include "shuttle/cue.h"
#include "shuttle/seat.h"

#include <string.h>

enum line_state {
    LINE_HANDED = 1, /* as LINE notes say it */
    LINE_SKIPPED,
    LINE_LATE,
    LINE_BEYOND,
};

struct script {
    uint8_t
        settled[LINES_MAX];   /* enum line_state, over all rounds; 0 not yet */
    bool chosen[LINES_MAX];   /* its choice fell on it; it may wait for leave */
    uint32_t item[LINES_MAX]; /* number under which it was handed over */
    uint8_t by[LINES_MAX];    /* and by which channel */
    struct instant at[LINES_MAX]; /* and when */
};

static uint16_t line_number(const struct scenario *s, uint8_t round,
                            uint16_t line)
{
    uint16_t n = line;

    for (uint8_t r = 0; r < round; r++)
        n = (uint16_t)(n + s->rounds[r].room[s->brief.self].count);
    return n;
}

static void init(void *state, const struct knowledge *k)
{
    (void)state, (void)k;
}

static bool was_handed(const struct script *s, const struct scenario *brief,
                       const struct ref *ref, struct instant *at)
{
    const struct lines *lines =
        &brief->rounds[ref->round].room[brief->brief.self];
    uint16_t end = cue_named_end(lines, ref->line);

    for (uint16_t i = ref->line; i < end; i++) {
        uint16_t n = line_number(brief, ref->round, i);
        *at = s->at[n];
        if (s->settled[n] == LINE_HANDED)
            return true;
    }
    return false;
}

/* Whether what is referred to has come, and when. */
static bool has_happened(const struct script *s, const struct knowledge *k,
                         const struct ref *ref, struct instant *at)
{
    const struct told *told;

    switch (ref->kind) {
    case REF_NONE:
        return true;
    case REF_OWN:
        return was_handed(s, k->brief, ref, at);
    case REF_HANDLE:
        told = knowledge_told(k, ref->handle);
        if (told)
            *at = told->at;
        return told != NULL;
    case REF_EVENT:
        *at = k->happened_at[ref->line];
        return k->happened >> ref->line & 1;
    case REF_OTHER:
        return false; /* not in a brief */
    }
    return false;
}

/* The number of the own line that was handed over; LINES_MAX when none was. */
static uint16_t own_line(const struct script *s, const struct scenario *brief,
                         const struct ref *ref)
{
    const struct lines *lines =
        &brief->rounds[ref->round].room[brief->brief.self];
    uint16_t end = cue_named_end(lines, ref->line);

    for (uint16_t n = ref->line; n < end; n++) {
        uint16_t at = line_number(brief, ref->round, n);
        if (s->item[at] != 0)
            return at;
    }
    return LINES_MAX;
}

static void fill(struct script *s, const struct knowledge *k,
                 const struct line *line, uint16_t n, struct message_item *out)
{
    struct instant began = k->round_began;

    s->by[n] = line->via;

    *out = (struct message_item){.move = (uint8_t)line->move,
                                 .to = line->to,
                                 .about = line->about,
                                 .answer = (uint8_t)line->answer,
                                 .package = line->package,
                                 .handles = line->handles,
                                 .text = bytes_of(line->text),
                                 .gist = bytes_of(line->gist),
                                 .gloss = bytes_of(line->gloss)};
    out->caveats.bits = line->caveat_bits;
    if (line->caveat_bits & CAVEAT_NOT_BEFORE)
        out->caveats.not_before = instant_after(began, line->not_before_us);
    if (line->caveat_bits & CAVEAT_EXPIRES)
        out->caveats.expires = instant_after(began, line->expires_us);
    out->caveats.condition = bytes_of(line->caveat_condition);
    if (line->re.kind == REF_HANDLE)
        out->re = line->re.handle;
    if (line->re.kind == REF_OWN) {
        uint16_t own = own_line(s, k->brief, &line->re);
        out->own = own < LINES_MAX ? s->item[own] : 0;
        s->by[n] = own < LINES_MAX ? s->by[own] : line->via;
    }
}

/* The options a line commits its room to; words need no authority. */
static struct package commits_to(const struct knowledge *k,
                                 const struct line *line)
{
    const struct told *re = knowledge_told(k, line->re.handle);

    if (line->answer == ANSWER_ACCEPT && line->re.kind == REF_HANDLE && re)
        return position_package(&re->position);
    return line->package;
}

static void settle(struct script *s, struct hands *h, const struct line *line,
                   uint16_t n, enum line_state state)
{
    s->settled[n] = (uint8_t)state;
    hands_note_line(h, line->id, (uint8_t)state, s->item[n], s->by[n]);
}

/* Hand a line over, or wait for instructions, or give it up; returns whether it
 * was handed over. */
static bool play(struct script *s, const struct knowledge *k, struct hands *h,
                 const struct line *line, uint16_t n)
{
    struct package package = commits_to(k, line);
    struct message_item item;

    if (!knowledge_may(k, &package)) {
        struct instant due = knowledge_instructed(k, &package);
        if (!instant_is_never(due))
            hands_wake(h, due);
        else
            settle(s, h, line, n, LINE_BEYOND);
        return false;
    }
    if (!package_is_empty(&line->request))
        hands_ask_capital(h, &line->request);
    if (line->move != MOVE_NONE) {
        fill(s, k, line, n, &item);
        s->item[n] = hands_over_by(h, &item, &s->by[n]);
        hands_know(h, line->carries);
    }
    hands_trust(h, line->trust);
    s->at[n] = k->now;
    settle(s, h, line, n, LINE_HANDED);
    return true;
}

/* What the lines from..end, one line or one choice, wait for and answer has
 * come. */
static bool has_come(const struct script *s, const struct knowledge *k,
                     const struct lines *lines, uint16_t from, uint16_t end,
                     struct instant *at)
{
    bool come = has_happened(s, k, &lines->line[from].after, at);
    struct instant answered;

    for (uint16_t n = from; n < end && come; n++)
        come = has_happened(s, k, &lines->line[n].re, &answered);
    return come;
}

/* Look at a line or a choice, which is its first alternative whose `if` holds:
 * the others are skipped. first is the number of the round's first line.
 * Returns whether anything was handed over. */
static bool look_at(struct script *s, const struct knowledge *k,
                    struct hands *h, const struct lines *lines, uint16_t from,
                    uint16_t first)
{
    bool chosen = s->chosen[first + from];
    uint16_t end = chosen ? (uint16_t)(from + 1) : cue_group_end(lines, from);
    struct instant next = INSTANT_NEVER;
    struct cue_context context = {.now = k->now,
                                  .round_began = k->round_began,
                                  .chosen = chosen,
                                  .lookup = knowledge_look,
                                  .arg = k};
    uint16_t pick = from;
    enum cue cue;

    context.after_done = has_come(s, k, lines, from, end, &context.after_at);
    while ((cue = cue_judge(&lines->line[pick], &context, &next)) == CUE_SKIP &&
           pick + 1 < end)
        pick++;
    if (cue == CUE_WAIT) {
        hands_wake(h, next);
        return false;
    }
    for (uint16_t n = from; n < end; n++)
        if (cue != CUE_NOW || n != pick)
            settle(s, h, &lines->line[n], (uint16_t)(first + n),
                   cue == CUE_LATE ? LINE_LATE : LINE_SKIPPED);
    if (cue != CUE_NOW)
        return false;
    if (end - from > 1)
        s->chosen[first + pick] = true;
    return play(s, k, h, &lines->line[pick], (uint16_t)(first + pick));
}

/* A script confirms what was read back if it may, and refuses it otherwise. */
static void answer_read_back(struct hands *h, const struct message_told *told)
{
    struct message_item item = {.move = MOVE_REPLY, .re = told->handle};

    package_clear(&item.package);
    item.answer = hands_stand_by(h, told) ? ANSWER_CONFIRM : ANSWER_REJECT;
    hands_over(h, &item);
}

/* Each channel has numbers of its own. */
static const struct line *line_of(const struct script *s,
                                  const struct scenario *brief, uint8_t channel,
                                  uint32_t item)
{
    for (uint8_t r = 0; r < brief->round_count; r++) {
        const struct lines *lines = &brief->rounds[r].room[brief->brief.self];
        for (uint16_t n = 0; n < lines->count; n++) {
            uint16_t at = line_number(brief, r, n);
            if (s->item[at] == item && s->by[at] == channel)
                return &lines->line[n];
        }
    }
    return NULL;
}

/* The mediator asks before it tells something of this room's, or reads its own
 * words for it back: as the line says, or else the room. */
static void answer_question(const struct script *s, const struct knowledge *k,
                            struct hands *h, const struct message_told *told)
{
    const struct own *own = k->brief->rooms[k->brief->brief.self].own;
    const struct told *kept = knowledge_told(k, told->handle);
    const struct line *line =
        line_of(s, k->brief, kept ? kept->channel : 0, told->re);
    const char *says = line && line->consent ? line->consent
                       : own                 ? own->consent
                                             : NULL;
    struct message_item item = {.move = MOVE_REPLY, .re = told->handle};

    package_clear(&item.package);
    if (!says || strcmp(says, "yes") == 0) {
        item.answer =
            told->move == MOVE_READ_BACK ? ANSWER_CONFIRM : ANSWER_ACCEPT;
    } else if (strcmp(says, "no") == 0) {
        item.answer = ANSWER_REJECT;
    } else {
        item.answer = ANSWER_COMMENT;
        item.text = bytes_of(says);
    }
    hands_over(h, &item);
}

static void react(void *state, const struct knowledge *k, struct hands *h,
                  enum message_kind kind, const struct message_told *told)
{
    struct script *s = state;
    const struct lines *lines;
    uint16_t first, n = 0;

    if (kind == MESSAGE_TOLD && told->move == MOVE_READ_BACK && told->re == 0)
        answer_read_back(h, told);
    if (kind == MESSAGE_TOLD &&
        (told->move == MOVE_QUESTION || told->move == MOVE_READ_BACK) &&
        told->from == FROM_MEDIATOR && told->re != 0)
        answer_question(s, k, h, told);
    if (k->round < 0 || !k->round_open || k->ended)
        return;
    lines = &k->brief->rounds[k->round].room[k->brief->brief.self];
    first = line_number(k->brief, (uint8_t)k->round, 0);
    while (n < lines->count) {
        uint16_t at = (uint16_t)(first + n);
        bool again = !s->settled[at] && look_at(s, k, h, lines, n, first);
        n = again ? 0 : (uint16_t)(n + 1);
    }
}

static void answer(void *state, const struct knowledge *k, struct hands *h,
                   uint32_t id, struct bytes text)
{
    (void)state, (void)k, (void)h, (void)id, (void)text;
}

const struct seat seat_script = {
    .name = "script",
    .help = "plays the lines of its brief",
    .state_size = sizeof(struct script),
    .init = init,
    .react = react,
    .answer = answer,
};
