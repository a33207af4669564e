#include "process.h"

#include "sim/scenario/scenario_file.h"

#include <stdio.h>
#include <string.h>

#define PROGRAM_VERSION "shuttle 1"

static enum err read_brief(struct process *p, struct bytes text,
                           struct diag *diag)
{
    struct scenario *brief = NULL;
    struct diags mistakes;
    enum err e;

    diags_init(&mistakes);
    e = scenario_read(text, NULL, &p->arena, &brief, &mistakes);
    if (e)
        diag_set(diag, e, "the brief cannot be read: %s",
                 mistakes.count ? mistakes.list[0].message : err_text(e));
    else if (brief->brief.role == BRIEF_WHOLE)
        e = diag_set(diag, ERR_MALFORMED,
                     "a whole scenario was given where a brief is needed");
    diags_fini(&mistakes);
    p->brief = brief;
    return e;
}

static enum err make_actor(struct process *p, struct diag *diag)
{
    const struct scenario *s = p->brief;
    const struct seat *seat;

    if (s->brief.role == BRIEF_MEDIATOR) {
        p->mediator = mediator_new(s);
        p->keeper = p->mediator ? keeper_new(p->mediator, s->brief.live) : NULL;
        if (!p->keeper)
            return diag_set(diag, ERR_MEMORY, "no memory for the mediator");
        if (s->mediator_count > 1)
            keeper_share(p->keeper);
        p->actor = mediator_actor(p->mediator);
        return ERR_OK;
    }
    seat = seat_member(s->rooms[s->brief.self].seat);
    if (!seat)
        return diag_set(diag, ERR_UNKNOWN, "there is no seat '%s'",
                        s->rooms[s->brief.self].seat);
    p->room = room_new(s, seat);
    if (!p->room)
        return diag_set(diag, ERR_MEMORY, "no memory for the room");
    p->actor = room_actor(p->room);
    return ERR_OK;
}

const char *process_name(const struct process *p)
{
    return p->name;
}

static void make_name(struct process *p)
{
    const struct scenario *s = p->brief;

    if (p->room)
        (void)snprintf(p->name, sizeof(p->name), "%s",
                       s->rooms[s->brief.self].id);
    else if (s->brief.self == 0)
        (void)snprintf(p->name, sizeof(p->name), "mediator");
    else
        (void)snprintf(p->name, sizeof(p->name), "mediator-%s",
                       s->mediators[s->brief.self].id);
}

static enum err open_record(struct process *p, const struct process_plan *plan,
                            struct diag *diag)
{
    const struct scenario *s = p->brief;
    struct record_head head = {.semantics = SEMANTICS_VERSION,
                               .talk = s->brief.talk,
                               .role = p->room != NULL,
                               .room = s->brief.self,
                               .name = bytes_of(process_name(p)),
                               .program = bytes_of(PROGRAM_VERSION)};

    p->record = record_new(plan->mode, &head, plan->sink, plan->arg);
    return p->record ? ERR_OK
                     : diag_set(diag, ERR_MEMORY, "no memory for the record");
}

enum err process_init(struct process *p, const struct process_plan *plan,
                      struct diag *diag)
{
    enum err e;

    memset(p, 0, sizeof(*p));
    arena_init(&p->arena, 0);
    effects_init(&p->effects);
    p->brief_text = plan->brief;
    e = read_brief(p, plan->brief, diag);
    if (!e)
        e = make_actor(p, diag);
    if (!e)
        make_name(p);
    if (!e)
        e = open_record(p, plan, diag);
    if (e)
        process_fini(p);
    return e;
}

void process_fini(struct process *p)
{
    record_free(p->record);
    keeper_free(p->keeper);
    mediator_free(p->mediator);
    room_free(p->room);
    effects_fini(&p->effects);
    arena_fini(&p->arena);
    memset(p, 0, sizeof(*p));
}

enum err process_input(struct process *p, const struct input *in)
{
    enum err e = record_input(p->record, in);

    p->now = in->now;
    effects_reset(&p->effects);
    p->actor.step(p->actor.self, in, &p->effects);
    for (size_t n = 0; n < p->effects.count && !e; n++) {
        const struct effect *effect = &p->effects.list[n];
        e = record_effect(p->record, in->now, effect);
        if (effect->kind == EFFECT_FINISH) {
            p->finished = true;
            p->outcome = effect->id;
        }
    }
    if (p->keeper)
        keeper_carried(p->keeper, &p->effects);
    return e;
}

enum err process_start(struct process *p)
{
    return process_input(
        p, &(struct input){.kind = INPUT_START, .bytes = p->brief_text});
}

/* The time of the last frame a room has read. */
static struct instant room_now(struct process *p)
{
    struct instant now = room_session(p->room)->time;

    for (uint8_t c = 1; c < room_channel_count(p->room); c++)
        if (room_session_by(p->room, c)->time.us > now.us)
            now = room_session_by(p->room, c)->time;
    return now;
}

enum err process_frame(struct process *p, uint8_t channel, struct bytes bytes)
{
    struct input in = {.kind = INPUT_MESSAGE, .peer = channel, .bytes = bytes};
    struct frame frame;
    size_t used;

    in.now =
        frame_decode(bytes, &frame, &used) == ERR_OK ? frame.time : room_now(p);
    return process_input(p, &in);
}

enum err process_answer(struct process *p, uint32_t ask, struct bytes answer)
{
    return process_input(p, &(struct input){.kind = INPUT_ANSWER,
                                            .id = ask,
                                            .now = room_now(p),
                                            .bytes = answer});
}

enum err process_gone(struct process *p, uint8_t channel, enum reason reason)
{
    return process_input(p, &(struct input){.kind = INPUT_GONE,
                                            .peer = channel,
                                            .id = (uint32_t)reason,
                                            .now = room_now(p)});
}

enum err process_turn(struct process *p, struct instant live_now, bool *given)
{
    struct input in;

    *given = keeper_next(p->keeper, live_now, &in);
    if (!*given)
        return ERR_OK;
    if (in.kind == INPUT_START)
        in.bytes = p->brief_text;
    return process_input(p, &in);
}

struct session *process_session(struct process *p, uint8_t peer)
{
    return p->room ? room_session_by(p->room, peer)
                   : mediator_session(p->mediator, peer);
}

/* Numbers and digests of the frames sent and read. */
static struct bytes transcripts(const struct session *s, uint64_t read,
                                struct digest digest, uint8_t *out,
                                size_t capacity)
{
    struct digest sent = session_sent_digest(s);
    struct writer w = writer_over(out, capacity);

    writer_u64(&w, s->sent);
    writer_bytes(&w, (struct bytes){sent.bytes, DIGEST_SIZE});
    writer_u64(&w, read);
    writer_bytes(&w, (struct bytes){digest.bytes, DIGEST_SIZE});
    return (struct bytes){out, writer_size(&w)};
}

/* What was read is a circumstance; what of it was acted upon is not. */
static enum err close_session(struct process *p, uint8_t peer, int64_t wall_us)
{
    const struct session *s = process_session(p, peer);
    uint8_t body[2 * (8 + DIGEST_SIZE)];

    record_transcripts(
        p->record, peer,
        transcripts(s, s->taken, session_taken_digest(s), body, sizeof(body)));
    return record_circumstance(p->record, RECORD_SESSION, peer, 0, wall_us,
                               transcripts(s, s->received,
                                           session_received_digest(s), body,
                                           sizeof(body)));
}

enum err process_close(struct process *p, int64_t wall_us)
{
    uint8_t peers =
        p->room ? room_channel_count(p->room) : mediator_rooms(p->mediator);
    enum err e = ERR_OK;

    for (uint8_t peer = 0; peer < peers && !e; peer++)
        e = close_session(p, peer, wall_us);
    return e ? e : record_close(p->record, p->now, wall_us);
}
