#include "complaints.h"

#include <errno.h>
#include <unistd.h>

static void hand_on(struct complaints *c, complaints_take *take, void *arg)
{
    struct bytes line = {(const uint8_t *)c->line, c->size};

    page_clear(&c->clean);
    page_clean_line(&c->clean, line);
    c->size = 0;
    take(arg, page_bytes(&c->clean));
}

bool complaints_read(struct complaints *c, int fd, complaints_take *take,
                     void *arg)
{
    char text[1024];
    ssize_t got = read(fd, text, sizeof(text));

    if (got < 0 && errno == EINTR)
        return true;
    for (ssize_t n = 0; n < got; n++) {
        if (text[n] != '\n')
            c->line[c->size++] = text[n];
        if (text[n] == '\n' || c->size == sizeof(c->line))
            hand_on(c, take, arg);
    }
    if (got <= 0 && c->size > 0)
        hand_on(c, take, arg);
    return got > 0;
}

void complaints_fini(struct complaints *c)
{
    page_fini(&c->clean);
}
