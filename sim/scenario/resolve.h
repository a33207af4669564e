/* The names of a scenario's lines and events, while they become indexes. */
#ifndef SCENARIO_RESOLVE_H
#define SCENARIO_RESOLVE_H

#include "sim/scenario/bind.h"

/* What a name of the script stands for. */
struct name_slot {
    const char *name; /* NULL: free */
    int32_t site;     /* index of a site, or -1 */
    int32_t event;    /* index of an event, or -1 */
};

struct names {
    struct name_slot *slots;
    size_t mask; /* their number, a power of two, less one */
    struct condition_names of;
    const char *rooms[ROOMS_MAX];
    const char *events[EVENTS_MAX];
    const char *facts[FACTS_MAX];
};

/* The slot of a name, or NULL and a mistake at the node. */
const struct name_slot *names_find(struct binder *b, const struct names *names,
                                   const struct node *n, const char *name);

/* What a reference names, by its name: an event, or a line of whomever. */
void names_ref(struct binder *b, const struct names *names,
               const struct node *n, struct ref *ref);

/* Parse a condition of 'R' or 'M' that stands at the node; nothing when either
 * is NULL. out may be NULL. */
void names_parse(struct binder *b, struct names *names, char who,
                 const struct node *n, const char *text, struct condition *out);

void resolve_rounds(struct binder *b, struct names *names);
void resolve_expects(struct binder *b, const struct names *names);

#endif
