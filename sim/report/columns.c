#include "sim/report/columns.h"

#include "sim/report/columns_parts.h"

#include "shuttle/memory.h"
#include "shuttle/message.h"
#include "shuttle/reason.h"

#include <string.h>

#define PARAS_AT_ONCE 4u  /* that one entry adds to a block */
#define TITLES_MIN    30u /* cells */
#define RULE          "\xe2\x94\x80"

bool columns_colour(bool is_terminal, const char *no_color, const char *term)
{
    if (!is_terminal || (no_color != NULL && no_color[0] != '\0'))
        return false;
    return term != NULL && term[0] != '\0' && strcmp(term, "dumb") != 0;
}

unsigned columns_of(const struct columns *c, unsigned who)
{
    if (who >= c->rooms)
        return CORRIDOR;
    return who == 0 ? 0 : who + 1;
}

static void name_columns(struct columns *c)
{
    for (unsigned who = 0; who <= c->rooms; who++) {
        unsigned party = who < c->rooms ? who : FROM_MEDIATOR;
        unsigned column = columns_of(c, party);

        words_party(&c->label[column], c->whole, party);
        words_title(&c->title[column], c->whole, party);
    }
}

struct columns *columns_new(const struct columns_options *o)
{
    struct columns *c = memory_new(1, sizeof(*c));
    const char *labels[SHEET_COLUMNS_MAX];

    if (c == NULL)
        return NULL;
    c->rooms = o->whole != NULL ? o->whole->room_count : o->rooms;
    if (c->rooms < 2)
        c->rooms = 2;
    if (c->rooms > ROOMS_MAX)
        c->rooms = ROOMS_MAX;
    if (!columns_vias_init(c, o->whole)) {
        columns_free(c);
        return NULL;
    }
    name_columns(c);
    for (unsigned i = 0; i <= c->rooms; i++)
        labels[i] = page_string(&c->label[i]);
    labels[CORRIDOR] = columns_via_label(c);
    sheet_init(&c->sheet, o->width, o->colour, c->rooms + 1, labels,
               words_last(o->whole));
    columns_vias_head(c);
    unsigned wide = c->sheet.folded ? c->sheet.width - c->sheet.time_width - 1 -
                                          c->sheet.label_width
                                    : c->sheet.column_width;

    c->titles = o->titles || wide >= TITLES_MIN;
    return c;
}

void columns_free(struct columns *c)
{
    if (c == NULL)
        return;
    for (unsigned i = 0; i <= c->rooms; i++) {
        page_fini(&c->label[i]);
        page_fini(&c->title[i]);
    }
    columns_vias_fini(c);
    page_fini(&c->words);
    page_fini(&c->news);
    page_fini(&c->taken);
    sheet_fini(&c->sheet);
    memory_free(c);
}

void columns_event(const struct columns *c, struct page *p, struct bytes id)
{
    words_event(p, c->titles ? c->whole : NULL, id);
}

void columns_flush(struct columns *c, struct page *out)
{
    sheet_flush(&c->sheet, c->time, out);
    page_clear(&c->taken);
    c->block = BLOCK_NONE;
}

void columns_block(struct columns *c, enum block block, struct instant time,
                   struct page *out)
{
    bool joins = c->block == block && block != BLOCK_ALONE &&
                 instant_compare(c->time, time) == 0;

    if (!joins)
        columns_flush(c, out);
    c->block = block;
    c->time = time;
    columns_via_name(c, time, out);
}

void columns_service(struct columns *c, struct instant time, struct page *out)
{
    columns_block(c, BLOCK_CORRIDOR, time, out);
    if (c->sheet.cell[CORRIDOR].count + PARAS_AT_ONCE > SHEET_PARAS_MAX) {
        columns_flush(c, out);
        columns_block(c, BLOCK_CORRIDOR, time, out);
    }
}

struct page *columns_corridor(struct columns *c, enum style style,
                              struct instant time, struct page *out)
{
    columns_service(c, time, out);
    return sheet_para(&c->sheet, CORRIDOR, style, 0);
}

/* "us             United States room" */
static void put_who(struct columns *c, const struct scenario *whole,
                    unsigned who, struct page *out)
{
    struct page *w = &c->words;

    page_clear(w);
    words_party(w, whole, who);
    size_t used = wrap_cut(out, page_bytes(w), 14);

    page_repeat(out, " ", 15 - used);
    page_clear(w);
    words_title(w, whole, who);
    wrap_cut(out, page_bytes(w), c->sheet.width - 15);
    page_text(out, "\n");
}

/* The title of the talks and, when folded, who is who. */
static void put_opening(struct columns *c, struct page *out)
{
    struct page *w = &c->words;

    c->begun = true;
    if (c->whole != NULL && c->whole->title != NULL) {
        page_clear(w);
        page_clean_line(w, bytes_of(c->whole->title));
        sheet_style_on(out, c->sheet.colour, STYLE_BOLD);
        page_add(out, page_bytes(w));
        sheet_style_off(out, c->sheet.colour, STYLE_BOLD);
        page_text(out, "\n\n");
    }
    if (!c->sheet.folded)
        return;
    put_who(c, c->whole, 0, out);
    for (uint8_t m = 0; m < c->via_count; m++)
        put_who(c, c->via[m].whole, FROM_MEDIATOR, out);
    for (unsigned room = 1; room < c->rooms; room++)
        put_who(c, c->whole, room, out);
    page_text(out, "\n");
}

/* The round has another limit: said once, though every room is told. */
static void on_limit(struct columns *c, const struct message_round *m,
                     struct instant time, struct page *out)
{
    if (instant_compare(c->limit, m->limit) == 0)
        return;
    c->limit = m->limit;
    struct page *p = columns_corridor(c, STYLE_PLAIN, time, out);

    page_format(p, "round %u now ends at ", m->round + 1u);
    page_time(p, m->limit);
}

void columns_round(struct columns *c, const struct message_round *m,
                   struct instant time, struct page *out)
{
    const char *titles[SHEET_COLUMNS_MAX];
    uint64_t bit = m->round < 64 ? UINT64_C(1) << m->round : 0;
    uint64_t *seen =
        m->state == ROUND_BEGAN ? &c->rounds_begun : &c->rounds_ended;
    struct page *w = &c->words;

    if (m->state == ROUND_MOVED) {
        on_limit(c, m, time, out);
        return;
    }
    if (bit == 0 || (*seen & bit))
        return;
    *seen |= bit;
    columns_flush(c, out);
    page_clear(w);
    if (m->state != ROUND_BEGAN) {
        page_format(w, "round %u ends", m->round + 1u);
        sheet_rule(&c->sheet, time, STYLE_FAINT, RULE, page_bytes(w), out);
        page_text(out, "\n");
        return;
    }
    c->named = NULL;
    words_round(w, c->whole, m->round);
    if (!instant_is_never(m->limit)) {
        page_text(w, ", until ");
        page_time(w, m->limit);
    }
    sheet_rule(&c->sheet, time, STYLE_BOLD, RULE, page_bytes(w), out);
    for (unsigned i = 0; i <= c->rooms; i++)
        titles[i] = page_string(&c->title[i]);
    sheet_heads(&c->sheet, titles, out);
    if (c->sheet.folded)
        page_text(out, "\n");
}

/* An entry that cannot be read is said to be one, never dropped in silence. */
static void put_unreadable(struct columns *c, const struct record_entry *e,
                           struct page *out)
{
    struct page *p = columns_corridor(c, STYLE_BAD, e->time, out);

    page_format(p, "entry %llu of the record cannot be read",
                (unsigned long long)e->index);
}

static void on_frame(struct columns *c, const struct record_entry *e,
                     bool from_room, struct page *out)
{
    struct frame frame;
    struct message m;
    size_t used;

    if (frame_decode(e->body, &frame, &used) != ERR_OK ||
        used != e->body.size ||
        message_decode(frame.kind, frame.body, &m) != ERR_OK) {
        put_unreadable(c, e, out);
        return;
    }
    if (from_room && m.kind == MESSAGE_ITEM)
        columns_item(c, &m.as.item, e->peer, e->time, out);
    else if (!from_room && m.kind == MESSAGE_TOLD)
        columns_told(c, &m.as.told, e->peer, e->time, out);
    else if (!from_room && m.kind == MESSAGE_ROUND)
        columns_round(c, &m.as.round, e->time, out);
    else if (!from_room && m.kind == MESSAGE_AGREED)
        columns_agreed(c, &m.as.agreed.package, e->time, out);
    else if (!from_room && m.kind == MESSAGE_OUTCOME)
        columns_outcome(c, m.as.outcome.outcome, &m.as.outcome.package,
                        BYTES_NONE, e->time, out);
    if (!from_room)
        c->at->has_release = false;
}

static void on_note(struct columns *c, const struct record_entry *e,
                    struct page *out)
{
    struct message m;

    if (message_decode(e->id, e->body, &m) != ERR_OK)
        put_unreadable(c, e, out);
    else
        columns_note(c, &m, e->time, out);
}

static void on_gone(struct columns *c, const struct record_entry *e,
                    struct page *out)
{
    columns_block(c, BLOCK_ALONE, e->time, out);
    struct page *p =
        sheet_para(&c->sheet, columns_of(c, e->peer), STYLE_BAD, 0);

    page_format(p, "lost: %s", reason_text(e->id));
}

void columns_entry(struct columns *c, const struct record_entry *e,
                   struct page *out)
{
    if (e->chain != RECORD_CANONICAL)
        return;
    if (!c->begun)
        put_opening(c, out);
    carried_entry(&c->at->carried, e);
    if (e->kind == RECORD_INPUT_MESSAGE)
        on_frame(c, e, true, out);
    else if (e->kind == RECORD_EFFECT_SEND)
        on_frame(c, e, false, out);
    else if (e->kind == RECORD_EFFECT_RECORD)
        on_note(c, e, out);
    else if (e->kind == RECORD_INPUT_GONE)
        on_gone(c, e, out);
    else if (e->kind == RECORD_CLOSE_CANONICAL)
        columns_flush(c, out);
}
