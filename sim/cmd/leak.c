/* shuttle leak FILE --secret ROOM.WHAT --to ROOM: how many bits of a secret
 * reach a room. */
#include "sim/cmd/cmd.h"

#include "sim/cmd/args.h"
#include "sim/cmd/progress.h"
#include "sim/report/page.h"
#include "sim/report/words.h"
#include "sim/runtime/leak.h"
#include "sim/runtime/workers.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SEEDS_USUAL 200u
#define NAME_SIZE   128u

enum {
    OPT_SECRET = 256,
    OPT_TO,
    OPT_VALUES,
    OPT_SEEDS,
    OPT_JSON,
    OPT_CORES,
};

struct options {
    const char *file;
    const char *secret;
    const char *to;
    const char *values;
    const char *design;
    uint32_t seeds;
    bool sample;
    bool json;
    unsigned cores;
};

static const struct argp_option known[] = {
    {"secret", OPT_SECRET, "SECRET", 0,
     "ROOM.no_deal, ROOM.ISSUE.OPTION (what it is worth), ROOM.LINE (its "
     "words) or ROOM.LINE.ISSUE (the option it names)",
     0},
    {"to", OPT_TO, "ROOM", 0, "the room that is not to know", 0},
    {"values", OPT_VALUES, "LIST", 0,
     "what the secret can be, all alike: 40..60, or said,other,unsaid", 0},
    {"design", 'd', "WORDS", 0, "another relay design, in the words of `run`",
     0},
    {"seeds", OPT_SEEDS, "N", 0,
     "sample chance with so many seeds, even where its ways can be counted", 0},
    {"json", OPT_JSON, NULL, 0, "print JSON for programs", 0},
    {"cores", OPT_CORES, "N", 0, "use so many cores (default: all)", 0},
    {0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct options *o = state->input;

    switch (key) {
    case OPT_SECRET:
        o->secret = arg;
        return 0;
    case OPT_TO:
        o->to = arg;
        return 0;
    case OPT_VALUES:
        o->values = arg;
        return 0;
    case 'd':
        o->design = arg;
        return 0;
    case OPT_SEEDS:
        o->seeds = (uint32_t)args_number("seeds", arg, 1, LEAK_RUNS_MAX, state);
        o->sample = true;
        return 0;
    case OPT_JSON:
        o->json = true;
        return 0;
    case OPT_CORES:
        o->cores = (unsigned)args_number("cores", arg, 1, WORKERS_MAX, state);
        return 0;
    case ARGP_KEY_END:
        if (!o->secret || !o->to)
            argp_error(state, "name a secret and who is not to know it: "
                              "--secret us.no_deal --to iran");
        return 0;
    default:
        return args_scenario(key, arg, &o->file, state);
    }
}

static const struct argp argp = {
    .options = known,
    .parser = parse,
    .args_doc = "FILE",
    .doc =
        "Say how many bits of a secret reach a room: run the talks with every "
        "value the secret can have and every way chance can fall out, and "
        "count what the room sees. Where chance has no end of ways (drawn "
        "walking times, rates), it is sampled, and the bias stated.\v"
        "The secret is taken to be any of its values alike: 16 numbers around "
        "that of the file, or a line said or with other words of the same "
        "length, unless --values says otherwise.\n"
        "Exit status: 0 nothing reaches the room; 1 something does; 2 it could "
        "not be found out.",
};

/* Millionths of a bit: "1.5850". */
static void put_bits(struct page *out, int64_t bits)
{
    int64_t part = (bits < 0 ? -bits : bits) + 50;

    page_format(out, "%s%" PRId64 ".%04" PRId64, bits <= -50 ? "-" : "",
                part / BITS_ONE, part % BITS_ONE / 100);
}

static void put_row(struct page *out, const struct leak *l, const char *label,
                    const struct bits *b)
{
    page_format(out, "  %-44s", label);
    put_bits(out, b->told);
    page_text(out, " bits");
    if (!l->exact) {
        page_text(out, ", of which about ");
        put_bits(out, b->bias);
        page_text(out, " is the sample's bias");
    }
    page_format(out, "  (%" PRIu32 " kind%s)\n", b->kinds,
                b->kinds == 1 ? "" : "s");
}

static void put_first(struct page *out, const struct scenario *s,
                      const struct secret *secret, const struct leak *l)
{
    const struct leak_first *f = &l->first;
    char a[NAME_SIZE], b[NAME_SIZE];

    if (!f->differs) {
        page_text(out, "\nIn all worlds the room reads the same bytes at the "
                       "same times.\n");
        return;
    }
    secret_value_print(a, sizeof(a), secret, s, f->a);
    secret_value_print(b, sizeof(b), secret, s, f->b);
    page_format(out,
                "\nThe worlds %s and %s first differ in byte %zu of frame ", a,
                b, f->byte);
    page_format(out, "%" PRIu64 " at ", f->frame);
    page_time(out, f->at);
    if (s->mediator_count > 1)
        page_format(out, " by %s", s->mediators[f->by].id);
    page_format(out, ": %s", f->kind);
    if (f->author != FROM_NOBODY) {
        page_text(out, ", which tells ");
        if (f->author == FROM_MEDIATOR)
            page_format(out, "the mediator's item %" PRIu32, f->item);
        else if (f->author == FROM_WORLD)
            page_text(out, "news");
        else
            words_item(out, s, f->author, f->item);
        if (f->line) {
            page_text(out, " `");
            page_clean_line(out, bytes_of(f->line));
            page_text(out, "`");
        }
    }
    page_text(out, ".\n");
}

/* What would keep it, by the way it takes. */
static void put_advice(struct page *out, const struct leak *l)
{
    if (l->content.told > 0)
        page_text(
            out, "\nIt is said there. What keeps it: a caveat on what is said "
                 "(for_judgement,\nmediator_only, or a gist that is the same "
                 "whatever the secret is), or a design\nthat holds it back.\n");
    else if (l->whole.told > 0)
        page_text(out,
                  "\nNothing that is said there tells it; how long frames are, "
                  "or when they come,\ndoes. What keeps it: an answer under "
                  "seal, or an exchange, that comes at a fixed\ntime whatever "
                  "it is, and words of one length.\n");
    else if (l->outside.told > 0)
        page_text(
            out, "\nThe room learns nothing. Who sees the frames of every room "
                 "does: how long they\nare, or when they go.\n");
}

static void put_text(struct page *out, const struct scenario *s,
                     const struct secret *secret, uint8_t to,
                     const struct leak *l)
{
    char first[NAME_SIZE], last[NAME_SIZE];

    secret_value_print(first, sizeof(first), secret, s, 0);
    secret_value_print(last, sizeof(last), secret, s, secret->count - 1);
    page_clean_line(out, bytes_of(secret->text));
    page_format(out, ": one of %" PRIu32 " values alike, %s to %s, which is ",
                secret->count, first, last);
    put_bits(out, l->content.whole);
    page_text(out, " bits.\n");
    if (l->exact)
        page_format(out, "Every way of chance (%" PRIu32 ") was run: exact.\n",
                    l->ways);
    else
        page_format(out,
                    "Chance was sampled with %" PRIu32 " seeds of each "
                    "value; the bias is Miller's (1955).\n",
                    l->ways);
    page_text(out, "\nOf it reaches ");
    words_party(out, s, to);
    page_text(out, "\n");
    put_row(out, l, "from what it is told", &l->content);
    put_row(out, l, "with sizes and times", &l->whole);
    page_text(out, "Of it reaches an onlooker who cannot read\n");
    put_row(out, l, "from sizes and times, of all rooms", &l->outside);
    put_first(out, s, secret, l);
    put_advice(out, l);
}

static json_t *bits_json(const struct bits *b)
{
    return json_pack("{s:I, s:I, s:I}", "microbits", (json_int_t)b->told,
                     "bias", (json_int_t)b->bias, "kinds",
                     (json_int_t)b->kinds);
}

static json_t *first_json(const struct scenario *s, const struct secret *secret,
                          const struct leak_first *f)
{
    char a[NAME_SIZE], b[NAME_SIZE];

    if (!f->differs)
        return json_null();
    secret_value_print(a, sizeof(a), secret, s, f->a);
    secret_value_print(b, sizeof(b), secret, s, f->b);
    return json_pack(
        "{s:s, s:s, s:I, s:I, s:I, s:s, s:s, s:i, s:I, s:s?}", "a", a, "b", b,
        "frame", (json_int_t)f->frame, "byte", (json_int_t)f->byte, "us",
        (json_int_t)f->at.us, "by", s->mediators[f->by].id, "kind", f->kind,
        "author", (int)f->author, "item", (json_int_t)f->item, "line", f->line);
}

static enum err put_json(struct page *out, const struct scenario *s,
                         const struct secret *secret, const struct leak *l)
{
    json_t *root = json_pack(
        "{s:s, s:I, s:b, s:I, s:I, s:I, s:o, s:o, s:o, s:o}", "secret",
        secret->text, "values", (json_int_t)secret->count, "exact", l->exact,
        "ways", (json_int_t)l->ways, "runs", (json_int_t)l->runs,
        "secret_microbits", (json_int_t)l->content.whole, "content",
        bits_json(&l->content), "sizes_and_times", bits_json(&l->whole),
        "onlooker", bits_json(&l->outside), "first",
        first_json(s, secret, &l->first));
    char *printed =
        root ? json_dumps(root, JSON_INDENT(1) | JSON_PRESERVE_ORDER) : NULL;

    json_decref(root);
    if (!printed)
        return ERR_MEMORY;
    page_text(out, printed);
    page_text(out, "\n");
    free(printed);
    return ERR_OK;
}

static enum err find_leak(const struct options *o, const struct scenario *s,
                          bool *leaks, struct diag *diag)
{
    struct secret *secret = memory_new(1, sizeof(*secret));
    struct progress progress = progress_begin("runs", 0);
    struct leak_plan plan = {.whole = s,
                             .design = o->design,
                             .secret = secret,
                             .seeds = o->seeds,
                             .sample = o->sample,
                             .cores = o->cores,
                             .progress = progress_show,
                             .arg = &progress};
    struct page out = {0};
    struct leak leak;

    if (!secret)
        return diag_set(diag, ERR_MEMORY, "no memory for a secret");
    enum err e = secret_parse(secret, o->secret, o->values, s, diag);
    if (e)
        (void)diag_wrap(diag, e, "--secret");
    if (!e)
        e = args_room("to", bytes_of(o->to), s, &plan.to, diag);
    if (!e && plan.to == secret->room)
        e = diag_set(diag, ERR_MALFORMED, "--to: it is the room's own secret");
    if (!e)
        e = leak_run(&plan, &leak, diag);
    progress_end(&progress);
    if (!e) {
        *leaks = leak.whole.kinds > 1 &&
                 leak.whole.told > (leak.exact ? 0 : leak.whole.bias);
        if (!o->json)
            put_text(&out, s, secret, plan.to, &leak);
        else
            e = put_json(&out, s, secret, &leak);
        if (e || out.failed)
            e = diag_set(diag, ERR_MEMORY, "no memory for the figures");
        else
            (void)fwrite(out.data, 1, out.size, stdout);
    }
    page_fini(&out);
    memory_free(secret);
    return e;
}

int cmd_leak(int argc, char **argv)
{
    struct options o = {.seeds = SEEDS_USUAL};
    struct scenario *whole = NULL;
    struct diag diag = {.message = ""};
    struct arena arena;
    bool leaks = false;
    enum err e;

    argp_err_exit_status = 2;
    if (argp_parse(&argp, argc, argv, 0, NULL, &o) != 0)
        return 2;
    arena_init(&arena, 0);
    e = args_load(o.file, &arena, &whole, &diag);
    if (!e)
        e = find_leak(&o, whole, &leaks, &diag);
    if (e && diag.message[0])
        (void)fprintf(stderr, "shuttle leak: %s\n", diag.message);
    arena_fini(&arena);
    return e ? 2 : leaks;
}
