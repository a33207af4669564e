/*
 * Which mediators a room speaks through, and under which number each end knows
 * their channel. Part of scenario.h, which includes it.
 */
#ifndef SHUTTLE_CHANNELS_H
#define SHUTTLE_CHANNELS_H

#include "shuttle/scenario.h"

/* The mediators that a room speaks through, bit per mediator. Not zero where
 * there is a mediator. */
static inline unsigned int room_channels(const struct scenario *s, uint8_t room)
{
    unsigned int all = (1u << s->mediator_count) - 1;

    return s->rooms[room].channels ? s->rooms[room].channels & all : all;
}

/* Under which number a room and a mediator know their channel: it is the first,
 * the second ... mediator of this room. -1 when they have none. */
static inline int room_channel(const struct scenario *s, uint8_t room,
                               uint8_t mediator)
{
    unsigned int channels = room_channels(s, room);
    int channel = 0;

    if (!(channels >> mediator & 1u))
        return -1;
    for (uint8_t m = 0; m < mediator; m++)
        channel += (int)(channels >> m & 1u);
    return channel;
}

/* The mediator of a room's channel. */
static inline uint8_t channel_mediator(const struct scenario *s, uint8_t room,
                                       uint16_t channel)
{
    unsigned int channels = room_channels(s, room);
    uint8_t m = 0;

    while (m + 1 < s->mediator_count &&
           (!(channels >> m & 1u) || channel-- > 0))
        m++;
    return m;
}

/* The rooms that a mediator speaks to, bit per room. */
static inline unsigned int mediator_rooms_of(const struct scenario *s,
                                             uint8_t mediator)
{
    unsigned int rooms = 0;

    for (uint8_t r = 0; r < s->room_count; r++)
        rooms |= (room_channels(s, r) >> mediator & 1u) << r;
    return rooms;
}

#endif
