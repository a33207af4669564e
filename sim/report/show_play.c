#include "sim/report/show_play.h"

#include "sim/report/closing.h"
#include "sim/report/show_play_parts.h"

#include "shuttle/frame.h"
#include "shuttle/memory.h"

unsigned play_column(const struct play_view *v, unsigned who)
{
    if (who >= v->in->whole->room_count)
        return PLAY_CORRIDOR;
    return who == 0 ? 0 : who + 1;
}

void play_flush(struct play_view *v)
{
    sheet_flush(&v->sheet, v->time, v->out);
    v->block = PLAY_NONE;
}

void play_begin(struct play_view *v, enum play_block block, struct instant time)
{
    bool full = v->sheet.cell[PLAY_CORRIDOR].count + 4u > SHEET_PARAS_MAX;

    if (v->block != block || full || instant_compare(v->time, time) != 0)
        play_flush(v);
    v->block = block;
    v->time = time;
}

struct page *play_direction(struct play_view *v, unsigned column)
{
    return sheet_para(&v->sheet, column, STYLE_FAINT, 0);
}

void play_agreed(struct play_view *v, const struct package *package,
                 struct instant time)
{
    play_flush(v);
    page_clear(&v->words);
    page_text(&v->words, "Agreed: now it is carried out");
    sheet_rule(&v->sheet, time, STYLE_GOOD, PLAY_DOUBLE, page_bytes(&v->words),
               v->out);
    page_clear(&v->words);
    words_package_lines(&v->words, v->in->whole, package);
    sheet_across(&v->sheet, time, STYLE_PLAIN, page_bytes(&v->words), v->out);
    page_text(v->out, "\n");
    v->time = time;
}

static void put_round_head(struct play_view *v, unsigned round,
                           struct instant time, const char *note)
{
    const struct round *r = &v->in->whole->rounds[round];
    const char *titles[SHEET_COLUMNS_MAX];

    play_flush(v);
    page_clear(&v->words);
    words_round(&v->words, v->in->whole, round);
    if (r->phase == PHASE_IMPLEMENTATION)
        page_text(&v->words, ", after agreement");
    if (r->pause_us > 0 && round > 0) {
        page_text(&v->words, ", ");
        script_duration(&v->words, r->pause_us);
        page_text(&v->words, " later");
    }
    if (r->limit_us >= 0) {
        page_text(&v->words, ", for at most ");
        script_duration(&v->words, r->limit_us);
    }
    page_text(&v->words, note);
    sheet_rule(&v->sheet, time, STYLE_BOLD, PLAY_DOUBLE, page_bytes(&v->words),
               v->out);
    for (unsigned i = 0; i < v->sheet.columns; i++)
        titles[i] = page_string(&v->title[i]);
    sheet_heads(&v->sheet, titles, v->out);
    if (v->sheet.folded)
        page_text(v->out, "\n");
    v->time = time;
}

/* An event gave the round another limit; every room is told. */
static void put_new_limit(struct play_view *v, const struct message_round *m,
                          struct instant time)
{
    if (instant_compare(v->limit, m->limit) == 0)
        return;
    v->limit = m->limit;
    play_begin(v, PLAY_SERVICE, time);
    struct page *p = play_direction(v, PLAY_CORRIDOR);

    page_text(p, "the round now lasts until ");
    page_time(p, m->limit);
}

static void on_round(struct play_view *v, const struct message_round *m,
                     struct instant time)
{
    if (m->state == ROUND_MOVED) {
        put_new_limit(v, m, time);
        return;
    }
    uint64_t *seen =
        m->state == ROUND_BEGAN ? &v->rounds_begun : &v->rounds_ended;

    if (m->round >= v->in->whole->round_count ||
        (*seen >> m->round & UINT64_C(1)))
        return;
    *seen |= UINT64_C(1) << m->round;
    if (m->state == ROUND_BEGAN) {
        v->limit = m->limit;
        put_round_head(v, m->round, time, "");
        return;
    }
    play_flush(v);
    v->time = time;
    play_unplayed(v, m->round);
}

/* What the room does without a line: it confirms what was read back. */
static void put_unscripted(struct play_view *v, const struct message_item *m,
                           unsigned room)
{
    struct page *p = play_direction(v, play_column(v, room));

    page_text(p, "[");
    words_item(p, v->in->whole, room, m->item);
    page_format(p, " %s", words_move(m->move));
    if (m->answer != ANSWER_NONE) {
        page_text(p, ": ");
        words_key(p, answer_key(m->answer));
    }
    page_text(p, "]");
}

/* An item that a room hands over: its line of the script. */
static void on_item(struct play_view *v, const struct message_item *m,
                    unsigned room, struct instant time)
{
    struct fate *f = fates_item(&v->fates, room, m->item);

    if (f != NULL && f->shown)
        return;
    play_flush(v);
    play_begin(v, PLAY_LINE, time);
    if (f != NULL) {
        f->shown = true;
        play_line(v, f);
    } else {
        put_unscripted(v, m, room);
    }
}

static void on_frame(struct play_view *v, const struct record_entry *e,
                     bool from_room)
{
    struct frame frame;
    struct message m;
    size_t used;

    if (frame_decode(e->body, &frame, &used) != ERR_OK ||
        message_decode(frame.kind, frame.body, &m) != ERR_OK)
        return;
    if (from_room && m.kind == MESSAGE_ITEM)
        on_item(v, &m.as.item, e->peer, e->time);
    else if (!from_room && m.kind == MESSAGE_TOLD && v->has_release)
        play_told(v, &m.as.told, e->peer, e->time);
    else if (!from_room && m.kind == MESSAGE_ROUND)
        on_round(v, &m.as.round, e->time);
    if (!from_room)
        v->has_release = false;
}

static void on_entry(struct play_view *v, const struct record_entry *e)
{
    struct message m;

    tally_entry(&v->tally, e);
    if (e->chain != RECORD_CANONICAL)
        return;
    v->end = e->time;
    if (e->time.us > 0)
        play_asides(v, e->time);
    if (e->kind == RECORD_INPUT_MESSAGE)
        on_frame(v, e, true);
    else if (e->kind == RECORD_EFFECT_SEND)
        on_frame(v, e, false);
    else if (e->kind == RECORD_EFFECT_RECORD &&
             message_decode(e->id, e->body, &m) == ERR_OK)
        play_note(v, &m, e->time);
}

/* Rounds and events that this run did not come to. */
static void put_rest(struct play_view *v)
{
    static const char not_happened[] =
        "       What did not happen with this seed:\n";
    const struct scenario *s = v->in->whole;
    bool any = false;

    play_asides(v, INSTANT_NEVER);
    play_flush(v);
    v->time = v->end;
    for (unsigned n = 0; n < s->round_count; n++) {
        if (v->rounds_begun >> n & UINT64_C(1)) {
            play_unplayed(v, n);
            continue;
        }
        put_round_head(v, n, v->end, " (not reached with this seed)");
        play_unplayed(v, n);
    }
    play_flush(v);
    for (unsigned n = 0; n < s->event_count; n++) {
        const struct event *e = &s->events[n];

        if (v->happened >> n & UINT64_C(1))
            continue;
        page_text(v->out, any ? "" : not_happened);
        any = true;
        play_event(v, e);
        sheet_across(&v->sheet, v->end, STYLE_FAINT, page_bytes(&v->words),
                     v->out);
    }
}

/* The words of the ending that was reached, or of those that were not. */
static void put_named(struct play_view *v, bool reached)
{
    const struct scenario *s = v->in->whole;
    bool any = false;

    for (unsigned n = 0; n < s->ending_count; n++) {
        const struct ending *e = &s->endings[n];

        if (reached != (e == v->ending))
            continue;
        any = true;
        page_clear(&v->words);
        page_text(&v->words, reached ? "Ending " : "Not reached: ending ");
        script_id(&v->words, e->id);
        page_text(&v->words, " ");
        page_clean_line(&v->words, bytes_of(e->title ? e->title : ""));
        page_text(&v->words, e->title && e->text ? ": " : "");
        words_quote(&v->words, bytes_of(e->text ? e->text : ""));
        if (e->gloss != NULL) {
            page_text(&v->words, " gloss: ");
            words_quote(&v->words, bytes_of(e->gloss));
        }
        sheet_across(&v->sheet, v->time, reached ? STYLE_BOLD : STYLE_FAINT,
                     page_bytes(&v->words), v->out);
    }
    page_text(v->out, any ? "\n" : "");
}

static void put_ending(struct play_view *v)
{
    struct closing_options o = {.width = v->in->width, .colour = v->in->colour};
    struct score score;

    page_clear(&v->words);
    page_text(&v->words, "The end");
    sheet_rule(&v->sheet, v->time, STYLE_BOLD, PLAY_DOUBLE,
               page_bytes(&v->words), v->out);
    put_named(v, true);
    if (v->tally.reason.size > 0) {
        sheet_across(&v->sheet, v->time, STYLE_PLAIN,
                     page_bytes(&v->tally.reason), v->out);
        page_text(v->out, "\n");
    }
    put_named(v, false);
    if (v->tally.score.outcome == OUTCOME_AGREED) {
        page_clear(&v->words);
        words_package_lines(&v->words, v->in->whole, &v->tally.score.package);
        sheet_across(&v->sheet, v->time, STYLE_PLAIN, page_bytes(&v->words),
                     v->out);
        page_text(v->out, "\n");
    }
    score_make(&v->tally.score, &score);
    closing_print(v->out, &v->tally, &score, &o);
}

static enum err read_mediator(struct play_view *v, struct diag *diag)
{
    struct record_reader reader;
    struct record_entry entry;
    enum err e = record_open(&reader, v->in->mediator, diag);

    while (!e) {
        e = record_next(&reader, &entry, diag);
        if (!e)
            on_entry(v, &entry);
    }
    return e == ERR_MORE ? ERR_OK : e;
}

static void begin(struct play_view *v)
{
    const struct scenario *s = v->in->whole;
    const char *labels[SHEET_COLUMNS_MAX];

    for (unsigned who = 0; who <= s->room_count; who++) {
        unsigned party = who < s->room_count ? who : FROM_MEDIATOR;
        unsigned column = play_column(v, party);

        words_party(&v->label[column], s, party);
        words_title(&v->title[column], s, party);
        labels[column] = page_string(&v->label[column]);
    }
    sheet_init(&v->sheet, v->in->width, v->in->colour, s->room_count + 1u,
               labels, words_last(s));
    tally_init(&v->tally, s);
}

static void end(struct play_view *v)
{
    for (unsigned i = 0; i < v->sheet.columns; i++) {
        page_fini(&v->label[i]);
        page_fini(&v->title[i]);
    }
    page_fini(&v->words);
    sheet_fini(&v->sheet);
    tally_fini(&v->tally);
}

enum err show_play(struct page *out, const struct show_play *in,
                   struct diag *diag)
{
    struct play_view *v = memory_new(1, sizeof(*v));

    if (v == NULL)
        return diag_set(diag, ERR_MEMORY, "no memory for the play");
    v->in = in;
    v->out = out;
    enum err e = fates_make(&v->fates, in, diag);

    if (!e) {
        begin(v);
        play_head(v);
        e = read_mediator(v, diag);
        put_rest(v);
        put_ending(v);
        end(v);
    }
    fates_fini(&v->fates);
    memory_free(v);
    return !e && out->failed ? ERR_MEMORY : e;
}
