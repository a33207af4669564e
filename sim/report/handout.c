#include "sim/report/handout_parts.h"

#include "sim/report/script_words.h"
#include "sim/report/words.h"
#include "sim/report/wrap.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

bool prose_next(struct prose *p, struct page *out, bool *entry)
{
    page_clear(out);
    *entry = false;
    while (*p->at != '\0') {
        const char *line = p->at + strspn(p->at, " \t");
        size_t size = strcspn(line, "\n");
        bool begins = strncmp(line, "- ", 2) == 0;
        const char *next = line + size + (line[size] == '\n');

        while (size > 0 && (line[size - 1] == ' ' || line[size - 1] == '\r'))
            size--;
        if (out->size > 0 && (size == 0 || begins))
            return true;
        p->at = next;
        if (size == 0)
            continue;
        *entry = *entry || begins;
        line += begins ? 2 : 0;
        size -= begins ? 2 : 0;
        page_text(out, out->size > 0 ? " " : "");
        page_add(out, (struct bytes){(const uint8_t *)line, size});
    }
    return out->size > 0;
}

enum reach handout_reach(const struct own *own, unsigned issue, unsigned option)
{
    const struct authority *a = &own->authority;

    if (!own->has_authority)
        return REACH_OWN;
    if (a->own[issue] >> option & 1u)
        return REACH_OWN;
    return a->capital[issue] >> option & 1u ? REACH_CAPITAL : REACH_NEVER;
}

const char *const handout_free =
    "Settled by words: all rooms have to accept the very same text. It is "
    "worth no points and needs nobody's leave.";

const char *handout_reach_words(enum reach r)
{
    switch (r) {
    case REACH_OWN:
        return "you settle it";
    case REACH_CAPITAL:
        return "needs your capital";
    case REACH_NEVER:
        return "never";
    }
    return "";
}

const struct line *handout_confidence(const struct scenario *brief,
                                      unsigned *round, unsigned *line)
{
    for (; *round < brief->round_count; *line = 0, ++*round) {
        const struct lines *own =
            &brief->rounds[*round].room[brief->brief.self];

        while (*line < own->count) {
            const struct line *l = &own->line[(*line)++];

            if (l->move == MOVE_CONFIDENCE || l->caveat_bits != 0)
                return l;
        }
    }
    return NULL;
}

void handout_others(struct page *out, const struct scenario *brief)
{
    bool first = true;

    for (unsigned r = 0; r < brief->room_count; r++) {
        if (r == brief->brief.self)
            continue;
        page_text(out, first ? "" : ", ");
        words_title(out, brief, r);
        first = false;
    }
}

static const char *settles(const struct agenda *a)
{
    for (unsigned i = 0; i < a->issue_count; i++)
        if (a->issues[i].free)
            return ", one option or one text for each issue";
    return ", one option for each issue";
}

void handout_task(struct page *out, const struct scenario *brief)
{
    bool several = brief->room_count > 2;

    page_format(out,
                "You do not meet the other room%s. All you say goes to the "
                "mediator, who carries it, and you hear only what the mediator "
                "tells you. Say with a caveat what may be done with your words."
                " There is an agreement when every room accepts one and the "
                "same package%s.",
                several ? "s" : "",
                brief->agenda.issue_count > 0 ? settles(&brief->agenda) : "");
}

void handout_authority(struct page *out, const struct own *own)
{
    if (!own->has_authority) {
        page_text(out, "You may settle every issue yourself.");
        return;
    }
    page_text(out, "You may offer and accept what is marked \xe2\x80\x9cyou "
                   "settle it\xe2\x80\x9d. ");
    page_text(out, "For what needs your capital, ask for instructions first");
    if (own->authority.latency_us > 0) {
        page_text(out, "; the answer takes ");
        script_duration(out, own->authority.latency_us);
    }
    page_text(out, ". What is marked \xe2\x80\x9cnever\xe2\x80\x9d is beyond "
                   "any instructions.");
}

/* The text being written. */
struct sheet_text {
    struct page *out;
    const struct scenario *brief;
    unsigned width;
    struct page words; /* put together here, then used at once */
};

/* Clean the words, wrap them after a first indent or bullet, forget them. */
static void put(struct sheet_text *t, const char *bullet, unsigned indent)
{
    struct page clean = {0};
    struct wrap w;
    struct wrap_line line;
    bool first = true;

    page_clean(&clean, page_bytes(&t->words));
    page_clear(&t->words);
    if (wrap_begin(&w, page_bytes(&clean))) {
        while (wrap_next(&w, t->width > indent + 20 ? t->width - indent : 20,
                         &line)) {
            page_repeat(t->out, " ", first ? indent - strlen(bullet) : indent);
            page_text(t->out, first ? bullet : "");
            wrap_put(t->out, &line);
            page_text(t->out, "\n");
            first = false;
        }
        wrap_end(&w);
    } else {
        t->out->failed = true;
    }
    page_fini(&clean);
}

static void put_title(struct sheet_text *t, const char *words)
{
    page_text(t->out, "\n");
    page_text(t->out, words);
    page_text(t->out, "\n");
    page_repeat(t->out, "-", strlen(words));
    page_text(t->out, "\n");
}

static void put_who(struct sheet_text *t)
{
    const struct scenario *b = t->brief;
    const struct room_entry *room = &b->rooms[b->brief.self];

    page_text(&t->words, b->title != NULL ? b->title : "");
    put(t, "", 0);
    page_repeat(t->out, "=", t->width < 60 ? t->width : 60);
    page_text(t->out, "\nCONFIDENTIAL: for this room alone\n\n");
    page_text(&t->words, "You are: ");
    words_title(&t->words, b, b->brief.self);
    if (room->people > 1)
        page_format(&t->words, ", %u people", (unsigned)room->people);
    put(t, "", 0);
    page_text(&t->words, "The others: ");
    handout_others(&t->words, b);
    put(t, "", 0);
    page_text(&t->words, "Between you: ");
    words_title(&t->words, b, FROM_MEDIATOR);
    put(t, "", 0);
    page_text(t->out, "\n");
    handout_task(&t->words, b);
    put(t, "", 0);
}

static void put_brief(struct sheet_text *t, const struct own *own)
{
    struct prose prose = {own->brief};
    bool entry;
    bool after_entry = true;

    if (own->brief == NULL || own->brief[0] == '\0')
        return;
    put_title(t, "Your brief");
    while (prose_next(&prose, &t->words, &entry)) {
        if (!entry && !after_entry)
            page_text(t->out, "\n");
        put(t, entry ? "- " : "", entry ? 2 : 0);
        after_entry = false;
    }
}

static void put_option(struct sheet_text *t, const struct own *own, unsigned i,
                       unsigned o)
{
    const struct option *option = &t->brief->agenda.issues[i].options[o];
    char points[32] = "-";

    if (own->has_values)
        (void)snprintf(points, sizeof(points), "%6" PRId32 "  ",
                       own->values.value[i][o]);
    page_text(&t->words, option->id);
    if (option->title != NULL) {
        page_text(&t->words, ": ");
        page_text(&t->words, option->title);
    }
    if (own->has_authority)
        page_format(&t->words, " [%s]",
                    handout_reach_words(handout_reach(own, i, o)));
    put(t, own->has_values ? points : "- ", own->has_values ? 8 : 4);
}

static void put_agenda(struct sheet_text *t, const struct own *own)
{
    const struct agenda *a = &t->brief->agenda;

    if (a->issue_count == 0)
        return;
    put_title(t, own->has_values ? "The agenda, and its worth to you"
                                 : "The agenda");
    for (unsigned i = 0; i < a->issue_count; i++) {
        page_text(&t->words, a->issues[i].id);
        if (a->issues[i].title != NULL) {
            page_text(&t->words, ": ");
            page_text(&t->words, a->issues[i].title);
        }
        put(t, "", 0);
        if (a->issues[i].free) {
            page_text(&t->words, handout_free);
            put(t, "", 2);
        }
        for (unsigned o = 0; o < a->issues[i].option_count; o++)
            put_option(t, own, i, o);
        page_text(t->out, "\n");
    }
    if (own->has_values) {
        page_format(&t->words,
                    "No deal is worth %" PRId32
                    " to you. A package is worth the sum of its points.",
                    own->values.no_deal);
        put(t, "", 0);
    }
    handout_authority(&t->words, own);
    put(t, "", 0);
}

/* The same in the other language, or in other words. */
static void put_beside(struct sheet_text *t, const char *label,
                       const char *words)
{
    if (words == NULL)
        return;
    page_text(&t->words, label);
    page_text(&t->words, words);
    put(t, "", 4);
}

static void put_confidences(struct sheet_text *t)
{
    unsigned round = 0;
    unsigned line = 0;
    bool first = true;

    for (;;) {
        const struct line *l = handout_confidence(t->brief, &round, &line);

        if (l == NULL)
            return;
        if (first)
            put_title(t, "What you may say in confidence or with a caveat");
        first = false;
        page_text(&t->words, l->text != NULL ? l->text : "");
        if (!package_is_empty(&l->package)) {
            page_text(&t->words, l->text != NULL ? " (" : "(");
            words_package(&t->words, t->brief, &l->package);
            page_text(&t->words, ")");
        }
        put(t, "- ", 2);
        put_beside(t, "Gloss: ", l->gloss);
        put_beside(t, "In other words: ", l->gist);
        script_caveat(&t->words, t->brief, t->brief->brief.self, l);
        if (t->words.size > 0)
            put(t, "", 4);
    }
}

void handout_text(struct page *out, const struct scenario *brief,
                  const char *help, unsigned width)
{
    static const struct own nothing;
    const struct own *own = brief->rooms[brief->brief.self].own;
    struct sheet_text t = {.out = out, .brief = brief, .width = width};

    own = own != NULL ? own : &nothing;
    put_who(&t);
    put_brief(&t, own);
    put_agenda(&t, own);
    put_confidences(&t);
    if (help != NULL) {
        put_title(&t, "What you type");
        page_text(out, help);
    }
    out->failed = out->failed || t.words.failed;
    page_fini(&t.words);
}
