/* Text that grows, and JSON written into it. */
#ifndef SCENARIO_BUFFER_H
#define SCENARIO_BUFFER_H

#include "shuttle/bytes.h"

struct buffer {
    char *data; /* owned; not NUL-terminated */
    size_t size;
    size_t capacity;
    bool failed; /* memory ran out; what was added since is lost */
};

void buffer_init(struct buffer *b);
void buffer_fini(struct buffer *b);
struct bytes buffer_bytes(const struct buffer *b);

void buffer_add(struct buffer *b, const char *text);
void buffer_slice(struct buffer *b, struct bytes text);
/* At most 255 bytes. */
void buffer_format(struct buffer *b, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The text as a JSON string, with its quotes. Bytes that are no UTF-8 become
 * question marks. */
void buffer_json(struct buffer *b, const char *text);
void buffer_json_slice(struct buffer *b, struct bytes text);

#endif
