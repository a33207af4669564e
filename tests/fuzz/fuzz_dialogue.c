/*
 * Any bytes as what an outside program writes, in pieces, with asks and time
 * between. Every ask is answered once, by an object that reads back or by a
 * failure; memory stays bounded.
 */
#include "proto/json.h"
#include "sim/runtime/dialogue.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ASKS 200u

static unsigned answered[ASKS + 1];

static void demand(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "fuzz_dialogue: %s\n", what);
    abort();
}

static void on_answer(void *arg, uint32_t ask, struct bytes line)
{
    struct json_value v;
    uint8_t text[4096];
    size_t size;
    int64_t number;

    (void)arg;
    demand(ask >= 1 && ask <= ASKS && answered[ask]++ == 0, "answered once");
    demand(json_is_object(line), "what is taken is an object");
    v = json_get(line, "answer");
    demand(json_get_number(&v, &number) ||
               json_get(line, "failed").kind == JSON_TEXT,
           "an answer or a failure");
    v = json_get(line, "text");
    if (json_get_text(&v, text, sizeof(text), &size))
        demand(bytes_is_utf8((struct bytes){text, size}), "a text is UTF-8");
}

static void on_note(void *arg, const char *line)
{
    (void)arg;
    demand(bytes_is_utf8(bytes_of(line)), "a note is UTF-8");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct dialogue_ops ops = {on_answer, on_note};
    static const char hello[] = "{\"program\":\"x\",\"version\":1}\n";
    struct dialogue d;
    int64_t now = 0;
    uint32_t asks = 0;

    memset(answered, 0, sizeof(answered));
    dialogue_init(&d, &ops, NULL, 1000, 0);
    if (size && data[0] & 1)
        dialogue_hear(&d, bytes_of(hello), 0);
    for (size_t n = 1; n < size;) {
        size_t piece = 1 + data[n] % 64;

        now += data[n] % 5 * 100;
        if (asks < ASKS && data[n] % 3 == 0)
            dialogue_ask(&d, ++asks, bytes_of("{}"), now);
        if (++n + piece > size)
            piece = size - n;
        dialogue_hear(&d, (struct bytes){data + n, piece}, now);
        dialogue_time(&d, now);
        n += piece;
    }
    demand(d.in_capacity <= PROGRAM_LINE_MAX, "a line is bounded");
    dialogue_end(&d, "the end");
    for (uint32_t ask = 1; ask <= asks; ask++)
        demand(answered[ask] == 1, "every ask is answered");
    dialogue_fini(&d);
    return 0;
}
