#include "rehearse_secrets.h"

#include "leak.h"
#include "leak_chance.h"

#include "sim/report/words.h"

#include <inttypes.h>

/* Where the worlds part, in a line. */
static void put_first(struct judge *j, const struct secret *s,
                      const struct leak_first *f)
{
    const struct scenario *whole = j->plan->whole;
    char a[NAME_MAX_SIZE + 1], b[NAME_MAX_SIZE + 1];

    secret_value_print(a, sizeof(a), s, whole, f->a);
    secret_value_print(b, sizeof(b), s, whole, f->b);
    page_format(&j->page, ": the worlds %s and %s part at ", a, b);
    page_time(&j->page, f->at);
    page_format(&j->page, " with a %s", f->kind);
    if (whole->mediator_count > 1)
        page_format(&j->page, " by %s", whole->mediators[f->by].id);
    if (f->author < whole->room_count) {
        page_text(&j->page, " that tells ");
        words_item(&j->page, whole, f->author, f->item);
        if (f->line)
            page_format(&j->page, " '%s'", f->line);
    } else if (f->author == FROM_MEDIATOR) {
        page_text(&j->page, " of the mediator's own");
    }
}

static enum err judge_secret(struct judge *j, const struct room_secret *entry,
                             struct secret *s, struct rehearse_count *count,
                             struct diag *diag)
{
    struct leak_plan plan = {.whole = j->plan->whole,
                             .design = j->expect->design,
                             .secret = s,
                             .to = entry->room,
                             .seeds = SECRET_SEEDS};
    struct leak leak;
    enum err e = secret_parse(s, entry->secret, NULL, j->plan->whole, diag);

    if (!e)
        e = leak_run(&plan, &leak, diag);
    if (e)
        return e;
    count->runs += leak.runs;
    if (leak.exact ? leak.whole.told == 0 : !leak.first.differs)
        return ERR_OK;
    page_clear(&j->page);
    page_text(&j->page, "expected ");
    words_party(&j->page, j->plan->whole, entry->room);
    page_format(&j->page,
                " to learn nothing of '%s', but %" PRId64 ".%02" PRId64
                " bits of it come there",
                entry->secret, leak.whole.told / BITS_ONE,
                leak.whole.told % BITS_ONE / 10000);
    if (leak.first.differs)
        put_first(j, s, &leak.first);
    j->plan->report(j->plan->arg, &(struct rehearse_failure){
                                      .expect = j->expect,
                                      .place = entry->place,
                                      .what = "never_learns",
                                      .seed = j->plan->whole->seed,
                                      .message = page_string(&j->page)});
    count->failed++;
    return ERR_OK;
}

/* All its secrets together are not too much to run. */
static enum err check_runs(struct judge *j, const struct stage *stage,
                           struct secret *s, struct diag *diag)
{
    const struct secret_list *list = &j->expect->never_learns;
    struct ways ways = {0};
    uint64_t runs = 0;
    enum err e = ways_find(&ways, &stage->scenario, SECRET_SEEDS, false, diag);

    for (uint16_t n = 0; n < list->count && !e; n++) {
        e = secret_parse(s, list->entry[n].secret, NULL, j->plan->whole, diag);
        if (!e)
            runs += (uint64_t)s->count * ways.count;
    }
    if (!e && runs > SECRET_RUNS_MAX)
        e = diag_set(diag, ERR_TOO_LONG,
                     "never_learns takes %" PRIu64
                     " runs, and a rehearsal at most %u; name fewer secrets "
                     "in it, or ask `shuttle leak` about each",
                     runs, SECRET_RUNS_MAX);
    ways_fini(&ways);
    return e;
}

enum err rehearse_secrets(struct judge *j, const struct stage *stage,
                          struct rehearse_count *count, struct diag *diag)
{
    const struct secret_list *list = &j->expect->never_learns;
    struct secret *s;
    enum err e = ERR_OK;

    if (list->count == 0)
        return ERR_OK;
    s = memory_new(1, sizeof(*s));
    if (!s)
        return diag_set(diag, ERR_MEMORY, "no memory for a secret");
    e = check_runs(j, stage, s, diag);
    for (uint16_t n = 0; n < list->count && !e; n++)
        e = judge_secret(j, &list->entry[n], s, count, diag);
    memory_free(s);
    return e;
}
