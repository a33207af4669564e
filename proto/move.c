#include "shuttle/move.h"

const char *move_key(uint32_t move)
{
    switch (move) {
#define X(number, name, key, text)                                             \
    case number:                                                               \
        return key;
        MOVE_TABLE(X)
#undef X
    }
    return "unknown";
}

const char *move_name(uint32_t move)
{
    switch (move) {
#define X(number, name, key, text)                                             \
    case number:                                                               \
        return text;
        MOVE_TABLE(X)
#undef X
    }
    return "unknown";
}

const char *answer_key(uint32_t answer)
{
    switch (answer) {
#define X(number, name, key)                                                   \
    case number:                                                               \
        return key;
        ANSWER_TABLE(X)
#undef X
    }
    return "unknown";
}

const char *form_key(uint32_t form)
{
    switch (form) {
#define X(number, name, key, text)                                             \
    case number:                                                               \
        return key;
        FORM_TABLE(X)
#undef X
    }
    return "unknown";
}

bool move_takes_position(enum move move)
{
    return move != MOVE_QUESTION && move != MOVE_RED_LINE &&
           move != MOVE_WITHDRAWAL;
}
