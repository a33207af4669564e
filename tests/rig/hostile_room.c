#define _GNU_SOURCE
#include "tests/rig/hostile_room.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int hostile_door = -1;

static bool enter(const struct hostile_targets *t)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(t->door)};
    char greeting = 0;

    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    hostile_door = socket(AF_INET, SOCK_STREAM, 0);
    return hostile_door >= 0 &&
           connect(hostile_door, (struct sockaddr *)&at, sizeof at) == 0 &&
           read(hostile_door, &greeting, 1) == 1 && greeting == 'd';
}

static void play(const struct hostile_try *tries,
                 const struct hostile_targets *t, int *count, int *successes)
{
    for (; tries->name; tries++) {
        int refusal = tries->run(t);
        *count += 1;
        *successes += refusal == 0;
        if (refusal)
            dprintf(1, "try %02d  %-44s refused: %s\n", *count, tries->name,
                    strerrorname_np(refusal));
        else
            dprintf(1, "try %02d  %-44s SUCCEEDED\n", *count, tries->name);
    }
}

int hostile_room(void)
{
    struct hostile_targets t;
    char walls[WALLS_TEXT_SIZE];
    struct diag d = {0};
    int count = 0;
    int successes = 0;

    if (read(3, &t, sizeof t) != (ssize_t)sizeof t || !enter(&t))
        return 3;
    struct walls_want want = {
        .mode = t.mode,
        .forbid = t.forbid,
        .ports = {t.door},
        .port_count = 1,
    };
    if (walls_lock(&want, &t.report, &d) != ERR_OK) {
        dprintf(1, "%s\n", d.message);
        return 2;
    }
    walls_print(&t.report, walls, sizeof walls);
    dprintf(1, "walls %s\n", walls);
    play(hostile_net, &t, &count, &successes);
    play(hostile_host, &t, &count, &successes);
    dprintf(1, "tries %d, successes %d\n", count, successes);
    return 0;
}
