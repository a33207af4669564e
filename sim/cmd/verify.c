/* shuttle verify: judge a run from its records; compare it with another. */
#include "sim/cmd/cmd.h"

#include "sim/cmd/args.h"
#include "sim/report/entry.h"
#include "sim/report/roads.h"
#include "sim/report/verify.h"
#include "sim/scenario/override.h"
#include "sim/scenario/scenario_file.h"

#include <string.h>

struct arguments {
    const char *run;
    const char *against;
    bool json;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct arguments *a = state->input;

    switch (key) {
    case 'j':
        a->json = true;
        return 0;
    case 'a':
        a->against = arg;
        return 0;
    default:
        return args_path(key, arg, &a->run, state);
    }
}

static int complain(const char *message)
{
    fprintf(stderr, "shuttle verify: %s\n", message);
    return VERIFY_UNJUDGED;
}

/* The design that the run was given over the scenario's. */
static void take_design(const struct run_folder *f, struct scenario *s,
                        struct arena *arena)
{
    struct bytes text = f->design.bytes;
    struct diag diag = {0};
    const char *words =
        text.size ? arena_text(arena, text.data, text.size) : NULL;

    if (words && override_scenario(s, words, arena, &diag)) {
        (void)diag_wrap(&diag, ERR_MISMATCH, "the run's design.txt");
        complain(diag.message);
    }
}

/* The names that conditions use; NULL when the scenario cannot be read. */
static const struct scenario *read_scenario(const struct run_folder *f,
                                            struct arena *arena)
{
    struct scenario *s = NULL;
    struct diags diags;
    enum err err;

    if (!f->scenario.name)
        return NULL;
    diags_init(&diags);
    err = scenario_read_beside(f->scenario.bytes, f->scenario.name, f->path,
                               arena, &s, &diags);
    diags_fini(&diags);
    if (!err)
        take_design(f, s, arena);
    if (!err)
        return s;
    complain("the run's scenario.yaml cannot be read; conditions are not "
             "judged");
    return NULL;
}

static int worse(int a, int b)
{
    if (a == VERIFY_FAILS || b == VERIFY_FAILS)
        return VERIFY_FAILS;
    return a > b ? a : b;
}

/* What was found of the mediators' channels about an agreement. */
struct judged {
    bool reached;   /* by way of one of them */
    bool elsewhere; /* by way of another, as one of them says */
};

static int judge_by(const struct run_folder *f, const struct scenario *s,
                    uint8_t mediator, bool json, struct judged *out)
{
    struct verify_result r;
    struct diag diag = {0};
    int code;

    if (verify_run_by(f, s, mediator, &r, &diag)) {
        code = complain(diag.message);
    } else {
        code = (int)verify_verdict(&r);
        if (r.mediator && !json)
            printf("%sThrough %s:\n", mediator ? "\n" : "", r.mediator);
        if (!json)
            verify_print(&r, stdout);
        else if (verify_json(&r, stdout))
            code = complain("out of memory");
        out->elsewhere |= r.elsewhere;
        out->reached |= r.outcome == OUTCOME_AGREED && !r.elsewhere;
    }
    verify_fini(&r);
    return code;
}

static void print_roads(const struct scenario *s, const struct run_folder *f)
{
    struct roads roads;
    struct page page = {0};

    if (roads_find(s, f, &roads))
        return;
    roads_print(&page, s, &roads, 80);
    if (roads.count)
        printf("\n%s", page_string(&page));
    page_fini(&page);
    roads_fini(&roads);
}

static int judge(const struct run_folder *f, bool json)
{
    struct judged judged = {false, false};
    struct arena arena;
    const struct scenario *s;
    uint8_t count;
    int code = VERIFY_HOLDS;

    arena_init(&arena, 0);
    s = read_scenario(f, &arena);
    count = s ? s->mediator_count : 1;
    if (f->further_count > 0 && count == 1)
        code = complain("there are records of several mediators, and no "
                        "scenario.yaml that says which");
    for (uint8_t m = 0; m < count; m++)
        code = worse(code, judge_by(f, s, m, json, &judged));
    if (judged.elsewhere && !judged.reached) {
        fprintf(stderr, "shuttle verify: rooms were told of an agreement "
                        "through another mediator, and none reached one\n");
        code = VERIFY_FAILS;
    }
    if (s && count > 1 && !json)
        print_roads(s, f);
    arena_fini(&arena);
    return code;
}

static void show_side(const char *run, const struct parity *p, size_t side)
{
    printf("  %s: ", run);
    if (!p->has[side])
        printf("nothing, the record ends before\n");
    else if (entry_print(&p->entry[side], true, stdout))
        printf("\n");
}

static void show(const struct arguments *a, const char *name,
                 const struct parity *p)
{
    if (a->json)
        printf("{\"record\":\"%s\",\"same\":%s,\"index\":%llu}\n", name,
               p->same ? "true" : "false", (unsigned long long)p->index);
    else if (p->same)
        printf("%s: %llu canonical entries, identical\n", name,
               (unsigned long long)p->index);
    else if (p->other_head)
        printf("%s: the records are not of one talk and role\n", name);
    else
        printf("%s: differs first at canonical entry %llu\n", name,
               (unsigned long long)p->index);
    if (a->json || p->same || p->other_head)
        return;
    show_side(a->run, p, 0);
    show_side(a->against, p, 1);
}

static int compare(const struct arguments *a, const struct run_file *one,
                   const struct run_file *two)
{
    struct parity p;
    struct diag diag = {0};
    const char *name = one->name ? one->name : two->name;

    if (!name)
        return VERIFY_HOLDS; /* neither run has it */
    if (!one->name || !two->name || strcmp(one->name, two->name) != 0) {
        fprintf(stderr, "shuttle verify: %s: only one run has it\n", name);
        return VERIFY_FAILS;
    }
    if (parity_compare(one->bytes, two->bytes, &p, &diag)) {
        fprintf(stderr, "shuttle verify: %s: %s\n", name, diag.message);
        return VERIFY_FAILS;
    }
    show(a, name, &p);
    return p.same ? VERIFY_HOLDS : VERIFY_FAILS;
}

static int compare_runs(const struct arguments *a, const struct run_folder *f)
{
    struct run_folder other;
    struct diag diag = {0};
    int code;
    size_t i;

    if (run_folder_open(&other, a->against, &diag)) {
        run_folder_fini(&other);
        return complain(diag.message);
    }
    code = compare(a, &f->mediator, &other.mediator);
    for (i = 0; i < f->further_count || i < other.further_count; i++)
        code = worse(code, compare(a, &f->further[i], &other.further[i]));
    for (i = 0; i < f->room_count || i < other.room_count; i++)
        code = worse(code, compare(a, &f->room[i], &other.room[i]));
    run_folder_fini(&other);
    return code;
}

int cmd_verify(int argc, char **argv)
{
    static const struct argp_option options[] = {
        {"json", 'j', NULL, 0, "figures and findings as one JSON object", 0},
        {"against", 'a', "RUN2", 0,
         "also compare the canonical records with those of another run, byte "
         "for byte",
         0},
        {0}};
    static const struct argp argp = {
        options,
        parse,
        "RUN",
        "Judge a run from the rooms' own records, then with the mediator's. "
        "Exits 0 when all holds, 1 when something does not, 2 when it could "
        "not be judged.",
        NULL,
        NULL,
        NULL};
    struct arguments a = {0};
    struct run_folder folder;
    struct diag diag = {0};
    int code;

    argp_err_exit_status = VERIFY_UNJUDGED;
    argp_parse(&argp, argc, argv, 0, NULL, &a);
    if (run_folder_open(&folder, a.run, &diag)) {
        code = complain(diag.message);
    } else {
        code = judge(&folder, a.json);
        if (a.against)
            code = worse(code, compare_runs(&a, &folder));
    }
    run_folder_fini(&folder);
    if (fflush(stdout) != 0)
        code = complain("the output cannot be written");
    return code;
}
