/*
 * Who a certificate names, and who may come through a door. Pure: bytes and
 * comparisons, no TLS.
 *
 * A certificate names one role of one talk in a URI of its subject's
 * alternative names:
 *
 *   shuttle:<talk, 16 lower-case hexadecimal digits>/<role>/<name>
 */
#ifndef SIM_NET_PEER_H
#define SIM_NET_PEER_H

#include "shuttle/bytes.h"
#include "shuttle/err.h"
#include "shuttle/limits.h"
#include "shuttle/reason.h"

#include <stdbool.h>
#include <stdint.h>

enum peer_role {
    PEER_MEDIATOR,
    PEER_ROOM,
    PEER_DESK,
    PEER_FACILITATOR,
    PEER_CLOCK,
};

#define PEER_ROLES         5u
#define PEER_BIT(role)     (1u << (role))
#define PEER_NAME_URI_SIZE (8u + 16u + 1u + 11u + 1u + NAME_MAX_SIZE + 1u)

struct peer_name {
    uint64_t talk;
    enum peer_role role;
    char name[NAME_MAX_SIZE + 1]; /* letters, digits, '_', '-' and '.' */
};

/* "mediator", "room", "desk", "facilitator", "clock". */
const char *peer_role_name(enum peer_role role);

/* True for 1 to NAME_MAX_SIZE letters, digits, '_', '-' and '.'. */
bool peer_name_is_valid(struct bytes name);

/* Write the URI with its NUL. */
void peer_name_print(const struct peer_name *p, char out[PEER_NAME_URI_SIZE]);
/* Read a URI; only the exact form that peer_name_print writes is accepted. */
enum err peer_name_parse(struct bytes uri, struct peer_name *out) MUST_USE;

/* Whom to expect at the other end of a connection. */
struct door {
    uint64_t talk;    /* the one talk admitted, unless has_talk is set */
    unsigned roles;   /* PEER_BIT of each role admitted */
    const char *name; /* borrowed; the one name admitted, NULL for any */
    /* True for a talk that is hosted here; NULL: only .talk is. */
    bool (*has_talk)(void *arg, uint64_t talk);
    void *arg; /* borrowed; for has_talk */
};

/* REASON_NONE, or the first of TALK, ROLE, DOOR that speaks against p. */
enum reason door_judge(const struct door *door, const struct peer_name *p);

#endif
