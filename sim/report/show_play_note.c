#include "sim/report/show_play_parts.h"

#include "shuttle/board.h"

/* "`give`", or "us 3" for what no line of the file says. */
static void put_item(struct play_view *v, struct page *p, unsigned room,
                     uint32_t item)
{
    const struct fate *f = fates_item(&v->fates, room, item);

    if (f != NULL)
        script_id(p, f->line->id);
    else
        words_item(p, v->in->whole, room, item);
}

static void put_to(struct play_view *v, struct page *p, unsigned to)
{
    if (v->in->whole->room_count > 2 && to < v->in->whole->room_count) {
        page_text(p, " for ");
        words_party(p, v->in->whole, to);
    }
}

static struct page *service(struct play_view *v, struct instant time)
{
    play_begin(v, PLAY_SERVICE, time);
    return play_direction(v, PLAY_CORRIDOR);
}

/* Of a team all but the first are named. */
static void put_carrier(struct page *p, unsigned carrier)
{
    if (carrier > 0)
        page_format(p, "carrier %u ", carrier + 1u);
}

static void on_walked(struct play_view *v, const struct message_walked *m,
                      struct instant time)
{
    struct page *p = service(v, time);

    put_carrier(p, m->carrier);
    if (m->to == ROOM_HOME) {
        page_text(p, "goes home");
    } else {
        page_text(p, "walks to ");
        words_title(p, v->in->whole, m->to);
    }
    page_text(p, ", there at ");
    page_time(p, m->arrives);
}

static void on_visited(struct play_view *v, const struct message_visited *m,
                       struct instant time)
{
    if (m->state != 1)
        return;
    play_begin(v, PLAY_SERVICE, time);
    struct page *p = sheet_para(&v->sheet, PLAY_CORRIDOR, STYLE_BOLD, 0);

    put_carrier(p, m->carrier);
    page_text(p, "comes into ");
    words_title(p, v->in->whole, m->room);
}

static void on_taken(struct play_view *v, const struct message_taken *m,
                     struct instant time)
{
    if (m->carrier == 255)
        return;
    struct page *p = service(v, time);

    put_carrier(p, m->carrier);
    page_text(p, "takes ");
    put_item(v, p, m->room, m->item);
}

static void on_judged(struct play_view *v, const struct message_judged *m,
                      struct instant time)
{
    if (m->verdict != 2)
        return;
    play_begin(v, PLAY_SERVICE, time);
    struct page *p = sheet_para(&v->sheet, PLAY_CORRIDOR, STYLE_HELD, 0);

    page_text(p, "holds ");
    put_item(v, p, m->room, m->item);
    put_to(v, p, m->to);
    page_text(p, ": ");
    if (m->reason.size > 0)
        page_clean_line(p, m->reason);
    else
        page_text(p, rule_text(m->rule));
}

static void on_disposed(struct play_view *v, const struct message_disposed *m,
                        struct instant time)
{
    const struct fate *f = fates_item(&v->fates, m->room, m->item);
    const char *verb = NULL;

    switch ((enum disposition)m->disposition) {
    case DISPOSITION_NONE:
    case DISPOSITION_TOLD_VERBATIM:
    case DISPOSITION_TOLD_GIST:
    case DISPOSITION_TOLD_OWN_IDEA:
    case DISPOSITION_SEALED:
        return;
    case DISPOSITION_WITHHELD:
        verb = "never tells ";
        break;
    case DISPOSITION_EXPIRED:
        verb = "lets expire, untold, ";
        break;
    case DISPOSITION_WITHDRAWN:
        verb = "drops, recalled, ";
        break;
    case DISPOSITION_HELD:
        verb = "still holds at the end ";
        break;
    case DISPOSITION_HEARD:
        if (f == NULL || f->line->move == MOVE_WITHDRAWAL)
            return;
        verb = "has heard ";
        break;
    case DISPOSITION_UNTAKEN:
        verb = "has not fetched at the end ";
        break;
    }
    if (verb == NULL)
        return;
    play_begin(v, PLAY_SERVICE, time);
    struct page *p = sheet_para(&v->sheet, PLAY_CORRIDOR, STYLE_HELD, 0);

    page_text(p, verb);
    put_item(v, p, m->room, m->item);
    put_to(v, p, m->to);
    if (m->disposition == DISPOSITION_WITHHELD)
        page_format(p, ": %s", rule_text(m->rule));
    if (m->disposition == DISPOSITION_HEARD)
        page_text(p, ", which is told to nobody");
}

static void on_put(struct play_view *v, const struct message_put *m,
                   struct instant time)
{
    struct fate *f = fates_id(&v->fates, m->id);

    if (f == NULL)
        return;
    f->item = m->item;
    f->shown = true;
    play_flush(v);
    play_begin(v, PLAY_LINE, time);
    play_line(v, f);
}

/* `rain` (at 0:30 of the round) "words" gloss: "words" */
void play_event(struct play_view *v, const struct event *e)
{
    struct page cue = {0};

    page_clear(&v->words);
    script_id(&v->words, e->id);
    script_event(&cue, v->in->whole, e);
    if (cue.size > 0)
        page_format(&v->words, " (%s)", page_string(&cue));
    page_text(&v->words, " ");
    words_quote(&v->words, bytes_of(e->text != NULL ? e->text : ""));
    if (e->gloss != NULL) {
        page_text(&v->words, " gloss: ");
        words_quote(&v->words, bytes_of(e->gloss));
    }
    page_fini(&cue);
}

static void on_happened(struct play_view *v, const struct message_happened *m,
                        struct instant time)
{
    const struct scenario *s = v->in->whole;

    for (unsigned n = 0; n < s->event_count; n++) {
        const struct event *e = &s->events[n];

        if (!bytes_equal(bytes_of(e->id), m->event))
            continue;
        v->happened |= UINT64_C(1) << n;
        play_flush(v);
        page_clear(&v->words);
        page_text(&v->words, "news: ");
        page_clean_line(&v->words, bytes_of(e->title ? e->title : e->id));
        sheet_rule(&v->sheet, time, STYLE_NEWS, PLAY_RULE,
                   page_bytes(&v->words), v->out);
        play_event(v, e);
        sheet_across(&v->sheet, time, STYLE_NEWS, page_bytes(&v->words),
                     v->out);
        page_text(v->out, "\n");
    }
}

void play_note(struct play_view *v, const struct message *m,
               struct instant time)
{
    if (m->kind == MESSAGE_RELEASED) {
        v->release = m->as.released;
        v->has_release = true;
    } else if (m->kind == MESSAGE_WALKED) {
        on_walked(v, &m->as.walked, time);
    } else if (m->kind == MESSAGE_VISITED) {
        on_visited(v, &m->as.visited, time);
    } else if (m->kind == MESSAGE_TAKEN) {
        on_taken(v, &m->as.taken, time);
    } else if (m->kind == MESSAGE_JUDGED) {
        on_judged(v, &m->as.judged, time);
    } else if (m->kind == MESSAGE_DISPOSED) {
        on_disposed(v, &m->as.disposed, time);
    } else if (m->kind == MESSAGE_PUT) {
        on_put(v, &m->as.put, time);
    } else if (m->kind == MESSAGE_HAPPENED) {
        on_happened(v, &m->as.happened, time);
    } else if (m->kind == MESSAGE_SEALED) {
        page_format(service(v, time), "puts an answer away, sealed");
    } else if (m->kind == MESSAGE_DRAWN && m->as.drawn.happens == 0) {
        struct page *p = service(v, time);

        page_text(p, "chance: ");
        page_clean_line(p, m->as.drawn.event);
        page_text(p, " does not happen");
    } else if (m->kind == MESSAGE_REACHED) {
        play_agreed(v, &m->as.reached.package, time);
    } else if (m->kind == MESSAGE_ENDING) {
        const struct scenario *s = v->in->whole;

        for (unsigned n = 0; n < s->ending_count; n++)
            if (bytes_equal(bytes_of(s->endings[n].id), m->as.ending.id))
                v->ending = &s->endings[n];
    } else if (m->kind == MESSAGE_SWITCHED) {
        struct page *p = service(v, time);

        page_text(p, "from now on, ");
        page_clean_line(p, m->as.switched.family);
        page_text(p, ": ");
        page_clean_line(p, m->as.switched.member);
    } else if (m->kind == MESSAGE_FAULT) {
        page_clean_line(service(v, time), m->as.fault.reason);
    }
}

/* In whose words, beside the name of what is told. */
static const char *manner(uint32_t form, bool same_words)
{
    switch ((enum form)form) {
    case FORM_VERBATIM:
        return ", word for word";
    case FORM_GIST:
        return same_words ? ", in the same words" : ", reworded";
    case FORM_OWN_IDEA:
        return ", as the mediator's own idea";
    case FORM_NONE:
    case FORM_MEDIATOR:
    case FORM_NEWS:
    case FORM_SERVICE:
        break;
    }
    return "";
}

/* What is told: a line of the file, or what the mediator makes of itself. */
static void put_name(struct play_view *v, struct page *p,
                     const struct message_told *m)
{
    const struct fate *f =
        fates_item(&v->fates, v->release.room, v->release.item);

    if (f != NULL)
        script_id(p, f->line->id);
    if (f == NULL || m->move == MOVE_RESULT) {
        page_text(p, f != NULL ? " " : "");
        page_text(p, words_move(m->move));
    }
}

/* In which block a telling stands: one thing told to several rooms at one
 * instant is one. */
static void begin_told(struct play_view *v, unsigned column,
                       struct instant time)
{
    bool joins = v->block == PLAY_TOLD && v->told_room == v->release.room &&
                 v->told_item == v->release.item &&
                 instant_compare(v->time, time) == 0 &&
                 v->sheet.cell[column].count == 0;

    if (!joins) {
        play_flush(v);
        v->told_left = false;
        v->told_right = false;
    }
    play_begin(v, PLAY_TOLD, time);
    v->told_room = v->release.room;
    v->told_item = v->release.item;
}

/* One arrow to each side, however many rooms are there. */
static void put_arrow(struct play_view *v, unsigned column,
                      const struct message_told *m)
{
    bool left = column < PLAY_CORRIDOR;
    bool *has = left ? &v->told_left : &v->told_right;

    if (!*has)
        put_name(v,
                 sheet_arrow(&v->sheet, PLAY_CORRIDOR, STYLE_GOOD,
                             left ? SHAPE_LEFT : SHAPE_RIGHT, PLAY_RULE),
                 m);
    *has = true;
    /* Folded, the mediator speaks before it is heard. */
    if (v->in->whole->room_count == 2)
        sheet_order(&v->sheet, PLAY_CORRIDOR, column, left ? 2 : 0);
}

void play_told(struct play_view *v, const struct message_told *m, unsigned to,
               struct instant time)
{
    unsigned column = play_column(v, to);
    const struct fate *f =
        fates_item(&v->fates, v->release.room, v->release.item);
    bool same_words =
        f != NULL &&
        bytes_equal(bytes_of(f->line->text ? f->line->text : ""), m->text);

    if (m->form == FORM_NEWS)
        return;
    begin_told(v, column, time);
    put_arrow(v, column, m);
    struct page *p = play_direction(v, column);

    page_text(p, "hears ");
    put_name(v, p, m);
    if (f != NULL)
        page_text(p, manner(m->form, same_words));
    if (m->draft != 0)
        page_format(p, ", draft %u", m->draft);
    if (m->move == MOVE_RESULT)
        page_text(p, m->answer == ANSWER_ACCEPT ? ": accepted by all"
                                                : ": not accepted by all");
    if (!same_words && m->text.size > 0)
        words_quote(sheet_para(&v->sheet, column, STYLE_CHANGED, 2), m->text);
    if (f == NULL && !package_is_empty(&m->package))
        words_package(sheet_para(&v->sheet, column, STYLE_PLAIN, 2),
                      v->in->whole, &m->package);
}
