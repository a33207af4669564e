/* What outside programs are told: a first line with the talks as they stand,
 * then a line for each event. Sealed answers are on no board, so in no line. */
#include "mediator_state.h"

#include "program_json.h"

#include <assert.h>

/* Writes a line; called twice, to measure and to write. */
typedef void line_writer(struct json *j, const struct mediator *m,
                         const void *about);

static void tell(struct mediator *m, uint16_t families, uint32_t id,
                 line_writer *write, const void *about)
{
    struct json j = {.out = NULL};

    write(&j, m, about);
    j.out = arena_alloc(&m->out->arena, j.size + 1);
    assert(j.out); /* a step completes or the process ends */
    j.capacity = j.size;
    j.size = 0;
    j.comma = false;
    write(&j, m, about);
    for (int f = 0; f < FAMILY_COUNT; f++)
        if (families >> f & 1)
            effects_report(m->out, (uint16_t)f, id,
                           (struct bytes){j.out, j.size});
}

static const char *name_of(enum event_kind kind)
{
    static const char *const names[] = {
        [BOARD_STARTED] = "started", [BOARD_HANDED] = "handed",
        [BOARD_TAKEN] = "taken",     [BOARD_JUDGED] = "judged",
        [BOARD_TOLD] = "told",       [BOARD_DISPOSED] = "disposed",
        [BOARD_ARRIVED] = "arrived", [BOARD_LEFT] = "left",
        [BOARD_ROUND] = "round",     [BOARD_WORLD] = "world",
        [BOARD_PUT] = "put",         [BOARD_RESULT] = "result",
        [BOARD_ANSWER] = "answer",
    };

    return names[kind];
}

static void put_happened(struct json *j, const struct board *b)
{
    json_key(j, "happened");
    json_open(j, '[');
    for (uint8_t n = 0; n < b->brief->event_count; n++)
        if (b->happened >> n & 1)
            json_text(j, NULL, bytes_of(b->brief->events[n].id));
    json_close(j, ']');
}

static void put_round(struct json *j, const struct mediator *m)
{
    const struct board *b = &m->board;

    if (b->round < 0)
        return;
    json_text(j, "round", bytes_of(b->brief->rounds[b->round].id));
    json_bool(j, "open", b->round_open);
    json_time(j, "limit_us", m->round_due);
}

/* Where an item stands with one room. */
static void put_passage(struct json *j, const struct mediator *m,
                        const struct board_event *e)
{
    const struct passage *p = &e->item->passage[e->room];

    json_text(j, "to", program_author(&m->board, e->room));
    if (p->state == CARRIAGE_DONE)
        json_text(j, "as", bytes_of(disposition_text(p->disposition)));
    json_text(j, "rule", bytes_of(rule_key(p->rule)));
    program_item_name(j, &m->board, e->item);
}

/* A tray is seen, and what lies in it read only when it is taken. */
static void put_event(struct json *j, const struct mediator *m,
                      const void *about)
{
    const struct board_event *e = about;
    const struct board *b = &m->board;

    json_open(j, '{');
    json_text(j, "report", bytes_of(name_of(e->kind)));
    json_time(j, "now_us", b->now);
    switch (e->kind) {
    case BOARD_HANDED:
        json_text(j, "room", program_author(b, e->item->room));
        json_number(j, "tray", b->room[e->item->room].tray);
        break;
    case BOARD_TAKEN:
    case BOARD_PUT:
        program_item(j, b, e->item);
        break;
    case BOARD_JUDGED:
    case BOARD_TOLD:
    case BOARD_DISPOSED:
        put_passage(j, m, e);
        break;
    case BOARD_ARRIVED:
    case BOARD_LEFT:
        json_text(j, "room", program_author(b, e->room));
        json_number(j, "carrier", e->carrier);
        break;
    case BOARD_STARTED:
    case BOARD_ROUND:
        put_round(j, m);
        break;
    case BOARD_WORLD:
        put_happened(j, b);
        break;
    case BOARD_RESULT:
        json_bool(j, "yes", e->yes);
        break;
    case BOARD_ANSWER:
        break;
    }
    json_close(j, '}');
}

void report_event(struct mediator *m, const struct board_event *e)
{
    if (m->listeners && e->kind != BOARD_ANSWER)
        tell(m, m->listeners, REPORT_EVENT, put_event, e);
}

static void put_agenda(struct json *j, const struct agenda *a)
{
    json_key(j, "agenda");
    json_open(j, '{');
    for (uint8_t i = 0; i < a->issue_count; i++) {
        json_key(j, a->issues[i].id);
        json_open(j, '[');
        for (uint8_t o = 0; o < a->issues[i].option_count; o++)
            json_text(j, NULL, bytes_of(a->issues[i].options[o].id));
        json_close(j, ']');
    }
    json_close(j, '}');
}

/* What the scenario sets for the program. */
static void put_settings(struct json *j, const struct choice *c)
{
    static const char prefix[] = "set.";

    json_key(j, "set");
    json_open(j, '{');
    for (size_t n = 0; n < c->param_count; n++)
        if (strncmp(c->param[n].key, prefix, sizeof(prefix) - 1) == 0)
            json_text(j, c->param[n].key + sizeof(prefix) - 1,
                      bytes_of(c->param[n].value));
    json_close(j, '}');
}

/* A stream of the run's chance, for a program that draws lots. */
static void put_chance(struct json *j, const struct mediator *m, enum family f)
{
    static const char digits[] = "0123456789abcdef";
    struct bytes key = {m->brief->brief.key.bytes, DIGEST_SIZE};
    struct chance chance;
    char hex[16], purpose[32] = "program ";

    memcpy(purpose + strlen(purpose), family_key(f), strlen(family_key(f)) + 1);
    chance_seed(&chance, key, "mediator", purpose);
    uint64_t seed = chance_next(&chance);
    for (size_t n = 0; n < sizeof(hex); n++)
        hex[n] = digits[seed >> (60 - 4 * n) & 15];
    json_text(j, "chance", (struct bytes){(uint8_t *)hex, sizeof(hex)});
}

static void put_items(struct json *j, const struct board *b)
{
    json_key(j, "items");
    json_open(j, '[');
    for (const struct item *item = b->items; item; item = item->next) {
        if (!item->taken)
            continue;
        json_open(j, '{');
        program_item(j, b, item);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void put_hello(struct json *j, const struct mediator *m,
                      const void *about)
{
    const enum family *f = about;
    const struct board *b = &m->board;

    json_open(j, '{');
    json_number(j, "shuttle", PROGRAM_VERSION_SPOKEN);
    json_text(j, "family", bytes_of(family_key(*f)));
    json_text(j, "title", bytes_of(b->brief->title));
    json_text(j, "mediator", program_author(b, FROM_MEDIATOR));
    json_time(j, "now_us", b->now);
    put_chance(j, m, *f);
    put_settings(j, m->design[*f]);
    put_agenda(j, &b->brief->agenda);
    program_rooms(j, b);
    program_carriers(j, b);
    put_round(j, m);
    put_happened(j, b);
    put_items(j, b);
    json_close(j, '}');
}

void report_hello(struct mediator *m, enum family f)
{
    if (m->listeners >> f & 1)
        tell(m, (uint16_t)(1u << f), REPORT_HELLO, put_hello, &f);
}
