/*
 * Any bytes as a kind and a body: what is taken encodes to the same bytes, and
 * its JSON view is one line.
 */
#include "shuttle/message.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "fuzz_message: %s\n", what);
    abort();
}

static void check_json(const struct message *m)
{
    static char line[8 * FRAME_BODY_MAX];
    size_t size = message_json(m, line, sizeof line);
    demand(size != SIZE_MAX && size == strlen(line), "size of the line");
    demand(line[0] == '{' && line[size - 1] == '}', "an object");
    for (size_t i = 0; i < size; i++)
        demand((unsigned char)line[i] >= 0x20, "a control character");
    demand(message_json(m, line, size) == SIZE_MAX, "one byte too few");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t again[FRAME_BODY_MAX];
    if (size == 0 || size > FRAME_BODY_MAX)
        return 0;
    struct bytes body = {data + 1, size - 1};
    struct message m;
    memset(&m, 0xA5, sizeof m);
    enum err e = message_decode(data[0], body, &m);
    demand((e == ERR_UNKNOWN) == (message_name(data[0]) == NULL), "unknown");
    if (e != ERR_OK) {
        demand(e == ERR_UNKNOWN || e == ERR_MALFORMED, "error");
        return 0;
    }
    demand(m.kind == data[0], "kind");
    demand(message_encode(&m, again, sizeof again) == body.size, "size again");
    demand(body.size == 0 || memcmp(again, body.data, body.size) == 0,
           "bytes again");
    check_json(&m);
    return 0;
}
