/*
 * The line between a room's process and who started it. Down come answers:
 * u32 size of what follows, u32 ask, the answer. Up go the bytes of the room's
 * record as they are written, nothing else.
 */
#ifndef SIM_RUNTIME_CONTROL_H
#define SIM_RUNTIME_CONTROL_H

#include "shuttle/bytes.h"

#include <stdbool.h>

#define CONTROL_HEAD_SIZE 8u
#define CONTROL_SIZE_MAX  (64u * 1024u)

/* Write one answer to out; returns its size, 0 when it does not fit. */
size_t control_encode(uint32_t ask, struct bytes answer, uint8_t *out,
                      size_t capacity);
/* The first whole answer in the bytes, borrowed; *used is its size, or 0 while
 * there is none. False when the bytes are not answers. */
bool control_decode(struct bytes in, uint32_t *ask, struct bytes *answer,
                    size_t *used);

/* Write everything to a descriptor, waiting as needed; false when it is gone.
 */
bool control_send(int fd, struct bytes bytes);

#endif
