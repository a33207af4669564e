#include "sim/report/words.h"

#include "shuttle/message.h"

#include <stdio.h>
#include <string.h>

#define QUOTE_OPEN  "\xe2\x80\x9c"
#define QUOTE_CLOSE "\xe2\x80\x9d"

static void put_name(struct page *p, const char *name)
{
    page_clean_line(p, bytes_of(name));
}

/* One of the mediators that the scenario names. */
static bool is_mediator_of(const struct scenario *s, unsigned who)
{
    return s != NULL && who <= UINT8_MAX && owner_is_mediator((uint8_t)who) &&
           owner_mediator((uint8_t)who) < s->mediator_count;
}

void words_party(struct page *p, const struct scenario *s, unsigned who)
{
    if (who == FROM_WORLD)
        page_text(p, "the world");
    else if (who == FROM_NOBODY)
        page_text(p, "nobody");
    else if (is_mediator_of(s, who))
        put_name(p, s->mediators[owner_mediator((uint8_t)who)].id);
    else if (who == FROM_MEDIATOR)
        page_text(p, "mediator");
    else if (s != NULL && who < s->room_count)
        put_name(p, s->rooms[who].id);
    else
        page_format(p, "room %u", who + 1);
}

void words_title(struct page *p, const struct scenario *s, unsigned who)
{
    const char *title = NULL;

    if (is_mediator_of(s, who))
        title = s->mediators[owner_mediator((uint8_t)who)].title;
    else if (s != NULL && who < s->room_count)
        title = s->rooms[who].title;
    if (title != NULL)
        put_name(p, title);
    else
        words_party(p, s, who);
}

void words_item(struct page *p, const struct scenario *s, unsigned who,
                uint32_t number)
{
    words_party(p, s, who);
    if (number > 0)
        page_format(p, " %u", (unsigned)number);
}

const char *words_move(uint32_t move)
{
    static const char *const names[] = {
        [MOVE_SAY] = "message",
        [MOVE_NON_PAPER] = "non-paper",
        [MOVE_AIDE_MEMOIRE] = "aide-memoire",
        [MOVE_QUESTION] = "question",
        [MOVE_OFFER] = "offer",
        [MOVE_CONFIDENCE] = "confidence",
        [MOVE_RED_LINE] = "red line",
        [MOVE_REPLY] = "reply",
        [MOVE_WITHDRAWAL] = "withdrawal",
        [MOVE_SUSPENSION] = "suspension",
        [MOVE_WALK_OUT] = "walk-out",
        [MOVE_GROUND_RULES] = "ground rules",
        [MOVE_PROBE] = "probe",
        [MOVE_READ_BACK] = "read-back",
        [MOVE_DRAFT] = "draft",
        [MOVE_BRIDGE] = "bridging proposal",
        [MOVE_BLIND_PROPOSAL] = "blind proposal",
        [MOVE_RESULT] = "result",
        [MOVE_PRESS] = "pressing",
        [MOVE_PAUSE] = "pause",
        [MOVE_CLOSE] = "closing words",
        [MOVE_LETTER] = "letter",
        [MOVE_DEPOSIT] = "deposit",
        [MOVE_STEP] = "step",
        [MOVE_COMPLAINT] = "complaint",
        [MOVE_READ_OUT] = "read-out",
        [MOVE_ASSURANCE] = "assurance",
        [MOVE_ANNOUNCEMENT] = "announcement",
        [MOVE_DEADLINE] = "deadline",
        [MOVE_DECLARATION] = "declaration",
        [MOVE_CERTIFICATE] = "certificate",
        [MOVE_EXCHANGE] = "exchange",
        [MOVE_NEWS] = "news",
    };

    if (move < sizeof(names) / sizeof(names[0]) && names[move] != NULL)
        return names[move];
    return "item";
}

const char *words_due(uint32_t move)
{
    if (move == MOVE_ANNOUNCEMENT)
        return "public from ";
    if (move == MOVE_PAUSE)
        return "until ";
    return move == MOVE_EXCHANGE ? "opened at " : "answer by ";
}

const char *words_form(uint32_t form)
{
    static const char *const names[] = {
        [FORM_VERBATIM] = "verbatim", [FORM_GIST] = "reworded",
        [FORM_OWN_IDEA] = "own idea", [FORM_MEDIATOR] = "the mediator's own",
        [FORM_NEWS] = "news",         [FORM_SERVICE] = "service",
    };

    if (form < sizeof(names) / sizeof(names[0]) && names[form] != NULL)
        return names[form];
    return "told";
}

void words_key(struct page *p, const char *key)
{
    for (const char *c = key; *c != '\0'; c++)
        page_format(p, "%c", *c == '_' ? ' ' : *c);
}

void words_caveats(struct page *p, const struct caveats *c)
{
    bool first = true;

#define X(bit, name, key, text)                                                \
    if (c->bits & CAVEAT_##name) {                                             \
        page_text(p, first ? "" : "; ");                                       \
        words_key(p, key);                                                     \
        first = false;                                                         \
        if (CAVEAT_##name == CAVEAT_IF_THEY_MOVE_FIRST) {                      \
            page_text(p, ": ");                                                \
            page_clean_line(p, c->condition);                                  \
        } else if (CAVEAT_##name == CAVEAT_NOT_BEFORE) {                       \
            page_text(p, " ");                                                 \
            page_time(p, c->not_before);                                       \
        } else if (CAVEAT_##name == CAVEAT_EXPIRES) {                          \
            page_text(p, " at ");                                              \
            page_time(p, c->expires);                                          \
        }                                                                      \
    }
    CAVEAT_TABLE(X)
#undef X
}

static const struct issue *find_issue(const struct scenario *s, unsigned issue)
{
    if (s == NULL || issue >= s->agenda.issue_count)
        return NULL;
    return &s->agenda.issues[issue];
}

void words_issue(struct page *p, const struct scenario *s, unsigned issue)
{
    const struct issue *found = find_issue(s, issue);

    if (found != NULL)
        put_name(p, found->id);
    else
        page_format(p, "issue %u", issue + 1);
}

void words_issue_title(struct page *p, const struct scenario *s, unsigned issue)
{
    const struct issue *found = find_issue(s, issue);

    if (found != NULL && found->title != NULL)
        put_name(p, found->title);
    else
        words_issue(p, s, issue);
}

void words_event(struct page *p, const struct scenario *s, struct bytes id)
{
    for (unsigned i = 0; s != NULL && i < s->event_count; i++)
        if (bytes_equal(id, bytes_of(s->events[i].id)) &&
            s->events[i].title != NULL) {
            put_name(p, s->events[i].title);
            return;
        }
    page_clean_line(p, id);
}

void words_quote(struct page *p, struct bytes text)
{
    if (text.size == 0)
        return;
    page_text(p, QUOTE_OPEN);
    page_clean(p, text);
    page_text(p, QUOTE_CLOSE);
}

static void put_option(struct page *p, const struct scenario *s, unsigned issue,
                       unsigned option, bool titles)
{
    const struct issue *found = find_issue(s, issue);

    if (found == NULL || option >= found->option_count)
        page_format(p, "option %u", option + 1);
    else if (titles && found->options[option].title != NULL)
        put_name(p, found->options[option].title);
    else
        put_name(p, found->options[option].id);
}

/* What the package says of an issue: an option, or words in quotes. */
static void put_settled(struct page *p, const struct scenario *s,
                        const struct package *package, unsigned issue,
                        bool titles)
{
    if (package->option[issue] == OPTION_WORDS)
        words_quote(p, package_words(package, issue));
    else
        put_option(p, s, issue, package->option[issue], titles);
}

/* Two options are read in one line, more are not. */
#define OPTIONS_INLINE 2u

void words_package(struct page *p, const struct scenario *s,
                   const struct package *package)
{
    unsigned count = 0;
    bool first = true;

    for (unsigned i = 0; i < ISSUES_MAX; i++)
        count += package->option[i] != OPTION_NONE;
    for (unsigned i = 0; i < ISSUES_MAX; i++) {
        if (package->option[i] == OPTION_NONE)
            continue;
        if (!first)
            page_text(p, count > OPTIONS_INLINE ? "\n" : ", ");
        words_issue(p, s, i);
        page_text(p, ": ");
        put_settled(p, s, package, i, false);
        first = false;
    }
}

/* One issue of a draft, without what stands before and after it. */
static void put_drafted(struct page *p, const struct scenario *s,
                        const struct package *package, unsigned issue,
                        bool titles)
{
    if (titles)
        words_issue_title(p, s, issue);
    else
        words_issue(p, s, issue);
    if (package->option[issue] == OPTION_NONE)
        return;
    page_text(p, ": ");
    put_settled(p, s, package, issue, titles);
}

void words_draft(struct page *p, const struct scenario *s,
                 const struct package *package, uint32_t brackets, bool titles)
{
    unsigned count = 0;
    bool first = true;

    for (unsigned i = 0; i < ISSUES_MAX; i++)
        count += package->option[i] != OPTION_NONE || (brackets >> i & 1);
    for (unsigned i = 0; i < ISSUES_MAX; i++) {
        bool open = brackets >> i & 1;

        if (package->option[i] == OPTION_NONE && !open)
            continue;
        if (titles)
            page_text(p, "\xc2\xb7 ");
        else if (!first)
            page_text(p, count > OPTIONS_INLINE ? "\n" : ", ");
        page_text(p, open ? "[" : "");
        put_drafted(p, s, package, i, titles);
        page_text(p, open ? "]" : "");
        page_text(p, titles ? "\n" : "");
        first = false;
    }
}

void words_package_lines(struct page *p, const struct scenario *s,
                         const struct package *package)
{
    for (unsigned i = 0; i < ISSUES_MAX; i++) {
        if (package->option[i] == OPTION_NONE)
            continue;
        page_text(p, "\xc2\xb7 ");
        words_issue_title(p, s, i);
        page_text(p, ": ");
        put_settled(p, s, package, i, true);
        page_text(p, "\n");
    }
}

void words_ending(struct page *p, const struct ending *e)
{
    put_name(p, e->title != NULL ? e->title : e->id);
}

struct instant words_last(const struct scenario *s)
{
    struct instant last = {0};

    for (unsigned i = 0; s != NULL && i < s->round_count; i++) {
        const struct round *r = &s->rounds[i];

        last.us += r->pause_us + (r->limit_us > 0 ? r->limit_us : 0);
    }
    return last;
}

void words_round(struct page *p, const struct scenario *s, unsigned round)
{
    page_format(p, "Round %u", round + 1);
    if (s == NULL || round >= s->round_count)
        return;
    const char *title = s->rounds[round].title, *id = s->rounds[round].id;
    char given[sizeof("round") + 10];

    (void)snprintf(given, sizeof(given), "round%u", round + 1);
    if (title == NULL && strcmp(id, given) == 0)
        return; /* an id that nobody chose says nothing */
    page_text(p, ": ");
    put_name(p, title != NULL ? title : id);
}
