#include "shuttle/reason.h"

#include <stddef.h>

const char *reason_name(uint32_t number)
{
    switch (number) {
#define X(number, name, text)                                                  \
    case number:                                                               \
        return #name;
        REASON_TABLE(X)
#undef X
    }
    return NULL;
}

const char *reason_text(uint32_t number)
{
    switch (number) {
#define X(number, name, text)                                                  \
    case number:                                                               \
        return text;
        REASON_TABLE(X)
#undef X
    }
    return "an unknown reason";
}
