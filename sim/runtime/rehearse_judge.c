#include "rehearse_judge.h"

#include "sim/report/words.h"

#include "shuttle/param.h"

#include <inttypes.h>

/* States of a LINE note. */
enum { LINE_HANDED = 1, LINE_SKIPPED, LINE_LATE, LINE_BEYOND };

/* A time as the language writes it. */
static void put_time(struct page *p, struct instant t)
{
    char text[32];

    duration_print(t.us, text, sizeof(text));
    page_text(p, text);
}

static void put_end(struct judge *j)
{
    page_text(&j->page, "the talks ended at ");
    put_time(&j->page, j->seen->tally.end);
}

static void begin(struct judge *j, const char *text)
{
    page_clear(&j->page);
    page_text(&j->page, text);
}

static void fail(struct judge *j, const char *what, struct place place)
{
    j->failures++;
    j->plan->report(j->plan->arg, &(struct rehearse_failure){
                                      .expect = j->expect,
                                      .place = place,
                                      .what = what,
                                      .seed = j->seed,
                                      .message = page_string(&j->page)});
}

static void put_outcome(struct judge *j)
{
    page_text(&j->page, outcome_key(j->seen->tally.score.outcome));
}

static void judge_outcome(struct judge *j)
{
    const struct tally *tally = &j->seen->tally;

    if (j->expect->outcome == tally->score.outcome)
        return;
    if (tally->score.outcome == OUTCOME_STOPPED) {
        begin(j, "expected an end, but there was none by ");
        put_time(&j->page, tally->end);
        page_format(&j->page, ", after %u turns", EXPECT_TURNS_MAX);
        fail(j, "outcome", j->expect->place);
        return;
    }
    if (j->expect->outcome == OUTCOME_NONE)
        return;
    begin(j, "expected the outcome ");
    page_text(&j->page, outcome_key(j->expect->outcome));
    page_text(&j->page, ", but it was ");
    put_outcome(j);
    page_text(&j->page, " at ");
    put_time(&j->page, tally->end);
    page_format(&j->page, ": %s", page_string(&tally->reason));
    fail(j, "outcome", j->expect->place);
}

static void judge_implementation(struct judge *j)
{
    const struct carried *carried = &j->seen->tally.carried;

    if (!j->expect->implementation ||
        j->expect->implementation == carried_state(carried))
        return;
    begin(j, "expected what was agreed to be ");
    page_text(&j->page, carried_word(j->expect->implementation));
    if (carried->reached) {
        page_text(&j->page, ", but: ");
        carried_words(&j->page, carried);
        page_text(&j->page, " at ");
        put_time(&j->page, j->seen->tally.end);
    } else {
        page_text(&j->page, ", but nothing was agreed and then carried out: ");
        put_outcome(j);
    }
    fail(j, "implementation", j->expect->place);
}

static void judge_ending(struct judge *j)
{
    const struct ending *endings = j->seen->whole->endings;
    const struct ending *reached = j->seen->tally.ending;

    if (j->expect->ending < 0 || reached == &endings[j->expect->ending])
        return;
    begin(j, "expected the ending ");
    page_format(&j->page, "'%s', but ", endings[j->expect->ending].id);
    if (reached)
        page_format(&j->page, "'%s' was reached", reached->id);
    else
        page_text(&j->page, "none was reached");
    page_text(&j->page, ": ");
    put_outcome(j);
    page_text(&j->page, " at ");
    put_time(&j->page, j->seen->tally.end);
    fail(j, "ending", j->expect->place);
}

/* An issue and its option, by ids, or its words; "nothing" for none. */
static void put_option(struct judge *j, uint8_t issue,
                       const struct package *package)
{
    const struct issue *i = &j->seen->whole->agenda.issues[issue];
    uint8_t option = package->option[issue];

    if (option == OPTION_WORDS) {
        page_format(&j->page, "%s: ", i->id);
        words_quote(&j->page, package_words(package, issue));
        return;
    }
    page_format(&j->page, "%s: %s", i->id,
                option < i->option_count ? i->options[option].id : "nothing");
}

static bool settles_alike(const struct package *a, const struct package *b,
                          uint8_t issue)
{
    return a->option[issue] == b->option[issue] &&
           bytes_equal(package_words(a, issue), package_words(b, issue));
}

static void judge_package(struct judge *j)
{
    const struct score_input *in = &j->seen->tally.score;
    const struct package *wanted = &j->expect->package;
    bool agreed = in->outcome == OUTCOME_AGREED;

    for (uint8_t i = 0; i < j->seen->whole->agenda.issue_count; i++) {
        if (wanted->option[i] == OPTION_NONE ||
            (agreed && settles_alike(&in->package, wanted, i)))
            continue;
        begin(j, "expected ");
        put_option(j, i, wanted);
        page_text(&j->page, " to be agreed, but ");
        if (agreed) {
            put_option(j, i, &in->package);
            page_text(&j->page, " was");
        } else {
            page_text(&j->page, "nothing was: ");
            put_outcome(j);
        }
        page_text(&j->page, " at ");
        put_time(&j->page, j->seen->tally.end);
        fail(j, "package", j->expect->place);
    }
}

static struct moment came(const struct judge *j, const struct ref *ref)
{
    if (ref->kind == REF_EVENT)
        return j->seen->events[ref->line];
    return seen_ref(j->seen, ref)->done;
}

/* Of a line handed over: what became of it, by addressee. */
static void put_fate(struct judge *j, const struct seen_line *line)
{
    bool any = false;

    page_text(&j->page, "was handed over at ");
    put_time(&j->page, line->said);
    for (uint8_t r = 0; r < j->seen->whole->room_count; r++) {
        const char *text = disposition_text(line->room[r].disposition);

        if (!line->room[r].disposition)
            continue;
        page_text(&j->page, any ? ", for " : " and for ");
        words_party(&j->page, j->seen->whole, r);
        page_format(&j->page, " %s", text);
        if (line->room[r].rule)
            page_format(&j->page, " (%s)", rule_key(line->room[r].rule));
        any = true;
    }
    if (!any)
        page_text(&j->page,
                  line->taken ? " and told nowhere" : " and never taken");
}

/* Why a line or an event did not come. */
static void put_absence(struct judge *j, const struct ref *ref)
{
    const struct seen_line *line;

    page_format(&j->page, "'%s' ", ref->name);
    if (ref->kind == REF_EVENT) {
        page_text(&j->page, "did not happen before ");
        put_end(j);
        return;
    }
    line = seen_ref(j->seen, ref);
    if (line->state == LINE_HANDED) {
        put_fate(j, line);
        return;
    }
    if (line->state == LINE_SKIPPED)
        page_text(&j->page, "was passed over, its `if` being false, at ");
    else if (line->state == LINE_LATE)
        page_text(&j->page, "was too late, by its `within`, at ");
    else if (line->state == LINE_BEYOND)
        page_text(&j->page, "was beyond the room's authority at ");
    else
        page_text(&j->page, "never had its turn before ");
    if (line->state)
        put_time(&j->page, line->said);
    else
        put_end(j);
}

/* Where and when it was told first. */
static void put_telling(struct judge *j, const struct seen_line *line)
{
    for (uint8_t r = 0; r < j->seen->whole->room_count; r++) {
        struct moment told = line->room[r].told;

        if (!moment_came(told) || told.index != line->done.index)
            continue;
        page_text(&j->page, "was told in ");
        words_party(&j->page, j->seen->whole, r);
        page_format(&j->page, ", %s, at ", words_form(line->room[r].form));
        put_time(&j->page, told.time);
        return;
    }
    page_text(&j->page, "came to whom it was meant for at ");
    put_time(&j->page, line->done.time);
}

static void put_presence(struct judge *j, const struct ref *ref)
{
    page_format(&j->page, "'%s' ", ref->name);
    if (ref->kind == REF_EVENT) {
        page_text(&j->page, "happened at ");
        put_time(&j->page, j->seen->events[ref->line].time);
        return;
    }
    put_telling(j, seen_ref(j->seen, ref));
}

static void judge_happens(struct judge *j)
{
    for (uint16_t n = 0; n < j->expect->happens.count; n++) {
        const struct ref *ref = &j->expect->happens.ref[n];

        if (moment_came(came(j, ref)))
            continue;
        begin(j, "expected ");
        page_format(&j->page, "'%s', but ", ref->name);
        put_absence(j, ref);
        fail(j, "happens", ref->place);
    }
    for (uint16_t n = 0; n < j->expect->never.count; n++) {
        const struct ref *ref = &j->expect->never.ref[n];

        if (!moment_came(came(j, ref)))
            continue;
        begin(j, "expected ");
        page_format(&j->page, "'%s' never, but ", ref->name);
        put_presence(j, ref);
        fail(j, "never", ref->place);
    }
}

static void judge_before(struct judge *j)
{
    for (uint16_t n = 0; n < j->expect->before.count; n++) {
        const struct ref *first = &j->expect->before.pair[n].first;
        const struct ref *second = &j->expect->before.pair[n].second;
        bool is_first = moment_came(came(j, first));
        bool is_second = moment_came(came(j, second));

        if (moment_before(came(j, first), came(j, second)))
            continue;
        begin(j, "expected ");
        page_format(&j->page, "'%s' before '%s', but ", first->name,
                    second->name);
        if (is_second)
            put_presence(j, second);
        if (is_second && is_first)
            page_text(&j->page, " and ");
        else if (is_second)
            page_text(&j->page, ", and ");
        if (is_first && is_second)
            put_presence(j, first);
        else
            put_absence(j, is_first ? second : first);
        fail(j, "before", first->place);
    }
}

static void judge_told(struct judge *j)
{
    for (uint16_t n = 0; n < j->expect->told.count; n++) {
        const struct telling *t = &j->expect->told.telling[n];
        const struct seen_line *line = seen_ref(j->seen, &t->line);
        bool told = moment_came(line->room[t->room].told);

        if (told && line->room[t->room].form == t->form)
            continue;
        begin(j, "expected ");
        page_format(&j->page, "'%s' told in ", t->line.name);
        words_party(&j->page, j->seen->whole, t->room);
        page_format(&j->page, ", %s, but ", words_form(t->form));
        if (told) {
            page_format(&j->page, "it was told there, %s, at ",
                        words_form(line->room[t->room].form));
            put_time(&j->page, line->room[t->room].told.time);
        } else if (moment_came(line->done)) {
            put_presence(j, &t->line);
        } else {
            put_absence(j, &t->line);
        }
        fail(j, "told", t->line.place);
    }
}

static const char *op_text(enum condition_op op)
{
    static const char *const texts[] = {
        [OP_EQ] = "==", [OP_NE] = "!=", [OP_LT] = "<",
        [OP_LE] = "<=", [OP_GT] = ">",  [OP_GE] = ">="};

    return op >= OP_EQ && op <= OP_GE ? texts[op] : "?";
}

static void judge_value(struct judge *j)
{
    const struct scenario *whole = j->seen->whole;
    const struct score_input *in = &j->seen->tally.score;

    for (uint16_t n = 0; n < j->expect->value.count; n++) {
        const struct bound *bound = &j->expect->value.bound[n];
        const struct own *own = whole->rooms[bound->room].own;
        struct values values;
        int32_t value;

        if (!own || !own->has_values)
            continue; /* a mistake of the file */
        score_values(in, bound->room, &values);
        value = in->outcome == OUTCOME_AGREED
                    ? package_value(&in->package, &whole->agenda, &values)
                    : values.no_deal;
        if (condition_compare(bound->op, value, bound->points))
            continue;
        begin(j, "expected the end to be worth ");
        page_format(&j->page, "%s %" PRId32 " to ", op_text(bound->op),
                    bound->points);
        words_party(&j->page, whole, bound->room);
        page_format(&j->page, ", but it was worth %" PRId32 ": ", value);
        put_outcome(j);
        page_text(&j->page, " at ");
        put_time(&j->page, j->seen->tally.end);
        fail(j, "value", bound->place);
    }
}

static void put_source(struct judge *j, uint8_t room,
                       const struct seen_source *source)
{
    const struct ref *ref = &source->ref;

    if (ref->kind == REF_OTHER && ref->owner == room) {
        page_format(&j->page, "it handed over '%s' at ", ref->name);
    } else if (ref->kind == REF_OTHER) {
        page_format(&j->page, "'%s' was told there, %s, at ", ref->name,
                    words_form(seen_ref(j->seen, ref)->room[room].form));
    } else {
        page_format(&j->page, "'%s' happened at ", ref->name);
    }
    put_time(&j->page, source->when.time);
}

static void judge_fact(struct judge *j, const struct room_facts *entry,
                       uint8_t fact, bool wanted)
{
    struct seen_source source;
    struct ref carrier;

    if (seen_fact(j->seen, entry->room, fact, &source) == wanted)
        return;
    begin(j, "expected ");
    words_party(&j->page, j->seen->whole, entry->room);
    page_format(&j->page, " %sto know '%s', but ", wanted ? "" : "never ",
                j->seen->whole->facts[fact].id);
    if (!wanted) {
        put_source(j, entry->room, &source);
    } else if (!seen_carrier(j->seen, fact, &carrier)) {
        page_text(&j->page, "nothing carries it");
    } else {
        page_text(&j->page, "nothing that carries it came there: ");
        if (carrier.kind == REF_EVENT && moment_came(came(j, &carrier)))
            put_presence(j, &carrier);
        else
            put_absence(j, &carrier);
    }
    fail(j, wanted ? "knows" : "never_knows", entry->place);
}

static void judge_facts(struct judge *j, const struct facts_list *list,
                        bool wanted)
{
    for (uint16_t n = 0; n < list->count; n++)
        for (uint8_t f = 0; f < j->seen->whole->fact_count; f++)
            if (list->entry[n].facts >> f & 1)
                judge_fact(j, &list->entry[n], f, wanted);
}

void judge_run(struct judge *j)
{
    judge_outcome(j);
    judge_implementation(j);
    judge_ending(j);
    judge_package(j);
    judge_happens(j);
    judge_before(j);
    judge_told(j);
    judge_value(j);
    judge_facts(j, &j->expect->knows, true);
    judge_facts(j, &j->expect->never_knows, false);
}
