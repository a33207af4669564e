#include "rehearse_seen.h"

#include "shuttle/cue.h"
#include "shuttle/memory.h"

#include <string.h>

#define LINE_HANDED 1u /* state of a LINE note */

bool moment_came(struct moment m)
{
    return !instant_is_never(m.time);
}

bool moment_before(struct moment a, struct moment b)
{
    int order = instant_compare(a.time, b.time);

    if (!moment_came(a) || !moment_came(b))
        return false;
    return order < 0 || (order == 0 && a.index < b.index);
}

uint8_t seen_owner(const struct scenario *whole, uint8_t n)
{
    return n < whole->room_count
               ? n
               : mediator_owner((uint8_t)(n - whole->room_count));
}

const struct lines *seen_script(const struct scenario *whole, uint8_t round,
                                uint8_t owner)
{
    return round_lines(&whole->rounds[round], owner);
}

enum err seen_init(struct seen *s, const struct scenario *whole)
{
    *s = (struct seen){.whole = whole};
    tally_init(&s->tally, whole);
    for (uint8_t r = 0; r < whole->round_count; r++) {
        for (uint8_t n = 0; n < whole->room_count + whole->mediator_count;
             n++) {
            uint8_t owner = seen_owner(whole, n);
            s->first[r][owner_slot(owner)] = s->line_count;
            s->line_count += seen_script(whole, r, owner)->count;
        }
    }
    s->lines = memory_new(s->line_count + 1u, sizeof(*s->lines));
    return s->lines ? ERR_OK : ERR_MEMORY;
}

void seen_fini(struct seen *s)
{
    tally_fini(&s->tally);
    memory_free(s->lines);
    s->lines = NULL;
}

const struct seen_line *seen_line(const struct seen *s, uint8_t owner,
                                  uint8_t round, uint16_t line)
{
    return &s->lines[s->first[round][owner_slot(owner)] + line];
}

const struct seen_line *seen_ref(const struct seen *s, const struct ref *ref)
{
    const struct lines *lines = seen_script(s->whole, ref->round, ref->owner);
    const char *choice = lines->line[ref->line].choice;
    const struct seen_line *first =
        seen_line(s, ref->owner, ref->round, ref->line);

    if (!choice || strcmp(choice, ref->name) != 0)
        return first;
    for (uint16_t n = ref->line; n < cue_named_end(lines, ref->line); n++) {
        const struct seen_line *line = seen_line(s, ref->owner, ref->round, n);
        if (line->state == LINE_HANDED)
            return line;
    }
    return first;
}

/* A line by its id, or under the number its author gave it by a mediator. */
static struct seen_line *find(struct seen *s, uint8_t owner, struct bytes id,
                              uint8_t by, uint32_t item)
{
    for (uint8_t r = 0; r < s->whole->round_count; r++) {
        const struct lines *lines = seen_script(s->whole, r, owner);
        struct seen_line *line = &s->lines[s->first[r][owner_slot(owner)]];

        for (uint16_t n = 0; n < lines->count; n++, line++)
            if (item ? line->item == item && line->by == by
                     : bytes_equal(bytes_of(lines->line[n].id), id))
                return line;
    }
    return NULL;
}

static struct seen_line *find_item(struct seen *s, uint8_t by, uint8_t owner,
                                   uint32_t item)
{
    if (owner == FROM_MEDIATOR)
        owner = mediator_owner(by);
    else if (owner >= s->whole->room_count)
        return NULL;
    return item ? find(s, owner, BYTES_NONE, by, item) : NULL;
}

/* A room's script says what it did with a line. */
static void on_line(struct seen *s, uint8_t room, const struct message_line *m,
                    uint16_t channel, struct instant now)
{
    struct seen_line *line = find(s, room, m->id, 0, 0);

    if (!line)
        return;
    line->state = m->state;
    line->said = now;
    line->item = m->item;
    line->by = channel_mediator(s->whole, room, channel);
    /* Only its capital was to hear of it. */
    if (m->state == LINE_HANDED && m->item == 0)
        line->done = (struct moment){now, 0};
}

static void on_put(struct seen *s, uint8_t by, const struct message_put *m,
                   struct instant now)
{
    struct seen_line *line = find(s, mediator_owner(by), m->id, 0, 0);

    if (!line)
        return;
    line->state = LINE_HANDED;
    line->said = now;
    line->item = m->item;
    line->by = by;
    line->taken = true;
}

static void on_taken(struct seen *s, uint8_t by, const struct message_taken *m)
{
    struct seen_line *line = find_item(s, by, m->room, m->item);

    if (line)
        line->taken = true;
}

static void on_released(struct seen *s, uint8_t by,
                        const struct message_released *m, struct moment now)
{
    struct seen_line *line = find_item(s, by, m->room, m->item);

    if (!line || m->to >= s->whole->room_count)
        return;
    if (!moment_came(line->done))
        line->done = now;
    if (moment_came(line->room[m->to].told))
        return;
    line->room[m->to].told = now;
    line->room[m->to].form = m->form;
}

/* Was it meant for the mediator's ears alone, without any caveat? */
static bool came_home(const struct message_disposed *m)
{
    if (m->disposition == DISPOSITION_SEALED)
        return true;
    return m->disposition == DISPOSITION_HEARD &&
           m->rule != RULE_MEDIATOR_ONLY && m->rule != RULE_FOR_JUDGEMENT;
}

static void on_disposed(struct seen *s, uint8_t by,
                        const struct message_disposed *m, struct moment now)
{
    struct seen_line *line = find_item(s, by, m->room, m->item);

    if (!line)
        return;
    if (came_home(m) && !moment_came(line->done))
        line->done = now;
    if (m->to < s->whole->room_count) {
        line->room[m->to].disposition = m->disposition;
        line->room[m->to].rule = m->rule;
    }
}

static void on_happened(struct seen *s, struct bytes id, struct moment now)
{
    for (uint8_t n = 0; n < s->whole->event_count; n++)
        if (bytes_equal(id, bytes_of(s->whole->events[n].id)))
            s->events[n] = now;
}

static void on_note(struct seen *s, uint8_t by, const struct message *m,
                    struct moment now)
{
    if (m->kind == MESSAGE_PUT)
        on_put(s, by, &m->as.put, now.time);
    else if (m->kind == MESSAGE_TAKEN)
        on_taken(s, by, &m->as.taken);
    else if (m->kind == MESSAGE_RELEASED)
        on_released(s, by, &m->as.released, now);
    else if (m->kind == MESSAGE_DISPOSED)
        on_disposed(s, by, &m->as.disposed, now);
    else if (m->kind == MESSAGE_HAPPENED)
        on_happened(s, m->as.happened.event, now);
}

static void forget(struct seen *s)
{
    const struct moment never = {INSTANT_NEVER, 0};

    memset(s->lines, 0, s->line_count * sizeof(*s->lines));
    for (uint32_t n = 0; n < s->line_count; n++) {
        s->lines[n].said = INSTANT_NEVER;
        s->lines[n].done = never;
        for (uint8_t r = 0; r < ROOMS_MAX; r++)
            s->lines[n].room[r].told = never;
    }
    for (uint8_t n = 0; n < EVENTS_MAX; n++)
        s->events[n] = never;
    tally_fini(&s->tally);
    tally_init(&s->tally, s->whole);
}

/* A line that went by another mediator than the first is noted with which. */
static void read_line(struct seen *s, uint8_t room, const struct message *m,
                      struct instant now)
{
    const struct message_line_by *by = &m->as.line_by;
    struct message_line line = {.id = by->id};

    if (m->kind == MESSAGE_LINE) {
        on_line(s, room, &m->as.line, 0, now);
        return;
    }
    line.state = by->state;
    line.item = by->item;
    on_line(s, room, &line, by->channel, now);
}

static bool read_room(struct seen *s, uint8_t room, struct tail *record)
{
    struct record_entry e;
    struct message m;

    while (tail_next(record, &e))
        if (e.kind == RECORD_EFFECT_RECORD &&
            (e.id == MESSAGE_LINE || e.id == MESSAGE_LINE_BY) &&
            message_decode(e.id, e.body, &m) == ERR_OK)
            read_line(s, room, &m, e.time);
    return record->open && record->reader.closed;
}

/* At one instant what the first mediator did counts as done before what the
 * next did. */
static bool read_mediator(struct seen *s, uint8_t by, struct tally *tally,
                          struct tail *record)
{
    struct record_entry e;
    struct message m;

    while (tail_next(record, &e)) {
        tally_entry(tally, &e);
        if (e.kind == RECORD_EFFECT_RECORD &&
            message_decode(e.id, e.body, &m) == ERR_OK)
            on_note(s, by, &m,
                    (struct moment){e.time, (uint64_t)by << 48 | e.index});
    }
    return record->open && record->reader.closed;
}

static bool read_further(struct seen *s, uint8_t by, struct tail *record)
{
    struct tally tally;
    bool whole;

    tally_init(&tally, s->whole);
    whole = read_mediator(s, by, &tally, record);
    tally_add(&s->tally, &tally, by);
    tally_fini(&tally);
    return whole;
}

bool seen_read(struct seen *s, struct tail *records)
{
    bool whole = true;

    forget(s);
    for (uint8_t r = 0; r < s->whole->room_count; r++)
        whole &= read_room(s, r, &records[1 + r]);
    whole &= read_mediator(s, 0, &s->tally, &records[0]);
    for (uint8_t m = 1; m < s->whole->mediator_count; m++)
        whole &= read_further(s, m, &records[s->whole->room_count + m]);
    return whole;
}
