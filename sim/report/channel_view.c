#include "sim/report/channel_view.h"

#include "shuttle/memory.h"

#include <string.h>

enum err channel_view_init(struct channel_view *v, const struct scenario *whole,
                           uint8_t mediator)
{
    size_t count = whole->round_count;

    v->rounds = memory_new(count ? count : 1, sizeof(*v->rounds));
    if (!v->rounds)
        return ERR_MEMORY;
    v->scenario = *whole;
    v->scenario.mediators = &whole->mediators[mediator];
    v->scenario.mediator_count = 1;
    v->scenario.rounds = v->rounds;
    v->scenario.rooms = v->rooms;
    for (uint8_t r = 0; r < whole->room_count; r++) {
        v->rooms[r] = whole->rooms[r];
        v->rooms[r].channels = 0;
    }
    for (size_t n = 0; n < count; n++) {
        v->rounds[n] = whole->rounds[n];
        v->rounds[n].mediator =
            *round_lines(&whole->rounds[n], mediator_owner(mediator));
        const struct relay *relay = round_relay(&whole->rounds[n], mediator);
        v->rounds[n].relay =
            relay ? *relay : (struct relay){.walk = {.as = NULL}};
        v->rounds[n].relays = NULL;
        memset(v->rounds[n].further, 0, sizeof(v->rounds[n].further));
    }
    return ERR_OK;
}

void channel_view_fini(struct channel_view *v)
{
    memory_free(v->rounds);
    v->rounds = NULL;
}
