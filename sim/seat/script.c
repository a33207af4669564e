/*
 * The seat that plays the lines of its brief. Lines of the open round are
 * looked at in order after every frame; a line whose turn has come is handed
 * over, and then the first is looked at again, since it may have waited for
 * that.
 */
#include "shuttle/cue.h"
#include "shuttle/seat.h"

enum line_state {
    LINE_HANDED = 1, /* as LINE notes say it */
    LINE_SKIPPED,
    LINE_LATE,
    LINE_BEYOND,
};

struct script {
    uint8_t
        settled[LINES_MAX];   /* enum line_state, over all rounds; 0 not yet */
    uint32_t item[LINES_MAX]; /* number under which it was handed over */
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

static bool has_happened(const struct script *s, const struct knowledge *k,
                         const struct ref *ref)
{
    switch (ref->kind) {
    case REF_NONE:
        return true;
    case REF_OWN:
        return s->settled[line_number(k->brief, ref->round, ref->line)] ==
               LINE_HANDED;
    case REF_HANDLE:
        return knowledge_told(k, ref->handle) != NULL;
    case REF_EVENT:
        return k->happened >> ref->line & 1;
    case REF_OTHER:
        return false; /* not in a brief */
    }
    return false;
}

static void fill(const struct script *s, const struct knowledge *k,
                 const struct line *line, struct message_item *out)
{
    struct instant began = k->round_began;

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
    if (line->re.kind == REF_OWN)
        out->own =
            s->item[line_number(k->brief, line->re.round, line->re.line)];
}

/* The options a line commits its room to. */
static struct package commits_to(const struct knowledge *k,
                                 const struct line *line)
{
    const struct told *re = knowledge_told(k, line->re.handle);

    if (line->answer == ANSWER_ACCEPT && line->re.kind == REF_HANDLE && re)
        return re->package;
    return line->package;
}

/* Hand a line over, or wait for instructions, or give it up; returns whether it
 * was settled. */
static bool play(struct script *s, const struct knowledge *k, struct hands *h,
                 const struct line *line, uint16_t n)
{
    struct package package = commits_to(k, line);
    struct message_item item;

    if (!knowledge_may(k, &package)) {
        struct instant due = knowledge_instructed(k, &package);
        if (!instant_is_never(due)) {
            hands_wake(h, due);
            return false;
        }
        s->settled[n] = LINE_BEYOND;
        hands_note_line(h, line->id, LINE_BEYOND, 0);
        return true;
    }
    if (!package_is_empty(&line->request))
        hands_ask_capital(h, &line->request);
    if (line->move != MOVE_NONE) {
        fill(s, k, line, &item);
        s->item[n] = hands_over(h, &item);
    }
    s->settled[n] = LINE_HANDED;
    hands_note_line(h, line->id, LINE_HANDED, s->item[n]);
    return true;
}

/* Look at one line; returns whether it was settled. */
static bool look_at(struct script *s, const struct knowledge *k,
                    struct hands *h, const struct line *line, uint16_t n)
{
    struct instant next = INSTANT_NEVER;
    struct cue_context context = {.now = k->now,
                                  .round_began = k->round_began,
                                  .after_done =
                                      has_happened(s, k, &line->after) &&
                                      has_happened(s, k, &line->re),
                                  .lookup = knowledge_look,
                                  .arg = k};

    switch (cue_judge(line, &context, &next)) {
    case CUE_WAIT:
        hands_wake(h, next);
        return false;
    case CUE_NOW:
        return play(s, k, h, line, n);
    case CUE_LATE:
        s->settled[n] = LINE_LATE;
        hands_note_line(h, line->id, LINE_LATE, 0);
        return true;
    case CUE_SKIP:
        s->settled[n] = LINE_SKIPPED;
        hands_note_line(h, line->id, LINE_SKIPPED, 0);
        return true;
    }
    return false;
}

/* A script confirms what was read back if it may, and refuses it otherwise. */
static void answer_read_back(struct hands *h, const struct message_told *told)
{
    struct message_item item = {.move = MOVE_REPLY, .re = told->handle};

    package_clear(&item.package);
    item.answer = hands_stand_by(h, told) ? ANSWER_CONFIRM : ANSWER_REJECT;
    hands_over(h, &item);
}

static void react(void *state, const struct knowledge *k, struct hands *h,
                  enum message_kind kind, const struct message_told *told)
{
    struct script *s = state;
    const struct lines *lines;
    uint16_t first, n = 0;

    if (kind == MESSAGE_TOLD && told->move == MOVE_READ_BACK)
        answer_read_back(h, told);
    if (k->round < 0 || !k->round_open || k->ended)
        return;
    lines = &k->brief->rounds[k->round].room[k->brief->brief.self];
    first = line_number(k->brief, (uint8_t)k->round, 0);
    while (n < lines->count) {
        uint16_t at = (uint16_t)(first + n);
        bool again = !s->settled[at] && look_at(s, k, h, &lines->line[n], at) &&
                     s->settled[at] == LINE_HANDED;
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
