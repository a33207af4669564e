/* The mediator's own order and timing: items of the list are told one after the
 * other, some time apart, some not before a time; the others as their caveats
 * have it, which bind the list too. A brief names the items by handles. */
#include "shuttle/hold.h"

#include <stdio.h>
#include <string.h>

static const struct param_spec params[] = {
    {"order", PARAM_TEXT, "", NULL,
     "ids of lines of the rooms, in the order in which they are told"},
    {"apart", PARAM_DURATION, "0", NULL, "time between two of them"},
    {"patience", PARAM_DURATION, "1d", NULL,
     "so long at most, from when it was handed over, one waits for those "
     "before "
     "it"},
    {"not_before.*", PARAM_DURATION, "0", NULL,
     "the line named is not told before, from the start of the talks"},
    {"because.*", PARAM_TEXT, NULL, NULL,
     "why the line named is held, for the record"},
    {0},
};

#define PLACES_MAX 64u
#define NO_PLACE   PLACES_MAX
#define WORD_SIZE  64u

struct sequence {
    uint64_t done;       /* bit per place: told, or never to be told */
    struct instant last; /* when one was told; never: none was */
};

/* The next word of a list; false after the last. */
static bool next_word(const char **at, char word[WORD_SIZE])
{
    size_t size;

    *at += strspn(*at, " ,");
    size = strcspn(*at, " ,");
    if (size == 0)
        return false;
    snprintf(word, WORD_SIZE, "%.*s", (int)size, *at);
    *at += size;
    return true;
}

/* "#" and 16 hexadecimal digits; 0 for anything else. */
static uint64_t handle_of(const char *word)
{
    uint64_t handle = 0;

    if (*word++ != '#')
        return 0;
    for (; *word; word++) {
        if (*word >= '0' && *word <= '9')
            handle = handle << 4 | (uint64_t)(*word - '0');
        else if (*word >= 'a' && *word <= 'f')
            handle = handle << 4 | (uint64_t)(*word - 'a' + 10);
        else
            return 0;
    }
    return handle;
}

static bool has_handle(const struct board *b, const struct item *item,
                       const char *word)
{
    uint64_t handle = handle_of(word);

    for (uint8_t r = 0; handle && r < b->room_count; r++)
        if (item->passage[r].handle == handle)
            return true;
    return false;
}

/* Its place in the order, and the word that names it. */
static unsigned place_of(const struct choice *c, const struct board *b,
                         const struct item *item, char word[WORD_SIZE])
{
    const char *at = param_text(c, params, "order");

    for (unsigned n = 0; n < PLACES_MAX && next_word(&at, word); n++)
        if (item->room != FROM_MEDIATOR && has_handle(b, item, word))
            return n;
    return NO_PLACE;
}

/* What it has not in its hands when it takes over holds nobody up. */
static void adopt(void *state, const struct choice *c, const struct board *b)
{
    struct sequence *s = state;
    char word[WORD_SIZE];

    *s = (struct sequence){.done = b->round < 0 ? 0 : UINT64_MAX,
                           .last = INSTANT_NEVER};
    for (const struct item *i = b->items; i; i = i->next) {
        unsigned n = place_of(c, b, i, word);
        if (n != NO_PLACE)
            s->done &= ~(UINT64_C(1) << n);
    }
}

static void observe(void *state, const struct choice *c, const struct board *b,
                    const struct board_event *e)
{
    struct sequence *s = state;
    char word[WORD_SIZE];
    unsigned n;

    if ((e->kind != BOARD_TOLD && e->kind != BOARD_DISPOSED) || !e->item)
        return;
    n = place_of(c, b, e->item, word);
    if (n == NO_PLACE)
        return;
    s->done |= UINT64_C(1) << n;
    if (e->kind == BOARD_TOLD)
        s->last = b->now;
}

static const char *text_of(const struct choice *c, const char *what,
                           const char *word)
{
    char key[2 * WORD_SIZE];

    snprintf(key, sizeof(key), "%s.%s", what, word);
    return param_text(c, params, key);
}

/* When its turn comes by what is known now; the past when it has come. */
static struct instant turn_of(const struct sequence *s, const struct choice *c,
                              const struct item *item, unsigned place,
                              const char *word)
{
    uint64_t before = place ? UINT64_MAX >> (PLACES_MAX - place) : 0;
    struct instant at = {0};
    int64_t us = 0;

    if (duration_parse(text_of(c, "not_before", word), &us))
        at.us = us;
    if ((s->done & before) != before) {
        struct instant patient =
            instant_after(item->handed, param_us(c, params, "patience"));
        at = instant_compare(at, patient) < 0 ? patient : at;
    }
    if (!instant_is_never(s->last)) {
        struct instant apart =
            instant_after(s->last, param_us(c, params, "apart"));
        at = instant_compare(at, apart) < 0 ? apart : at;
    }
    return at;
}

static void decide(void *state, const struct choice *c, const struct board *b,
                   const struct crossing *crossing, struct asking *ask,
                   struct hold_decision *out)
{
    struct caveat_judgement j = caveat_judge(b, crossing->item, crossing->to);
    char word[WORD_SIZE];
    unsigned place = place_of(c, b, crossing->item, word);
    struct instant at;

    (void)ask;
    out->rule = (enum rule)j.rule;
    out->until = j.until;
    out->reason = rule_text(j.rule);
    if (j.verdict != CAVEAT_ALLOWS) {
        out->verdict = j.verdict == CAVEAT_FORBIDS ? HOLD_WITHHOLD : HOLD_HOLD;
        return;
    }
    out->verdict = HOLD_TELL;
    if (place == NO_PLACE)
        return;
    at = turn_of(state, c, crossing->item, place, word);
    if (instant_reached(at, b->now))
        return;
    out->verdict = HOLD_HOLD;
    out->rule = RULE_DESIGN;
    out->until = instant_min(j.until, at);
    out->reason = text_of(c, "because", word);
    if (!out->reason)
        out->reason = "its turn in the mediator's order has not come";
}

static bool is_line(const struct scenario *s, const char *id)
{
    for (uint8_t r = 0; r < s->round_count; r++)
        for (uint8_t owner = 0; owner < s->room_count; owner++) {
            const struct lines *lines = &s->rounds[r].room[owner];
            for (uint16_t n = 0; n < lines->count; n++)
                if (strcmp(lines->line[n].id, id) == 0 ||
                    (lines->line[n].choice &&
                     strcmp(lines->line[n].choice, id) == 0))
                    return true;
        }
    return false;
}

static enum err fits(const struct choice *c, const struct scenario *s,
                     struct diag *diag)
{
    const char *at = param_text(c, params, "order");
    char word[WORD_SIZE];
    unsigned count = 0;

    while (next_word(&at, word)) {
        if (++count > PLACES_MAX)
            return diag_set(diag, ERR_TOO_LONG,
                            "'order' names more than %u lines", PLACES_MAX);
        if (word[0] != '#' && !is_line(s, word))
            return diag_set(diag, ERR_UNKNOWN,
                            "'order' names '%s', which is no line of a room",
                            word);
    }
    return ERR_OK;
}

const struct hold hold_sequence = {
    .member = {.name = "sequence",
               .help = "the mediator's own order and timing, with his reasons",
               .params = params,
               .state_size = sizeof(struct sequence),
               .fits = fits,
               .adopt = adopt,
               .observe = observe},
    .decide = decide,
    .follows = true,
};
