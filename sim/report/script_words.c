#include "sim/report/script_words.h"

#include "sim/report/words.h"

#include <inttypes.h>

#define SECOND_US INT64_C(1000000)

void script_duration(struct page *p, int64_t us)
{
    static const struct {
        int64_t us;
        const char *unit;
    } units[] = {{86400 * SECOND_US, "d"},
                 {3600 * SECOND_US, "h"},
                 {60 * SECOND_US, "m"},
                 {SECOND_US, "s"}};
    bool any = false;

    for (unsigned n = 0; n < sizeof(units) / sizeof(units[0]); n++) {
        int64_t count = us / units[n].us;

        us %= units[n].us;
        if (count > 0)
            page_format(p, "%" PRId64 "%s", count, units[n].unit);
        any = any || count > 0;
    }
    if (!any)
        page_text(p, "0m");
}

/* A time of the round: "0:20". */
static void put_time(struct page *p, int64_t us)
{
    page_time(p, (struct instant){us});
    if (us / SECOND_US % 60 != 0)
        page_format(p, ":%02d", (int)(us / SECOND_US % 60));
}

void script_id(struct page *p, const char *id)
{
    page_text(p, "`");
    page_clean_line(p, bytes_of(id));
    page_text(p, "`");
}

/* Titles of the rooms of a set, "and" before the last; no set is all others. */
static void put_hearers(struct page *p, const struct scenario *s, uint8_t owner,
                        uint16_t to)
{
    unsigned count = 0;
    unsigned seen = 0;

    if (to == 0)
        for (unsigned r = 0; r < s->room_count; r++)
            to |= (uint16_t)(r == owner ? 0 : 1u << r);
    for (unsigned r = 0; r < s->room_count; r++)
        count += (unsigned)to >> r & 1u;
    for (unsigned r = 0; r < s->room_count; r++) {
        if (!((unsigned)to >> r & 1u))
            continue;
        page_text(p, seen == 0 ? "" : seen + 1 == count ? " and " : ", ");
        words_title(p, s, r);
        seen++;
    }
}

void script_head(struct page *p, const struct scenario *s, uint8_t owner,
                 const struct line *line)
{
    script_id(p, line->id);
    page_text(p, " ");
    if (line->move == MOVE_NONE)
        page_text(p, "a request to the capital");
    else
        page_text(p, words_move(line->move));
    if (line->answer != ANSWER_NONE) {
        page_text(p, ": ");
        words_key(p, answer_key(line->answer));
    }
    if (line->about > 0) {
        page_text(p, " about ");
        words_issue(p, s, line->about - 1u);
    }
    if (line->to != 0) {
        page_text(p, ", to ");
        put_hearers(p, s, owner, line->to);
    }
}

/* Separate the parts of a list of conditions. */
static void next_part(struct page *p, size_t from)
{
    if (p->size > from)
        page_text(p, "; ");
}

static void put_after(struct page *p, const struct ref *ref, uint8_t owner)
{
    switch (ref->kind) {
    case REF_NONE:
        return;
    case REF_OWN:
        page_text(p, "after ");
        script_id(p, ref->name);
        return;
    case REF_OTHER:
        page_text(p, "after ");
        script_id(p, ref->name);
        page_text(p, owner == FROM_MEDIATOR ? " is taken" : " is told here");
        return;
    case REF_HANDLE:
        page_text(p, "after something is told here");
        return;
    case REF_EVENT:
        page_text(p, "after the news of ");
        script_id(p, ref->name);
        return;
    }
}

static void put_re(struct page *p, const struct line *line)
{
    if (line->re.kind == REF_NONE)
        return;
    page_text(p, line->move == MOVE_WITHDRAWAL ? "recalls "
                 : line->move == MOVE_STEP     ? "rests on "
                                               : "answers ");
    if (line->re.kind == REF_HANDLE || line->re.name == NULL)
        page_text(p, "what was told here");
    else
        script_id(p, line->re.name);
}

void script_cue(struct page *p, const struct scenario *s, uint8_t owner,
                const struct line *line)
{
    size_t from = p->size;

    (void)s;
    if (line->at_us >= 0) {
        page_text(p, "at ");
        put_time(p, line->at_us);
    }
    if (line->after.kind != REF_NONE) {
        next_part(p, from);
        put_after(p, &line->after, owner);
    }
    if (line->re.kind != REF_NONE) {
        next_part(p, from);
        put_re(p, line);
    }
    for (uint16_t n = 0; n < line->grounds.count; n++) {
        if (line->grounds.ref[n].name == NULL)
            continue; /* in a brief */
        next_part(p, from);
        page_text(p, "rests on ");
        script_id(p, line->grounds.ref[n].name);
    }
    if (line->within_us >= 0) {
        next_part(p, from);
        page_text(p, "within ");
        script_duration(p, line->within_us);
    }
    if (line->when_text != NULL) {
        next_part(p, from);
        page_text(p, "when ");
        page_clean_line(p, bytes_of(line->when_text));
    }
    if (line->if_text != NULL) {
        next_part(p, from);
        page_text(p, "if ");
        page_clean_line(p, bytes_of(line->if_text));
    }
    if (line->group > 0) {
        next_part(p, from);
        page_text(p, "one of a choice");
        if (line->choice != NULL) {
            page_text(p, ", ");
            script_id(p, line->choice);
        }
    }
    if (line->answer_us > 0) {
        next_part(p, from);
        page_text(p, "answers within ");
        script_duration(p, line->answer_us);
    }
}

static void put_conditions(struct page *p, const struct line *line)
{
    uint16_t bits = line->caveat_bits;

    if (bits & CAVEAT_IF_ASKED)
        page_text(p, ", only where the same issue was asked about");
    if (bits & CAVEAT_IF_THEY_MOVE_FIRST) {
        page_text(p, ", once ");
        page_clean_line(p, bytes_of(line->caveat_condition != NULL
                                        ? line->caveat_condition
                                        : "they move first"));
    }
    if (bits & CAVEAT_SIMULTANEOUS)
        page_text(p, ", once all have handed over theirs");
    if (bits & CAVEAT_NOT_BEFORE) {
        page_text(p, ", not before ");
        put_time(p, line->not_before_us);
        page_text(p, " of the round");
    }
    if (bits & CAVEAT_EXPIRES) {
        page_text(p, ", but not from ");
        put_time(p, line->expires_us);
        page_text(p, " of the round on");
    }
}

void script_caveat(struct page *p, const struct scenario *s, uint8_t owner,
                   const struct line *line)
{
    uint16_t bits = line->caveat_bits;

    if (bits & CAVEAT_URGENT)
        page_text(p, "Urgent: taken and told first.");
    if ((bits & ~(unsigned int)CAVEAT_URGENT) == 0)
        return;
    if (bits & CAVEAT_URGENT)
        page_text(p, " ");
    if (bits & CAVEAT_MEDIATOR_ONLY) {
        page_text(p, "For the mediator alone: nobody hears it, and it steers "
                     "nothing.");
        return;
    }
    if (bits & CAVEAT_FOR_JUDGEMENT) {
        page_text(p, "For the mediator's judgement: nobody hears it, but it "
                     "may steer the mediator's own ideas and timing.");
        return;
    }
    page_text(p, "Heard by ");
    put_hearers(p, s, owner, line->to);
    if (bits & CAVEAT_VERBATIM)
        page_text(p, " in exactly these words");
    if (bits & CAVEAT_GIST)
        page_text(p, " in other words");
    if (bits & CAVEAT_AS_MEDIATOR_IDEA)
        page_text(p, " as the mediator's own idea, its author never named");
    if (bits & CAVEAT_HYPOTHETICAL)
        page_text(p, " as a what-if only");
    put_conditions(p, line);
    page_text(p, ".");
}

/* Chance, time, and what leaks. */
static void put_effect(struct page *p, const struct event *e)
{
    if (e->share != SHARE_NONE && e->of.name != NULL) {
        page_text(p, p->size > 0 ? "; " : "");
        page_text(p, e->share == SHARE_CONTENT ? "lets out the words of "
                                               : "lets out that there is ");
        script_id(p, e->of.name);
    }
    if (e->chance > 0)
        page_format(p, "%s%u in 100", p->size > 0 ? "; " : "",
                    (unsigned)e->chance);
    if (e->extend_us != 0) {
        page_text(p, p->size > 0 ? "; the round " : "the round ");
        script_duration(p, e->extend_us < 0 ? -e->extend_us : e->extend_us);
        page_text(p, e->extend_us < 0 ? " shorter" : " longer");
    }
}

void script_event(struct page *p, const struct scenario *s,
                  const struct event *e)
{
    if (e->when_text != NULL) {
        page_text(p, "when ");
        page_clean_line(p, bytes_of(e->when_text));
    }
    if (e->at_us >= 0) {
        page_text(p, p->size > 0 ? "; at " : "at ");
        page_time(p, (struct instant){e->at_us});
        page_text(p, e->round < 0 ? " of the talks" : " of the round");
    }
    put_effect(p, e);
    if (e->to == 0)
        return;
    page_text(p, p->size > 0 ? "; heard by " : "heard by ");
    for (unsigned r = 0, first = 1; r < s->room_count; r++) {
        if (!((unsigned)e->to >> r & 1u))
            continue;
        page_text(p, first ? "" : ", ");
        words_party(p, s, r);
        first = 0;
    }
}
