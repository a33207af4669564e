/* What verify finds in a run, beside what the mediators' records say of it. */
#include "sim/report/measures_private.h"

#include <stdio.h>

/* The records as a folder, for verify. Names and bytes are borrowed. */
static void lay_out(struct run_folder *f, const struct scenario *staged,
                    const struct bytes *records,
                    char names[MEDIATORS_MAX][NAME_MAX_SIZE + 16])
{
    static char here[] = "this run", rec[] = "mediator.rec";

    *f = (struct run_folder){.path = here,
                             .mediator = {rec, records[0]},
                             .room_count = staged->room_count};
    for (uint8_t n = 0; n < staged->room_count; n++)
        f->room[n] = (struct run_file){here, records[1 + n]};
    for (uint8_t m = 1; m < staged->mediator_count; m++) {
        (void)snprintf(names[m], sizeof(names[m]), "mediator-%s.rec",
                       staged->mediators[m].id);
        f->further[f->further_count++] =
            (struct run_file){names[m], records[staged->room_count + m]};
    }
}

/* Told to somebody whom its author kept it from. Open words in the press are
 * the carrier's fault, but nobody forbade them. */
static void mark_breach(struct author *a, const struct verify_finding *f)
{
    if (f->item == 0 || f->item > a->count)
        return;
    if (f->kind == VERIFY_WITHOUT_LEAVE ||
        (f->kind == VERIFY_LEAKED && !a->items[f->item - 1].open))
        a->items[f->item - 1].breached = true;
}

enum err measures_judge(struct measures_reader *r,
                        const struct scenario *staged,
                        const struct bytes *records, struct measures *out,
                        struct measures_line *lines, struct diag *diag)
{
    char names[MEDIATORS_MAX][NAME_MAX_SIZE + 16];
    struct run_folder folder;
    enum err e = ERR_OK;

    r->out = out;
    r->lines = lines;
    lay_out(&folder, staged, records, names);
    for (uint8_t m = 0; m < staged->mediator_count && !e; m++) {
        struct verify_result v;

        e = verify_run_by(&folder, staged, m, &v, diag);
        for (unsigned kind = 0; kind < VERIFY_KINDS; kind++)
            out->found[kind] += v.count[kind];
        for (uint32_t n = 0; n < v.finding_count; n++)
            if (v.findings[n].room < staged->room_count)
                mark_breach(&r->channel[m].author[v.findings[n].room],
                            &v.findings[n]);
        verify_fini(&v);
    }
    if (!e)
        measures_confidences(r);
    return e;
}
