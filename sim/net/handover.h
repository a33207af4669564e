/* Bytes handed to a child over an inherited descriptor: memory without a name,
 * sealed, so that nobody changes it afterwards. */
#ifndef SIM_NET_HANDOVER_H
#define SIM_NET_HANDOVER_H

#include "shuttle/bytes.h"
#include "shuttle/err.h"

/* A descriptor that holds these bytes, close-on-exec; -1 and diag on failure.
 */
int handover_make(struct bytes bytes, struct diag *diag);
/* Read everything from a descriptor, up to max bytes; *out is owned. */
enum err handover_read(int fd, size_t max, uint8_t **out, size_t *size,
                       struct diag *diag) MUST_USE;

#endif
