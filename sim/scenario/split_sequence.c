/* In a mediator's brief the order in which it tells things names handles: ids
 * of lines do not leave the file. */
#include "sim/scenario/split.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define TEXT_SIZE 4096u

/* "#" and the handle of the line or the choice of this id; empty when it goes
 * by another mediator. */
static void handle_of(struct splitter *sp, const char *id, size_t size,
                      char out[32])
{
    const struct scenario *s = sp->whole;

    out[0] = '\0';
    for (uint8_t r = 0; r < s->round_count; r++)
        for (uint8_t owner = 0; owner < s->room_count; owner++) {
            const struct lines *lines = &s->rounds[r].room[owner];
            for (uint16_t n = 0; n < lines->count; n++) {
                const char *name = lines->line[n].choice ? lines->line[n].choice
                                                         : lines->line[n].id;
                struct ref ref = {REF_OTHER, owner, r, n, 0, NULL, {0, 0}};
                uint64_t handle;
                if (strlen(name) != size || memcmp(name, id, size) != 0)
                    continue;
                handle = split_handle(sp, lines, &ref);
                if (handle)
                    snprintf(out, 32, "#%016" PRIx64, handle);
                return;
            }
        }
}

static const char *keep(struct splitter *sp, const char *text)
{
    return split_copy(sp, text, strlen(text) + 1, 1);
}

/* Ids become handles; those already written so stay. */
static const char *hide_list(struct splitter *sp, const char *list)
{
    char out[TEXT_SIZE] = "";
    size_t at = 0;

    for (list += strspn(list, " ,"); *list; list += strspn(list, " ,")) {
        size_t size = strcspn(list, " ,");
        char handle[32];
        handle_of(sp, list, size, handle);
        if (handle[0] && at + 20 < sizeof(out))
            at += (size_t)snprintf(out + at, sizeof(out) - at, "%s%s",
                                   at ? " " : "", handle);
        list += size;
    }
    return keep(sp, out);
}

static void hide_choice(struct splitter *sp, struct choice *c)
{
    if (!c->as || strcmp(c->as, "sequence") != 0)
        return;
    for (size_t n = 0; n < c->param_count; n++) {
        const char *key = c->param[n].key;
        const char *dot = strchr(key, '.');
        char handle[32], hidden[64];
        if (strcmp(key, "order") == 0)
            c->param[n].value = hide_list(sp, c->param[n].value);
        if (!dot)
            continue;
        handle_of(sp, dot + 1, strlen(dot + 1), handle);
        snprintf(hidden, sizeof(hidden), "%.*s.%s", (int)(dot - key), key,
                 handle[0] ? handle : "#0");
        c->param[n].key = keep(sp, hidden);
    }
}

void split_sequence(struct splitter *sp)
{
    if (sp->out->brief.role != BRIEF_MEDIATOR)
        return;
    for (uint8_t m = 0; m < sp->out->mediator_count; m++)
        hide_choice(sp, &sp->out->mediators[m].relay.hold);
    for (uint8_t r = 0; r < sp->out->round_count; r++)
        hide_choice(sp, &sp->out->rounds[r].relay.hold);
}
