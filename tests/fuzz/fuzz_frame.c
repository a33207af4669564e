/*
 * Any bytes as a stream of frames: reading goes on inside the bytes, gives the
 * same frames however the stream is cut, and each frame encodes to itself. The
 * first byte says in which steps the stream comes.
 */
#include "shuttle/frame.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "fuzz_frame: %s\n", what);
    abort();
}

static void check_frame(struct bytes in, const struct frame *f, size_t used)
{
    static uint8_t again[FRAME_SIZE_MAX];
    demand(used >= FRAME_HEADER_SIZE && used <= in.size, "used");
    demand(f->body.data == in.data + FRAME_HEADER_SIZE, "body elsewhere");
    demand(f->body.size == used - FRAME_HEADER_SIZE, "size of the body");
    demand(f->time.us >= 0, "negative time");
    demand(frame_encode(f, again, sizeof again) == used, "size again");
    demand(memcmp(again, in.data, used) == 0, "bytes again");
}

/* What is known of a frame does not change as more of it comes; its version
 * and its time may still spoil it once its length is known. */
static void check_shorter(struct bytes in, size_t cut, enum err whole,
                          size_t whole_used)
{
    struct frame f;
    size_t used;
    struct bytes part = {in.data, cut};
    enum err e = frame_decode(part, &f, &used);
    if (e == ERR_MORE)
        demand(used == 0 || whole == ERR_VERSION || whole == ERR_MALFORMED ||
                   used == whole_used,
               "another size when cut");
    else
        demand(e == whole, "another verdict when cut");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    size_t step = (size_t)data[0] + 1;
    struct bytes in = {data + 1, size - 1};
    for (;;) {
        struct frame f;
        size_t used;
        enum err e = frame_decode(in, &f, &used);
        for (size_t cut = 0; cut < in.size && cut < 8 * step; cut += step)
            check_shorter(in, cut, e, used);
        if (e != ERR_OK) {
            demand(e == ERR_MORE || e == ERR_TOO_LONG || e == ERR_VERSION ||
                       e == ERR_MALFORMED,
                   "error");
            demand(e != ERR_MORE || used == 0 || used > in.size, "more");
            return 0;
        }
        check_frame(in, &f, used);
        in.data += used;
        in.size -= used;
    }
}
