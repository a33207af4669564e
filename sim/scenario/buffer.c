#include "sim/scenario/buffer.h"

#include "shuttle/memory.h"
#include "sim/scenario/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void buffer_init(struct buffer *b)
{
    *b = (struct buffer){.data = NULL};
}

void buffer_fini(struct buffer *b)
{
    memory_free(b->data);
    buffer_init(b);
}

struct bytes buffer_bytes(const struct buffer *b)
{
    if (b->size == 0)
        return BYTES_NONE;
    return (struct bytes){(const uint8_t *)b->data, b->size};
}

/* Room for size bytes more. */
static bool reserve(struct buffer *b, size_t size)
{
    if (b->failed)
        return false;
    if (b->capacity - b->size >= size)
        return true;
    size_t capacity = b->capacity ? b->capacity : 4096;
    while (capacity - b->size < size)
        capacity *= 2;
    char *data = memory_grow(b->data, capacity, 1);
    if (!data) {
        b->failed = true;
        return false;
    }
    b->data = data;
    b->capacity = capacity;
    return true;
}

static void add(struct buffer *b, const void *data, size_t size)
{
    if (size == 0 || !reserve(b, size))
        return;
    memcpy(b->data + b->size, data, size);
    b->size += size;
}

void buffer_add(struct buffer *b, const char *text)
{
    add(b, text, strlen(text));
}

void buffer_slice(struct buffer *b, struct bytes text)
{
    if (text.size > 0)
        add(b, text.data, text.size);
}

void buffer_format(struct buffer *b, const char *format, ...)
{
    char text[256];
    va_list args;
    va_start(args, format);
    int size = vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    if (size < 0 || (size_t)size >= sizeof(text))
        b->failed = true;
    else
        add(b, text, (size_t)size);
}

/* Bytes at the start of the text that stand for themselves in JSON. */
static size_t plain_run(struct bytes text)
{
    size_t n = 0;
    while (n < text.size && text.data[n] >= 0x20 && text.data[n] < 0x7f &&
           text.data[n] != '"' && text.data[n] != '\\')
        n++;
    return n;
}

static size_t add_special(struct buffer *b, struct bytes text)
{
    size_t size;
    uint32_t c = utf8_next(text, &size);
    if (c == '"' || c == '\\')
        buffer_format(b, "\\%c", (char)c);
    else if (c == '\n')
        buffer_add(b, "\\n");
    else if (c < 0x20 || c == 0x7f)
        buffer_format(b, "\\u%04x", (unsigned int)c);
    else if (c == UINT32_MAX)
        buffer_add(b, "?");
    else
        add(b, (const char *)text.data, size);
    return size;
}

void buffer_json_slice(struct buffer *b, struct bytes text)
{
    buffer_add(b, "\"");
    while (text.size > 0) {
        size_t run = plain_run(text);
        if (run > 0)
            buffer_slice(b, (struct bytes){text.data, run});
        else
            run = add_special(b, text);
        text.data += run;
        text.size -= run;
    }
    buffer_add(b, "\"");
}

void buffer_json(struct buffer *b, const char *text)
{
    buffer_json_slice(b, bytes_of(text));
}
