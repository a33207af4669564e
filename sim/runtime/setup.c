#include "setup.h"

#include "system.h"

#include "shuttle/memory.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define SETUP_MAX (BRIEF_MAX + 64u * 1024u)
#define KEYS_AT   4u /* behind their size */

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

/* Keys first, so that they are encoded in place and never copied. */
static size_t encode(const struct setup *s, uint8_t *out, size_t capacity,
                     size_t keys)
{
    struct writer w = writer_over(out, capacity);

    writer_u32(&w, (uint32_t)keys);
    (void)identity_encode(&s->identity, w.at, keys);
    w.at += keys;
    put(&w, s->brief);
    put(&w, bytes_of(s->walls));
    writer_u8(&w, s->walls_mode);
    writer_u8(&w, s->lock);
    writer_u8(&w, s->control);
    for (size_t c = 0; c < CHANNELS_MAX; c++) {
        put(&w, bytes_of(s->address[c]));
        writer_u16(&w, s->port[c]);
    }
    writer_u32(&w, s->speed);
    put(&w, bytes_of(s->beside));
    return writer_size(&w);
}

enum err setup_write(const struct setup *s, int fd, struct diag *diag)
{
    size_t keys = identity_encode(&s->identity, NULL, 0);
    size_t capacity = s->brief.size + keys + 2048 + sizeof(s->beside);
    uint8_t *all = memory_new(1, capacity);
    enum err e = ERR_MEMORY;
    int failed = 0;

    if (all) {
        size_t size = encode(s, all, capacity, keys);
        failed = system_write(fd, (struct bytes){all, size});
        e = failed ? ERR_SYSTEM : ERR_OK;
        keys_wipe(all, capacity);
        memory_free(all);
    }
    close(fd);
    return e ? diag_set(diag, e, "cannot tell a process its brief: %s",
                        e == ERR_MEMORY ? "out of memory" : strerror(failed))
             : ERR_OK;
}

static enum err read_all(int fd, uint8_t **out, size_t *size)
{
    uint8_t *all = memory_new(1, SETUP_MAX);

    *size = 0;
    while (all && *size < SETUP_MAX) {
        ssize_t n = read(fd, all + *size, SETUP_MAX - *size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        *size += (size_t)n;
    }
    *out = all;
    return all ? ERR_OK : ERR_MEMORY;
}

enum err setup_read(struct setup *s, int fd, struct diag *diag)
{
    struct reader r;
    struct bytes keys;
    size_t size;
    enum err e;

    memset(s, 0, sizeof(*s));
    if (read_all(fd, &s->all, &size))
        return diag_set(diag, ERR_MEMORY, "out of memory");
    close(fd);
    r = reader_over((struct bytes){s->all, size});
    keys = get(&r);
    e = identity_decode(&s->identity, keys);
    if (keys.size)
        keys_wipe(s->all + KEYS_AT, keys.size); /* the identity has them */
    s->brief = get(&r);
    if (!get_text(&r, s->walls, sizeof(s->walls)))
        r.failed = true;
    s->walls_mode = reader_u8(&r);
    s->lock = reader_u8(&r) != 0;
    s->control = reader_u8(&r) != 0;
    for (size_t c = 0; c < CHANNELS_MAX; c++) {
        if (!get_text(&r, s->address[c], sizeof(s->address[c])))
            r.failed = true;
        s->port[c] = reader_u16(&r);
    }
    s->speed = reader_u32(&r);
    if (!get_text(&r, s->beside, sizeof(s->beside)))
        r.failed = true;
    if (!e && reader_done(&r))
        return ERR_OK;
    setup_fini(s);
    return diag_set(diag, ERR_MALFORMED,
                    "there is nothing to read on descriptor %d: --inherited "
                    "is what `shuttle run` uses; see --help",
                    fd);
}

void setup_fini(struct setup *s)
{
    identity_fini(&s->identity);
    memory_free(s->all);
    s->all = NULL;
}

char *const *setup_argv(bool mediator)
{
    /* Writable, as execve wants them. */
    static char program[] = "shuttle", inherited[] = "--inherited";
    static char join[] = "join", mediate[] = "mediate";
    static char *const words[2][4] = {{program, join, inherited, NULL},
                                      {program, mediate, inherited, NULL}};

    return words[mediator];
}
