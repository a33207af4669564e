#include "tests/rig/play.h"

#include "shuttle/chance.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void demand(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "play: %s\n", what);
    abort();
}

static void make_agenda(struct play *p)
{
    static const char *const options[2][3] = {{"continue", "pause", "end"},
                                              {"none", "waivers", "funds"}};

    p->issues[0].id = "militias";
    p->issues[1].id = "relief";
    for (int i = 0; i < 2; i++) {
        p->issues[i].options = p->options[i];
        p->issues[i].option_count = 3;
        for (int o = 0; o < 3; o++)
            p->options[i][o].id = options[i][o];
    }
    p->whole.agenda = (struct agenda){p->issues, 2};
}

struct play *play_new(uint8_t rooms, uint8_t rounds)
{
    static const char *const ids[PLAY_ROOMS] = {"us", "iran", "qatar", "egypt"};
    static const char *const round_ids[PLAY_ROUNDS] = {"first", "second",
                                                       "third"};
    struct play *p = calloc(1, sizeof *p);

    demand(p && rooms <= PLAY_ROOMS && rounds <= PLAY_ROUNDS, "size");
    p->whole.title = "two rooms, one corridor";
    p->whole.seed = 412;
    make_agenda(p);
    for (uint8_t r = 0; r < rooms; r++) {
        p->rooms[r] = (struct room_entry){.id = ids[r],
                                          .title = ids[r],
                                          .language = "en",
                                          .people = 1,
                                          .seat = "script",
                                          .own = &p->own[r]};
        p->own[r].shifts = p->shifts[r];
    }
    p->mediator.id = p->mediator.title = "oman";
    for (uint8_t n = 0; n < rounds; n++) {
        p->rounds[n].id = round_ids[n];
        p->rounds[n].limit_us = -1;
        for (uint8_t r = 0; r < rooms; r++)
            p->rounds[n].room[r].line = p->lines[n][r];
        p->rounds[n].mediator.line = p->lines[n][PLAY_ROOMS];
    }
    p->whole.rooms = p->rooms;
    p->whole.room_count = rooms;
    p->whole.mediators = &p->mediator;
    p->whole.mediator_count = 1;
    p->whole.events = p->events;
    p->whole.rounds = p->rounds;
    p->whole.round_count = rounds;
    return p;
}

struct line *play_line(struct play *p, uint8_t owner, uint8_t round,
                       const char *id, enum move move)
{
    bool mediator = owner == FROM_MEDIATOR;
    struct lines *lines =
        mediator ? &p->rounds[round].mediator : &p->rounds[round].room[owner];
    struct line *line = &lines->line[lines->count];

    demand(lines->count < PLAY_LINES, "too many lines");
    lines->count++;
    line->id = id;
    line->move = move;
    line->at_us = line->within_us = line->answer_us = -1;
    line->not_before_us = line->expires_us = -1;
    package_clear(&line->package);
    package_clear(&line->request);
    return line;
}

struct event *play_event(struct play *p, const char *id, const char *text)
{
    struct event *e = &p->events[p->whole.event_count];

    demand(p->whole.event_count < PLAY_EVENTS, "too many events");
    p->whole.event_count++;
    e->id = id;
    e->text = text;
    e->round = -1;
    e->at_us = -1;
    return e;
}

void play_choose(struct play *p, enum family f, const char *as, ...)
{
    struct choice *c = relay_choice(&p->mediator.relay, f);
    const char *key;
    va_list list;

    *c = (struct choice){.as = as};
    va_start(list, as);
    while ((key = va_arg(list, const char *)) != NULL) {
        c->param[c->param_count].key = key;
        c->param[c->param_count++].value = va_arg(list, const char *);
    }
    va_end(list);
}

uint64_t play_handle(const struct line *line, uint8_t room)
{
    struct bytes parts[] = {bytes_of(line->id), {&room, 1}};
    struct digest d = digest_of(parts, 2);
    struct reader r = reader_over((struct bytes){d.bytes, DIGEST_SIZE});

    return reader_u64(&r) | 1;
}

void play_known(struct line *line, uint16_t rooms)
{
    line->handles.count = 0;
    for (uint8_t r = 0; r < PLAY_ROOMS; r++)
        if (rooms >> r & 1) {
            line->handles.entry[line->handles.count].room = r;
            line->handles.entry[line->handles.count++].handle =
                play_handle(line, r);
        }
}

struct ref play_ref(const struct line *line, uint8_t reader)
{
    return (struct ref){.kind = REF_HANDLE,
                        .handle = play_handle(line, reader)};
}

struct scenario play_brief(const struct play *p, enum brief_role role,
                           uint8_t self)
{
    struct scenario s = p->whole;
    struct bytes seed = bytes_of("412");

    s.brief.role = role;
    s.brief.self = self;
    s.brief.talk = 0x7a1c;
    s.brief.key = chance_key(seed, role == BRIEF_ROOM ? p->rooms[self].id
                                                      : p->mediator.id);
    return s;
}

struct package package_of(unsigned militias, unsigned relief)
{
    struct package p;

    package_clear(&p);
    p.option[0] = (uint8_t)militias;
    p.option[1] = (uint8_t)relief;
    return p;
}

struct condition play_condition(struct play *p, const char *text, char who)
{
    const char *rooms[PLAY_ROOMS], *events[PLAY_EVENTS];
    struct condition_names names = {.agenda = &p->whole.agenda,
                                    .rooms = rooms,
                                    .room_count = p->whole.room_count,
                                    .events = events,
                                    .event_count = p->whole.event_count,
                                    .who = who};
    struct condition out;

    for (uint8_t r = 0; r < p->whole.room_count; r++)
        rooms[r] = p->rooms[r].id;
    for (uint8_t e = 0; e < p->whole.event_count; e++)
        events[e] = p->events[e].id;
    demand(condition_parse(&out, p->steps[p->conditions++ % PLAY_CONDITIONS],
                           bytes_of(text), &names, NULL) == ERR_OK,
           text);
    return out;
}
