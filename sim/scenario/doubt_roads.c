/* Roads by which a confidence comes to the wrong room though nobody released
 * it: words and options that are said openly, too, or by the mediator, or that
 * name whom they must not. */
#include "sim/scenario/doubt.h"

#include <inttypes.h>
#include <string.h>

/* What may not simply be told as it is. */
#define GUARDED                                                                \
    (CAVEAT_AS_MEDIATOR_IDEA | CAVEAT_HYPOTHETICAL | CAVEAT_IF_ASKED |         \
     CAVEAT_IF_THEY_MOVE_FIRST | CAVEAT_SIMULTANEOUS | CAVEAT_FOR_JUDGEMENT |  \
     CAVEAT_MEDIATOR_ONLY)

/* Shorter words are found in too many texts. */
#define WORDS_MIN 8u
#define NAME_MIN  4u
/* Characters compared in all; texts after that are not looked through. */
#define WORK_MAX 64000000u

struct roads {
    struct doubts of;
    uint64_t (*prints)[3]; /* by site: of its text, gist and gloss; 0 none */
    uint64_t work;
};

static uint8_t lower(char c)
{
    uint8_t u = (uint8_t)c;
    return u >= 'A' && u <= 'Z' ? (uint8_t)(u + ('a' - 'A')) : u;
}

static bool is_letter(char c)
{
    uint8_t u = lower(c);
    return (u >= 'a' && u <= 'z') || (u >= '0' && u <= '9') || u >= 0x80;
}

/* The same for texts that differ in case, spaces and punctuation only
 * (Fowler, Noll and Vo's hash, 64 bits, variant 1a); 0 for short ones. */
static uint64_t print_of(const char *text)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    size_t letters = 0;
    for (; text && *text; text++) {
        if (!is_letter(*text))
            continue;
        hash = (hash ^ lower(*text)) * UINT64_C(1099511628211);
        letters++;
    }
    return letters < WORDS_MIN ? 0 : hash;
}

/* Whether the words stand in the text, at the ends of words, in any case. */
static bool holds_words(struct roads *r, const char *text, const char *words,
                        size_t least)
{
    size_t size = strlen(words);
    if (!text || size < least)
        return false;
    for (const char *at = text; *at && r->work < WORK_MAX; at++) {
        size_t n = 0;
        r->work++;
        if (at > text && is_letter(at[-1]))
            continue;
        while (n < size && lower(at[n]) == lower(words[n]))
            n++;
        r->work += n;
        if (n == size && !is_letter(at[n]))
            return true;
    }
    return false;
}

static bool is_guarded(const struct site *site)
{
    return !owner_is_mediator(site->owner) &&
           ((unsigned int)site->line->caveat_bits & GUARDED);
}

/* Told as it is, without any caveat on the matter. */
static bool is_open(const struct roads *r, const struct site *site)
{
    const struct line *line = site->line;
    const struct site *re = doubts_site(&r->of, &line->re);
    return !((unsigned int)line->caveat_bits & GUARDED) &&
           line->move != MOVE_NONE && line->move != MOVE_WITHDRAWAL &&
           !(re && re->line->move == MOVE_BLIND_PROPOSAL);
}

/* Is the open line said before the confidence has had its effect? Later, its
 * author means to have said it. */
static bool is_early(const struct site *open, const struct site *guarded)
{
    const struct line *line = open->line;
    if (open->round != guarded->round)
        return open->round < guarded->round;
    return !doubts_same(open, guarded) && line->after.kind == REF_NONE &&
           line->re.kind == REF_NONE && !line->when_text &&
           line->at_us <= guarded->line->at_us;
}

static struct place option_place(const struct site *site, const char *key,
                                 const struct issue *issue)
{
    const struct node *map = site_get(site, key);
    const struct node *n =
        map && map->kind == NODE_MAP ? node_get(map, issue->id) : NULL;
    return n ? n->place : site_place(site, key);
}

static void doubt_words(struct roads *r, const struct site *guarded,
                        const struct site *open)
{
    const uint64_t *a = r->prints[guarded - r->of.b->sites];
    const uint64_t *b = r->prints[open - r->of.b->sites];
    for (size_t n = 0; n < 9; n++) {
        if (a[n / 3] == 0 || a[n / 3] != b[n % 3])
            continue;
        diags_add(r->of.b->diags, MISTAKE_SAID_OPENLY, open->line->place,
                  "these are the words of '%s' on line %" PRIu32
                  ", which is confided",
                  guarded->line->id, guarded->line->place.line);
        return;
    }
}

static bool names_option(struct roads *r, const struct line *line,
                         const struct option *option)
{
    return option->title &&
           (holds_words(r, line->text, option->title, WORDS_MIN) ||
            holds_words(r, line->gist, option->title, WORDS_MIN) ||
            holds_words(r, line->gloss, option->title, WORDS_MIN));
}

/* The words of a free issue. */
static void doubt_free(struct roads *r, const struct site *guarded,
                       const struct site *open, uint8_t i)
{
    const struct issue *issue = &r->of.b->out->agenda.issues[i];
    struct bytes words = package_words(&guarded->line->package, i);
    if (bytes_equal(words, package_words(&open->line->package, i)) &&
        move_takes_position(open->line->move))
        diags_add(r->of.b->diags, MISTAKE_OFFERED_OPENLY,
                  option_place(open, "offer", issue),
                  "these words for '%s' are confided with '%s', and open here",
                  issue->id, guarded->line->id);
}

static void doubt_options(struct roads *r, const struct site *guarded,
                          const struct site *open)
{
    const struct agenda *a = &r->of.b->out->agenda;
    for (uint8_t i = 0; i < a->issue_count; i++) {
        const struct issue *issue = &a->issues[i];
        uint8_t o = guarded->line->package.option[i];
        bool offers;
        if (o == OPTION_WORDS)
            doubt_free(r, guarded, open, i);
        if (o >= OPTIONS_MAX)
            continue;
        offers = open->line->package.option[i] == o &&
                 move_takes_position(open->line->move);
        if (offers || names_option(r, open->line, &issue->options[o]))
            diags_add(r->of.b->diags, MISTAKE_OFFERED_OPENLY,
                      option_place(open, "offer", issue),
                      "'%s' of '%s' is confided with '%s', and open here",
                      issue->options[o].id, issue->id, guarded->line->id);
    }
}

/* Against all that its own room says openly. */
static void doubt_guarded(struct roads *r, const struct site *guarded)
{
    bool has_options = !package_is_empty(&guarded->line->package);
    for (uint8_t round = 0; round <= guarded->round; round++) {
        uint16_t count;
        const struct site *lines =
            doubts_lines(&r->of, round, guarded->owner, &count);
        for (uint16_t n = 0; n < count; n++) {
            if (&lines[n] == guarded || !is_open(r, &lines[n]) ||
                !is_early(&lines[n], guarded))
                continue;
            doubt_words(r, guarded, &lines[n]);
            if (has_options)
                doubt_options(r, guarded, &lines[n]);
        }
    }
}

static void doubt_owner(struct roads *r, const struct site *site)
{
    const struct room_entry *room = &r->of.b->out->rooms[site->owner];
    const char *names[] = {room->title, room->id};
    if (!((unsigned int)site->line->caveat_bits & CAVEAT_AS_MEDIATOR_IDEA))
        return;
    for (size_t n = 0; n < 2; n++) {
        if (!holds_words(r, site->line->gist, names[n], NAME_MIN))
            continue;
        diags_add(r->of.b->diags, MISTAKE_NAMES_OWNER, site_place(site, "gist"),
                  "it is told as the mediator's own idea, and names %s",
                  room->id);
        return;
    }
}

/* Who has named an option so far: somebody for everybody's ears, or only for
 * the mediator's. */
struct named {
    const struct site *inert; /* the mediator_only line that did, or NULL */
    bool usable;
};

static struct named named_by(const struct roads *r, uint8_t issue,
                             uint8_t option)
{
    struct named named = {.inert = NULL};
    for (uint32_t i = 0; i < r->of.b->site_count; i++) {
        const struct site *site = &r->of.b->sites[i];
        if (owner_is_mediator(site->owner) ||
            site->line->package.option[issue] != option)
            continue;
        if (site->line->caveat_bits & CAVEAT_MEDIATOR_ONLY)
            named.inert = site;
        else
            named.usable = true;
    }
    return named;
}

/* The mediator's own lines, for each option known from mediator_only alone. */
static void doubt_mediator(struct roads *r, uint8_t issue, uint8_t option)
{
    const struct issue *of = &r->of.b->out->agenda.issues[issue];
    struct named named = named_by(r, issue, option);
    if (!named.inert || named.usable)
        return;
    for (uint32_t i = 0; i < r->of.b->site_count; i++) {
        const struct site *site = &r->of.b->sites[i];
        if (!owner_is_mediator(site->owner))
            continue;
        if (site->line->package.option[issue] == option ||
            names_option(r, site->line, &of->options[option]))
            diags_add(r->of.b->diags, MISTAKE_LET_SLIP,
                      option_place(site, "propose", of),
                      "the mediator knows '%s' of '%s' from '%s' alone, which "
                      "is mediator_only",
                      of->options[option].id, of->id, named.inert->line->id);
    }
}

static void take_prints(struct roads *r)
{
    for (uint32_t i = 0; i < r->of.b->site_count; i++) {
        const struct line *line = r->of.b->sites[i].line;
        r->prints[i][0] = print_of(line->text);
        r->prints[i][1] = print_of(line->gist);
        r->prints[i][2] = print_of(line->gloss);
    }
}

void doubt_roads(struct binder *b)
{
    const struct agenda *a = &b->out->agenda;
    struct roads *r = bind_alloc(b, 1, sizeof(*r));
    if (!r || b->site_count == 0)
        return;
    doubts_init(&r->of, b);
    r->prints = bind_alloc(b, b->site_count, sizeof(*r->prints));
    if (!r->prints)
        return;
    take_prints(r);
    for (uint32_t i = 0; i < b->site_count; i++) {
        if (!is_guarded(&b->sites[i]))
            continue;
        doubt_guarded(r, &b->sites[i]);
        doubt_owner(r, &b->sites[i]);
    }
    for (uint8_t i = 0; i < a->issue_count; i++)
        for (uint8_t o = 0; o < a->issues[i].option_count; o++)
            doubt_mediator(r, i, o);
}
