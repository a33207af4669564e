#include "tests/rig/seated.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void take(void *arg, const struct record_entry *e)
{
    struct seated *s = arg;

    terminal_entry(s->terminal, e, &s->out);
}

void seated_begin(struct seated *s)
{
    struct terminal_options o = {.brief = &s->brief, .width = 70};

    memset(s, 0, sizeof(*s));
    s->brief = *talks_scenario();
    s->brief.brief.role = BRIEF_ROOM;
    memcpy(s->rooms, s->brief.rooms, sizeof(s->rooms));
    s->brief.rooms = s->rooms;
    s->rooms[0].own = &s->own;
    s->own.brief = "Below 40 points, thank the hosts and go home.";
    s->own.has_values = true;
    s->own.values.no_deal = 40;
    s->own.values.value[0][1] = 35;
    s->own.has_authority = true;
    s->own.authority.own[0] = 7;
    s->own.authority.own[1] = 1;
    s->own.authority.capital[1] = 2;
    s->own.authority.never[1] = 4;
    s->shift.has_no_deal = true;
    s->shift.no_deal = 54;
    s->own.shifts = &s->shift;
    s->own.shift_count = 1;
    s->terminal = terminal_new(&o);
    assert_non_null(s->terminal);
    s->talks = (struct talks){.take = take, .arg = s};
}

void seated_again(struct seated *s)
{
    struct terminal_options o = {.brief = &s->brief, .width = 70};

    terminal_free(s->terminal);
    s->terminal = terminal_new(&o);
    assert_non_null(s->terminal);
}

void seated_end(struct seated *s)
{
    terminal_free(s->terminal);
    page_fini(&s->out);
}

void seated_receive(struct seated *s, const struct message *m)
{
    talks_frame(&s->talks, RECORD_INPUT_MESSAGE, s->peer, m);
}

void seated_told(struct seated *s, uint64_t handle, enum move move,
                 const char *text)
{
    struct message m = {.kind = MESSAGE_TOLD,
                        .as.told = {.handle = handle,
                                    .move = (uint8_t)move,
                                    .from = 1,
                                    .form = FORM_VERBATIM,
                                    .due = INSTANT_NEVER,
                                    .text = bytes_of(text)}};

    package_clear(&m.as.told.package);
    if (move == MOVE_NEWS) {
        m.as.told.from = FROM_WORLD;
        m.as.told.form = FORM_NEWS;
        m.as.told.label = bytes_of("leak");
    }
    seated_receive(s, &m);
}

struct message_item *seated_parse(struct seated *s, const char *line)
{
    enum err e =
        terminal_parse(s->terminal, bytes_of(line), &s->order, &s->diag);

    if (e != ERR_OK)
        fail_msg("%s: %s", line, s->diag.message);
    return &s->order.item;
}
