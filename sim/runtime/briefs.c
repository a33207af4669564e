#include "briefs.h"

#include "sim/scenario/scenario_file.h"

static enum err make_one(struct briefs *b, const struct scenario *whole,
                         struct brief *who)
{
    struct buffer *text = &b->text[b->count];
    struct scenario *part = NULL;
    struct arena arena;
    enum err e;

    brief_keys(who, whole);
    b->talk = who->talk;
    arena_init(&arena, 0);
    buffer_init(text);
    b->count++;
    e = scenario_split(whole, who, &arena, &part);
    if (!e && !scenario_print(part, text))
        e = ERR_MEMORY;
    if (!e && text->size > BRIEF_MAX)
        e = ERR_TOO_LONG; /* no record would take it */
    arena_fini(&arena);
    return e;
}

enum err briefs_make(struct briefs *b, const struct scenario *whole, bool live,
                     struct diag *diag)
{
    struct brief who = {.role = BRIEF_MEDIATOR, .live = live};
    enum err e;

    b->count = 0;
    e = make_one(b, whole, &who);
    for (uint8_t r = 0; r < whole->room_count && !e; r++) {
        who = (struct brief){.role = BRIEF_ROOM, .self = r, .live = live};
        e = make_one(b, whole, &who);
    }
    for (uint8_t m = 1; m < whole->mediator_count && !e; m++) {
        who = (struct brief){.role = BRIEF_MEDIATOR, .self = m, .live = live};
        e = make_one(b, whole, &who);
    }
    if (!e)
        return ERR_OK;
    briefs_fini(b);
    return diag_set(diag, e, "the scenario cannot be split into briefs: %s",
                    err_text(e));
}

void briefs_fini(struct briefs *b)
{
    while (b->count)
        buffer_fini(&b->text[--b->count]);
}

struct bytes briefs_text(const struct briefs *b, int room)
{
    return buffer_bytes(&b->text[room + 1]);
}
