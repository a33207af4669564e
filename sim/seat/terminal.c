#include "sim/seat/terminal.h"

#include "sim/seat/terminal_parts.h"

#include "shuttle/draft.h"
#include "shuttle/frame.h"
#include "shuttle/reason.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#define RULE      "\xe2\x94\x80"
#define DOUBLE    "\xe2\x95\x90"
#define INDENT    4u
#define WIDTH_MAX 100u /* longer lines are hard to read */

const struct authority *terminal_authority(const struct terminal *t)
{
    return t->bound ? &t->authority : NULL;
}

static void bind_by(struct terminal *t, const struct authority *authority)
{
    t->authority = *authority;
    t->bound = true;
}

struct terminal *terminal_new(const struct terminal_options *o)
{
    assert(o->brief->brief.role == BRIEF_ROOM);
    struct terminal *t = memory_new(1, sizeof(*t));

    if (t == NULL)
        return NULL;
    t->brief = o->brief;
    t->self = o->brief->brief.self;
    if (t->brief->rooms[t->self].own &&
        t->brief->rooms[t->self].own->has_authority)
        bind_by(t, &t->brief->rooms[t->self].own->authority);
    words_party(&t->label, t->brief, t->self);
    const char *label = page_string(&t->label);

    sheet_init(&t->sheet, o->width < WIDTH_MAX ? o->width : WIDTH_MAX,
               o->colour, 1, &label, (struct instant){0});
    arena_init(&t->line, 0);
    return t;
}

void terminal_free(struct terminal *t)
{
    if (t == NULL)
        return;
    sheet_fini(&t->sheet);
    page_fini(&t->label);
    page_fini(&t->words);
    memory_free(t->told);
    arena_fini(&t->line);
    memory_free(t);
}

/* What a yes or a no can be said to, as in a script. */
static bool is_acceptable(const struct message_told *m)
{
    return !package_is_empty(&m->package) || m->move == MOVE_OFFER ||
           m->move == MOVE_BLIND_PROPOSAL || m->move == MOVE_NON_PAPER ||
           m->move == MOVE_AIDE_MEMOIRE || m->move == MOVE_GROUND_RULES ||
           m->move == MOVE_READ_BACK ||
           (m->move == MOVE_QUESTION && m->from == FROM_MEDIATOR && m->re != 0);
}

/* Give what was told its number; 0 when memory is out. */
static size_t add_told(struct terminal *t, const struct message_told *m)
{
    if (t->told_count == t->told_capacity) {
        size_t capacity = t->told_capacity > 0 ? 2 * t->told_capacity : 32;
        struct terminal_told *grown =
            memory_grow(t->told, capacity, sizeof(*grown));

        if (grown == NULL)
            return 0;
        t->told = grown;
        t->told_capacity = capacity;
    }
    t->told[t->told_count] = (struct terminal_told){
        .handle = m->handle,
        .channel = t->channel,
        .move = m->move,
        .position = position_of(&m->package),
        .acceptable = is_acceptable(m),
        .settles = m->move == MOVE_READ_BACK && m->re == 0,
    };
    return ++t->told_count;
}

static struct page *para(struct terminal *t, enum style style, unsigned indent)
{
    return sheet_para(&t->sheet, 0, style, indent);
}

static void put_text(struct terminal *t, const char *label, struct bytes text)
{
    if (text.size == 0)
        return;
    struct page *p = para(t, STYLE_PLAIN, INDENT);

    page_text(p, label);
    words_quote(p, text);
}

/* What a whole package is worth to this room, which only it can see. */
static void put_worth(const struct terminal *t, struct page *p,
                      const struct package *package)
{
    const struct agenda *a = &t->brief->agenda;
    struct values values;

    if (package_is_empty(package) || !package_is_whole(package, a) ||
        !terminal_values(t, &values))
        return;
    page_format(p, "worth %" PRId32 " to you; no deal is worth %" PRId32,
                package_value(package, a, &values), values.no_deal);
}

static void put_rest(struct terminal *t, const struct package *package,
                     unsigned about)
{
    if (!package_is_empty(package))
        words_package(para(t, STYLE_PLAIN, INDENT), t->brief, package);
    put_worth(t, para(t, STYLE_PLAIN, INDENT), package);
    if (about > 0) {
        struct page *p = para(t, STYLE_PLAIN, INDENT);

        page_text(p, "about ");
        words_issue(p, t->brief, about - 1);
    }
}

/* What the draft settles, what is open in it, and what may be said of it. */
static void put_draft(struct terminal *t, const struct message_told *m)
{
    bool final = draft_is_final(&m->package, m->brackets, &t->brief->agenda);

    words_draft(para(t, STYLE_PLAIN, INDENT), t->brief, &m->package,
                m->brackets, false);
    put_worth(t, para(t, STYLE_PLAIN, INDENT), &m->package);
    if (final)
        page_format(para(t, STYLE_PLAIN, INDENT),
                    "a final text: reply accept %zu or reply reject %zu",
                    t->told_count, t->told_count);
    else
        page_format(para(t, STYLE_PLAIN, INDENT),
                    "what you think of it: reply comment %zu \"...\"",
                    t->told_count);
}

static void on_happened(struct terminal *t, struct bytes label)
{
    const struct own *own = t->brief->rooms[t->self].own;

    for (unsigned i = 0; i < t->brief->event_count; i++) {
        if (!bytes_equal(label, bytes_of(t->brief->events[i].id)) ||
            memchr(t->happened, (int)i, t->happened_count))
            continue;
        t->happened[t->happened_count++] = (uint8_t)i;
        for (unsigned n = 0; own && n < own->shift_count; n++)
            if (own->shifts[n].event == i && own->shifts[n].has_authority)
                bind_by(t, &own->shifts[n].authority);
    }
}

static void on_told(struct terminal *t, const struct message_told *m)
{
    bool news = m->move == MOVE_NEWS;
    struct page *p = para(t, news ? STYLE_NEWS : STYLE_BOLD, 0);

    page_format(p, "[%zu] ", add_told(t, m));
    if (news) {
        page_text(p, "NEWS");
        on_happened(t, m->label);
    } else {
        page_text(p, words_move(m->move));
        if (m->draft != 0)
            page_format(p, " %u", m->draft);
        page_text(p, " from ");
        terminal_put_from(t, p, m);
    }
    if (m->move == MOVE_RESULT) {
        page_text(p, m->answer == ANSWER_ACCEPT ? ": accepted by all"
                                                : ": not accepted by all");
    } else if (m->answer != 0) {
        page_text(p, ": ");
        words_key(p, answer_key(m->answer));
    }
    if (m->re != 0)
        page_format(p, ", on your %u", (unsigned)m->re);
    put_text(t, "", m->text);
    put_text(t, "gloss: ", m->gloss);
    if (m->move == MOVE_DRAFT)
        put_draft(t, m);
    else
        put_rest(t, &m->package, m->about);
    if (!instant_is_never(m->due)) {
        p = para(t, STYLE_PLAIN, INDENT);
        page_text(p, words_due(m->move));
        page_time(p, m->due);
    }
    if (m->move == MOVE_QUESTION && m->from == FROM_MEDIATOR && m->re != 0)
        page_format(para(t, STYLE_PLAIN, INDENT),
                    "may it be told in these words? reply accept %zu, reply "
                    "reject %zu, or reply comment %zu \"other words\"",
                    t->told_count, t->told_count, t->told_count);
    if (m->move == MOVE_READ_BACK && m->re != 0)
        page_format(para(t, STYLE_PLAIN, INDENT),
                    "is your %u told rightly so? reply confirm %zu, reply "
                    "reject %zu, or reply comment %zu \"other words\"",
                    (unsigned)m->re, t->told_count, t->told_count,
                    t->told_count);
    else if (m->move == MOVE_READ_BACK)
        page_format(para(t, STYLE_PLAIN, INDENT),
                    "if this is what you agree to: reply confirm %zu",
                    t->told_count);
}

static void on_item(struct terminal *t, const struct message_item *m)
{
    struct page *p = para(t, STYLE_BOLD, 0);

    if (m->item > t->items[t->channel])
        t->items[t->channel] = m->item;
    terminal_put_own(t, p, m->item);
    page_text(p, words_move(m->move));
    if (m->answer != 0) {
        page_text(p, ", ");
        words_key(p, answer_key(m->answer));
    }
    for (size_t n = 0; m->re != 0 && n < t->told_count; n++)
        if (t->told[n].handle == m->re)
            page_format(p, " to [%zu]", n + 1);
    if (m->own != 0)
        page_format(p, " of your %u", (unsigned)m->own);
    put_text(t, "", m->text);
    put_text(t, "own rewording: ", m->gist);
    put_text(t, "gloss: ", m->gloss);
    put_rest(t, &m->package, m->about);
    if (m->caveats.bits != 0) {
        p = para(t, STYLE_HELD, INDENT);
        page_text(p, "caveat: ");
        words_caveats(p, &m->caveats);
    }
}

static void on_round(struct terminal *t, const struct message_round *m,
                     struct page *out)
{
    struct page *w = &t->words;

    page_clear(w);
    if (m->state == ROUND_MOVED) {
        page_format(w, "round %u now ends at ", m->round + 1u);
        page_time(w, m->limit);
        sheet_rule(&t->sheet, t->now, STYLE_BOLD, RULE, page_bytes(w), out);
        return;
    }
    if (m->state != ROUND_BEGAN) {
        page_format(w, "round %u ends", m->round + 1u);
        sheet_rule(&t->sheet, t->now, STYLE_FAINT, RULE, page_bytes(w), out);
        return;
    }
    page_format(w, "Round %u", m->round + 1u);
    if (m->title.size > 0) {
        page_text(w, ": ");
        page_clean_line(w, m->title);
    }
    if (!instant_is_never(m->limit)) {
        page_text(w, ", until ");
        page_time(w, m->limit);
    }
    sheet_rule(&t->sheet, t->now, STYLE_BOLD, RULE, page_bytes(w), out);
}

static const char *receipt_words(unsigned status)
{
#define X(number, name, key, text)                                             \
    if (status == (number))                                                    \
        return text;
    RECEIPT_TABLE(X)
#undef X
    return "unknown";
}

static void on_outcome(struct terminal *t, const struct message_outcome *m,
                       struct page *out)
{
    enum style style = m->outcome == OUTCOME_AGREED ? STYLE_GOOD : STYLE_BAD;
    struct page *w = &t->words;
    struct values values;

    if (t->concluded)
        return;
    t->concluded = true;
    page_clear(w);
    words_key(w, outcome_key(m->outcome));
    page_format(w, ": %s", outcome_text(m->outcome));
    sheet_rule(&t->sheet, t->now, style, DOUBLE, page_bytes(w), out);
    page_clear(w);
    words_package_lines(w, t->brief, &m->package);
    put_worth(t, w, &m->package);
    if (m->outcome != OUTCOME_AGREED && terminal_values(t, &values))
        page_format(w, "no deal is worth %" PRId32 " to you", values.no_deal);
    sheet_across(&t->sheet, t->now, STYLE_PLAIN, page_bytes(w), out);
}

static void on_agreed(struct terminal *t, const struct message_agreed *m,
                      struct page *out)
{
    struct page *w = &t->words;

    if (t->agreed)
        return;
    t->agreed = true;
    page_clear(w);
    words_key(w, outcome_key(OUTCOME_AGREED));
    page_text(w, ": now it is carried out");
    sheet_rule(&t->sheet, t->now, STYLE_GOOD, DOUBLE, page_bytes(w), out);
    page_clear(w);
    words_package_lines(w, t->brief, &m->package);
    put_worth(t, w, &m->package);
    sheet_across(&t->sheet, t->now, STYLE_PLAIN, page_bytes(w), out);
}

static void on_bye(struct terminal *t, unsigned reason)
{
    struct page *p = para(t, STYLE_BAD, 0);

    page_text(p, "the session");
    terminal_put_by(t, " with ", p);
    page_format(p, " ended: %s", reason_text(reason));
}

static void on_visit(struct terminal *t, const struct message_visit *m)
{
    struct page *p = para(t, STYLE_FAINT, 0);

    if (terminal_channels(t) > 1)
        terminal_put_by(t, "", p);
    else
        page_text(p, "the mediator");
    page_text(p, m->state == VISIT_BEGAN ? " comes in" : " leaves");
}

/* What became of an own item. */
static void put_fate(struct terminal *t, uint32_t item, const char *what)
{
    struct page *p = para(t, STYLE_FAINT, 0);

    terminal_put_own(t, p, item);
    page_text(p, what);
}

/* A frame from the mediator. */
static void on_message(struct terminal *t, const struct message *m,
                       struct page *out)
{
    if (m->kind == MESSAGE_WELCOME)
        terminal_welcome(t);
    else if (m->kind == MESSAGE_REFUSED)
        page_format(para(t, STYLE_BAD, 0), "not admitted: %s",
                    reason_text(m->as.refused.reason));
    else if (m->kind == MESSAGE_WAKE)
        page_text(para(t, STYLE_PLAIN, 0), "the time you waited for has come");
    else if (m->kind == MESSAGE_ROUND)
        on_round(t, &m->as.round, out);
    else if (m->kind == MESSAGE_VISIT)
        on_visit(t, &m->as.visit);
    else if (m->kind == MESSAGE_RECEIPT)
        put_fate(t, m->as.receipt.item, receipt_words(m->as.receipt.status));
    else if (m->kind == MESSAGE_DEPOSITED)
        put_fate(t, m->as.deposited.item, "sealed");
    else if (m->kind == MESSAGE_TOLD)
        on_told(t, &m->as.told);
    else if (m->kind == MESSAGE_AGREED)
        on_agreed(t, &m->as.agreed, out);
    else if (m->kind == MESSAGE_OUTCOME)
        on_outcome(t, &m->as.outcome, out);
    else if (m->kind == MESSAGE_BYE && m->as.bye.reason != REASON_NONE)
        on_bye(t, m->as.bye.reason);
}

/* The capital agrees to no more than it ever would. */
static bool capital_agrees(struct terminal *t, const struct package *package)
{
    bool all = true;

    for (unsigned i = 0; t->bound && i < t->brief->agenda.issue_count; i++) {
        unsigned o = package->option[i];
        if (o >= OPTIONS_MAX)
            continue;
        t->authority.own[i] |= 1u << o & t->authority.capital[i];
        all = all && (t->authority.own[i] >> o & 1u);
    }
    return all;
}

static void on_capital(struct terminal *t, const struct message_capital *m)
{
    struct page *p = para(t, STYLE_BOLD, 0);

    if (m->state == CAPITAL_ASKED)
        page_text(p, "you ask your capital for ");
    else if (capital_agrees(t, &m->package))
        page_text(p, "your capital agrees to ");
    else
        page_text(p, "your capital does not agree to all of ");
    words_package(p, t->brief, &m->package);
    if (m->state == CAPITAL_ASKED && !instant_is_never(m->due)) {
        page_text(p, ", answer at ");
        page_time(p, m->due);
    }
}

static void on_note(struct terminal *t, const struct record_entry *e)
{
    struct message m;

    if ((e->id != MESSAGE_CAPITAL && e->id != MESSAGE_FAULT) ||
        message_decode(e->id, e->body, &m) != ERR_OK)
        return;
    if (e->id == MESSAGE_CAPITAL) {
        on_capital(t, &m.as.capital);
    } else {
        struct page *p = para(t, STYLE_BAD, 0);

        page_text(p, "refused: ");
        page_clean_line(p, m.as.fault.reason);
    }
}

void terminal_entry(struct terminal *t, const struct record_entry *e,
                    struct page *out)
{
    struct frame f;
    struct message m;
    size_t used;

    if (e->chain != RECORD_CANONICAL)
        return;
    t->now = e->time;
    sheet_reach(&t->sheet, t->now);
    if (e->kind == RECORD_EFFECT_RECORD) {
        on_note(t, e);
    } else if (e->kind == RECORD_INPUT_MESSAGE ||
               e->kind == RECORD_EFFECT_SEND) {
        t->channel = e->peer < CHANNELS_MAX ? (uint8_t)e->peer : 0;
        if (frame_decode(e->body, &f, &used) != ERR_OK ||
            message_decode(f.kind, f.body, &m) != ERR_OK)
            return;
        if (e->kind == RECORD_INPUT_MESSAGE)
            on_message(t, &m, out);
        else if (m.kind == MESSAGE_ITEM)
            on_item(t, &m.as.item);
    }
    sheet_flush(&t->sheet, t->now, out);
}

void terminal_prompt(const struct terminal *t, struct page *out)
{
    page_add(out, page_bytes(&t->label));
    page_text(out, " ");
    page_time(out, t->now);
    page_text(out, "> ");
}
