#include "sim/net/peer.h"

#include <stdio.h>
#include <string.h>

#define SCHEME      "shuttle:"
#define TALK_DIGITS 16u

static const char *const role_names[PEER_ROLES] = {
    [PEER_MEDIATOR] = "mediator", [PEER_ROOM] = "room",
    [PEER_DESK] = "desk",         [PEER_FACILITATOR] = "facilitator",
    [PEER_CLOCK] = "clock",
};

const char *peer_role_name(enum peer_role role)
{
    return role_names[role];
}

static enum err role_parse(struct bytes text, enum peer_role *out)
{
    for (unsigned i = 0; i < PEER_ROLES; i++) {
        if (strlen(role_names[i]) == text.size &&
            memcmp(role_names[i], text.data, text.size) == 0) {
            *out = (enum peer_role)i;
            return ERR_OK;
        }
    }
    return ERR_UNKNOWN;
}

static bool name_byte_is_valid(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
}

bool peer_name_is_valid(struct bytes name)
{
    if (name.size == 0 || name.size > NAME_MAX_SIZE)
        return false;
    for (size_t i = 0; i < name.size; i++) {
        if (!name_byte_is_valid(name.data[i]))
            return false;
    }
    return true;
}

void peer_name_print(const struct peer_name *p, char out[PEER_NAME_URI_SIZE])
{
    snprintf(out, PEER_NAME_URI_SIZE, SCHEME "%016llx/%s/%s",
             (unsigned long long)p->talk, peer_role_name(p->role), p->name);
}

static bool talk_parse(const uint8_t *text, uint64_t *out)
{
    uint64_t talk = 0;

    for (size_t i = 0; i < TALK_DIGITS; i++) {
        uint8_t c = text[i];
        uint64_t digit;

        if (c >= '0' && c <= '9')
            digit = (uint64_t)(c - '0');
        else if (c >= 'a' && c <= 'f')
            digit = (uint64_t)(c - 'a') + 10;
        else
            return false;
        talk = talk << 4 | digit;
    }
    *out = talk;
    return true;
}

enum err peer_name_parse(struct bytes uri, struct peer_name *out)
{
    const size_t before_role = sizeof(SCHEME) - 1 + TALK_DIGITS + 1;
    struct peer_name p = {0};
    const uint8_t *slash;
    struct bytes role, name;

    if (uri.size <= before_role ||
        memcmp(uri.data, SCHEME, sizeof(SCHEME) - 1) != 0 ||
        !talk_parse(uri.data + sizeof(SCHEME) - 1, &p.talk) ||
        uri.data[before_role - 1] != '/')
        return ERR_MALFORMED;
    role.data = uri.data + before_role;
    slash = memchr(role.data, '/', uri.size - before_role);
    if (!slash)
        return ERR_MALFORMED;
    role.size = (size_t)(slash - role.data);
    name.data = slash + 1;
    name.size = uri.size - before_role - role.size - 1;
    if (role_parse(role, &p.role) != ERR_OK || !peer_name_is_valid(name))
        return ERR_MALFORMED;
    memcpy(p.name, name.data, name.size);
    *out = p;
    return ERR_OK;
}

enum reason door_judge(const struct door *door, const struct peer_name *p)
{
    bool talk_is_here = door->has_talk ? door->has_talk(door->arg, p->talk)
                                       : door->talk == p->talk;

    if (!talk_is_here)
        return REASON_TALK;
    if (!(door->roles & PEER_BIT(p->role)))
        return REASON_ROLE;
    if (door->name && strcmp(door->name, p->name) != 0)
        return REASON_DOOR;
    return REASON_NONE;
}
