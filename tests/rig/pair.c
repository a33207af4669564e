#include "pair.h"

#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

void pair_init(struct pair *p)
{
    assert_int_equal(
        session_init(&p->room, SESSION_ROOM, PAIR_TALK, PAIR_CHANNEL), ERR_OK);
    assert_int_equal(
        session_init(&p->mediator, SESSION_MEDIATOR, PAIR_TALK, PAIR_CHANNEL),
        ERR_OK);
}

void pair_admit(struct pair *p)
{
    pair_init(p);
    pair_carry(p, &p->room, &p->mediator, MESSAGE_HELLO, 0);
    pair_carry(p, &p->mediator, &p->room, MESSAGE_WELCOME, 0);
}

void pair_fini(struct pair *p)
{
    session_fini(&p->room);
    session_fini(&p->mediator);
}

size_t pair_seal(struct pair *p, struct session *from, uint32_t kind,
                 int64_t us)
{
    struct message m;
    sample_empty(&m, kind);
    struct instant now = {us};
    size_t size = session_seal(from, now, &m, p->buffer, sizeof p->buffer);
    assert_int_not_equal(size, 0);
    return size;
}

enum reason pair_open(struct pair *p, struct session *to, size_t size)
{
    struct bytes in = {p->buffer, size};
    return session_open(to, in, &p->frame, &p->message);
}

void pair_carry(struct pair *p, struct session *from, struct session *to,
                uint32_t kind, int64_t us)
{
    size_t size = pair_seal(p, from, kind, us);
    assert_int_equal(pair_open(p, to, size), REASON_NONE);
    assert_int_equal(p->message.kind, kind);
    session_take(to, to->received);
    session_settle(to);
}
