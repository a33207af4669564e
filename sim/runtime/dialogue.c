#include "dialogue.h"

#include "proto/json.h"

#include "shuttle/memory.h"

#include <assert.h>
#include <stdio.h>

void dialogue_init(struct dialogue *d, const struct dialogue_ops *ops,
                   void *arg, int64_t timeout_us, int64_t now_us)
{
    *d = (struct dialogue){.state = DIALOGUE_HELLO,
                           .ops = ops,
                           .arg = arg,
                           .timeout_us = timeout_us,
                           .since_us = now_us};
}

void dialogue_fini(struct dialogue *d)
{
    memory_free(d->out);
    memory_free(d->in);
    memory_free(d->asks);
    *d = (struct dialogue){.state = DIALOGUE_OVER};
}

/* Room for more bytes behind size, up to a limit. */
static bool reserve(uint8_t **data, size_t size, size_t more, size_t limit,
                    size_t *capacity)
{
    size_t want = *capacity ? *capacity : 4096;
    void *grown;

    if (size + more <= *capacity)
        return true;
    if (size + more > limit)
        return false;
    while (want < size + more)
        want *= 2;
    grown = memory_grow(*data, want, 1);
    if (!grown)
        return false;
    *data = grown;
    *capacity = want;
    return true;
}

static void fail_ask(struct dialogue *d, uint32_t ask, const char *why,
                     bool final)
{
    char line[320];
    int size = snprintf(line, sizeof(line), "{\"failed\":\"%s\"%s}", why,
                        final ? ",\"final\":true" : "");

    assert(size > 0 && (size_t)size < sizeof(line));
    d->ops->answer(d->arg, ask,
                   (struct bytes){(const uint8_t *)line, (size_t)size});
}

static void drop_ask(struct dialogue *d, size_t n)
{
    d->ask_count--;
    memmove(&d->asks[n], &d->asks[n + 1],
            (d->ask_count - n) * sizeof(*d->asks));
}

void dialogue_end(struct dialogue *d, const char *why)
{
    if (d->state == DIALOGUE_OVER)
        return;
    d->state = DIALOGUE_OVER;
    (void)snprintf(d->why, sizeof(d->why), "%s", why);
    d->ops->note(d->arg, d->why);
    for (size_t n = 0; n < d->ask_count; n++)
        fail_ask(d, d->asks[n], d->why, true);
    d->ask_count = 0;
    d->in_size = 0;
}

void dialogue_tell(struct dialogue *d, struct bytes line)
{
    if (d->state == DIALOGUE_OVER)
        return;
    if (d->out_at > 0 && d->out_size + line.size + 1 > d->out_capacity) {
        memmove(d->out, d->out + d->out_at, d->out_size - d->out_at);
        d->out_size -= d->out_at;
        d->out_at = 0;
    }
    if (!reserve(&d->out, d->out_size, line.size + 1, PROGRAM_QUEUE_MAX,
                 &d->out_capacity)) {
        dialogue_end(d, "it does not read what it is told");
        return;
    }
    if (line.size)
        memcpy(d->out + d->out_size, line.data, line.size);
    d->out_size += line.size;
    d->out[d->out_size++] = '\n';
}

void dialogue_ask(struct dialogue *d, uint32_t ask, struct bytes line,
                  int64_t now_us)
{
    if (d->state == DIALOGUE_OVER) {
        fail_ask(d, ask, d->why, true);
        return;
    }
    if (d->ask_count == d->ask_capacity) {
        size_t more = d->ask_capacity ? 2 * d->ask_capacity : 16;
        void *grown = memory_grow(d->asks, more, sizeof(*d->asks));
        assert(grown); /* as the keeper of the asks does */
        d->asks = grown;
        d->ask_capacity = more;
    }
    if (d->ask_count == 0 && d->state == DIALOGUE_TALKS)
        d->since_us = now_us;
    d->asks[d->ask_count++] = ask;
    dialogue_tell(d, line);
}

int64_t dialogue_due(const struct dialogue *d)
{
    switch (d->state) {
    case DIALOGUE_HELLO:
        return d->since_us + PROGRAM_START_LIMIT_MS * INT64_C(1000);
    case DIALOGUE_TALKS:
        return d->ask_count ? d->since_us + d->timeout_us : INT64_MAX;
    case DIALOGUE_OVER:
        break;
    }
    return INT64_MAX;
}

/* The oldest ask has no good answer. */
static void fail_oldest(struct dialogue *d, const char *why)
{
    uint32_t ask = d->asks[0];

    drop_ask(d, 0);
    fail_ask(d, ask, why, false);
}

void dialogue_time(struct dialogue *d, int64_t now_us)
{
    char why[96];

    if (dialogue_due(d) > now_us)
        return;
    if (d->state == DIALOGUE_HELLO) {
        dialogue_end(d, "it did not say its first line in time (a line that "
                        "lies in its buffer has not been said)");
        return;
    }
    (void)snprintf(why, sizeof(why), "no answer within %lld ms",
                   (long long)(d->timeout_us / 1000));
    d->late++;
    d->since_us = now_us;
    if (d->late >= PROGRAM_FAILURES_MAX) {
        dialogue_end(d, why);
        return;
    }
    d->ops->note(d->arg, why);
    fail_oldest(d, why);
}

/* A line that answers nothing: noted, unless there are too many. */
static void stray(struct dialogue *d, const char *what)
{
    if (++d->stray > PROGRAM_STRAY_MAX) {
        dialogue_end(d, "it floods: too many lines that answer nothing");
        return;
    }
    if (d->stray <= 3)
        d->ops->note(d->arg, what);
}

static void hear_hello(struct dialogue *d, struct bytes line, int64_t now_us)
{
    struct json_value v;
    char name[64], what[160];
    size_t size = 0;
    int64_t version;

    v.kind = JSON_ABSENT;
    if (json_is_object(line))
        v = json_get(line, "program");
    if (!json_get_text(&v, (uint8_t *)name, sizeof(name) - 1, &size)) {
        dialogue_end(d, "its first line is not a program's: it has no name");
        return;
    }
    name[size] = '\0';
    for (size_t n = 0; n < size; n++)
        if (name[n] < 0x20 || name[n] > 0x7E || name[n] == '"' ||
            name[n] == '\\')
            name[n] = '?';
    v = json_get(line, "version");
    if (!json_get_number(&v, &version) || version != PROGRAM_VERSION_SPOKEN) {
        (void)snprintf(what, sizeof(what),
                       "it does not speak version %u of the protocol",
                       PROGRAM_VERSION_SPOKEN);
        dialogue_end(d, what);
        return;
    }
    (void)snprintf(what, sizeof(what), "it is '%s', version %u of the protocol",
                   name, PROGRAM_VERSION_SPOKEN);
    d->ops->note(d->arg, what);
    d->state = DIALOGUE_TALKS;
    d->since_us = now_us;
}

static void hear_answer(struct dialogue *d, struct bytes line, int64_t now_us)
{
    struct json_value v = json_get(line, "answer");
    int64_t ask = 0;

    if (!json_get_number(&v, &ask)) {
        stray(d, "a line without the number of an ask: ignored");
        return;
    }
    for (size_t n = 0; n < d->ask_count; n++) {
        if (d->asks[n] != (uint64_t)ask)
            continue;
        drop_ask(d, n);
        d->since_us = now_us;
        d->stray = 0;
        d->ops->answer(d->arg, (uint32_t)ask, line);
        return;
    }
    stray(d, "an answer to what was not asked, was answered before or is too "
             "late: ignored");
}

static void hear_line(struct dialogue *d, struct bytes line, int64_t now_us)
{
    if (d->state == DIALOGUE_HELLO) {
        hear_hello(d, line, now_us);
    } else if (json_is_object(line)) {
        hear_answer(d, line, now_us);
    } else if (d->ask_count == 0) {
        stray(d, "a line that is no JSON object: ignored");
    } else {
        d->since_us = now_us;
        d->ops->note(d->arg, "a line that is no JSON object");
        fail_oldest(d, "what it answered is no JSON object");
    }
}

void dialogue_hear(struct dialogue *d, struct bytes bytes, int64_t now_us)
{
    while (bytes.size && d->state != DIALOGUE_OVER) {
        const uint8_t *end = memchr(bytes.data, '\n', bytes.size);
        size_t take = end ? (size_t)(end - bytes.data) : bytes.size;
        struct bytes line;

        if (!reserve(&d->in, d->in_size, take + 1, PROGRAM_LINE_MAX,
                     &d->in_capacity)) {
            dialogue_end(d, "it wrote a line that is too long");
            return;
        }
        memcpy(d->in + d->in_size, bytes.data, take);
        d->in_size += take;
        bytes.data += take + (end != NULL);
        bytes.size -= take + (end != NULL);
        if (!end)
            return;
        line = (struct bytes){d->in, d->in_size};
        d->in_size = 0;
        hear_line(d, line, now_us);
    }
}
