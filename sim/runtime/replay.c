#include "replay.h"

#include "process.h"

#include <string.h>

struct memory_record {
    uint8_t *data;
    size_t size;
    size_t capacity;
};

static enum err keep(void *arg, struct bytes bytes)
{
    struct memory_record *m = arg;

    if (m->size + bytes.size > m->capacity) {
        size_t more = 2 * (m->size + bytes.size) + 4096;
        void *grown = memory_grow(m->data, more, 1);
        if (!grown)
            return ERR_MEMORY;
        m->data = grown;
        m->capacity = more;
    }
    memcpy(m->data + m->size, bytes.data, bytes.size);
    m->size += bytes.size;
    return ERR_OK;
}

/* The mediator's keeper opened each frame as it arrived; so does this. */
static void open_frame(struct process *p, const struct record_entry *e)
{
    struct frame frame;
    struct message message;

    if (p->mediator && e->peer < mediator_rooms(p->mediator))
        (void)session_open(process_session(p, (uint8_t)e->peer), e->body,
                           &frame, &message);
}

static enum err give(struct process *p, const struct record_entry *e)
{
    struct input in = {
        .peer = e->peer, .id = e->id, .now = e->time, .bytes = e->body};

    if (e->kind == RECORD_INPUT_MESSAGE)
        open_frame(p, e);
    in.kind = (enum input_kind)(e->kind - RECORD_INPUT_START);
    return process_input(p, &in);
}

static bool is_input(const struct record_entry *e)
{
    return e->chain == RECORD_CANONICAL && e->kind >= RECORD_INPUT_START &&
           e->kind <= RECORD_INPUT_KEEPER;
}

/* The first canonical entry holds the brief; the rest are given in order. */
static enum err run_again(struct record_reader *r, struct memory_record *again,
                          struct diag *diag)
{
    struct record_entry e;
    struct process p;
    struct process_plan plan = {
        .mode = RECORD_CHAINED, .sink = keep, .arg = again};
    enum err err;

    do
        err = record_next(r, &e, diag);
    while (!err && !is_input(&e));
    if (err || e.kind != RECORD_INPUT_START)
        return diag_set(diag, ERR_MALFORMED,
                        "the record does not begin with a brief");
    plan.brief = e.body;
    err = process_init(&p, &plan, diag);
    if (err)
        return err;
    do {
        if (is_input(&e))
            err = give(&p, &e);
    } while (!err && (err = record_next(r, &e, diag)) == ERR_OK);
    if (err == ERR_MORE)
        err = ERR_OK;
    if (!err && r->closed)
        err = process_close(&p, 0);
    process_fini(&p);
    return err;
}

enum err replay_record(struct bytes record, uint8_t **again, struct parity *out,
                       struct diag *diag)
{
    struct memory_record made = {0};
    struct record_reader r;
    enum err e = record_open(&r, record, diag);

    if (!e)
        e = run_again(&r, &made, diag);
    *again = made.data;
    if (e)
        return e;
    return parity_compare(record, (struct bytes){made.data, made.size}, out,
                          diag);
}
