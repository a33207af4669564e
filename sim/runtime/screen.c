#include "screen.h"

#include "sim/report/columns.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define WIDTH_DEFAULT 100u
#define WIDTH_LEAST   20u
#define WIDTH_MOST    400u

unsigned screen_width(FILE *out)
{
    const char *columns = getenv("COLUMNS");
    struct winsize size;
    unsigned long width = columns ? strtoul(columns, NULL, 10) : 0;

    if (isatty(fileno(out)) && ioctl(fileno(out), TIOCGWINSZ, &size) == 0 &&
        size.ws_col)
        width = size.ws_col;
    return width >= WIDTH_LEAST && width <= WIDTH_MOST ? (unsigned)width
                                                       : WIDTH_DEFAULT;
}

bool screen_colour(FILE *out)
{
    return columns_colour(isatty(fileno(out)), getenv("NO_COLOR"),
                          getenv("TERM"));
}
