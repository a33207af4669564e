#include "sim/report/verify.h"

#include <inttypes.h>
#include <jansson.h>
#include <string.h>

static const struct {
    const char *key;
    const char *text;
} kinds[] = {
#define X(NAME, key, text) {key, text},
    VERIFY_TABLE(X)
#undef X
};

/* Figures that may be anything, by disposition, in the order printed. */
static const struct {
    enum disposition disposition;
    const char *key;
} fates[] = {
    {DISPOSITION_TOLD_VERBATIM, "told_verbatim"},
    {DISPOSITION_TOLD_GIST, "told_reworded"},
    {DISPOSITION_TOLD_OWN_IDEA, "told_as_own_idea"},
    {DISPOSITION_HELD, "held"},
    {DISPOSITION_EXPIRED, "expired"},
    {DISPOSITION_WITHHELD, "withheld"},
    {DISPOSITION_WITHDRAWN, "withdrawn"},
    {DISPOSITION_HEARD, "for_the_mediator"},
    {DISPOSITION_SEALED, "sealed"},
    {DISPOSITION_UNTAKEN, "untaken"},
};
#define FATES (sizeof fates / sizeof fates[0])

const char *verify_key(enum verify_kind kind)
{
    return kinds[kind].key;
}

const char *verify_text(enum verify_kind kind)
{
    return kinds[kind].text;
}

/* Room names for people: "us", or what stands for nobody. */
static void print_room(const struct verify_result *r, uint8_t room, FILE *out)
{
    if (room < ROOMS_MAX && r->name[room].size > 0)
        fprintf(out, "%.*s", (int)r->name[room].size, r->name[room].data);
    else
        fprintf(out, "room %u", room);
}

static void print_time(struct instant t, FILE *out)
{
    int64_t s = t.us / 1000000;

    if (s >= 3600)
        fprintf(out, "%" PRId64 "h", s / 3600);
    fprintf(out, "%02" PRId64 "m%02" PRId64, s / 60 % 60, s % 60);
    if (t.us % 1000000 != 0)
        fprintf(out, ".%06" PRId64, t.us % 1000000);
    fprintf(out, "s");
}

/* A text on lines of its own; control characters are not passed on. */
static void print_words(const char *title, struct bytes text, FILE *out)
{
    size_t i;

    if (text.size == 0)
        return;
    fprintf(out, "      %s: ", title);
    for (i = 0; i < text.size; i++)
        fputc(text.data[i] < 0x20 || text.data[i] == 0x7f ? ' ' : text.data[i],
              out);
    fputc('\n', out);
}

static void print_finding(const struct verify_result *r,
                          const struct verify_finding *f, FILE *out)
{
    fprintf(out, "  %s: ", kinds[f->kind].text);
    if (f->item > 0) {
        fprintf(out, "item %u of ", f->item);
        print_room(r, f->room, out);
    }
    if (f->to < ROOMS_MAX) {
        fprintf(out, "%sto ", f->item > 0 ? " " : "");
        print_room(r, f->to, out);
    }
    if (!instant_is_never(f->handed)) {
        fprintf(out, ", handed over at ");
        print_time(f->handed, out);
    }
    if (!instant_is_never(f->told)) {
        fprintf(out, ", told at ");
        print_time(f->told, out);
    }
    fprintf(out, "%s%s\n", f->item > 0 || f->to < ROOMS_MAX ? ": " : "",
            f->message);
    print_words("said", f->said, out);
    print_words("told", f->heard, out);
}

static const char *verdict_text(enum verify_verdict v)
{
    switch (v) {
    case VERIFY_HOLDS:
        return "holds";
    case VERIFY_FAILS:
        return "does not hold";
    case VERIFY_UNJUDGED:
        return "cannot be judged to its end";
    }
    return "";
}

/* How many were told as soon as they could be, by author. */
static void print_pace(const struct verify_result *r, FILE *out)
{
    const char *before = "told as soon as could be: ";

    for (uint8_t room = 0; room < r->room_count; room++) {
        if (r->chances[room] == 0)
            continue;
        fprintf(out, "%s", before);
        print_room(r, room, out);
        fprintf(out, " %u of %u", r->chances[room] - r->late[room],
                r->chances[room]);
        before = ", ";
    }
    if (*before == ',')
        fputc('\n', out);
}

void verify_print(const struct verify_result *r, FILE *out)
{
    uint32_t i;

    fprintf(out, "%-42s %u\n", "items handed over", r->item_count);
    for (i = 0; i < FATES; i++)
        fprintf(out, "  %-40s %u\n",
                fates[i].disposition == DISPOSITION_HEARD
                    ? "meant for the mediator"
                    : disposition_text(fates[i].disposition),
                r->fate[fates[i].disposition]);
    print_pace(r, out);
    fprintf(out, "must be 0\n");
    for (i = 0; i < VERIFY_KINDS; i++)
        fprintf(out, "  %-40s %u\n", kinds[i].text, r->count[i]);
    if (!r->has_mediator)
        fprintf(out, "The mediator's record is missing: judged from the "
                     "rooms' records alone.\n");
    if (r->count[VERIFY_BROKEN] > 0)
        fprintf(out, "A record was changed: nothing else was judged.\n");
    if (r->unjudged > 0)
        fprintf(out, "Conditions that could not be evaluated: %u.\n",
                r->unjudged);
    for (i = 0; i < r->finding_count; i++)
        print_finding(r, &r->findings[i], out);
    fprintf(out, "The run %s.\n", verdict_text(verify_verdict(r)));
}

/* Texts of hostile rooms were decoded as UTF-8 before they came here. */
static json_t *json_text(struct bytes text)
{
    return text.size > 0 ? json_stringn((const char *)text.data, text.size)
                         : json_null();
}

static json_t *json_time(struct instant t)
{
    return instant_is_never(t) ? json_null() : json_integer(t.us);
}

static json_t *json_room(const struct verify_result *r, uint8_t room)
{
    return room < ROOMS_MAX && r->name[room].size > 0 ? json_text(r->name[room])
                                                      : json_null();
}

static json_t *json_finding(const struct verify_result *r,
                            const struct verify_finding *f)
{
    return json_pack("{s:s, s:o, s:i, s:o, s:o, s:o, s:o, s:o, s:s}", "kind",
                     kinds[f->kind].key, "room", json_room(r, f->room), "item",
                     (int)f->item, "to", json_room(r, f->to), "handed_us",
                     json_time(f->handed), "told_us", json_time(f->told),
                     "said", json_text(f->said), "told", json_text(f->heard),
                     "message", f->message);
}

enum err verify_json(const struct verify_result *r, FILE *out)
{
    static const char *const verdicts[] = {"holds", "fails", "unjudged"};
    json_t *items = json_pack("{s:i}", "handed_over", (int)r->item_count);
    json_t *zero = json_object();
    json_t *findings = json_array();
    json_t *pace = json_object();
    json_t *all;
    enum err err = ERR_OK;
    uint32_t i;

    for (i = 0; i < FATES; i++)
        json_object_set_new(items, fates[i].key,
                            json_integer(r->fate[fates[i].disposition]));
    for (i = 0; i < VERIFY_KINDS; i++)
        json_object_set_new(zero, kinds[i].key, json_integer(r->count[i]));
    for (i = 0; i < r->room_count; i++) {
        char name[80];

        (void)snprintf(name, sizeof name, "%.*s", (int)r->name[i].size,
                       r->name[i].data);
        json_object_set_new(pace, name,
                            json_pack("{s:i, s:i}", "chances",
                                      (int)r->chances[i], "late",
                                      (int)r->late[i]));
    }
    for (i = 0; i < r->finding_count; i++)
        json_array_append_new(findings, json_finding(r, &r->findings[i]));
    all = json_pack("{s:s, s:b, s:i, s:o, s:o, s:o, s:o}", "verdict",
                    verdicts[verify_verdict(r)], "mediator", r->has_mediator,
                    "unjudged", (int)r->unjudged, "items", items, "pace", pace,
                    "must_be_0", zero, "findings", findings);
    if (!all)
        return ERR_MEMORY;
    if (r->mediator)
        json_object_set_new(all, "through", json_string(r->mediator));
    if (json_dumpf(all, out, JSON_COMPACT) != 0)
        err = ERR_SYSTEM;
    json_decref(all);
    fputc('\n', out);
    return err;
}
