#include "sim/scenario/split.h"

#include "shuttle/chance.h"

#include <stdio.h>
#include <string.h>

void *split_copy(struct splitter *sp, const void *from, size_t count,
                 size_t size)
{
    if (count == 0)
        return NULL;
    void *out = arena_alloc(sp->arena, count * size);
    if (out)
        memcpy(out, from, count * size);
    else
        sp->failed = true;
    return out;
}

/* All chance of a run, and every handle, comes from the seed: the one that was
 * drawn, or the file's in eight bytes, written to out. */
static struct bytes seed_of(const struct scenario *whole, uint8_t out[8])
{
    struct writer w = writer_over(out, 8);
    if (whole->is_drawn)
        return (struct bytes){whole->drawn.bytes, DIGEST_SIZE};
    writer_u64(&w, whole->seed);
    return (struct bytes){out, 8};
}

static uint64_t first_eight(const struct digest *d)
{
    struct reader r = reader_over((struct bytes){d->bytes, DIGEST_SIZE});
    return reader_u64(&r);
}

void brief_keys(struct brief *who, const struct scenario *whole)
{
    uint8_t seed[8];
    struct bytes key = seed_of(whole, seed);
    struct bytes talk[] = {bytes_of("talk"), bytes_of(whole->title)};
    struct digest d = digest_keyed(key, talk, 2);
    who->talk = first_eight(&d);
    who->key = chance_key(key, who->role == BRIEF_ROOM
                                   ? whole->rooms[who->self].id
                                   : whole->mediators[who->self].id);
}

uint64_t line_handle(const struct scenario *whole, const char *line,
                     uint8_t room)
{
    uint8_t seed[8];
    struct bytes parts[] = {bytes_of("handle"), bytes_of(line),
                            bytes_of(whole->rooms[room].id)};
    struct digest d = digest_keyed(seed_of(whole, seed), parts, 3);
    uint64_t handle = first_eight(&d);
    return handle != 0 ? handle : 1;
}

/* The rooms a line is for, as bits: all but its owner's when it names none. */
static unsigned int addressed(const struct scenario *whole,
                              const struct line *line, uint8_t owner)
{
    bool own = owner_is_mediator(owner);
    unsigned int all =
        mediator_rooms_of(whole, own ? owner_mediator(owner) : line->via);
    if (line->to != 0)
        return line->to & all;
    return own ? all : all & ~(1u << owner);
}

/* What a line's handles are made of: alternatives of one choice have the same.
 */
static const char *handle_name(const struct line *line)
{
    return line->choice ? line->choice : line->id;
}

static const struct lines *referred(const struct scenario *whole,
                                    const struct ref *ref)
{
    const struct round *round = &whole->rounds[ref->round];
    return round_lines(round, ref->owner);
}

/* The rooms that know line n by a handle: those it is for, and those that other
 * alternatives of its choice are for. */
static unsigned int known_to(const struct scenario *whole,
                             const struct lines *lines, uint16_t n,
                             uint8_t owner)
{
    const char *choice = lines->line[n].choice;
    while (choice && n > 0 && lines->line[n - 1].choice == choice)
        n--;
    uint16_t end = cue_named_end(lines, n);
    unsigned int to = 0;
    for (; n < end; n++) {
        enum move move = lines->line[n].move;
        if (move != MOVE_NONE && move != MOVE_WITHDRAWAL)
            to |= addressed(whole, &lines->line[n], owner);
    }
    return to;
}

/* The mediator knows an item by each of its handles, and one is enough. */
uint64_t split_handle(struct splitter *sp, const struct lines *lines,
                      const struct ref *ref)
{
    unsigned int to = known_to(sp->whole, lines, ref->line, ref->owner);
    uint8_t room = sp->out->brief.self;
    if (sp->out->brief.role == BRIEF_MEDIATOR) {
        if (lines->line[ref->line].via != room)
            return 0; /* it goes by another */
        for (room = 0; room + 1 < sp->whole->room_count; room++) {
            if (to >> room & 1u)
                break;
        }
    }
    if (!(to >> room & 1u))
        return 0;
    return line_handle(sp->whole, handle_name(&lines->line[ref->line]), room);
}

/* Names of others' lines become the handle under which the reader knows them.
 */
static void hide_ref(struct splitter *sp, struct ref *ref)
{
    if (ref->kind != REF_OTHER)
        return;
    *ref = (struct ref){
        .kind = REF_HANDLE,
        .handle = split_handle(sp, referred(sp->whole, ref), ref),
    };
}

static void hide_grounds(struct splitter *sp, struct ref_list *list)
{
    list->ref = split_copy(sp, list->ref, list->count, sizeof(*list->ref));
    for (uint16_t i = 0; list->ref && i < list->count; i++)
        hide_ref(sp, &list->ref[i]);
}

static void add_handles(struct splitter *sp, struct line *line, unsigned int to)
{
    if (line->move == MOVE_NONE || line->move == MOVE_WITHDRAWAL)
        return;
    for (uint8_t room = 0; room < sp->whole->room_count; room++) {
        if (!(to >> room & 1u))
            continue;
        line->handles.entry[line->handles.count].room = room;
        line->handles.entry[line->handles.count].handle =
            line_handle(sp->whole, handle_name(line), room);
        line->handles.count++;
    }
}

static void copy_lines(struct splitter *sp, const struct lines *from,
                       struct lines *to, uint8_t owner)
{
    to->line = split_copy(sp, from->line, from->count, sizeof(*from->line));
    if (!to->line)
        return;
    to->count = from->count;
    for (uint16_t i = 0; i < to->count; i++) {
        hide_ref(sp, &to->line[i].after);
        hide_ref(sp, &to->line[i].re);
        hide_grounds(sp, &to->line[i].grounds);
        if (!owner_is_mediator(owner))
            to->line[i].via =
                (uint8_t)room_channel(sp->whole, owner, to->line[i].via);
        add_handles(sp, &to->line[i], known_to(sp->whole, from, i, owner));
    }
}

/* The mediator that keeps the rounds, the world and the endings. */
static bool convenes(const struct brief *brief)
{
    return brief->role == BRIEF_MEDIATOR && brief->self == 0;
}

/* "round2", as when a file gives a round no id of its own. */
static const char *round_name(struct splitter *sp, uint8_t round)
{
    char made[sizeof("round") + 10];
    int size = snprintf(made, sizeof(made), "round%u", round + 1u);
    return split_copy(sp, made, (size_t)size + 1, 1);
}

/* A room knows how many rounds there may be, since its own lines stand in them.
 * Their names and limits it is told when they begin. */
static void copy_rounds(struct splitter *sp)
{
    const struct scenario *whole = sp->whole;
    struct scenario *out = sp->out;
    out->rounds =
        split_copy(sp, whole->rounds, whole->round_count, sizeof(*out->rounds));
    if (!out->rounds)
        return;
    out->round_count = whole->round_count;
    for (uint8_t i = 0; i < out->round_count; i++) {
        const struct round *from = &whole->rounds[i];
        struct round *to = &out->rounds[i];
        memset(to->room, 0, sizeof(to->room));
        to->mediator = (struct lines){NULL, 0};
        memset(to->further, 0, sizeof(to->further));
        to->relays = NULL;
        if (out->brief.role == BRIEF_MEDIATOR) {
            const struct relay *own =
                round_relay(&whole->rounds[i], out->brief.self);
            to->relay = own ? *own : (struct relay){.walk = {.as = NULL}};
            uint8_t owner = mediator_owner(out->brief.self);
            copy_lines(sp, round_lines(from, owner), &to->mediator, owner);
        } else {
            *to = (struct round){
                .id = round_name(sp, i),
                .limit_us = -1,
                .place = from->place,
            };
            copy_lines(sp, &from->room[out->brief.self],
                       &to->room[out->brief.self], out->brief.self);
        }
        if (convenes(&out->brief))
            continue;
        to->ends_text = NULL;
        to->ends_when.count = 0;
        to->next = NULL;
        to->next_count = 0;
    }
}

/* A room knows of the others what all know: who they are. */
static void copy_rooms(struct splitter *sp)
{
    const struct scenario *whole = sp->whole;
    struct scenario *out = sp->out;
    out->rooms =
        split_copy(sp, whole->rooms, whole->room_count, sizeof(*out->rooms));
    if (!out->rooms)
        return;
    out->room_count = whole->room_count;
    bool room = out->brief.role == BRIEF_ROOM;
    for (uint8_t i = 0; i < out->room_count; i++) {
        if (room)
            out->rooms[i].channels = 0; /* it has no other mediators */
        if (room && i == out->brief.self)
            continue;
        out->rooms[i].own = NULL;
        if (room)
            out->rooms[i] = (struct room_entry){
                .id = whole->rooms[i].id,
                .title = whole->rooms[i].title,
                .language = whole->rooms[i].language,
                .people = 1,
                .seat = "script",
            };
    }
}

static void copy_events(struct splitter *sp)
{
    const struct scenario *whole = sp->whole;
    struct scenario *out = sp->out;
    if (out->brief.role == BRIEF_MEDIATOR && !convenes(&out->brief))
        return;
    out->events =
        split_copy(sp, whole->events, whole->event_count, sizeof(*out->events));
    if (!out->events)
        return;
    out->event_count = whole->event_count;
    for (uint8_t i = 0; i < out->event_count; i++) {
        if (out->brief.role == BRIEF_ROOM)
            out->events[i] = (struct event){
                .id = whole->events[i].id,
                .round = -1,
                .at_us = -1,
            };
        out->events[i].title = NULL;
        hide_ref(sp, &out->events[i].of);
    }
}

/* How the talks may end is the mediator's business, and the words are enough.
 */
static void copy_endings(struct splitter *sp)
{
    const struct scenario *whole = sp->whole;
    struct scenario *out = sp->out;
    if (!convenes(&out->brief))
        return;
    out->endings = split_copy(sp, whole->endings, whole->ending_count,
                              sizeof(*out->endings));
    if (!out->endings)
        return;
    out->ending_count = whole->ending_count;
    for (uint8_t i = 0; i < out->ending_count; i++)
        out->endings[i].title = NULL;
}

static void copy_mediators(struct splitter *sp)
{
    const struct scenario *whole = sp->whole;
    struct scenario *out = sp->out;
    out->mediators = split_copy(sp, whole->mediators, whole->mediator_count,
                                sizeof(*out->mediators));
    if (!out->mediators)
        return;
    bool room = out->brief.role == BRIEF_ROOM;
    for (uint8_t i = 0; i < whole->mediator_count; i++) {
        if (room && room_channel(whole, out->brief.self, i) < 0)
            continue;
        struct mediator_entry *m = &out->mediators[out->mediator_count++];
        *m = whole->mediators[i];
        if (room || i != out->brief.self)
            m->relay = (struct relay){.walk = {.as = NULL}};
    }
}

/* A room is given its own load alone. */
static void copy_traffic(struct splitter *sp)
{
    const struct scenario *whole = sp->whole;
    uint8_t self = sp->out->brief.self;
    const struct load *own = &whole->traffic->load[self];
    struct traffic *t;
    if (!own->given)
        return;
    t = split_copy(sp, whole->traffic, 1, sizeof(*t));
    if (!t)
        return;
    t->load = arena_alloc(sp->arena, whole->room_count * sizeof(*t->load));
    if (t->load) {
        t->load[self] = *own;
        sp->out->traffic = t;
    }
    sp->failed |= !t->load;
}

enum err scenario_split(const struct scenario *whole, const struct brief *who,
                        struct arena *arena, struct scenario **out)
{
    *out = NULL;
    struct splitter sp = {.whole = whole, .arena = arena};
    sp.out = arena_alloc(arena, sizeof(*sp.out));
    if (!sp.out)
        return ERR_MEMORY;
    *sp.out = (struct scenario){
        .title = whole->title,
        .padding = whole->padding,
        .agenda = whole->agenda,
        .brief = *who,
    };
    copy_rooms(&sp);
    copy_mediators(&sp);
    copy_events(&sp);
    copy_endings(&sp);
    copy_rounds(&sp);
    if (whole->fact_count > 0 && !sp.failed)
        split_facts(&sp);
    split_sequence(&sp);
    if (who->role == BRIEF_ROOM && !sp.failed)
        split_events(&sp);
    if (who->role == BRIEF_ROOM && whole->traffic && !sp.failed)
        copy_traffic(&sp);
    if (sp.failed)
        return ERR_MEMORY;
    *out = sp.out;
    return ERR_OK;
}
