/* What the mediator's notes say, in columns: where it is, what it decided. */
#include "sim/report/columns_parts.h"

#include "shuttle/board.h"
#include "shuttle/reason.h"

#define STEP   "\xc2\xb7 "
#define DOUBLE "\xe2\x95\x90"
#define MARK   "\xe2\x97\x8f " /* where the mediator is */
#define INDENT 2u

static void on_walked(struct columns *c, const struct message_walked *m,
                      struct instant time, struct page *out)
{
    enum shape shape = columns_of(c, m->to) == 0 ? SHAPE_LEFT : SHAPE_RIGHT;

    columns_service(c, time, out);
    struct page *p = sheet_arrow(&c->sheet, CORRIDOR, STYLE_FAINT, shape, STEP);

    if (m->carrier > 0)
        page_format(p, "carrier %u ", m->carrier + 1u);
    if (m->to == ROOM_HOME) {
        page_text(p, "goes home");
    } else {
        page_text(p, "walks to ");
        words_party(p, c->whole, m->to);
    }
    page_text(p, ", ");
    page_time(p, m->arrives);
}

static void on_visited(struct columns *c, const struct message_visited *m,
                       struct instant time, struct page *out)
{
    if (m->state != 1)
        return;
    struct page *p = columns_corridor(c, STYLE_BOLD, time, out);
    struct cell *cell = &c->sheet.cell[CORRIDOR];

    if (columns_of(c, m->room) != 0)
        cell->para[cell->count - 1].shape = SHAPE_END;
    page_text(p, MARK);
    if (m->carrier > 0)
        page_format(p, "carrier %u ", m->carrier + 1u);
    page_text(p, "in room ");
    words_party(p, c->whole, m->room);
}

/* Items taken at one instant stand in one line, whatever was noted of them in
 * between. */
static void on_taken(struct columns *c, const struct message_taken *m,
                     struct instant time, struct page *out)
{
    if (m->carrier == 255)
        return;
    columns_service(c, time, out);
    bool joins = c->taken.size > 0;

    if (!joins) {
        page_text(&c->taken, "takes ");
        c->taken_para = c->sheet.cell[CORRIDOR].count;
    } else {
        page_text(&c->taken, ", ");
    }
    words_item(&c->taken, c->whole, m->room, m->item);
    if (m->carrier > 0)
        page_format(&c->taken, " by carrier %u", m->carrier + 1u);
    page_add(sheet_para(&c->sheet, CORRIDOR, STYLE_PLAIN, 0),
             page_bytes(&c->taken));
    if (joins)
        sheet_replace(&c->sheet, CORRIDOR, c->taken_para);
}

/* "holds us 2 for iran" */
static void put_verdict(struct columns *c, struct page *p, const char *verb,
                        unsigned room, uint32_t item, unsigned to)
{
    page_text(p, verb);
    words_item(p, c->whole, room, item);
    if (c->rooms > 2 && to < c->rooms) {
        page_text(p, " for ");
        words_party(p, c->whole, to);
    }
}

/* The rule and the reason given, or what the rule says. */
static void put_why(struct columns *c, unsigned rule, struct bytes reason)
{
    struct page *p = sheet_para(&c->sheet, CORRIDOR, STYLE_PLAIN, INDENT);

    words_key(p, rule_key(rule));
    page_text(p, ": ");
    if (reason.size > 0)
        page_clean_line(p, reason);
    else
        page_text(p, rule_text(rule));
}

static void on_judged(struct columns *c, const struct message_judged *m,
                      struct instant time, struct page *out)
{
    struct ledger_item *item = ledger_find(&c->at->ledger, m->room, m->item);

    if (item != NULL && m->to < ROOMS_MAX) {
        if (item->verdict[m->to] == m->verdict && item->rule[m->to] == m->rule)
            return;
        item->verdict[m->to] = m->verdict;
        item->rule[m->to] = m->rule;
    }
    if (m->verdict != 2 && m->verdict != 3)
        return;
    put_verdict(c, columns_corridor(c, STYLE_HELD, time, out),
                m->verdict == 2 ? "holds " : "withholds ", m->room, m->item,
                m->to);
    put_why(c, m->rule, m->reason);
    if (m->rule == RULE_NOT_BEFORE && !instant_is_never(m->until)) {
        struct page *p = sheet_para(&c->sheet, CORRIDOR, STYLE_PLAIN, INDENT);

        page_text(p, "until ");
        page_time(p, m->until);
    }
}

/* The verb for what became of an item, NULL where another entry shows it. */
static const char *disposed_verb(enum disposition d)
{
    switch (d) {
    case DISPOSITION_NONE:
    case DISPOSITION_TOLD_VERBATIM:
    case DISPOSITION_TOLD_GIST:
    case DISPOSITION_TOLD_OWN_IDEA:
    case DISPOSITION_SEALED:
        return NULL;
    case DISPOSITION_WITHHELD:
        return "withholds ";
    case DISPOSITION_EXPIRED:
        return "expired untold: ";
    case DISPOSITION_WITHDRAWN:
        return "withdrawn: ";
    case DISPOSITION_HELD:
        return "still held at the end: ";
    case DISPOSITION_HEARD:
        return "keeps ";
    case DISPOSITION_UNTAKEN:
        return "never taken: ";
    }
    return NULL;
}

static void on_disposed(struct columns *c, const struct message_disposed *m,
                        struct instant time, struct page *out)
{
    const struct ledger_item *item =
        ledger_find(&c->at->ledger, m->room, m->item);
    const char *verb = disposed_verb((enum disposition)m->disposition);
    bool judged =
        item != NULL && m->to < ROOMS_MAX && item->verdict[m->to] == 3;

    if (verb == NULL || (m->disposition == DISPOSITION_WITHHELD && judged))
        return;
    /* A reply or a walk-out is meant for the mediator: nothing to say. */
    if (m->disposition == DISPOSITION_HEARD &&
        (item == NULL || item->move != MOVE_CONFIDENCE || judged))
        return;
    put_verdict(c, columns_corridor(c, STYLE_HELD, time, out), verb, m->room,
                m->item, m->to);
    if (m->disposition == DISPOSITION_WITHHELD ||
        m->disposition == DISPOSITION_HEARD)
        put_why(c, m->rule, BYTES_NONE);
}

static void on_put(struct columns *c, const struct message_put *m,
                   struct instant time, struct page *out)
{
    struct page *p = columns_corridor(c, STYLE_BOLD, time, out);

    ledger_add(&c->at->ledger, FROM_MEDIATOR, m->item, m->move, BYTES_NONE);
    words_item(p, c->whole, FROM_MEDIATOR, m->item);
    page_format(p, " \xc2\xb7 %s", words_move(m->move));
    /* Its words and options stand where it is told. */
    if (!instant_is_never(m->due)) {
        p = sheet_para(&c->sheet, CORRIDOR, STYLE_PLAIN, INDENT);
        page_text(p, m->move == MOVE_BLIND_PROPOSAL ? "result at "
                                                    : words_due(m->move));
        page_time(p, m->due);
    }
}

static void on_sealed(struct columns *c, const struct message_sealed *m,
                      struct instant time, struct page *out)
{
    struct page *p = columns_corridor(c, STYLE_PLAIN, time, out);

    page_text(p, "seals the answer of ");
    words_party(p, c->whole, m->room);
    page_text(p, " to ");
    words_item(p, c->whole, FROM_MEDIATOR, m->item);
}

static void on_happened(struct columns *c, const struct message_happened *m,
                        struct instant time, struct page *out)
{
    struct page *w = &c->words;
    const struct event *event = NULL;

    for (unsigned i = 0; c->whole != NULL && i < c->whole->event_count; i++)
        if (bytes_equal(m->event, bytes_of(c->whole->events[i].id)))
            event = &c->whole->events[i];
    columns_flush(c, out);
    page_clear(w);
    page_text(w, "NEWS: ");
    words_event(w, c->whole, m->event);
    sheet_rule(&c->sheet, time, STYLE_NEWS, DOUBLE, page_bytes(w), out);
    page_clear(&c->news);
    c->news_time = time;
    if (event != NULL && event->text != NULL && event->text[0] != '\0') {
        page_clear(w);
        words_quote(w, bytes_of(event->text));
        sheet_across(&c->sheet, time, STYLE_NEWS, page_bytes(w), out);
        /* Rooms that all hear it at once need not each be shown hearing it. */
        uint32_t all = (UINT32_C(1) << c->rooms) - 1;

        if (event->to == 0 || (event->to & all) == all)
            page_text(&c->news, event->text);
    }
    page_text(out, "\n");
}

static void on_fault(struct columns *c, const struct message_fault *m,
                     struct instant time, struct page *out)
{
    struct page *p = columns_corridor(c, STYLE_BAD, time, out);

    /* Of no item: what failed says the reason. */
    page_text(p, m->item ? "refused: " : "failed: ");
    if (m->item) {
        words_item(p, c->whole, m->room, m->item);
        page_text(p, ", ");
    }
    page_clean_line(p, m->reason);
}

static void on_switched(struct columns *c, const struct message_switched *m,
                        struct instant time, struct page *out)
{
    struct page *p = columns_corridor(c, STYLE_PLAIN, time, out);

    page_clean_line(p, m->family);
    page_text(p, " is now ");
    page_clean_line(p, m->member);
}

static void on_drawn(struct columns *c, const struct message_drawn *m,
                     struct instant time, struct page *out)
{
    if (m->happens)
        return; /* what follows says so */
    struct page *p = columns_corridor(c, STYLE_FAINT, time, out);

    page_text(p, "chance decides against ");
    columns_event(c, p, m->event);
}

static void on_ending(struct columns *c, const struct message_ending *m,
                      struct instant time, struct page *out)
{
    struct page *p = columns_corridor(c, STYLE_BOLD, time, out);

    for (unsigned i = 0; c->whole != NULL && i < c->whole->ending_count; i++)
        if (bytes_equal(m->id, bytes_of(c->whole->endings[i].id)))
            c->ending = &c->whole->endings[i];
    page_text(p, "the talks come to the ending ");
    if (c->ending != NULL)
        words_ending(p, c->ending);
    else
        page_clean_line(p, m->id);
}

/* What the line that was put just now rests on. */
static void on_ground(struct columns *c, const struct message_ground *m)
{
    struct page *p = sheet_para(&c->sheet, CORRIDOR, STYLE_PLAIN, INDENT);

    page_text(p, "rests on ");
    words_item(p, c->whole, m->room, m->number);
}

static void on_ended(struct columns *c, const struct message_ended *m,
                     struct instant time, struct page *out)
{
    if (m->reason == REASON_NONE)
        return;
    columns_block(c, BLOCK_ALONE, time, out);
    page_format(sheet_para(&c->sheet, columns_of(c, m->room), STYLE_BAD, 0),
                "session ended: %s", reason_text(m->reason));
}

void columns_note(struct columns *c, const struct message *m,
                  struct instant time, struct page *out)
{
    /* Kinds not named here are seen through other entries, or are notes of
     * other records. */
    if (m->kind == MESSAGE_RELEASED) {
        c->at->release = m->as.released;
        c->at->has_release = true;
        page_clear(&c->at->reason);
        page_add(&c->at->reason, m->as.released.reason);
        c->at->release.reason = BYTES_NONE;
    } else if (m->kind == MESSAGE_WALKED) {
        on_walked(c, &m->as.walked, time, out);
    } else if (m->kind == MESSAGE_VISITED) {
        on_visited(c, &m->as.visited, time, out);
    } else if (m->kind == MESSAGE_TAKEN) {
        on_taken(c, &m->as.taken, time, out);
    } else if (m->kind == MESSAGE_JUDGED) {
        on_judged(c, &m->as.judged, time, out);
    } else if (m->kind == MESSAGE_DISPOSED) {
        on_disposed(c, &m->as.disposed, time, out);
    } else if (m->kind == MESSAGE_PUT) {
        on_put(c, &m->as.put, time, out);
    } else if (m->kind == MESSAGE_GROUND) {
        on_ground(c, &m->as.ground);
    } else if (m->kind == MESSAGE_SEALED) {
        on_sealed(c, &m->as.sealed, time, out);
    } else if (m->kind == MESSAGE_HAPPENED) {
        on_happened(c, &m->as.happened, time, out);
    } else if (m->kind == MESSAGE_REACHED) {
        columns_agreed(c, &m->as.reached.package, time, out);
    } else if (m->kind == MESSAGE_CONCLUDED) {
        columns_outcome(c, m->as.concluded.outcome, &m->as.concluded.package,
                        m->as.concluded.reason, time, out);
    } else if (m->kind == MESSAGE_DRAWN) {
        on_drawn(c, &m->as.drawn, time, out);
    } else if (m->kind == MESSAGE_ENDING) {
        on_ending(c, &m->as.ending, time, out);
    } else if (m->kind == MESSAGE_SWITCHED) {
        on_switched(c, &m->as.switched, time, out);
    } else if (m->kind == MESSAGE_ENDED) {
        on_ended(c, &m->as.ended, time, out);
    } else if (m->kind == MESSAGE_FAULT) {
        on_fault(c, &m->as.fault, time, out);
    }
}
