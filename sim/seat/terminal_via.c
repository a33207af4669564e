/* A room with several mediators: which of them brings and takes what, as it is
 * shown and as it is typed. */
#include "sim/seat/terminal_item.h"

#include "shuttle/channels.h"

unsigned terminal_channels(const struct terminal *t)
{
    unsigned channels = room_channels(t->brief, t->self);
    unsigned count = 0;

    for (; channels; channels >>= 1)
        count += channels & 1u;
    return count;
}

const struct mediator_entry *terminal_mediator(const struct terminal *t,
                                               unsigned channel)
{
    return &t->brief->mediators[channel_mediator(t->brief, t->self,
                                                 (uint16_t)channel)];
}

void terminal_put_by(const struct terminal *t, const char *before,
                     struct page *p)
{
    if (terminal_channels(t) < 2)
        return;
    page_text(p, before);
    page_clean_line(p, bytes_of(terminal_mediator(t, t->channel)->id));
}

void terminal_put_from(const struct terminal *t, struct page *p,
                       const struct message_told *m)
{
    if (m->from == FROM_MEDIATOR && terminal_channels(t) > 1) {
        terminal_put_by(t, "", p);
        return;
    }
    words_party(p, t->brief, m->from);
    if (m->form != FORM_MEDIATOR && m->form != FORM_OWN_IDEA)
        page_format(p, ", %s", words_form(m->form));
    if (m->from != FROM_MEDIATOR)
        terminal_put_by(t, ", by ", p);
}

void terminal_put_own(const struct terminal *t, struct page *p, uint32_t item)
{
    page_format(p, "your %u", (unsigned)item);
    terminal_put_by(t, " by ", p);
    page_text(p, ": ");
}

void terminal_welcome(struct terminal *t)
{
    unsigned count = terminal_channels(t);
    struct page *p;

    if (t->welcome && count > 1)
        return; /* of another mediator */
    t->welcome = true;
    p = sheet_para(&t->sheet, 0, STYLE_BOLD, 0);
    page_text(p, "You are in: ");
    words_title(p, t->brief, t->self);
    p = sheet_para(&t->sheet, 0, STYLE_PLAIN, 0);
    page_text(p, count > 1 ? "Only the mediators come here: "
                           : "Only the mediator comes here: ");
    for (unsigned c = 0; c < count; c++) {
        const struct mediator_entry *m = terminal_mediator(t, c);

        page_text(p, c ? ", " : "");
        page_clean_line(p, bytes_of(m->title ? m->title : m->id));
        if (count > 1 && m->title) {
            page_text(p, " (");
            page_clean_line(p, bytes_of(m->id));
            page_text(p, ")");
        }
    }
    page_text(sheet_para(&t->sheet, 0, STYLE_PLAIN, 0),
              "Type `help` for what you can do.");
}

enum err parse_via(struct parse *p, struct bytes id)
{
    const char *names[CHANNELS_MAX];
    unsigned count = terminal_channels(p->t);

    for (unsigned c = 0; c < count; c++)
        names[c] = terminal_mediator(p->t, c)->id;
    for (unsigned c = 0; c < count; c++)
        if (bytes_equal(id, bytes_of(names[c]))) {
            p->has_via = true;
            p->via = (uint8_t)c;
            return ERR_OK;
        }
    return parse_refuse(p, "your room has no mediator", id, names, count);
}

/* What answers something goes back by whom it came. */
enum err parse_check_via(struct parse *p)
{
    struct message_item *i = p->item;

    if (p->told != NULL && p->has_via && p->via != p->told->channel)
        return diag_set(p->diag, ERR_MALFORMED,
                        "[%zu] came by %s, and what you say to it goes back "
                        "the same way: leave out via",
                        (size_t)(p->told - p->t->told) + 1,
                        terminal_mediator(p->t, p->told->channel)->id);
    if (p->told != NULL)
        p->via = p->told->channel;
    if (i->own <= p->t->items[p->via])
        return ERR_OK;
    if (terminal_channels(p->t) < 2)
        return diag_set(p->diag, ERR_MALFORMED,
                        "you have handed over nothing as %u", (unsigned)i->own);
    return diag_set(p->diag, ERR_MALFORMED,
                    "you have handed over nothing as %u by %s",
                    (unsigned)i->own, terminal_mediator(p->t, p->via)->id);
}
