#include "shuttle/caveat.h"

#include "shuttle/board.h"
#include "shuttle/cue.h"

static struct caveat_judgement judgement(enum caveat_verdict v, enum rule rule,
                                         struct instant until)
{
    return (struct caveat_judgement){v, (uint8_t)rule, until};
}

enum err caveat_condition(const struct scenario *s, struct bytes source,
                          struct condition *out, struct condition_step *steps,
                          struct diag *diag)
{
    const char *rooms[ROOMS_MAX], *events[EVENTS_MAX];
    struct condition_names names = {.agenda = &s->agenda,
                                    .rooms = rooms,
                                    .room_count = s->room_count,
                                    .events = events,
                                    .event_count = s->event_count,
                                    .who = 'M'};

    for (uint8_t r = 0; r < s->room_count; r++)
        rooms[r] = s->rooms[r].id;
    for (uint8_t e = 0; e < s->event_count; e++)
        events[e] = s->events[e].id;
    return condition_parse(out, steps, source, &names, diag);
}

uint8_t caveat_form(uint16_t bits)
{
    if (bits & CAVEAT_AS_MEDIATOR_IDEA)
        return FORM_OWN_IDEA;
    if (bits & CAVEAT_GIST)
        return FORM_GIST;
    if (bits & CAVEAT_VERBATIM)
        return FORM_VERBATIM;
    return FORM_NONE;
}

/* Has this room asked about an issue that the item is about? */
static bool was_asked(const struct board *b, const struct item *item,
                      uint8_t to)
{
    uint32_t asked = b->room[to].asked;

    if (item->about && asked >> (item->about - 1) & 1)
        return true;
    for (uint8_t i = 0; i < b->brief->agenda.issue_count; i++)
        if (item->package.option[i] != OPTION_NONE && asked >> i & 1)
            return true;
    return false;
}

bool caveat_on_others(const struct caveat_judgement *j)
{
    return j->verdict == CAVEAT_NOT_YET &&
           (j->rule == RULE_IF_ASKED || j->rule == RULE_IF_MOVED);
}

/* What forbids telling for good, whatever happens. */
static enum rule never_rule(const struct board *b, const struct item *item,
                            uint8_t to)
{
    uint16_t bits = item->caveats.bits;

    if (bits & CAVEAT_MEDIATOR_ONLY)
        return RULE_MEDIATOR_ONLY;
    if (bits & CAVEAT_FOR_JUDGEMENT)
        return RULE_FOR_JUDGEMENT;
    if (bits & CAVEAT_HYPOTHETICAL)
        return RULE_HYPOTHETICAL;
    if (to == item->room || !(item->to >> to & 1))
        return RULE_ADDRESSEE;
    if (item->withdrawn)
        return RULE_WITHDRAWN;
    if (bits & CAVEAT_EXPIRES && instant_reached(item->caveats.expires, b->now))
        return RULE_EXPIRES;
    return 0;
}

/* Whatever else it waits for, it must be judged when it expires. */
static struct instant ends(const struct item *item)
{
    return item->caveats.bits & CAVEAT_EXPIRES ? item->caveats.expires
                                               : INSTANT_NEVER;
}

struct caveat_judgement caveat_judge(const struct board *b,
                                     const struct item *item, uint8_t to)
{
    struct caveat_judgement j = caveat_judge_opened(b, item, to);

    /* Sealed until an exchange opens it, whatever else has come; it must be
     * judged when it expires. */
    if (j.verdict != CAVEAT_FORBIDS && item->caveats.bits & CAVEAT_SIMULTANEOUS)
        return judgement(CAVEAT_NOT_YET, RULE_SIMULTANEOUS, ends(item));
    return j;
}

struct caveat_judgement caveat_judge_opened(const struct board *b,
                                            const struct item *item, uint8_t to)
{
    uint16_t bits = item->caveats.bits;
    enum rule rule = never_rule(b, item, to);
    struct instant end = ends(item);

    if (rule)
        return judgement(CAVEAT_FORBIDS, rule, INSTANT_NEVER);
    if (bits & CAVEAT_NOT_BEFORE && b->now.us < item->caveats.not_before.us)
        return judgement(CAVEAT_NOT_YET, RULE_NOT_BEFORE,
                         instant_min(item->caveats.not_before, end));
    if (item->move == MOVE_READ_OUT && b->now.us < b->embargo.us)
        return judgement(CAVEAT_NOT_YET, RULE_NOT_BEFORE,
                         instant_min(b->embargo, end));
    if (bits & CAVEAT_IF_ASKED && !was_asked(b, item, to))
        return judgement(CAVEAT_NOT_YET, RULE_IF_ASKED, end);
    if (bits & CAVEAT_IF_THEY_MOVE_FIRST && !board_holds(b, item->condition))
        return judgement(
            CAVEAT_NOT_YET, RULE_IF_MOVED,
            instant_min(cue_condition_next(item->condition, b->now), end));
    switch ((enum form)caveat_form(bits)) {
    case FORM_VERBATIM:
        rule = RULE_VERBATIM;
        break;
    case FORM_GIST:
        rule = RULE_GIST;
        break;
    case FORM_OWN_IDEA:
        rule = RULE_OWN_IDEA;
        break;
    case FORM_NONE:
    case FORM_MEDIATOR:
    case FORM_NEWS:
    case FORM_SERVICE:
        rule = RULE_PLAIN;
        break;
    }
    if (bits & CAVEAT_SIMULTANEOUS)
        rule = RULE_SIMULTANEOUS;
    else if (bits & CAVEAT_IF_THEY_MOVE_FIRST)
        rule = RULE_IF_MOVED;
    else if (bits & CAVEAT_IF_ASKED)
        rule = RULE_IF_ASKED;
    return judgement(CAVEAT_ALLOWS, rule, end);
}
