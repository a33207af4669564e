#include "control.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

size_t control_encode(uint32_t ask, struct bytes answer, uint8_t *out,
                      size_t capacity)
{
    struct writer w = writer_over(out, capacity);

    if (answer.size > CONTROL_SIZE_MAX)
        return 0;
    writer_u32(&w, (uint32_t)(4 + answer.size));
    writer_u32(&w, ask);
    writer_bytes(&w, answer);
    return writer_size(&w);
}

bool control_decode(struct bytes in, uint32_t *ask, struct bytes *answer,
                    size_t *used)
{
    struct reader r = reader_over(in);
    uint32_t size;

    *used = 0;
    if (in.size < CONTROL_HEAD_SIZE)
        return true;
    size = reader_u32(&r);
    if (size < 4 || size > 4 + CONTROL_SIZE_MAX)
        return false;
    if (in.size < 4 + (size_t)size)
        return true;
    *ask = reader_u32(&r);
    *answer = reader_bytes(&r, size - 4);
    *used = 4 + (size_t)size;
    return true;
}

bool control_send(int fd, struct bytes bytes)
{
    while (bytes.size) {
        ssize_t n = send(fd, bytes.data, bytes.size, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EAGAIN) {
            struct pollfd p = {.fd = fd, .events = POLLOUT};
            (void)poll(&p, 1, -1);
            continue;
        }
        if (n < 0)
            return false;
        bytes.data += n;
        bytes.size -= (size_t)n;
    }
    return true;
}
