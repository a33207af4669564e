#include "speed.h"

#include <stdlib.h>

bool speed_parse(const char *text, uint32_t *out)
{
    char *end;
    unsigned long whole = strtoul(text, &end, 10);
    unsigned long part = 0, unit = 1000;

    if (end == text || whole > 1000000 || *text == '-')
        return false;
    if (*end == '.')
        for (end++; *end >= '0' && *end <= '9' && unit > 1; end++) {
            unit /= 10;
            part += (unsigned long)(*end - '0') * unit;
        }
    *out = (uint32_t)(whole * 1000 + part);
    return *end == '\0' && *out > 0;
}
