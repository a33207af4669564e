/*
 * JSON as outside programs speak it: a writer of one line, and a reader of one
 * object (RFC 8259). No allocation, no floating point.
 */
#ifndef SHUTTLE_JSON_H
#define SHUTTLE_JSON_H

#include "shuttle/bytes.h"
#include "shuttle/instant.h"

/* Writes while there is room and counts always: with capacity 0 it measures. */
struct json {
    uint8_t *out; /* borrowed */
    size_t capacity;
    size_t size; /* needed so far */
    bool comma;  /* something stands before, in this object or list */
};

void json_open(struct json *j, char bracket);
void json_close(struct json *j, char bracket);
/* The key of the next value, in an object; NULL does nothing, in a list. */
void json_key(struct json *j, const char *key);
void json_text(struct json *j, const char *key, struct bytes text);
void json_number(struct json *j, const char *key, uint64_t value);
void json_bool(struct json *j, const char *key, bool value);
/* Microseconds; never is null. */
void json_time(struct json *j, const char *key, struct instant at);

enum json_kind {
    JSON_ABSENT, /* there is no such key */
    JSON_NULL,
    JSON_TRUE,
    JSON_FALSE,
    JSON_NUMBER,
    JSON_TEXT,
    JSON_OTHER, /* a list or an object */
};

struct json_value {
    enum json_kind kind;
    struct bytes raw; /* as it stands, quotes and all; borrowed */
};

#define JSON_DEPTH_MAX 16u

/* Well-formed UTF-8 without NUL that is one object: keys once each, at most
 * JSON_DEPTH_MAX deep, nothing after it but blanks. */
bool json_is_object(struct bytes text);
/* The value of a key of what json_is_object. */
struct json_value json_get(struct bytes object, const char *key);
/* A whole number from 0 to INT64_MAX. */
bool json_get_number(const struct json_value *v, int64_t *out);
/* The text of a JSON_TEXT without its escapes, which needs at most raw.size
 * bytes of room: false when it holds a NUL or half a surrogate pair, or when
 * it does not fit. */
bool json_get_text(const struct json_value *v, uint8_t *out, size_t capacity,
                   size_t *size);
/* The value is a text without escapes and equals the word. */
bool json_is_word(const struct json_value *v, const char *word);

#endif
