/* Measures the wire: the time one item of 256 or 64 bytes takes through the
 * codec and through both sessions, from a room to the mediator and told in a
 * room. */
#include "shuttle/session.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TIMES 1000000u

static uint8_t buffer[FRAME_SIZE_MAX];
static char words[257];
static struct message item;
static struct message told;
static struct message got;

static double now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void fail(const char *what)
{
    fprintf(stderr, "wire: %s\n", what);
    exit(1);
}

static void line(const char *what, double start)
{
    printf("%-44s %7.1f ns\n", what, (now_ns() - start) / TIMES);
}

static void make_messages(size_t size)
{
    memset(words, 'w', size);
    words[size] = '\0';
    item.kind = MESSAGE_ITEM;
    item.as.item.item = 1;
    item.as.item.move = MOVE_SAY;
    item.as.item.text = bytes_of(words);
    package_clear(&item.as.item.package);
    told.kind = MESSAGE_TOLD;
    told.as.told.handle = 77;
    told.as.told.move = MOVE_SAY;
    told.as.told.form = FORM_VERBATIM;
    told.as.told.due = INSTANT_NEVER;
    told.as.told.text = bytes_of(words);
    package_clear(&told.as.told.package);
}

static void bench_codec(const char *name, const struct message *m)
{
    char what[64];
    size_t size = 0;
    double start = now_ns();
    for (unsigned i = 0; i < TIMES; i++)
        size = message_encode(m, buffer, sizeof buffer);
    snprintf(what, sizeof what, "%s encode (%zu bytes)", name, size);
    line(what, start);
    start = now_ns();
    for (unsigned i = 0; i < TIMES; i++) {
        struct bytes body = {buffer, size};
        if (message_decode(m->kind, body, &got) != ERR_OK)
            fail("decode");
    }
    snprintf(what, sizeof what, "%s decode", name);
    line(what, start);
}

/* What of it goes into judging texts and into the transcripts: each frame is
 * hashed once at either end. */
static void bench_parts(size_t frame_size)
{
    struct hash *hash = hash_new();
    if (hash == NULL)
        fail("memory");
    struct bytes frame = {buffer, frame_size};
    double start = now_ns();
    for (unsigned i = 0; i < TIMES; i++) {
        for (unsigned end = 0; end < 4; end++)
            hash_add(hash, frame);
    }
    line("of that: SHA-256 of the four transcripts", start);
    hash_free(hash);

    start = now_ns();
    for (unsigned i = 0; i < TIMES; i++) {
        if (!bytes_is_utf8(item.as.item.text) ||
            !bytes_is_utf8(told.as.told.text))
            fail("UTF-8");
    }
    line("of that: UTF-8 of both texts", start);
}

static void pass(struct session *from, struct session *to,
                 const struct message *m)
{
    struct frame frame;
    size_t size = session_seal(from, INSTANT_ZERO, m, buffer, sizeof buffer);
    struct bytes bytes = {buffer, size};
    if (size == 0 || session_open(to, bytes, &frame, &got) != REASON_NONE)
        fail("session");
    session_take(to, frame.number);
}

static void bench_sessions(void)
{
    struct session room, mediator;
    if (session_init(&room, SESSION_ROOM, 1, 0) != ERR_OK ||
        session_init(&mediator, SESSION_MEDIATOR, 1, 0) != ERR_OK)
        fail("memory");
    struct message m = {.kind = MESSAGE_HELLO};
    pass(&room, &mediator, &m);
    m.kind = MESSAGE_WELCOME;
    pass(&mediator, &room, &m);
    double start = now_ns();
    for (unsigned i = 0; i < TIMES; i++) {
        pass(&room, &mediator, &item);
        pass(&mediator, &room, &told);
    }
    line("ITEM sealed, opened; TOLD sealed, opened", start);
    session_fini(&room);
    session_fini(&mediator);
}

int main(void)
{
    static const size_t sizes[] = {64, 256};
    for (size_t i = 0; i < 2; i++) {
        printf("A text of %zu bytes\n", sizes[i]);
        make_messages(sizes[i]);
        bench_codec("ITEM", &item);
        bench_codec("TOLD", &told);
        bench_sessions();
        bench_parts(sizes[i] + 112); /* header and fields, on average */
    }
    return 0;
}
