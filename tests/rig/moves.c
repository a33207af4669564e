#include "tests/rig/moves.h"

#include "sim/scenario/scenario_file.h"
#include "shuttle/message.h"
#include "tests/rig/moves_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SOURCE_MAX 16384u

struct moves {
    struct arena arena;
    struct scenario *scenario;
    struct stage stage;
    struct trial trial;
    char *text[PROCESSES_MAX]; /* owned; made when asked for */
};

static void read_source(struct moves *m, const char *source)
{
    struct diags diags;

    diags_init(&diags);
    if (scenario_read(bytes_of(source), "move.yaml", &m->arena, &m->scenario,
                      &diags))
        fail_msg("%u:%u: %s\n%s", diags.list[0].place.line,
                 diags.list[0].place.column, diags.list[0].message, source);
    diags_fini(&diags);
}

struct moves *moves_play(const char *format, ...)
{
    char source[SOURCE_MAX];
    struct moves *m = calloc(1, sizeof(*m));
    struct diag diag = {.message = ""};
    va_list args;
    int size;

    assert_non_null(m);
    va_start(args, format);
    size = vsnprintf(source, sizeof(source), format, args);
    va_end(args);
    assert_in_range(size, 1, SOURCE_MAX - 1);
    arena_init(&m->arena, 0);
    read_source(m, source);
    if (stage_init(&m->stage, m->scenario, NULL, &diag) ||
        trial_run(&m->trial, &m->stage, &diag))
        fail_msg("%s", diag.message);
    return m;
}

struct moves *moves_play_file(const char *path)
{
    struct moves *m = calloc(1, sizeof(*m));
    struct diag diag = {.message = ""};
    struct diags diags;

    assert_non_null(m);
    arena_init(&m->arena, 0);
    diags_init(&diags);
    if (scenario_load(path, &m->arena, &m->scenario, &diags, NULL, &diag) ||
        stage_init(&m->stage, m->scenario, NULL, &diag) ||
        trial_run(&m->trial, &m->stage, &diag))
        fail_msg("%s: %s", path, diag.message);
    diags_fini(&diags);
    return m;
}

void moves_free(struct moves *m)
{
    for (unsigned n = 0; n < PROCESSES_MAX; n++)
        free(m->text[n]);
    trial_fini(&m->trial);
    stage_fini(&m->stage);
    arena_fini(&m->arena);
    free(m);
}

const struct scenario *moves_scenario(const struct moves *m)
{
    return m->scenario;
}

struct bytes moves_record(const struct moves *m, unsigned process)
{
    return tail_bytes(&m->trial.records[process]);
}

static unsigned process_of(const struct moves *m, const char *who)
{
    const struct scenario *s = m->scenario;

    for (unsigned r = 0; r < s->room_count; r++)
        if (strcmp(s->rooms[r].id, who) == 0)
            return 1 + r;
    for (unsigned n = 0; n < s->mediator_count; n++)
        if (strcmp(s->mediators[n].id, who) == 0)
            return n == 0 ? 0 : s->room_count + n;
    fail_msg("nobody is called %s", who);
    return 0;
}

const char *moves_text(const struct moves *m, const char *who)
{
    unsigned process = process_of(m, who);
    char **text = &((struct moves *)(uintptr_t)m)->text[process];

    if (!*text)
        *text = moves_text_of(m->scenario, moves_record(m, process));
    return *text;
}

void moves_counts(const struct moves *m, const char *who, const char *what,
                  unsigned times)
{
    const char *text = moves_text(m, who);
    unsigned found = 0;

    for (const char *at = text; (at = strstr(at, what)) != NULL; at++)
        found++;
    if (found != times)
        fail_msg("%s: '%s' is there %u times, not %u, in\n%s", who, what, found,
                 times, text);
}

void moves_has(const struct moves *m, const char *who, const char *what)
{
    if (!strstr(moves_text(m, who), what))
        fail_msg("%s: no '%s' in\n%s", who, what, moves_text(m, who));
}

void moves_lacks(const struct moves *m, const char *who, const char *what)
{
    if (strstr(moves_text(m, who), what))
        fail_msg("%s: '%s' is in\n%s", who, what, moves_text(m, who));
}

void moves_before(const struct moves *m, const char *who, const char *first,
                  const char *second)
{
    const char *a = strstr(moves_text(m, who), first);
    const char *b = strstr(moves_text(m, who), second);

    if (!a || !b || a >= b)
        fail_msg("%s: '%s' does not come before '%s' in\n%s", who, first,
                 second, moves_text(m, who));
}

void moves_shared(const struct moves *m, const char *what, const char *one,
                  const char *other)
{
    const char *at = strstr(moves_text(m, one), what), *end;
    char line[512];

    if (!at) {
        fail_msg("%s: no '%s' in\n%s", one, what, moves_text(m, one));
        return;
    }
    end = strchr(at, '\n');
    snprintf(line, sizeof(line), "%.*s", (int)(end - at + 1), at);
    moves_has(m, other, line);
}

/* The next frame of a record that came or went. */
static bool next_frame(struct record_reader *r, struct record_entry *e)
{
    enum err err;

    while ((err = record_next(r, e, NULL)) == ERR_OK)
        if (e->kind == RECORD_INPUT_MESSAGE || e->kind == RECORD_EFFECT_SEND)
            return true;
    assert_int_equal(err, ERR_MORE);
    assert_true(r->closed);
    return false;
}

static bool next_heard(struct record_reader *r, struct record_entry *e)
{
    while (next_frame(r, e))
        if (e->kind == RECORD_INPUT_MESSAGE)
            return true;
    return false;
}

static struct record_reader reader_of(const struct moves *m, const char *who)
{
    struct record_reader r;

    assert_int_equal(record_open(&r, moves_record(m, process_of(m, who)), NULL),
                     ERR_OK);
    return r;
}

void moves_never_heard(const struct moves *m, const char *room,
                       const char *words)
{
    struct record_reader r = reader_of(m, room);
    struct record_entry e;
    size_t size = strlen(words);

    assert_true(size > 0);
    while (next_heard(&r, &e))
        for (size_t at = 0; at + size <= e.body.size; at++)
            if (memcmp(e.body.data + at, words, size) == 0)
                fail_msg("%s was sent '%s' at %lld us", room, words,
                         (long long)e.time.us);
}

/* An ACK or a BYE: it proves what the room itself has sent. */
static bool is_proof(const struct record_entry *e)
{
    return e->body.data[5] == MESSAGE_ACK || e->body.data[5] == MESSAGE_BYE;
}

static bool next_said(struct record_reader *r, struct record_entry *e)
{
    while (next_heard(r, e))
        if (!is_proof(e))
            return true;
    return false;
}

void moves_alike(const struct moves *a, const struct moves *b, const char *room)
{
    struct record_reader ra = reader_of(a, room), rb = reader_of(b, room);
    struct record_entry ea, eb;
    bool more;

    while ((more = next_said(&ra, &ea)) == next_said(&rb, &eb) && more)
        if (ea.time.us != eb.time.us || !bytes_equal(ea.body, eb.body))
            break;
    if (more)
        fail_msg("%s is told other things:\n%s\n--- and ---\n%s", room,
                 moves_text(a, room), moves_text(b, room));
}

bool moves_equal(const struct moves *a, const struct moves *b, const char *room)
{
    struct record_reader ra = reader_of(a, room), rb = reader_of(b, room);
    struct record_entry ea, eb;
    bool more_a, more_b;

    for (;;) {
        more_a = next_heard(&ra, &ea);
        more_b = next_heard(&rb, &eb);
        if (!more_a || !more_b)
            return more_a == more_b;
        if (ea.time.us != eb.time.us || !bytes_equal(ea.body, eb.body))
            return false;
    }
}

static void print_first(const struct moves *a, const struct moves *b,
                        const char *room)
{
    struct record_reader ra = reader_of(a, room), rb = reader_of(b, room);
    struct record_entry ea, eb;

    while (next_heard(&ra, &ea) && next_heard(&rb, &eb)) {
        if (ea.time.us == eb.time.us && bytes_equal(ea.body, eb.body))
            continue;
        for (size_t n = 0; n < ea.body.size && n < eb.body.size; n++)
            if (ea.body.data[n] != eb.body.data[n])
                print_message("kind %u at %lld and %lld us, byte %zu\n",
                              ea.body.data[5], (long long)ea.time.us,
                              (long long)eb.time.us, n);
        return;
    }
}

void moves_same(const struct moves *a, const struct moves *b, const char *room)
{
    if (!moves_equal(a, b, room))
        print_first(a, b, room);
    if (!moves_equal(a, b, room))
        fail_msg("%s can tell the two apart:\n%s\n--- and ---\n%s", room,
                 moves_text(a, room), moves_text(b, room));
}

void moves_differ(const struct moves *a, const struct moves *b,
                  const char *room)
{
    if (moves_equal(a, b, room))
        fail_msg("%s cannot tell the two apart:\n%s", room,
                 moves_text(a, room));
}

static size_t blocks(const struct moves *m, const struct record_entry *e)
{
    size_t block = m->scenario->padding;

    return (e->body.size + block - 1) / block;
}

bool moves_traffic_equal(const struct moves *a, const struct moves *b,
                         const char *room)
{
    struct record_reader ra = reader_of(a, room), rb = reader_of(b, room);
    struct record_entry ea, eb;
    bool more_a, more_b;

    for (;;) {
        more_a = next_frame(&ra, &ea);
        more_b = next_frame(&rb, &eb);
        if (!more_a || !more_b)
            return more_a == more_b;
        if (ea.kind != eb.kind || ea.time.us != eb.time.us ||
            blocks(a, &ea) != blocks(b, &eb))
            return false;
    }
}
