/* Members that hold one value, and those that go by the agenda. */
#include "sim/scenario/print.h"

#include "shuttle/param.h"

#include <inttypes.h>
#include <string.h>

void print_nothing(struct printer *p, const struct key *k, const void *base)
{
    (void)p;
    (void)k;
    (void)base;
}

void print_version(struct printer *p, const struct key *k, const void *base)
{
    (void)base;
    put_key(p, k->name);
    buffer_add(p->out, "1");
}

void print_text(struct printer *p, const struct key *k, const void *base)
{
    const char *text = *MEMBER(base, k->offset, char *const);
    if (!text)
        return;
    put_key(p, k->name);
    buffer_json(p->out, text);
}

/* A made-up id has dots, which no id of a file has. */
void print_id(struct printer *p, const struct key *k, const void *base)
{
    const char *id = *MEMBER(base, k->offset, char *const);
    if (id && !strchr(id, '.'))
        print_text(p, k, base);
}

/* Word number i of "a|b". */
static void print_nth(struct printer *p, const struct key *k, int i)
{
    const char *word = k->words;
    for (; i > 0; i--)
        word += strcspn(word, "|") + 1;
    put_key(p, k->name);
    buffer_format(p->out, "\"%.*s\"", (int)strcspn(word, "|"), word);
}

/* Where nothing is said, it is a round of the talks; a rehearsal that says
 * nothing takes any implementation. */
static void print_phase(struct printer *p, const struct key *k,
                        enum round_phase phase)
{
    if (phase == PHASE_IMPLEMENTATION)
        print_nth(p, k, 1);
}

static void print_implementation(struct printer *p, const struct key *k,
                                 enum implementation state)
{
    if (state != IMPLEMENTATION_NONE)
        print_nth(p, k, (int)state - IMPLEMENTATION_DONE);
}

void print_word(struct printer *p, const struct key *k, const void *base)
{
    if (k->where == IN_ROOM)
        print_text(p, k, base);
    else if (k->where == IN_LEAK)
        print_nth(p, k, *MEMBER(base, k->offset, enum share) == SHARE_CONTENT);
    else if (k->where == IN_EXPECT)
        print_implementation(p, k,
                             *MEMBER(base, k->offset, enum implementation));
    else if (k->where == IN_ROUND && strcmp(k->name, "phase") == 0)
        print_phase(p, k, *MEMBER(base, k->offset, enum round_phase));
    else if (k->where == IN_ROUND)
        print_nth(p, k,
                  *MEMBER(base, k->offset, enum round_limit) == ROUND_END);
    else if (strcmp(k->name, "role") == 0)
        print_nth(p, k,
                  *MEMBER(base, k->offset, enum brief_role) != BRIEF_ROOM);
    else
        print_nth(p, k, *MEMBER(base, k->offset, bool));
}

void print_seed(struct printer *p, const struct key *k, const void *base)
{
    if (p->s->brief.role != BRIEF_WHOLE)
        return;
    put_key(p, k->name);
    buffer_format(p->out, "%" PRIu64, *MEMBER(base, k->offset, uint64_t));
}

void print_count(struct printer *p, const struct key *k, const void *base)
{
    uint16_t n = *MEMBER(base, k->offset, uint16_t);
    if (n == k->fallback)
        return;
    put_key(p, k->name);
    buffer_format(p->out, "%u", n);
}

void print_points(struct printer *p, const struct key *k, const void *base)
{
    int32_t n = *MEMBER(base, k->offset, int32_t);
    bool given = k->second ? *MEMBER(base, k->second, bool) : n != 0;
    if (!given)
        return;
    put_key(p, k->name);
    buffer_format(p->out, "%" PRId32, n);
}

void print_truth(struct printer *p, const struct key *k, const void *base)
{
    if (!*MEMBER(base, k->offset, bool))
        return;
    put_key(p, k->name);
    buffer_add(p->out, "true");
}

void put_time(struct printer *p, const char *name, int64_t us)
{
    char text[32];
    duration_print(us, text, sizeof(text));
    put_key(p, name);
    buffer_json(p->out, text);
}

void print_duration(struct printer *p, const struct key *k, const void *base)
{
    int64_t us = *MEMBER(base, k->offset, int64_t);
    /* Authority in a shift would else take the latency it replaces. */
    if (us != k->fallback || k->where == IN_AUTHORITY)
        put_time(p, k->name, us);
}

void print_rooms(struct printer *p, const struct key *k, const void *base)
{
    uint16_t bits = *MEMBER(base, k->offset, uint16_t);
    if (bits == 0)
        return;
    put_key(p, k->name);
    put_open(p, "[");
    for (uint8_t i = 0; i < p->s->room_count; i++) {
        if (!((unsigned int)bits >> i & 1u))
            continue;
        put_entry(p);
        buffer_json(p->out, p->s->rooms[i].id);
    }
    put_close(p, "]");
}

void print_issue(struct printer *p, const struct key *k, const void *base)
{
    uint8_t issue = *MEMBER(base, k->offset, uint8_t);
    if (issue == 0)
        return;
    put_key(p, k->name);
    buffer_json(p->out, p->s->agenda.issues[issue - 1].id);
}

void print_options(struct printer *p, const struct key *k, const void *base)
{
    const struct issue *i = base;
    bool titles = false;
    if (i->free)
        return;
    for (uint8_t o = 0; o < i->option_count; o++)
        titles = titles || i->options[o].title;
    put_key(p, k->name);
    put_open(p, titles ? "{" : "[");
    for (uint8_t o = 0; o < i->option_count; o++) {
        const struct option *option = &i->options[o];
        put_entry(p);
        buffer_json(p->out, option->id);
        if (titles)
            buffer_add(p->out, ": ");
        if (titles)
            buffer_json(p->out, option->title ? option->title : option->id);
    }
    put_close(p, titles ? "}" : "]");
}

void print_package(struct printer *p, const struct key *k, const void *base)
{
    const struct package *package = MEMBER(base, k->offset, struct package);
    const struct agenda *a = &p->s->agenda;
    if (package_is_empty(package))
        return;
    put_key(p, k->name);
    put_open(p, "{");
    for (uint8_t i = 0; i < a->issue_count; i++) {
        if (package->option[i] == OPTION_NONE)
            continue;
        put_key(p, a->issues[i].id);
        if (package->option[i] == OPTION_WORDS)
            buffer_json_slice(p->out, package_words(package, i));
        else
            buffer_json(p->out, a->issues[i].options[package->option[i]].id);
    }
    put_close(p, "}");
}

void print_values(struct printer *p, const struct key *k, const void *base)
{
    const struct values *v = MEMBER(base, k->offset, struct values);
    const struct agenda *a = &p->s->agenda;
    bool whole = k->where == IN_OWN;
    if (whole && !*MEMBER(base, k->second, bool))
        return;
    put_key(p, k->name);
    put_open(p, "{");
    for (uint8_t i = 0; i < a->issue_count; i++) {
        bool any = whole && !a->issues[i].free;
        for (uint8_t o = 0; o < a->issues[i].option_count; o++)
            any = any || v->value[i][o] != 0;
        if (!any)
            continue;
        put_key(p, a->issues[i].id);
        put_open(p, "{");
        for (uint8_t o = 0; o < a->issues[i].option_count; o++) {
            if (!whole && v->value[i][o] == 0)
                continue;
            put_key(p, a->issues[i].options[o].id);
            buffer_format(p->out, "%" PRId32, v->value[i][o]);
        }
        put_close(p, "}");
    }
    put_close(p, "}");
}

/* All three sets are printed whole, so nothing is left to be inferred. */
void print_sets(struct printer *p, const struct key *k, const void *base)
{
    const uint32_t *sets = MEMBER(base, k->offset, uint32_t);
    const struct agenda *a = &p->s->agenda;
    put_key(p, k->name);
    put_open(p, "{");
    for (uint8_t i = 0; i < a->issue_count; i++) {
        if (a->issues[i].free)
            continue;
        put_key(p, a->issues[i].id);
        put_open(p, "[");
        for (uint8_t o = 0; o < a->issues[i].option_count; o++) {
            if (!(sets[i] >> o & 1u))
                continue;
            put_entry(p);
            buffer_json(p->out, a->issues[i].options[o].id);
        }
        put_close(p, "]");
    }
    put_close(p, "}");
}

void print_issues(struct printer *p, const struct key *k, const void *base)
{
    uint32_t issues = *MEMBER(base, k->offset, uint32_t);
    if (issues == 0)
        return;
    put_key(p, k->name);
    put_open(p, "[");
    for (uint8_t i = 0; i < p->s->agenda.issue_count; i++) {
        if (!(issues >> i & 1u))
            continue;
        put_entry(p);
        buffer_json(p->out, p->s->agenda.issues[i].id);
    }
    put_close(p, "]");
}

void print_channels(struct printer *p, const struct key *k, const void *base)
{
    uint8_t bits = *MEMBER(base, k->offset, uint8_t);
    if (bits == 0)
        return;
    put_key(p, k->name);
    put_open(p, "[");
    for (uint8_t i = 0; i < p->s->mediator_count; i++) {
        if (!((unsigned int)bits >> i & 1u))
            continue;
        put_entry(p);
        buffer_json(p->out, p->s->mediators[i].id);
    }
    put_close(p, "]");
}

void print_via(struct printer *p, const struct key *k, const void *base)
{
    uint8_t via = *MEMBER(base, k->offset, uint8_t);
    if (via == 0 || via >= p->s->mediator_count)
        return;
    put_key(p, k->name);
    buffer_json(p->out, p->s->mediators[via].id);
}
