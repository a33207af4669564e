/* What stands after the command of an item: options, words, caveats, rooms,
 * answers, numbers. */
#include "sim/seat/terminal_item.h"

#include "proto/guess.h"

#include "shuttle/condition.h"
#include "shuttle/param.h"

#include <inttypes.h>
#include <string.h>

#define WORD(b) (int)((b).size < 60 ? (b).size : 60), (const char *)(b).data

enum err parse_refuse(struct parse *p, const char *what, struct bytes word,
                      const char *const *names, size_t count)
{
    char hint[320];
    struct guess g;

    guess_init(&g, word);
    for (size_t i = 0; i < count; i++)
        guess_try(&g, names[i]);
    guess_or_list(&g, hint, sizeof(hint));
    return diag_set(p->diag, ERR_MALFORMED, "%s '%.*s'%s", what, WORD(word),
                    hint);
}

static enum err find_issue(struct parse *p, struct bytes id, int *out)
{
    const struct agenda *a = &p->t->brief->agenda;
    const char *names[ISSUES_MAX];

    *out = agenda_issue(a, id);
    if (*out >= 0)
        return ERR_OK;
    for (unsigned i = 0; i < a->issue_count; i++)
        names[i] = a->issues[i].id;
    return parse_refuse(p, "there is no issue", id, names, a->issue_count);
}

static enum err not_a_pair(struct parse *p)
{
    return diag_set(p->diag, ERR_MALFORMED,
                    "write an option as issue=option, without spaces");
}

/* The words of a free issue. */
static enum err take_words(struct parse *p, int issue, struct bytes text)
{
    struct package *package = &p->item->package;
    uint8_t *kept =
        arena_alloc(&p->t->line, package->words.size + 2 + text.size);

    if (kept == NULL)
        return diag_set(p->diag, ERR_MEMORY, "out of memory");
    if (!package_put_words(package, (size_t)issue, text, kept))
        return diag_set(p->diag, ERR_MALFORMED,
                        "that is too long: the words of an offer have at most "
                        "%u bytes",
                        PACKAGE_WORDS_MAX);
    return ERR_OK;
}

static enum err take_pair(struct parse *p, const struct typed *pair)
{
    const struct agenda *a = &p->t->brief->agenda;
    const struct authority *authority = terminal_authority(p->t);
    const char *names[OPTIONS_MAX];
    int issue;

    if (!(p->takes & TAKES_OPTIONS))
        return diag_set(p->diag, ERR_MALFORMED,
                        "'%s' takes no options; `offer` does", p->command);
    if (pair->text.size == 0 || pair->value.size == 0)
        return not_a_pair(p);
    enum err e = find_issue(p, pair->text, &issue);

    if (e != ERR_OK)
        return e;
    if (p->item->package.option[issue] != OPTION_NONE)
        return diag_set(p->diag, ERR_MALFORMED,
                        a->issues[issue].free
                            ? "two texts for '%.*s'; name one"
                            : "two options for '%.*s'; name one",
                        WORD(pair->text));
    if (a->issues[issue].free)
        return take_words(p, issue, pair->value);
    int option = agenda_option(a, issue, pair->value);

    if (option < 0) {
        for (unsigned o = 0; o < a->issues[issue].option_count; o++)
            names[o] = a->issues[issue].options[o].id;
        return parse_refuse(p, "the issue has no option", pair->value, names,
                            a->issues[issue].option_count);
    }
    if (authority != NULL && (authority->never[issue] >> option & 1u))
        return diag_set(p->diag, ERR_MALFORMED,
                        "your room may never agree to '%.*s'",
                        WORD(pair->value));
    p->item->package.option[issue] = (uint8_t)option;
    return ERR_OK;
}

/* The token after the one at hand, which must be of a kind. */
static enum err take_next(struct parse *p, enum token_kind kind,
                          const char *wanted, struct bytes *out)
{
    struct bytes word = p->line.token[p->at].text;

    if (p->at + 1 >= p->line.count || p->line.token[p->at + 1].kind != kind)
        return diag_set(p->diag, ERR_MALFORMED, "after '%.*s' comes %s",
                        WORD(word), wanted);
    *out = p->line.token[++p->at].text;
    return ERR_OK;
}

/* "iran" or "iran,oman": the rooms addressed. */
static enum err take_rooms(struct parse *p)
{
    const struct scenario *s = p->t->brief;
    const char *names[ROOMS_MAX];
    struct bytes list = BYTES_NONE;
    enum err e = take_next(p, TOKEN_WORD, "the id of a room", &list);

    for (unsigned r = 0; r < s->room_count; r++)
        names[r] = s->rooms[r].id;
    while (e == ERR_OK && list.size > 0) {
        const uint8_t *comma = memchr(list.data, ',', list.size);
        size_t size = comma != NULL ? (size_t)(comma - list.data) : list.size;
        struct bytes id = {list.data, size};
        unsigned r = 0;

        while (r < s->room_count && !bytes_equal(id, bytes_of(names[r])))
            r++;
        if (r == s->room_count)
            return parse_refuse(p, "there is no room", id, names,
                                s->room_count);
        if (r == p->t->self)
            return diag_set(p->diag, ERR_MALFORMED, "'%s' is your own room",
                            names[r]);
        p->item->to |= (uint16_t)(1u << r);
        list.data += size + (comma != NULL);
        list.size -= size + (comma != NULL);
    }
    return e;
}

/* A time from now. */
enum err parse_time(struct parse *p, struct instant *out)
{
    struct bytes word = BYTES_NONE;
    int64_t us;
    enum err e = take_next(p, TOKEN_WORD, "a time, like 10m or 1h30m", &word);

    if (e != ERR_OK)
        return e;
    if (!duration_parse(typed_string(&p->t->line, word), &us))
        return diag_set(p->diag, ERR_MALFORMED,
                        "'%.*s' is not a time, like 10m or 1h30m", WORD(word));
    *out = instant_after(p->t->now, us);
    return ERR_OK;
}

static enum err take_condition(struct parse *p)
{
    struct condition_step steps[CONDITION_OPS_MAX];
    struct condition parsed;
    struct bytes source = BYTES_NONE;
    enum err e = take_next(p, TOKEN_TEXT,
                           "a condition in quotation marks, like "
                           "\"offered(ROOM, ISSUE) >= 'OPTION'\"",
                           &source);

    if (e != ERR_OK)
        return e;
    p->item->caveats.condition = source;
    e = caveat_condition(p->t->brief, source, &parsed, steps, p->diag);
    if (e == ERR_OK && parsed.count == 0)
        return diag_set(p->diag, ERR_MALFORMED, "the condition is empty");
    return e == ERR_OK ? e
                       : diag_wrap(p->diag, ERR_MALFORMED, "in the condition");
}

/* A caveat; *known tells whether the word is one. */
static enum err take_caveat(struct parse *p, struct bytes word, bool *known)
{
    struct caveats *c = &p->item->caveats;
    unsigned bit = 0;

#define X(number, name, key, text)                                             \
    if (bytes_equal(word, bytes_of(key)))                                      \
        bit = CAVEAT_##name;
    CAVEAT_TABLE(X)
#undef X
    *known = bit != 0;
    if (bit == 0)
        return ERR_OK;
    if (!(p->takes & TAKES_CAVEATS))
        return diag_set(p->diag, ERR_MALFORMED, "'%s' takes no caveat",
                        p->command);
    c->bits |= (uint16_t)bit;
    if (bit == CAVEAT_IF_THEY_MOVE_FIRST)
        return take_condition(p);
    if (bit == CAVEAT_NOT_BEFORE)
        return parse_time(p, &c->not_before);
    if (bit == CAVEAT_EXPIRES)
        return parse_time(p, &c->expires);
    if (bit == CAVEAT_GIST && p->at + 1 < p->line.count &&
        p->line.token[p->at + 1].kind == TOKEN_TEXT)
        p->item->gist = p->line.token[++p->at].text;
    return ERR_OK;
}

/* The number of something told, or of an own item. */
static enum err take_number(struct parse *p, struct bytes word)
{
    uint64_t n = 0;

    for (size_t i = 0; i < word.size && n < UINT32_MAX; i++)
        n = n * 10 + (uint64_t)(word.data[i] - '0');
    if (p->has_number)
        return diag_set(p->diag, ERR_MALFORMED, "one number is enough");
    p->has_number = true;
    if (p->takes & TAKES_OWN) {
        if (n == 0 || n > UINT32_MAX)
            return diag_set(p->diag, ERR_MALFORMED,
                            "you have handed over nothing as %" PRIu64, n);
        p->item->own = (uint32_t)n;
        return ERR_OK;
    }
    if (n == 0 || n > p->t->told_count)
        return diag_set(p->diag, ERR_MALFORMED,
                        "you were told nothing as [%" PRIu64 "]", n);
    const struct terminal_told *told = &p->t->told[n - 1];

    p->told = told;
    if (told->move == MOVE_NEWS || told->move == MOVE_RESULT)
        return diag_set(p->diag, ERR_MALFORMED,
                        "[%" PRIu64 "] is %s; there is nothing to answer", n,
                        words_move(told->move));
    if ((p->takes & TAKES_CERTIFICATE) && told->move != MOVE_CERTIFICATE)
        return diag_set(p->diag, ERR_MALFORMED,
                        "[%" PRIu64 "] is no certificate for a step to rest on",
                        n);
    p->item->re = told->handle;
    return ERR_OK;
}

static enum answer answer_of(struct bytes word)
{
#define X(number, name, key)                                                   \
    if (bytes_equal(word, bytes_of(key)))                                      \
        return ANSWER_##name;
    ANSWER_TABLE(X)
#undef X
    return ANSWER_NONE;
}

static bool is_number(struct bytes word)
{
    for (size_t i = 0; i < word.size; i++)
        if (word.data[i] < '0' || word.data[i] > '9')
            return false;
    return word.size > 0;
}

static enum err unknown_word(struct parse *p, struct bytes word)
{
    static const char *const names[] = {
#define X(number, name, key, text) key,
        CAVEAT_TABLE(X)
#undef X
#define X(number, name, key) key,
            ANSWER_TABLE(X)
#undef X
                "to",
        "via", "about", "gloss"};
    char hint[128];
    struct guess g;

    if ((p->takes & TAKES_OPTIONS) &&
        agenda_issue(&p->t->brief->agenda, word) >= 0)
        return not_a_pair(p);
    guess_init(&g, word);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        guess_try(&g, names[i]);
    if (guess_best(&g) == NULL && (p->takes & TAKES_ANSWER) &&
        p->item->answer == 0)
        return diag_set(p->diag, ERR_MALFORMED,
                        "'%.*s' is no answer; choose one of accept, reject, "
                        "ad_referendum, comment, confirm",
                        WORD(word));
    if (guess_best(&g) == NULL)
        return diag_set(p->diag, ERR_MALFORMED,
                        "what is '%.*s'? Put your words in quotation marks",
                        WORD(word));
    return diag_set(p->diag, ERR_MALFORMED, "what is '%.*s'?%s", WORD(word),
                    guess_text(&g, hint, sizeof(hint)));
}

/* "[3]", as it is shown, is 3. */
static struct bytes without_brackets(struct bytes word)
{
    if (word.size > 2 && word.data[0] == '[' && word.data[word.size - 1] == ']')
        return (struct bytes){word.data + 1, word.size - 2};
    return word;
}

static enum err take_word(struct parse *p, struct bytes word)
{
    enum answer answer = answer_of(word);
    struct bytes id = BYTES_NONE;
    bool known = false;
    int issue;
    enum err e = ERR_OK;

    if (bytes_equal(word, bytes_of("to")))
        return take_rooms(p);
    if (bytes_equal(word, bytes_of("via"))) {
        if (p->item->move == MOVE_NONE)
            return diag_set(p->diag, ERR_MALFORMED, "'%s' takes no mediator",
                            p->command);
        e = take_next(p, TOKEN_WORD, "the id of a mediator", &id);
        return e == ERR_OK ? parse_via(p, id) : e;
    }
    if (bytes_equal(word, bytes_of("gloss")))
        return take_next(p, TOKEN_TEXT, "words in quotation marks",
                         &p->item->gloss);
    if (bytes_equal(word, bytes_of("about")) && (p->takes & TAKES_ABOUT)) {
        e = take_next(p, TOKEN_WORD, "the id of an issue", &id);
        if (e == ERR_OK)
            e = find_issue(p, id, &issue);
        if (e == ERR_OK)
            p->item->about = (uint8_t)(issue + 1);
        return e;
    }
    if (answer != ANSWER_NONE && (p->takes & TAKES_ANSWER)) {
        p->item->answer = (uint8_t)answer;
        return ERR_OK;
    }
    if (is_number(without_brackets(word)) &&
        (p->takes & (TAKES_ANSWER | TAKES_OWN | TAKES_CERTIFICATE)))
        return take_number(p, without_brackets(word));
    e = take_caveat(p, word, &known);
    return e != ERR_OK || known ? e : unknown_word(p, word);
}

static bool is_blank(struct bytes text)
{
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] != ' ')
            return false;
    return true;
}

static enum err take_text(struct parse *p, struct bytes text)
{
    if (!(p->takes & TAKES_TEXT))
        return diag_set(p->diag, ERR_MALFORMED, "'%s' takes no words",
                        p->command);
    if (p->item->text.size > 0)
        return diag_set(p->diag, ERR_MALFORMED,
                        "put all your words in one pair of quotation marks");
    p->item->text = is_blank(text) ? BYTES_NONE : text;
    return ERR_OK;
}

static enum err take_all(struct parse *p)
{
    /* Without any quotation marks, what follows `say` is what is said. */
    if ((p->takes & NEEDS_TEXT) && !p->line.has_text &&
        !(p->takes & TAKES_OPTIONS))
        return take_text(p, p->line.rest);
    for (p->at = 1; p->at < p->line.count; p->at++) {
        const struct typed *token = &p->line.token[p->at];
        enum err e = ERR_OK;

        if (token->kind == TOKEN_PAIR)
            e = take_pair(p, token);
        else if (token->kind == TOKEN_TEXT)
            e = take_text(p, token->text);
        else
            e = take_word(p, token->text);
        if (e != ERR_OK)
            return e;
    }
    return ERR_OK;
}

enum err parse_item(struct parse *p)
{
    enum err e = take_all(p);

    return e == ERR_OK ? parse_check(p) : e;
}
