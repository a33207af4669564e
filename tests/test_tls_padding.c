/* Padded lines on the real wire: what TLS sends for messages of different
 * sizes, counted in bytes. */
#include "sim/net/openssl.h"
#include "tests/rig/links.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct wire {
    struct tls_check check[2];
    SSL *ssl[2]; /* the mediator's, the room's */
    BIO *out[2]; /* what each has sent and the other not read */
};

static const struct door doors[2] = {
    {.talk = RIG_TALK, .roles = PEER_BIT(PEER_ROOM)},
    {.talk = RIG_TALK, .roles = PEER_BIT(PEER_MEDIATOR)}};

static void wire_init(struct wire *w, struct rig *rig)
{
    struct tls *tls[2] = {rig->mediator, rig->room};

    for (int n = 0; n < 2; n++) {
        w->check[n] = (struct tls_check){.door = &doors[n]};
        w->ssl[n] = tls_session_new(tls[n], &w->check[n]);
        w->out[n] = BIO_new(BIO_s_mem());
        assert_non_null(w->ssl[n]);
        assert_non_null(w->out[n]);
    }
    for (int n = 0; n < 2; n++) {
        assert_true(BIO_up_ref(w->out[0]) && BIO_up_ref(w->out[1]));
        SSL_set0_wbio(w->ssl[n], w->out[n]);
        SSL_set0_rbio(w->ssl[n], w->out[1 - n]);
    }
    for (int turn = 0; turn < 8; turn++)
        (void)SSL_do_handshake(w->ssl[1 - turn % 2]);
    assert_true(SSL_is_init_finished(w->ssl[0]));
    assert_true(SSL_is_init_finished(w->ssl[1]));
}

static void wire_fini(struct wire *w)
{
    for (int n = 0; n < 2; n++) {
        SSL_free(w->ssl[n]);
        BIO_free(w->out[n]);
    }
}

/* Bytes on the wire for a message of this size from one end to the other. */
static size_t bytes_sent(struct wire *w, int from, size_t size)
{
    uint8_t message[4096] = {1}, got[4096];
    size_t before = BIO_ctrl_pending(w->out[from]), after;

    assert_int_equal(SSL_write(w->ssl[from], message, (int)size), (int)size);
    after = BIO_ctrl_pending(w->out[from]);
    assert_int_equal(SSL_read(w->ssl[1 - from], got, sizeof(got)), (int)size);
    assert_memory_equal(got, message, size);
    return after - before;
}

static void padding__of_512__makes_one_size_of_many(void **state)
{
    struct rig rig;
    struct wire w;

    (void)state;
    rig_init(&rig);
    tls_pad(rig.mediator, 512);
    tls_pad(rig.room, 512);
    wire_init(&w, &rig);
    for (int from = 0; from < 2; from++) {
        size_t one = bytes_sent(&w, from, 1);
        assert_in_range(one, 512, 600);
        for (size_t size = 2; size <= 500; size += 83)
            assert_int_equal(bytes_sent(&w, from, size), one);
        assert_int_equal(bytes_sent(&w, from, 600), one + 512);
    }
    wire_fini(&w);
    rig_fini(&rig);
}

static void padding__of_none__shows_every_byte(void **state)
{
    struct rig rig;
    struct wire w;

    (void)state;
    rig_init(&rig);
    tls_pad(rig.room, 1);
    wire_init(&w, &rig);
    assert_int_equal(bytes_sent(&w, 0, 101), bytes_sent(&w, 0, 100) + 1);
    assert_int_equal(bytes_sent(&w, 1, 101), bytes_sent(&w, 1, 100) + 1);
    wire_fini(&w);
    rig_fini(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(padding__of_512__makes_one_size_of_many),
        cmocka_unit_test(padding__of_none__shows_every_byte),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
