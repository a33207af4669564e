#include "sim/report/map_parts.h"

#include "sim/report/script_words.h"
#include "sim/report/words.h"
#include "sim/report/wrap.h"

#include "shuttle/cue.h"

void map_title(struct page *p, const struct scenario *s, unsigned round)
{
    const struct round *r = &s->rounds[round];

    page_format(p, "%u. ", round + 1);
    page_clean_line(p, bytes_of(r->title != NULL ? r->title : r->id));
}

static void put_lines(struct page *p, const struct scenario *s, unsigned who,
                      const struct lines *lines)
{
    if (lines->count == 0)
        return;
    page_text(p, p->size > 0 ? ", " : "");
    words_party(p, s, who);
    page_format(p, " %u", (unsigned)lines->count);
}

void map_about(struct page *p, const struct scenario *s, unsigned round)
{
    const struct round *r = &s->rounds[round];
    struct page lines = {0};

    if (r->phase == PHASE_IMPLEMENTATION)
        page_text(p, "implementation, ");
    if (r->limit_us >= 0) {
        page_text(p, "at most ");
        script_duration(p, r->limit_us);
    } else {
        page_text(p, "no limit");
    }
    for (unsigned n = 0; n < s->room_count; n++)
        put_lines(&lines, s, n, &r->room[n]);
    put_lines(&lines, s, FROM_MEDIATOR, &r->mediator);
    if (r->ends_text != NULL) {
        page_text(p, ", over when ");
        page_clean_line(p, bytes_of(r->ends_text));
    }
    if (lines.size > 0) {
        page_text(p, "; lines: ");
        page_add(p, page_bytes(&lines));
    }
    page_fini(&lines);
}

/* The nth of the ways that the round itself has. */
static bool own_exit(const struct scenario *s, unsigned round, unsigned n,
                     struct map_exit *out)
{
    const struct round *r = &s->rounds[round];

    if (n > 0 && n <= r->next_count && r->next[n - 1].if_text == NULL)
        return false;
    if (n < r->next_count) {
        *out = (struct map_exit){.to = r->next[n].go,
                                 .ending = r->next[n].ending,
                                 .condition = r->next[n].if_text,
                                 .is_otherwise = n > 0};
        return true;
    }
    int next = cue_round_next(s, (int)round, r->phase);

    *out = (struct map_exit){.to = r->at_limit == ROUND_END ? GO_END : next,
                             .ending = -1,
                             .is_default = true,
                             .is_otherwise = n > 0};
    return n == r->next_count;
}

/* Agreement leads on to the implementation: said of the rounds of the talks
 * that may be the last. */
static int agreement_to(const struct scenario *s, unsigned round)
{
    struct map_exit way;

    if (s->rounds[round].phase != PHASE_TALKS || s->agenda.issue_count == 0)
        return GO_END;
    for (unsigned n = 0; own_exit(s, round, n, &way); n++)
        if (way.to < 0)
            return cue_round_next(s, -1, PHASE_IMPLEMENTATION);
    return GO_END;
}

bool map_exit(const struct scenario *s, unsigned round, unsigned *at,
              struct map_exit *out)
{
    int to = agreement_to(s, round);
    unsigned n = (*at)++;

    if (to == GO_END)
        return own_exit(s, round, n, out);
    if (n > 0)
        return own_exit(s, round, n - 1, out);
    *out = (struct map_exit){.to = to, .ending = -1, .is_agreement = true};
    return true;
}

void map_way(struct page *p, const struct scenario *s,
             const struct map_exit *way)
{
    size_t from = p->size;

    if (way->is_agreement) {
        page_text(p, "by agreement, here or before");
    } else if (way->condition != NULL) {
        page_text(p, "if ");
        page_clean_line(p, bytes_of(way->condition));
    } else if (way->is_otherwise) {
        page_text(p, "otherwise");
    }
    if (way->to >= 0 && s->rounds[way->to].pause_us > 0) {
        page_text(p, p->size > from ? "; " : "");
        script_duration(p, s->rounds[way->to].pause_us);
        page_text(p, " later");
    }
}

static void put_event(const struct scenario *s, const struct event *e,
                      struct page *name, struct page *cue)
{
    page_clean_line(name, bytes_of(e->title != NULL ? e->title : e->id));
    script_event(cue, s, e);
}

/* The nth line of a round with which a party leaves. */
static const struct line *leaving(const struct scenario *s, unsigned round,
                                  unsigned n, unsigned *who)
{
    for (unsigned r = 0; r < s->room_count; r++) {
        const struct lines *lines = &s->rounds[round].room[r];

        for (unsigned i = 0; i < lines->count; i++) {
            if (lines->line[i].move != MOVE_WALK_OUT || n-- > 0)
                continue;
            *who = r;
            return &lines->line[i];
        }
    }
    return NULL;
}

/* The nth way out of a round that ends the talks. */
static bool find_end(const struct scenario *s, unsigned round, unsigned n,
                     struct map_exit *out)
{
    unsigned at = 0;

    while (map_exit(s, round, &at, out))
        if (out->to < 0 && n-- == 0)
            return true;
    return false;
}

/* Whether agreement ends the talks in this round: something can be agreed on,
 * and nothing is scripted to carry it out. */
static bool agreement_ends(const struct scenario *s, unsigned round)
{
    return s->agenda.issue_count > 0 && s->rounds[round].phase == PHASE_TALKS &&
           cue_round_next(s, -1, PHASE_IMPLEMENTATION) == GO_END;
}

/* Endings of a round after those by walking out: agreement, where it is one and
 * the talks may end here, then its ways out. */
static bool put_end(const struct scenario *s, unsigned round, unsigned n,
                    struct page *name, struct page *cue)
{
    struct map_exit way;

    if (n == 0 && agreement_ends(s, round) && find_end(s, round, 0, &way)) {
        page_text(name, "agreement");
        page_text(cue, "here or before, once all accept one package");
        return true;
    }
    if (!find_end(s, round, n - agreement_ends(s, round), &way))
        return false;
    if (way.ending >= 0) {
        const struct ending *e = &s->endings[way.ending];

        page_clean_line(name, bytes_of(e->title != NULL ? e->title : e->id));
    } else {
        page_text(name, s->rounds[round].phase == PHASE_TALKS ? "no agreement"
                                                              : "agreed");
    }
    map_way(cue, s, &way);
    if (way.is_default && cue->size > 0)
        page_text(cue, ", ");
    /* Nothing ends a round without a limit but that all wait. */
    if (way.is_default && way.ending < 0 && cue->size == 0 &&
        s->rounds[round].limit_us < 0 &&
        s->rounds[round].phase == PHASE_TALKS) {
        page_clear(name);
        page_text(name, "stalled");
    }
    if (way.is_default || cue->size == 0)
        page_text(cue, !way.is_default ? "when the round is over"
                       : s->rounds[round].limit_us >= 0
                           ? "at its limit"
                           : "when nothing more is due");
    return true;
}

bool map_next(const struct scenario *s, unsigned round, unsigned *at,
              enum map_kind *kind, struct page *name, struct page *cue)
{
    int wanted = round < s->round_count ? (int)round : -1;
    unsigned n = (*at)++;
    unsigned who = 0;

    page_clear(name);
    page_clear(cue);
    *kind = MAP_EVENT;
    for (unsigned e = 0; e < s->event_count; e++) {
        if (s->events[e].round == wanted && n-- == 0) {
            put_event(s, &s->events[e], name, cue);
            return true;
        }
    }
    *kind = MAP_END;
    if (wanted < 0)
        return false;
    const struct line *line = leaving(s, round, n, &who);

    if (line != NULL) {
        page_text(name, "walk-out by ");
        words_title(name, s, who);
        script_cue(cue, s, (uint8_t)who, line);
        page_text(cue, cue->size > 0 ? ": " : "");
        script_id(cue, line->id);
        return true;
    }
    for (unsigned left = 0; leaving(s, round, left, &who) != NULL; left++)
        n--;
    return put_end(s, round, n, name, cue);
}

static void put_hanging(struct page *out, const struct scenario *s,
                        unsigned round, unsigned width)
{
    struct page name = {0};
    struct page cue = {0};
    struct page words = {0};
    enum map_kind kind;
    unsigned at = 0;

    while (map_next(s, round, &at, &kind, &name, &cue)) {
        page_clear(&words);
        page_text(&words, kind == MAP_EVENT ? "event: " : "may end: ");
        page_add(&words, page_bytes(&name));
        if (cue.size > 0) {
            page_text(&words, " (");
            page_add(&words, page_bytes(&cue));
            page_text(&words, ")");
        }
        wrap_paragraph(out, &words, 4, width);
    }
    page_fini(&name);
    page_fini(&cue);
    page_fini(&words);
}

static void put_ways(struct page *out, const struct scenario *s, unsigned round,
                     unsigned width)
{
    struct page words = {0};
    struct map_exit way;
    unsigned at = 0;

    while (map_exit(s, round, &at, &way)) {
        if (way.to < 0)
            continue;
        page_clear(&words);
        map_way(&words, s, &way);
        struct page line = {0};

        page_format(&line, "then round %d", way.to + 1);
        if (words.size > 0)
            page_format(&line, " (%s)", page_string(&words));
        wrap_paragraph(out, &line, 4, width);
        page_fini(&line);
    }
    page_fini(&words);
}

void map_text(struct page *out, const struct scenario *s, unsigned width)
{
    struct page words = {0};

    page_clean_line(&words, bytes_of(s->title != NULL ? s->title : ""));
    wrap_paragraph(out, &words, 0, width);
    for (unsigned r = 0; r < s->round_count; r++) {
        page_clear(&words);
        map_title(&words, s, r);
        page_text(out, "\n");
        wrap_paragraph(out, &words, 0, width);
        page_clear(&words);
        map_about(&words, s, r);
        wrap_paragraph(out, &words, 4, width);
        put_hanging(out, s, r, width);
        put_ways(out, s, r, width);
    }
    page_text(out, "\n");
    put_hanging(out, s, s->round_count, width);
    page_fini(&words);
}
