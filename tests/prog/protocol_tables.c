/* protocol_tables tables|vectors|dictionary: print that part of PROTOCOL.md, or
 * the fuzzers' dictionary, from the tables in C. protocol_tables corpus DIR:
 * write the fuzzers' first inputs. */
#include "tests/rig/protocol.h"
#include "tests/rig/sample.h"

#include <stdlib.h>
#include <string.h>

static void save(const char *dir, const char *name, struct bytes prefix,
                 struct bytes data)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *out = fopen(path, "wb");
    if (out == NULL ||
        fwrite(prefix.data, 1, prefix.size, out) != prefix.size ||
        fwrite(data.data, 1, data.size, out) != data.size || fclose(out) != 0) {
        perror(path);
        exit(1);
    }
}

/* fuzz_frame: one byte, then the worked frames joined. */
static void corpus_frames(const char *dir, const struct vector *vectors,
                          size_t count)
{
    static const uint8_t steps[] = {0, 6};
    static uint8_t all[VECTORS_MAX * sizeof vectors->bytes];
    size_t end = 0;
    for (size_t i = 0; i < count; i++) {
        memcpy(all + end, vectors[i].bytes, vectors[i].size);
        end += vectors[i].size;
    }
    save(dir, "frame/session", (struct bytes){steps, 1},
         (struct bytes){all, end});
    save(dir, "frame/cut", (struct bytes){steps + 1, 1},
         (struct bytes){all, end / 2});
    save(dir, "frame/one", (struct bytes){steps, 1},
         (struct bytes){vectors[0].bytes, vectors[0].size});
}

/* fuzz_session: the worked session as steps 0 and 1, the goodbyes as 6 and 7,
 * an acknowledgement after each; and the same forged, as steps 4 and 5. */
static void corpus_session(const char *dir, const struct vector *vectors,
                           size_t count, bool forged)
{
    static uint8_t steps[VECTORS_MAX * sizeof vectors->bytes];
    struct writer w = writer_over(steps, sizeof steps);
    for (size_t i = 0; i < count; i++) {
        const struct vector *v = &vectors[i];
        uint8_t kind = v->bytes[5];
        if (v->alone)
            continue;
        if (kind == MESSAGE_BYE && !forged) {
            writer_u8(&w, v->from_room ? 6 : 7);
            continue;
        }
        size_t size = v->size - FRAME_HEADER_SIZE;
        writer_u8(&w, forged ? (v->from_room ? 5 : 4) : !v->from_room);
        writer_u8(&w, kind);
        writer_u16(&w, (uint16_t)size);
        writer_bytes(&w, (struct bytes){v->bytes + FRAME_HEADER_SIZE, size});
        writer_u8(&w, 8);
    }
    save(dir, forged ? "session/forged" : "session/worked", BYTES_NONE,
         (struct bytes){steps, writer_size(&w)});
}

static void add_step(struct writer *w, uint8_t step, uint32_t kind)
{
    static uint8_t body[4096];
    struct message m;
    sample_empty(&m, kind);
    size_t size = message_encode(&m, body, sizeof body);
    writer_u8(w, step);
    writer_u8(w, (uint8_t)kind);
    writer_u16(w, (uint16_t)size);
    writer_bytes(w, (struct bytes){body, size});
}

/* fuzz_session: enough frames one way that an ACK goes the other way, which in
 * one of the two is forged; then the goodbyes. */
static void corpus_acks(const char *dir, bool forged)
{
    static uint8_t steps[8192];
    struct writer w = writer_over(steps, sizeof steps);
    add_step(&w, 0, MESSAGE_HELLO);
    add_step(&w, 1, MESSAGE_WELCOME);
    for (unsigned i = 0; i < ACK_EVERY + 3; i++) {
        add_step(&w, 1, MESSAGE_WAKE);
        if (!forged)
            writer_u8(&w, 8);
    }
    if (forged) {
        add_step(&w, 5, MESSAGE_ACK);
        w.at[-1 - (int)DIGEST_SIZE] = ACK_EVERY; /* upto */
    }
    writer_u8(&w, 7);
    writer_u8(&w, 6);
    save(dir, forged ? "session/ack_forged" : "session/acks", BYTES_NONE,
         (struct bytes){steps, writer_size(&w)});
}

/* fuzz_message: a kind and its body. */
static int corpus(const char *dir)
{
    static struct vector vectors[VECTORS_MAX];
    size_t count = protocol_make_vectors(vectors);
    corpus_frames(dir, vectors, count);
    corpus_session(dir, vectors, count, false);
    corpus_session(dir, vectors, count, true);
    corpus_acks(dir, false);
    corpus_acks(dir, true);
    for (size_t i = 0; i < sample_kind_count; i++) {
        uint8_t body[4096];
        struct message m;
        sample_full(&m, sample_kinds[i]);
        size_t size = message_encode(&m, body, sizeof body);
        char name[64];
        snprintf(name, sizeof name, "message/%s",
                 message_name(sample_kinds[i]));
        save(dir, name, (struct bytes){&sample_kinds[i], 1},
             (struct bytes){body, size});
    }
    return 0;
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    if (strcmp(what, "corpus") == 0 && argc == 3)
        return corpus(argv[2]);
    if (strcmp(what, "tables") == 0)
        protocol_tables(stdout);
    else if (strcmp(what, "vectors") == 0)
        protocol_vectors(stdout);
    else if (strcmp(what, "dictionary") == 0)
        protocol_dictionary(stdout);
    else {
        fputs("usage: protocol_tables tables|vectors|dictionary|corpus DIR\n",
              stderr);
        return 2;
    }
    return 0;
}
