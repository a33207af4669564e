/* Secrets of one room that must not reach another: `never_learns`. */
#include "sim/scenario/bind.h"

#include "sim/scenario/secret.h"

/* One entry for each secret, whichever room it is to be kept from. */
static void take_secret(struct binder *b, const struct node *n, int room,
                        struct secret_list *out)
{
    const char *text;
    if (!bind_is_scalar(b, n, "a secret") || room < 0)
        return;
    text = bind_copy(b, n);
    if (text)
        out->entry[out->count++] =
            (struct room_secret){(uint8_t)room, text, n->place};
}

static uint32_t how_many(const struct node *v)
{
    uint32_t count = 0;
    for (const struct node *n = v->first; n; n = n->next)
        count += n->kind == NODE_LIST ? n->count : 1;
    return count < EXPECT_LIST_MAX ? count : EXPECT_LIST_MAX;
}

void read_room_secrets(struct binder *b, const struct key *k,
                       const struct node *v, void *base)
{
    struct secret_list *out = MEMBER(base, k->offset, struct secret_list);
    if (!bind_is_map(b, v, "a map of rooms and secrets"))
        return;
    uint32_t most = how_many(v);
    if (most == 0)
        diags_add(b->diags, MISTAKE_NO_VALUE, v->place, "'%s' names nothing",
                  k->name);
    out->entry = bind_alloc(b, most, sizeof(*out->entry));
    for (const struct node *n = v->first; n && out->entry; n = n->next) {
        int room = bind_room(b, n->key);
        const struct node *one = n->kind == NODE_LIST ? n->first : n;
        for (; one && out->count < most; one = one->next) {
            take_secret(b, one, room, out);
            if (one == n)
                break;
        }
    }
}

void check_secrets(struct binder *b, const struct expect *e)
{
    struct secret *s = arena_alloc(b->scratch, sizeof(*s));
    for (uint16_t i = 0; s && i < e->never_learns.count; i++) {
        const struct room_secret *entry = &e->never_learns.entry[i];
        struct diag diag = {.message = ""};
        if (secret_parse(s, entry->secret, NULL, b->out, &diag))
            diags_add(b->diags, MISTAKE_UNKNOWN_SECRET, entry->place, "%s",
                      diag.message);
        else if (s->room == entry->room)
            diags_add(b->diags, MISTAKE_UNKNOWN_SECRET, entry->place,
                      "'%s' is that room's own secret", entry->secret);
    }
}
