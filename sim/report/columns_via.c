/* Several mediators in one set of columns: what is known of each, and which one
 * is at hand. */
#include "sim/report/columns_parts.h"

#include "shuttle/memory.h"

bool columns_vias_init(struct columns *c, const struct scenario *whole)
{
    uint8_t count =
        whole != NULL && whole->mediator_count > 1 ? whole->mediator_count : 1;

    c->via = memory_new(count, sizeof(*c->via));
    if (c->via == NULL)
        return false;
    while (c->via_count < count) {
        struct via *v = &c->via[c->via_count];

        v->whole = count > 1 ? &v->view.scenario : whole;
        if (count > 1 && channel_view_init(&v->view, whole, c->via_count))
            return false;
        carried_init(&v->carried, v->whole);
        ledger_init(&v->ledger);
        c->via_count++;
    }
    c->at = c->via;
    c->whole = c->at->whole;
    return true;
}

void columns_vias_fini(struct columns *c)
{
    for (uint8_t m = 0; m < c->via_count; m++) {
        page_fini(&c->via[m].reason);
        ledger_fini(&c->via[m].ledger);
        channel_view_fini(&c->via[m].view);
    }
    memory_free(c->via);
}

const char *columns_via_label(const struct columns *c)
{
    const char *most = page_string(&c->label[CORRIDOR]);

    for (uint8_t m = 1; m < c->via_count; m++) {
        const char *id = c->via[m].whole->mediators[0].id;

        if (wrap_width(bytes_of(id)) > wrap_width(bytes_of(most)))
            most = id;
    }
    return most;
}

static void put_heads(struct columns *c,
                      void (*name)(struct page *, const struct scenario *,
                                   unsigned))
{
    struct page *head = &c->title[CORRIDOR];

    page_clear(head);
    for (uint8_t m = 0; m < c->via_count; m++) {
        page_text(head, m ? ", " : "");
        name(head, c->via[m].whole, FROM_MEDIATOR);
    }
}

void columns_vias_head(struct columns *c)
{
    c->sheet.label[CORRIDOR] = page_string(&c->label[CORRIDOR]);
    if (c->via_count == 1)
        return;
    put_heads(c, words_title);
    if (wrap_width(page_bytes(&c->title[CORRIDOR])) > c->sheet.column_width)
        put_heads(c, words_party);
}

void columns_through(struct columns *c, uint8_t mediator, struct page *out)
{
    struct via *to = &c->via[mediator];

    if (to == c->at)
        return;
    columns_flush(c, out);
    c->at = to;
    c->whole = to->whole;
    page_clear(&c->label[CORRIDOR]);
    words_party(&c->label[CORRIDOR], c->whole, FROM_MEDIATOR);
    c->sheet.label[CORRIDOR] = page_string(&c->label[CORRIDOR]);
}

void columns_via_name(struct columns *c, struct instant time, struct page *out)
{
    struct page *w = &c->words;

    if (c->via_count == 1 || c->named == c->at)
        return;
    c->named = c->at;
    page_clear(w);
    page_text(w, "through ");
    words_party(w, c->whole, FROM_MEDIATOR);
    if (c->sheet.folded)
        sheet_across(&c->sheet, time, STYLE_FAINT, page_bytes(w), out);
    else
        page_add(sheet_para(&c->sheet, CORRIDOR, STYLE_FAINT, 0),
                 page_bytes(w));
}
