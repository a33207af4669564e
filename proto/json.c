#include "json.h"

static void put(struct json *j, const void *data, size_t size)
{
    if (size <= j->capacity && j->size <= j->capacity - size)
        memcpy(j->out + j->size, data, size);
    j->size += size;
}

static void put_char(struct json *j, char c)
{
    put(j, &c, 1);
}

static void put_control(struct json *j, uint32_t c)
{
    static const char digits[] = "0123456789abcdef";
    const char escaped[] = {'\\',
                            'u',
                            digits[c >> 12 & 15],
                            digits[c >> 8 & 15],
                            digits[c >> 4 & 15],
                            digits[c & 15]};

    if (c == '\n')
        put(j, "\\n", 2);
    else
        put(j, escaped, sizeof(escaped));
}

static void put_text(struct json *j, struct bytes text)
{
    put_char(j, '"');
    for (size_t n = 0; n < text.size;) {
        const uint8_t *at = text.data + n;
        uint32_t control;
        size_t size =
            bytes_control((struct bytes){at, text.size - n}, &control);

        if (size > 0)
            put_control(j, control);
        else if (*at == '"' || *at == '\\')
            put_char(j, '\\');
        if (size == 0)
            put_char(j, (char)*at);
        n += size > 0 ? size : 1;
    }
    put_char(j, '"');
}

static void before(struct json *j)
{
    if (j->comma)
        put_char(j, ',');
    j->comma = true;
}

void json_open(struct json *j, char bracket)
{
    before(j);
    put_char(j, bracket);
    j->comma = false;
}

void json_close(struct json *j, char bracket)
{
    put_char(j, bracket);
    j->comma = true;
}

void json_key(struct json *j, const char *key)
{
    if (!key)
        return;
    before(j);
    put_text(j, bytes_of(key));
    put_char(j, ':');
    j->comma = false;
}

void json_text(struct json *j, const char *key, struct bytes text)
{
    json_key(j, key);
    before(j);
    put_text(j, text);
}

void json_number(struct json *j, const char *key, uint64_t value)
{
    char digits[20];
    size_t at = sizeof(digits);

    json_key(j, key);
    before(j);
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    put(j, digits + at, sizeof(digits) - at);
}

static void literal(struct json *j, const char *key, const char *word)
{
    json_key(j, key);
    before(j);
    put(j, word, strlen(word));
}

void json_bool(struct json *j, const char *key, bool value)
{
    literal(j, key, value ? "true" : "false");
}

void json_time(struct json *j, const char *key, struct instant at)
{
    if (instant_is_never(at))
        literal(j, key, "null");
    else
        json_number(j, key, (uint64_t)at.us);
}
