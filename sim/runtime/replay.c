#include "replay.h"

#include "process.h"

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
static enum err run_again(struct record_reader *r, struct tail *again,
                          struct diag *diag)
{
    struct record_entry e;
    struct process p;
    struct process_plan plan = {
        .mode = RECORD_CHAINED, .sink = tail_sink, .arg = again};
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

enum err replay_record(struct bytes record, struct tail *again,
                       struct parity *out, struct diag *diag)
{
    struct record_reader r;
    enum err e = record_open(&r, record, diag);

    if (!e)
        e = run_again(&r, again, diag);
    return e ? e : parity_compare(record, tail_bytes(again), out, diag);
}
