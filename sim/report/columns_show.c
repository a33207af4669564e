/* What is said, in columns: items handed over, tellings, the outcome. */
#include "sim/report/columns_parts.h"

#include <string.h>

#define DASH   "\xe2\x94\x80"
#define DOUBLE "\xe2\x95\x90"
#define DOT    " \xc2\xb7 "
#define INDENT 2u

static void put_quote(struct sheet *s, unsigned column, struct bytes text)
{
    if (text.size > 0)
        words_quote(sheet_para(s, column, STYLE_PLAIN, INDENT), text);
}

static void put_labelled(struct sheet *s, unsigned column, const char *label,
                         struct bytes text)
{
    if (text.size == 0)
        return;
    struct page *p = sheet_para(s, column, STYLE_PLAIN, INDENT);

    page_text(p, label);
    /* A text of the other direction stands by itself. */
    if (wrap_direction(text) == DIRECTION_RTL) {
        put_quote(s, column, text);
        return;
    }
    page_text(p, " ");
    words_quote(p, text);
}

static void put_package(struct columns *c, unsigned column,
                        const struct package *package)
{
    if (package_is_empty(package))
        return;
    struct page *p = sheet_para(&c->sheet, column, STYLE_PLAIN, INDENT);

    if (c->titles)
        words_package_lines(p, c->whole, package);
    else
        words_package(p, c->whole, package);
}

static void put_draft(struct columns *c, unsigned column,
                      const struct message_told *m)
{
    if (package_is_empty(&m->package) && m->brackets == 0)
        return;
    words_draft(sheet_para(&c->sheet, column, STYLE_PLAIN, INDENT), c->whole,
                &m->package, m->brackets, c->titles);
}

static void put_about(struct columns *c, unsigned column, unsigned about)
{
    if (about == 0)
        return;
    struct page *p = sheet_para(&c->sheet, column, STYLE_PLAIN, INDENT);

    page_text(p, "about ");
    if (c->titles)
        words_issue_title(p, c->whole, about - 1);
    else
        words_issue(p, c->whole, about - 1);
}

/* What a room's own item refers to: another's, or one of its own. */
static void put_refers(struct columns *c, struct page *p,
                       const struct message_item *m, unsigned room)
{
    const struct ledger_handle *h = ledger_told(&c->at->ledger, room, m->re);

    if (m->re != 0 && h != NULL) {
        page_text(p, m->move == MOVE_STEP ? " on " : " to ");
        words_item(p, c->whole, h->author, h->number);
    } else if (m->own != 0) {
        page_text(p, " of ");
        words_item(p, c->whole, room, m->own);
    }
}

/* A reply to a blind proposal is sealed: its answer and words are not shown. */
static bool is_sealed(const struct columns *c, const struct message_item *m,
                      unsigned room)
{
    const struct ledger_handle *h = ledger_told(&c->at->ledger, room, m->re);

    return m->move == MOVE_REPLY && h != NULL && h->move == MOVE_BLIND_PROPOSAL;
}

/* Items of one instant share a block, with space between those of one room. */
static void start_item(struct columns *c, unsigned column, struct instant time,
                       struct page *out)
{
    columns_block(c, BLOCK_HANDED, time, out);
    unsigned used = c->sheet.cell[column].count;

    if (used > SHEET_PARAS_MAX / 2) {
        columns_flush(c, out);
        columns_block(c, BLOCK_HANDED, time, out);
    } else if (used > 0) {
        page_text(sheet_para(&c->sheet, column, STYLE_PLAIN, 0), "\n");
    }
}

void columns_item(struct columns *c, const struct message_item *m,
                  unsigned room, struct instant time, struct page *out)
{
    unsigned column = columns_of(c, room);
    bool sealed =
        is_sealed(c, m, room) || (m->caveats.bits & CAVEAT_SIMULTANEOUS) != 0;

    start_item(c, column, time, out);
    ledger_add(&c->at->ledger, room, m->item, m->move, m->text);
    struct page *p = sheet_para(&c->sheet, column, STYLE_BOLD, 0);

    words_item(p, c->whole, room, m->item);
    page_text(p, DOT);
    page_text(p, words_move(m->move));
    put_refers(c, p, m, room);
    if (sealed) {
        page_text(p, ", sealed");
        return;
    }
    if (m->answer != 0) {
        page_text(p, ": ");
        words_key(p, answer_key(m->answer));
    }
    put_about(c, column, m->about);
    put_quote(&c->sheet, column, m->text);
    put_labelled(&c->sheet, column, "gloss:", m->gloss);
    put_labelled(&c->sheet, column, "own rewording:", m->gist);
    put_package(c, column, &m->package);
    if (m->caveats.bits != 0) {
        p = sheet_para(&c->sheet, column, STYLE_HELD, INDENT);
        page_text(p, "caveat: ");
        words_caveats(p, &m->caveats);
    }
}

/* The arrow across the corridor. */
static void put_crossing(struct columns *c, const struct message_told *m,
                         unsigned author, uint32_t number, unsigned to)
{
    enum style style = STYLE_PLAIN;

    if (m->form == FORM_GIST || m->form == FORM_OWN_IDEA)
        style = STYLE_CHANGED;
    struct page *p =
        sheet_arrow(&c->sheet, CORRIDOR, style,
                    columns_of(c, to) == 0 ? SHAPE_LEFT : SHAPE_RIGHT, DASH);

    if (number != 0)
        words_item(p, c->whole, author, number);
    else
        words_party(p, c->whole, author);
    if (c->rooms > 2 || c->sheet.folded) {
        page_text(p, " to ");
        words_party(p, c->whole, to);
    }
    if (author >= FROM_MEDIATOR)
        return;
    page_text(p, DOT);
    page_text(p, words_form(m->form));
}

/* What the room hears, in its own column. */
static void put_heard(struct columns *c, const struct message_told *m,
                      unsigned to)
{
    unsigned column = columns_of(c, to);
    struct page *p = sheet_para(&c->sheet, column, STYLE_BOLD, 0);

    page_text(p, "hears from ");
    words_party(p, c->whole, m->from);
    page_text(p, ": ");
    page_text(p, words_move(m->move));
    if (m->draft != 0)
        page_format(p, " %u", m->draft);
    if (m->move == MOVE_RESULT) {
        page_text(p, m->answer == ANSWER_ACCEPT ? ", accepted by all"
                                                : ", not accepted by all");
    } else if (m->answer != 0) {
        page_text(p, ", ");
        words_key(p, answer_key(m->answer));
    }
    if (m->re != 0) {
        page_text(p, ", on ");
        words_item(p, c->whole, to, m->re);
    }
    put_about(c, column, m->about);
    put_quote(&c->sheet, column, m->text);
    put_labelled(&c->sheet, column, "gloss:", m->gloss);
    if (m->move == MOVE_DRAFT)
        put_draft(c, column, m);
    else
        put_package(c, column, &m->package);
    if (!instant_is_never(m->due)) {
        p = sheet_para(&c->sheet, column, STYLE_PLAIN, INDENT);
        page_text(p, words_due(m->move));
        page_time(p, m->due);
    }
}

/* The words as they were handed over, beside the words as they were told. */
static void put_said(struct columns *c, const struct message_told *m,
                     unsigned author, uint32_t number)
{
    const struct ledger_item *item =
        ledger_find(&c->at->ledger, author, number);
    unsigned column = columns_of(c, author);

    if (item == NULL || author >= c->rooms || bytes_equal(item->text, m->text))
        return;
    struct page *p = sheet_para(&c->sheet, column, STYLE_PLAIN, 0);

    words_item(p, c->whole, author, number);
    page_text(p, " as said:");
    put_quote(&c->sheet, column, item->text);
    if (m->form == FORM_VERBATIM)
        page_text(sheet_para(&c->sheet, CORRIDOR, STYLE_BAD, 0),
                  "ALTERED: marked verbatim, told in other words");
}

static bool is_news_shown(const struct columns *c, const struct message_told *m,
                          struct instant time)
{
    return m->form == FORM_NEWS && m->text.size > 0 &&
           instant_compare(c->news_time, time) == 0 &&
           bytes_equal(page_bytes(&c->news), m->text);
}

/* Why it may be told now, where that is more than its form says. */
static void put_reason(struct columns *c)
{
    unsigned rule = c->at->release.rule;
    struct bytes reason = page_bytes(&c->at->reason);
    bool is_caveat = rule == RULE_IF_ASKED || rule == RULE_IF_MOVED ||
                     rule == RULE_NOT_BEFORE || rule == RULE_SIMULTANEOUS;
    struct page *p;

    if (is_caveat) {
        p = sheet_para(&c->sheet, CORRIDOR, STYLE_PLAIN, 0);
        page_text(p, "caveat met: ");
        words_key(p, rule_key(rule));
    }
    if (reason.size > 0 && !bytes_equal(reason, bytes_of(rule_text(rule))))
        page_clean_line(sheet_para(&c->sheet, CORRIDOR, STYLE_PLAIN, 0),
                        reason);
}

void columns_told(struct columns *c, const struct message_told *m, unsigned to,
                  struct instant time, struct page *out)
{
    bool released = c->at->has_release && c->at->release.to == to &&
                    c->at->release.handle == m->handle;
    unsigned author = released ? c->at->release.room : m->from;
    uint32_t number = released ? c->at->release.item : 0;
    struct ledger_handle h = {.to = (uint8_t)to,
                              .handle = m->handle,
                              .author = (uint8_t)author,
                              .number = number,
                              .move = m->move};

    ledger_tell(&c->at->ledger, &h);
    if (is_news_shown(c, m, time))
        return;
    columns_block(c, BLOCK_ALONE, time, out);
    if (author < c->rooms)
        sheet_order(&c->sheet, columns_of(c, author), CORRIDOR,
                    columns_of(c, to));
    else
        sheet_order(&c->sheet, columns_of(c, to == 0 ? 1 : 0), CORRIDOR,
                    columns_of(c, to));
    put_crossing(c, m, author, number, to);
    put_said(c, m, author, number);
    put_heard(c, m, to);
    if (released)
        put_reason(c);
}

void columns_agreed(struct columns *c, const struct package *package,
                    struct instant time, struct page *out)
{
    struct page *w = &c->words;

    if (c->agreed)
        return;
    c->agreed = true;
    columns_flush(c, out);
    page_clear(w);
    words_key(w, outcome_key(OUTCOME_AGREED));
    page_text(w, ": now it is carried out");
    sheet_rule(&c->sheet, time, STYLE_GOOD, DOUBLE, page_bytes(w), out);
    page_clear(w);
    words_package_lines(w, c->whole, package);
    sheet_across(&c->sheet, time, STYLE_PLAIN, page_bytes(w), out);
    page_text(out, "\n");
}

void columns_outcome(struct columns *c, unsigned outcome,
                     const struct package *package, struct bytes reason,
                     struct instant time, struct page *out)
{
    enum style style = outcome == OUTCOME_AGREED ? STYLE_GOOD : STYLE_BAD;
    struct page *w = &c->words;

    if (c->concluded)
        return;
    c->concluded = true;
    columns_flush(c, out);
    page_clear(w);
    /* An ending that the author named says more than the outcome. */
    if (c->ending != NULL) {
        words_ending(w, c->ending);
        sheet_rule(&c->sheet, time, STYLE_BOLD, DOUBLE, page_bytes(w), out);
        page_clear(w);
    }
    words_key(w, outcome_key(outcome));
    page_format(w, ": %s", outcome_text(outcome));
    if (c->ending != NULL)
        sheet_across(&c->sheet, time, STYLE_PLAIN, page_bytes(w), out);
    else
        sheet_rule(&c->sheet, time, style, DOUBLE, page_bytes(w), out);
    page_clear(w);
    words_package_lines(w, c->whole, package);
    sheet_across(&c->sheet, time, STYLE_PLAIN, page_bytes(w), out);
    page_clear(w);
    if (c->at->carried.reached) {
        carried_words(w, &c->at->carried);
        sheet_across(&c->sheet, time, STYLE_PLAIN, page_bytes(w), out);
        page_clear(w);
    }
    page_clean_line(w, reason);
    sheet_across(&c->sheet, time, STYLE_PLAIN, page_bytes(w), out);
    page_text(out, "\n");
}
