/* Links under pressure: full queues, slow readers, failing memory, and how
 * what is sent is laid out in TLS records. */
#include "shuttle/memory.h"
#include "sim/net/openssl.h"
#include "tests/rig/links.h"

#include <arpa/inet.h>
#include <event2/event.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
/* cmocka.h needs those above */
#include <cmocka.h>

static int setup(void **state)
{
    struct rig *rig = calloc(1, sizeof(*rig));

    rig_init(rig);
    *state = rig;
    return 0;
}

static int teardown(void **state)
{
    rig_fini(*state);
    free(*state);
    return 0;
}

/* Keeps one link full until all is sent. */
struct flood {
    struct link *link;
    size_t left, most;
};

static struct flood flood;

static void flood_on(struct end *end)
{
    static uint8_t block[4096];

    (void)end;
    while (flood.left > 0 && !link_is_full(flood.link)) {
        if (!link_send(flood.link, (struct bytes){block, sizeof(block)}))
            break;
        flood.left -= sizeof(block);
        if (link_queued(flood.link) > flood.most)
            flood.most = link_queued(flood.link);
    }
}

static void link__big_transfer__queue_stays_bounded(void **state)
{
    const size_t size = 64u * 1024 * 1024;
    struct end server = {.count_only = true, .stop_at = size};
    struct end client = {.on_drained = flood_on};

    rig_connect(*state, &server, &client);
    flood = (struct flood){.link = client.link, .left = size};
    flood_on(&client);
    while (server.received < size)
        assert_true(rig_run(*state));
    assert_int_equal(server.received, size);
    assert_true(client.drained > 10);
    assert_true(flood.most <= LINK_QUEUE_HIGH + 4096 + 22 * 20);
}

/* A relay that does what platform.md says: pause the source of a full link. */
struct relay {
    struct link *to;
    struct link *from;
    size_t most;
};

static struct relay relay;

static void relay_drained(void *arg, struct link *link)
{
    (void)arg;
    (void)link;
    link_resume(relay.from);
}

static size_t relay_bytes(void *arg, struct link *link, struct bytes in)
{
    (void)arg;
    if (link == relay.from) {
        assert_true(link_send(relay.to, in));
        if (link_queued(relay.to) > relay.most)
            relay.most = link_queued(relay.to);
        if (link_is_full(relay.to))
            link_pause(link);
    }
    return in.size;
}

static void relay_opened(void *arg, struct link *link,
                         const struct peer_name *peer)
{
    (void)peer;
    if (relay.from)
        relay.to = link;
    else
        relay.from = link;
    rig_stop(arg);
}

static void relay_closed(void *arg, struct link *link, enum reason reason,
                         const char *text)
{
    (void)arg;
    (void)link;
    (void)reason;
    (void)text;
}

static void link__paused_source__slow_reader_bounds_the_relay(void **state)
{
    static const struct link_ops ops = {.opened = relay_opened,
                                        .bytes = relay_bytes,
                                        .drained = relay_drained,
                                        .closed = relay_closed};
    const size_t size = 32u * 1024 * 1024;
    struct rig *rig = *state;
    struct listen_request r = {
        .door = {.talk = RIG_TALK, .roles = PEER_BIT(PEER_ROOM)}};
    struct end source = {.on_drained = flood_on};
    struct end sink = {.count_only = true, .stop_at = size};
    struct listener *l = rig_listen_with(rig, r, &ops, rig);

    relay = (struct relay){0};
    rig_dial(rig, &source, listener_port(l));
    while (!relay.from || !source.link)
        assert_true(rig_run(rig));
    rig_dial(rig, &sink, listener_port(l));
    while (!relay.to || !sink.link)
        assert_true(rig_run(rig));
    link_pause(sink.link);
    flood = (struct flood){.link = source.link, .left = size};
    flood_on(&source);
    for (int i = 0; i < 3000; i++)
        event_base_loop(rig->base, EVLOOP_NONBLOCK);
    assert_true(link_is_full(relay.to));
    assert_true(flood.left > 0);
    link_resume(sink.link);
    while (sink.received < size)
        assert_true(rig_run(rig));
    assert_int_equal(sink.received, size);
    /* One receive of up to 64 KiB may come after the mark is passed. */
    assert_true(relay.most <= LINK_QUEUE_HIGH + 2 * 65536);
}

static void link__peer_reads_nothing__closed_as_slow(void **state)
{
    struct end server = {0}, client = {.count_only = true};
    static uint8_t block[65536];

    rig_connect(*state, &server, &client);
    link_pause(client.link);
    while (server.closed == 0) {
        if (server.link)
            (void)link_send(server.link, (struct bytes){block, sizeof(block)});
        event_base_loop(((struct rig *)*state)->base, EVLOOP_NONBLOCK);
    }
    assert_int_equal(server.reason, REASON_SLOW);
    assert_non_null(strstr(server.text, "/room/us"));
}

static void link__queue_stalls_below_its_limit__closed_as_slow(void **state)
{
    struct rig *rig = *state;
    struct net_limits limits = net_limits(rig->net);
    struct end server = {0}, client = {.count_only = true};
    static uint8_t block[65536];

    limits.stall_ms = 50;
    net_set_limits(rig->net, &limits);
    rig_connect(rig, &server, &client);
    link_pause(client.link);
    while (server.link && !link_is_full(server.link)) {
        (void)link_send(server.link, (struct bytes){block, sizeof(block)});
        event_base_loop(rig->base, EVLOOP_NONBLOCK);
    }
    assert_true(rig_run_until(rig, &server.closed, 1));
    assert_int_equal(server.reason, REASON_SLOW);
}

static void link__few_records_a_key__new_keys_are_taken(void **state)
{
    struct rig *rig = *state;
    struct net_limits limits = net_limits(rig->net);
    struct end server = {.echo = true}, client = {.stop_at = 100000};
    uint8_t *data = pattern_new(100000);

    limits.rekey_records = 3;
    net_set_limits(rig->net, &limits);
    rig_connect(rig, &server, &client);
    for (size_t at = 0; at < 100000; at += 100) {
        assert_true(link_send(client.link, (struct bytes){data + at, 100}));
        link_seal(client.link);
    }
    while (client.received < 100000)
        assert_true(rig_run(rig));
    end_must_have(&client, 100000);
    free(data);
    end_fini(&server);
    end_fini(&client);
}

/* Every allocation on the way to one echo fails once. Each try ends with the
 * echo or with an end on both sides, and nothing of it stays. */
static void link__any_allocation_fails__ends_or_works(void **state)
{
    struct rig *rig = *state;
    struct end server = {.rig = rig, .echo = true, .whole = 5};
    struct dial_request r = {
        .address = "127.0.0.1",
        .tls = rig->room,
        .door = {.talk = RIG_TALK, .roles = PEER_BIT(PEER_MEDIATOR)}};
    unsigned worked = 0, failed = 0;

    for (unsigned long n = 1; n <= 24; n++) {
        struct end client = {.rig = rig};
        struct link *link;
        bool sent = false;

        net_free(rig->net); /* and the chunks it keeps */
        rig->net = net_new(rig->base);
        r.port = listener_port(rig_listen(rig, &server, NULL));
        memory_fail_at(n);
        link = net_dial(rig->net, &r, &end_ops, &client, NULL);
        for (int i = 0; link && i < 100000 && !client.closed; i++) {
            if (client.link && !sent) {
                sent = true;
                (void)link_send(client.link, bytes_of("hel"));
                link_seal(client.link);
                (void)link_send(client.link, bytes_of("lo"));
            }
            if (client.received == 5)
                link_close(link);
            event_base_loop(rig->base, EVLOOP_NONBLOCK);
        }
        memory_fail_at(0);
        assert_true(!link || client.closed);
        if (client.received == 5)
            worked++;
        else
            failed++;
        for (int i = 0; i < 100000 && net_link_count(rig->net) > 0; i++)
            event_base_loop(rig->base, EVLOOP_NONBLOCK);
        assert_int_equal(net_link_count(rig->net), 0);
        end_fini(&client);
    }
    print_message("  %u failed, %u worked\n", failed, worked);
    assert_true(failed >= 6);
    assert_true(worked >= 6); /* n is beyond what one echo allocates */
    end_fini(&server);
}

/* A program of OpenSSL's own at the other end sees the records as they are. */
static void link__many_wholes__never_divided_between_records(void **state)
{
    enum { WHOLE = 1000, COUNT = 100 };
    const struct key_request request = {
        .talk = RIG_TALK, .role = PEER_ROOM, .name = "us"};
    struct rig *rig = *state;
    struct end server = {0};
    struct listener *l = rig_listen(rig, &server, "us");
    struct sockaddr_in sa = {.sin_family = AF_INET};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
    static uint8_t whole[WHOLE], in[65536];
    struct identity id;
    size_t received = 0, records = 0;
    BIO *cert, *key;
    EVP_PKEY *pkey;
    X509 *x509;
    SSL *ssl;

    assert_int_equal(keys_issue(rig->authority, &request, &id, NULL), ERR_OK);
    cert = BIO_new_mem_buf(id.certificate, -1);
    key = BIO_new_mem_buf(id.key, -1);
    ssl = SSL_new(ctx);
    x509 = PEM_read_bio_X509(cert, NULL, NULL, NULL);
    pkey = PEM_read_bio_PrivateKey(key, NULL, NULL, NULL);
    assert_int_equal(SSL_use_certificate(ssl, x509), 1);
    assert_int_equal(SSL_use_PrivateKey(ssl, pkey), 1);
    sa.sin_port = htons(listener_port(l));
    sa.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(connect(fd, (struct sockaddr *)&sa, sizeof(sa)), 0);
    assert_int_equal(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
    SSL_set_fd(ssl, fd);
    for (int i = 0; i < 100000 && !server.link; i++) {
        (void)SSL_connect(ssl);
        event_base_loop(rig->base, EVLOOP_NONBLOCK);
    }
    assert_non_null(server.link);
    for (int i = 0; i < COUNT; i++)
        assert_true(link_send(server.link, (struct bytes){whole, WHOLE}));
    for (int i = 0; i < 100000 && received < WHOLE * COUNT; i++) {
        int n = SSL_read(ssl, in, sizeof(in));

        event_base_loop(rig->base, EVLOOP_NONBLOCK);
        if (n <= 0)
            continue;
        assert_int_equal(n % WHOLE, 0);
        received += (size_t)n;
        records++;
    }
    assert_int_equal(received, WHOLE * COUNT);
    assert_int_equal(records, 7); /* 16 in each of six, 4 in the last */
    EVP_PKEY_free(pkey);
    X509_free(x509);
    BIO_free(cert);
    BIO_free(key);
    SSL_free(ssl);
    SSL_CTX_free(ctx);
    identity_fini(&id);
    close(fd);
}

/* More strangers than a listener takes at a time connect and say nothing. */
static void listener__silent_strangers__room_still_gets_in(void **state)
{
    enum { STRANGERS = 150 };
    struct rig *rig = *state;
    struct net_limits limits = net_limits(rig->net);
    struct end server = {0}, client = {0};
    struct sockaddr_in sa = {.sin_family = AF_INET};
    struct listener *l;
    int fds[STRANGERS];

    limits.handshake_ms = 40;
    net_set_limits(rig->net, &limits);
    l = rig_listen(rig, &server, "us");
    sa.sin_port = htons(listener_port(l));
    sa.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (int i = 0; i < STRANGERS; i++) {
        fds[i] = socket(AF_INET, SOCK_STREAM, 0);
        assert_int_equal(connect(fds[i], (struct sockaddr *)&sa, sizeof(sa)),
                         0);
        event_base_loop(rig->base, EVLOOP_NONBLOCK);
    }
    limits.handshake_ms = HANDSHAKE_LIMIT_MS;
    net_set_limits(rig->net, &limits);
    rig_dial(rig, &client, listener_port(l));
    assert_true(rig_run_until(rig, &server.opened, 1));
    assert_true(server.refused >= 20);
    for (int i = 0; i < STRANGERS; i++)
        close(fds[i]);
}

static void link__sent_later__leaves_by_itself(void **state)
{
    struct end server = {.stop_at = 4};
    struct end client = {0};

    rig_connect(*state, &server, &client);
    assert_true(link_send_later(client.link, bytes_of("1234")));
    assert_int_equal(link_queued(client.link), 4);
    assert_true(rig_run(*state));
    assert_int_equal(server.received, 4);
    assert_memory_equal(server.data, "1234", 4);
    end_fini(&server);
}

static void link__sent_later__leaves_with_what_is_sent_next(void **state)
{
    struct end server = {.stop_at = 7};
    struct end client = {0};

    rig_connect(*state, &server, &client);
    assert_true(link_send_later(client.link, bytes_of("1234")));
    assert_true(link_send(client.link, bytes_of("567")));
    assert_true(rig_run(*state));
    assert_int_equal(server.calls, 1); /* one record */
    assert_memory_equal(server.data, "1234567", 7);
    end_fini(&server);
}

static void link__sent_later_then_closed__arrives(void **state)
{
    struct end server = {0};
    struct end client = {0};

    rig_connect(*state, &server, &client);
    assert_true(link_send_later(client.link, bytes_of("1234")));
    link_close(client.link);
    assert_true(rig_run_until(*state, &server.closed, 1));
    assert_int_equal(server.received, 4);
    assert_int_equal(server.reason, REASON_NONE);
    end_fini(&server);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(link__big_transfer__queue_stays_bounded),
        T(link__paused_source__slow_reader_bounds_the_relay),
        T(link__peer_reads_nothing__closed_as_slow),
        T(link__queue_stalls_below_its_limit__closed_as_slow),
        T(link__few_records_a_key__new_keys_are_taken),
        T(link__any_allocation_fails__ends_or_works),
        T(link__many_wholes__never_divided_between_records),
        T(link__sent_later__leaves_by_itself),
        T(link__sent_later__leaves_with_what_is_sent_next),
        T(link__sent_later_then_closed__arrives),
        T(listener__silent_strangers__room_still_gets_in),
    };
#undef T
    return cmocka_run_group_tests(tests, NULL, NULL);
}
