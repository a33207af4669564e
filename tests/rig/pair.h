/* Both ends of one session; what one seals the other may open. For CMocka
 * tests: what may not happen fails the test. */
#ifndef RIG_PAIR_H
#define RIG_PAIR_H

#include "shuttle/session.h"

#define PAIR_TALK    UINT64_C(0x1122334455667788)
#define PAIR_CHANNEL 3u

struct pair {
    struct session room;
    struct session mediator;
    struct frame frame;     /* last opened; borrows from buffer */
    struct message message; /* likewise */
    uint8_t buffer[FRAME_SIZE_MAX];
};

void pair_init(struct pair *p);
/* With HELLO and WELCOME exchanged. */
void pair_admit(struct pair *p);
void pair_fini(struct pair *p);

/* Seal an empty message into the buffer; returns its size. */
size_t pair_seal(struct pair *p, struct session *from, uint32_t kind,
                 int64_t us);
/* Open what lies in the buffer. */
enum reason pair_open(struct pair *p, struct session *to, size_t size);
/* Seal, open and take. */
void pair_carry(struct pair *p, struct session *from, struct session *to,
                uint32_t kind, int64_t us);

#endif
