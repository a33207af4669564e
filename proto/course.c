/* The course of the talks: rounds and their ends, what the mediator puts
 * forward, and where its carriers are. */
#include "mediator_state.h"

#include "shuttle/cue.h"

static void to_all(struct mediator *m, const struct message *service)
{
    for (uint8_t r = 0; r < m->board.room_count; r++)
        release_service(m, r, service);
}

static void tell_round(struct mediator *m, enum round_state state)
{
    struct message out = {.kind = MESSAGE_ROUND};

    out.as.round.round = (uint8_t)m->board.round;
    out.as.round.state = (uint8_t)state;
    out.as.round.limit = m->round_due;
    if (state == ROUND_BEGAN)
        out.as.round.title = bytes_of(m->brief->rounds[m->board.round].title);
    to_all(m, &out);
    mediator_stir(m);
    mediator_tell_members(m, &(struct board_event){.kind = BOARD_ROUND});
}

void course_extend(struct mediator *m, int64_t us)
{
    if (!m->board.round_open || instant_is_never(m->round_due))
        return;
    if (us >= 0)
        m->round_due = instant_after(m->round_due, us);
    else if (m->round_due.us - m->board.now.us > -us)
        m->round_due.us += us;
    else
        m->round_due = m->board.now;
    tell_round(m, ROUND_MOVED);
}

static void begin_round(struct mediator *m)
{
    const struct round *round = &m->brief->rounds[m->round_to];

    design_round(m, m->board.round, m->round_to);
    m->board.round = m->round_to;
    m->board.round_open = true;
    m->board.round_began = m->board.now;
    for (uint8_t r = 0; r < m->board.room_count; r++)
        m->board.room[r].suspended = false;
    m->round_due = round->limit_us < 0
                       ? INSTANT_NEVER
                       : instant_after(m->board.now, round->limit_us);
    tell_round(m, ROUND_BEGAN);
}

void course_convened(struct mediator *m, const struct message_round *round)
{
    if (round->round >= m->brief->round_count)
        return;
    if (round->round != m->board.round)
        design_round(m, m->board.round, round->round);
    m->board.round = round->round;
    m->board.round_open = round->state != ROUND_ENDED;
    if (m->board.round_open)
        m->board.round_began = m->board.now;
    mediator_stir(m);
    mediator_tell_members(m, &(struct board_event){.kind = BOARD_ROUND});
}

/* The way out of the running round that holds, or NULL. */
static const struct branch *way_out(const struct mediator *m)
{
    const struct round *round = &m->brief->rounds[m->board.round];

    for (uint8_t n = 0; n < round->next_count; n++)
        if (board_holds(&m->board, &round->next[n].only_if))
            return &round->next[n];
    return NULL;
}

/* Where the talks go after it. */
static int round_after(const struct mediator *m, const struct branch *out)
{
    const struct round *round = &m->brief->rounds[m->board.round];

    if (out)
        return out->go;
    if (round->at_limit == ROUND_END)
        return GO_END;
    return cue_round_next(m->brief, m->board.round, round->phase);
}

static void close_round(struct mediator *m)
{
    m->board.round_open = false;
    m->round_due = m->board.now;
    tell_round(m, ROUND_ENDED);
}

static void end_round(struct mediator *m)
{
    const struct branch *out = way_out(m);

    m->round_to = round_after(m, out);
    close_round(m);
    if (m->round_to == GO_END) {
        if (out && out->ending >= 0)
            m->ending = &m->brief->endings[out->ending];
        mediator_conclude(m, OUTCOME_NO_AGREEMENT, NULL,
                          out ? "the round led to an end"
                              : "the last round ended");
        return;
    }
    m->round_next =
        instant_after(m->board.now, m->brief->rounds[m->round_to].pause_us);
}

/* Its limit has come, or what ends it has. */
static bool is_over(struct mediator *m)
{
    const struct condition *ends = &m->brief->rounds[m->board.round].ends_when;

    if (instant_reached(m->round_due, m->board.now))
        return true;
    mediator_due(m, m->round_due);
    if (ends->count == 0)
        return false;
    if (board_holds(&m->board, ends))
        return true;
    mediator_due(m, cue_condition_next(ends, m->board.now));
    return false;
}

bool course_rounds(struct mediator *m)
{
    if (m->board.round_open) {
        if (!is_over(m))
            return false;
        end_round(m);
        return true;
    }
    if (m->round_to == GO_END)
        return false;
    if (!instant_reached(m->round_next, m->board.now)) {
        mediator_due(m, m->round_next);
        return false;
    }
    begin_round(m);
    return true;
}

/* Every room has confirmed what was read back. What was on its way is told
 * yet; an open proposal has no result any more. */
void course_agreed(struct mediator *m)
{
    static const char why[] = "every room confirmed what was read back";
    struct message note = {.kind = MESSAGE_REACHED};
    int first = cue_round_next(m->brief, -1, PHASE_IMPLEMENTATION);

    if (first == GO_END || !mediator_convenes(m)) {
        mediator_conclude(m, OUTCOME_AGREED, &m->accord.package, why);
        return;
    }
    m->board.agreed = true;
    accord_drop_proposal(m);
    note.as.reached.package = m->accord.package;
    note.as.reached.reason = bytes_of(why);
    mediator_note(m, &note);
    for (uint8_t r = 0; r < m->board.room_count; r++)
        release_agreed(m, r);
    if (m->board.round_open)
        close_round(m);
    m->round_to = first;
    m->round_next =
        instant_after(m->board.now, m->brief->rounds[first].pause_us);
    mediator_stir(m);
}

/* He walks and walks, nobody has anything for him, and no time is awaited that
 * would change it. With a live clock somebody may still think of something. */
bool course_in_vain(const struct mediator *m)
{
    if (m->vain <= VAIN_VISITS_MAX || m->brief->brief.live ||
        !instant_is_never(m->due))
        return false;
    for (uint8_t r = 0; r < m->board.room_count; r++)
        if (!instant_is_never(m->rooms[r].wait_until))
            return false;
    return true;
}

/* All wait and nothing is due: a round that leads somewhere is over. */
void course_stalled(struct mediator *m)
{
    if (m->board.round_open) {
        const struct branch *out = way_out(m);
        if (out || round_after(m, out) != GO_END) {
            end_round(m);
            return;
        }
    }
    mediator_conclude(m, OUTCOME_STALLED, NULL,
                      "all waited and nothing was due");
}

static void mark_put(struct board *b, uint16_t n)
{
    b->put[n / 64] |= 1ull << (n % 64);
    b->put_at[n] = b->now;
}

/* A line of the mediator is put or dropped, and with it the other alternatives
 * of its choice. */
static void settle(struct mediator *m, const struct line *line, bool put)
{
    const struct lines *lines = &m->brief->rounds[m->board.round].mediator;
    uint16_t first = (uint16_t)(line - lines->line);
    uint16_t end = cue_group_end(lines, first);

    while (line->group && first && lines->line[first - 1].group == line->group)
        first--;
    for (uint16_t i = first; i < end; i++) {
        uint16_t n = board_line(&m->board, (uint8_t)m->board.round, i);
        m->board.settled[n / 64] |= 1ull << (n % 64);
        if (put && &lines->line[i] == line)
            mark_put(&m->board, n);
    }
}

/* Put a line forward. Closing words leave like those of an ending, since the
 * talks end with them; a deadline moves the limit of the round; a pause may say
 * when they meet again, and an announcement when it is public. */
static void put(struct mediator *m, const struct line *line, struct instant due)
{
    if (line->move == MOVE_CLOSE) {
        m->closing = (struct ending){
            .id = line->id, .text = line->text, .gloss = line->gloss};
        m->ending = &m->closing;
        mediator_conclude(m, OUTCOME_NO_AGREEMENT, NULL,
                          "the mediator closed the talks");
        return;
    }
    if (line->move == MOVE_PAUSE && line->limit_us >= 0)
        due = instant_after(m->board.now, line->limit_us);
    if (line->move == MOVE_ANNOUNCEMENT) {
        due = instant_after(m->board.now,
                            line->limit_us < 0 ? 0 : line->limit_us);
        m->board.embargo = due;
        mediator_stir(m);
    }
    accord_put(m, line, due);
    if (line->move == MOVE_DEADLINE) {
        m->round_due = instant_after(m->board.now, line->limit_us);
        tell_round(m, ROUND_MOVED);
    }
}

bool course_table(struct mediator *m)
{
    struct asking ask;
    struct table_decision d = {.until = INSTANT_NEVER};

    if (m->table_ask)
        return false;
    mediator_asking(m, &ask);
    m->table->decide(m->state[FAMILY_TABLE], m->design[FAMILY_TABLE], &m->board,
                     &ask, &d);
    mediator_asked(m, FAMILY_TABLE, &ask);
    switch (d.act) {
    case TABLE_NOTHING:
        mediator_due(m, d.until);
        return false;
    case TABLE_PENDING:
        m->table_ask = ask.id;
        return false;
    case TABLE_PUT:
        settle(m, d.line, true);
        put(m, d.line, d.due);
        return true;
    case TABLE_DROP:
        settle(m, d.line, false);
        mediator_fault(m, FROM_MEDIATOR, 0,
                       "a line of the mediator was passed over");
        return true;
    }
    return false;
}

void course_visit(struct mediator *m, uint8_t carrier, uint8_t room,
                  enum visit_state state)
{
    struct message note = {.kind = MESSAGE_VISITED};
    struct message out = {.kind = MESSAGE_VISIT};

    note.as.visited.carrier = carrier;
    note.as.visited.room = room;
    note.as.visited.state = (uint8_t)state;
    mediator_note(m, &note);
    out.as.visit.state = (uint8_t)state;
    release_service(m, room, &out);
}

void course_arrive(struct mediator *m, uint8_t carrier)
{
    struct carrier *c = &m->board.carrier[carrier];

    c->walking = false;
    c->since = m->board.now;
    c->began = INSTANT_NEVER;
    c->visit++;
    m->vain++;
    if (c->room != ROOM_HOME) {
        m->board.room[c->room].visits++;
        course_visit(m, carrier, c->room, VISIT_BEGAN);
        items_flush_receipts(m, c->room);
        mediator_stir(m);
    }
    mediator_tell_members(m, &(struct board_event){.kind = BOARD_ARRIVED,
                                                   .room = c->room,
                                                   .carrier = carrier});
}

static void leave_for(struct mediator *m, uint8_t carrier, uint8_t room,
                      struct instant arrives)
{
    struct carrier *c = &m->board.carrier[carrier];
    struct message note = {.kind = MESSAGE_WALKED};

    if (c->room != ROOM_HOME)
        course_visit(m, carrier, c->room, VISIT_ENDED);
    note.as.walked.carrier = carrier;
    note.as.walked.from = c->room;
    note.as.walked.to = room;
    note.as.walked.arrives = arrives;
    mediator_note(m, &note);
    mediator_tell_members(m, &(struct board_event){.kind = BOARD_LEFT,
                                                   .room = c->room,
                                                   .carrier = carrier});
    c->walking = true;
    c->room = room;
    c->arrives = arrives;
}

/* A carrier that stands somewhere with nothing in his hands decides. */
static bool decide_walk(struct mediator *m, uint8_t carrier)
{
    struct carrying *hands = &m->carrying[carrier];
    struct carrier *me = &m->board.carrier[carrier];
    struct asking ask;
    struct walk_decision d = {.until = INSTANT_NEVER};

    mediator_asking(m, &ask);
    m->walk->decide(m->state[FAMILY_WALK], m->design[FAMILY_WALK], &m->board,
                    carrier, &ask, &d);
    mediator_asked(m, FAMILY_WALK, &ask);
    switch (d.act) {
    case WALK_STAY:
        mediator_due(m, d.until);
        return false;
    case WALK_TAKE:
        hands->item = items_claim(m, me->room, carrier);
        if (!hands->item)
            return false;
        hands->done = d.until;
        if (d.opens || instant_is_never(me->began)) {
            me->began = m->board.now;
            me->run = 0;
        }
        return true;
    case WALK_GO:
        leave_for(m, carrier, d.room, d.until);
        return true;
    case WALK_PENDING:
        hands->ask = ask.id;
        return false;
    }
    return false;
}

static bool step_carrier(struct mediator *m, uint8_t carrier)
{
    struct carrier *c = &m->board.carrier[carrier];
    struct carrying *hands = &m->carrying[carrier];
    struct item *taken;

    if (hands->ask)
        return false;
    if (c->walking) {
        if (!instant_reached(c->arrives, m->board.now)) {
            mediator_due(m, c->arrives);
            return false;
        }
        course_arrive(m, carrier);
        return true;
    }
    if (hands->item) {
        if (!instant_reached(hands->done, m->board.now)) {
            mediator_due(m, hands->done);
            return false;
        }
        taken = hands->item;
        hands->item = NULL;
        c->run++;
        items_take(m, taken, carrier);
        return true;
    }
    return decide_walk(m, carrier);
}

bool course_walk(struct mediator *m)
{
    bool any = false;

    if (m->walk->meets)
        return meeting_step(m);
    for (uint8_t c = 0; c < m->board.carrier_count && !m->concluded; c++)
        any |= step_carrier(m, c);
    return any;
}

/* The record names those who do wrong on purpose, before they do. */
static void note_faulty(struct mediator *m)
{
    for (int f = 0; f < FAMILY_COUNT; f++) {
        struct message note = {.kind = MESSAGE_SWITCHED};

        if (!design_member(m, (enum family)f)->faulty)
            continue;
        note.as.switched.family = bytes_of(family_key((enum family)f));
        note.as.switched.member = bytes_of(m->design[f]->as);
        mediator_note(m, &note);
    }
}

void course_begin(struct mediator *m)
{
    struct message out = {.kind = MESSAGE_WELCOME};
    struct message note = {.kind = MESSAGE_ADMITTED};

    out.as.welcome.version = FRAME_VERSION;
    out.as.welcome.semantics = SEMANTICS_VERSION;
    out.as.welcome.rooms = m->board.room_count;
    out.as.welcome.clock = m->brief->brief.live;
    for (uint8_t r = 0; r < m->board.room_count; r++) {
        if (!mediator_reaches(m, r))
            continue;
        m->board.room[r].here = true;
        note.as.admitted.room = r;
        mediator_note(m, &note);
        out.as.welcome.room = r;
        release_service(m, r, &out);
    }
    note_faulty(m);
    mediator_tell_members(m, &(struct board_event){.kind = BOARD_STARTED});
    m->round_next = m->board.now;
    if (mediator_convenes(m))
        m->round_to = cue_round_next(m->brief, -1, PHASE_TALKS);
    if (m->round_to != GO_END)
        begin_round(m);
    m->begun = true; /* carriers that change from now on come in anew */
    for (uint8_t c = 0; c < m->board.carrier_count; c++)
        course_arrive(m, c);
}
