#include "setup.h"

#include "shuttle/memory.h"
#include "sim/net/handover.h"

#include <string.h>
#include <unistd.h>

#define SETUP_MAX (BRIEF_MAX + 64u * 1024u)

static void put(struct writer *w, struct bytes part)
{
    writer_u32(w, (uint32_t)part.size);
    writer_bytes(w, part);
}

static struct bytes get(struct reader *r)
{
    return reader_bytes(r, reader_u32(r));
}

static bool get_text(struct reader *r, char *out, size_t capacity)
{
    struct bytes text = get(r);

    if (r->failed || text.size >= capacity)
        return false;
    if (text.size)
        memcpy(out, text.data, text.size);
    out[text.size] = '\0';
    return true;
}

int setup_write(const struct setup *s, struct diag *diag)
{
    size_t keys = identity_encode(&s->identity, NULL, 0);
    size_t capacity = s->brief.size + keys + 1024;
    uint8_t *all = memory_new(1, capacity + keys);
    struct writer w = writer_over(all, capacity);
    int fd = -1;

    if (!all) {
        (void)diag_set(diag, ERR_MEMORY, "no memory to start a process");
        return -1;
    }
    put(&w, s->brief);
    (void)identity_encode(&s->identity, all + capacity, keys);
    put(&w, (struct bytes){all + capacity, keys});
    put(&w, bytes_of(s->walls));
    writer_u8(&w, s->walls_mode);
    writer_u8(&w, s->lock);
    put(&w, bytes_of(s->address));
    writer_u16(&w, s->port);
    writer_u32(&w, s->speed);
    fd = handover_make((struct bytes){all, writer_size(&w)}, diag);
    memset(all, 0, capacity + keys);
    memory_free(all);
    return fd;
}

enum err setup_read(struct setup *s, int fd, struct diag *diag)
{
    struct reader r;
    struct bytes keys;
    size_t size = 0;
    enum err e;

    memset(s, 0, sizeof(*s));
    e = handover_read(fd, SETUP_MAX, &s->all, &size, diag);
    close(fd);
    if (e)
        return e;
    r = reader_over((struct bytes){s->all, size});
    s->brief = get(&r);
    keys = get(&r);
    if (!get_text(&r, s->walls, sizeof(s->walls)))
        r.failed = true;
    s->walls_mode = reader_u8(&r);
    s->lock = reader_u8(&r) != 0;
    if (!get_text(&r, s->address, sizeof(s->address)))
        r.failed = true;
    s->port = reader_u16(&r);
    s->speed = reader_u32(&r);
    if (reader_done(&r) && identity_decode(&s->identity, keys) == ERR_OK)
        return ERR_OK;
    setup_fini(s);
    return diag_set(diag, ERR_MALFORMED,
                    "descriptor %d does not hold what a process is started "
                    "with; use `shuttle run`",
                    fd);
}

void setup_fini(struct setup *s)
{
    identity_fini(&s->identity);
    memory_free(s->all);
    s->all = NULL;
}
