/* Links over loopback, both ends on one loop. */
#include "tests/rig/links.h"

#include <arpa/inet.h>
#include <event2/event.h>
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

static void link__mutual_tls__both_ends_know_whom_they_have(void **state)
{
    struct end server = {0}, client = {0};

    rig_connect(*state, &server, &client);
    assert_string_equal(server.peer.name, "us");
    assert_int_equal(server.peer.role, PEER_ROOM);
    assert_true(server.peer.talk == RIG_TALK);
    assert_string_equal(client.peer.name, "oman");
    assert_int_equal(client.peer.role, PEER_MEDIATOR);
}

static void link__echo_at_odd_sizes__bytes_come_back_whole(void **state)
{
    static const size_t sizes[] = {1,     2,     7,     255,   256,   1000,
                                   16383, 16384, 16385, 32768, 40001, 65576};
    struct end server = {.echo = true, .whole = 1}, client = {0};
    size_t total = 0, at = 0;
    uint8_t *data;

    for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++)
        total += sizes[i];
    data = pattern_new(total);
    rig_connect(*state, &server, &client);
    for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
        client.stop_at = at + sizes[i];
        assert_true(
            link_send(client.link, (struct bytes){data + at, sizes[i]}));
        at += sizes[i];
        while (client.received < at)
            assert_true(rig_run(*state));
    }
    end_must_have(&client, total);
    free(data);
    end_fini(&server);
    end_fini(&client);
}

static void link__user_leaves_part__rest_comes_again_with_more(void **state)
{
    const size_t whole = 1009, count = 50;
    struct end server = {.whole = 1009}, client = {0};
    uint8_t *data = pattern_new(whole * count);

    rig_connect(*state, &server, &client);
    /* 701 and 1009 have no common factor: every alignment comes by. */
    for (size_t at = 0; at < whole * count;) {
        size_t n = whole * count - at < 701 ? whole * count - at : 701;

        assert_true(link_send(client.link, (struct bytes){data + at, n}));
        link_seal(client.link);
        at += n;
        if (at % 3 == 0)
            event_base_loop(((struct rig *)*state)->base, EVLOOP_NONBLOCK);
    }
    server.stop_at = whole * count;
    while (server.received < whole * count)
        assert_true(rig_run(*state));
    end_must_have(&server, whole * count);
    free(data);
    end_fini(&server);
}

static void link__close__what_was_sent_arrives_first(void **state)
{
    const size_t size = 1000000;
    struct end server = {0}, client = {0};
    uint8_t *data = pattern_new(size);
    struct rig *rig = *state;

    rig_connect(rig, &server, &client);
    assert_true(link_send(client.link, (struct bytes){data, size}));
    link_close(client.link);
    link_close(client.link);
    assert_false(link_send(client.link, bytes_of("late")));
    assert_true(rig_run_until(rig, &server.closed, 1));
    assert_true(rig_run_until(rig, &client.closed, 1));
    end_must_have(&server, size);
    assert_int_equal(server.reason, REASON_NONE);
    assert_int_equal(client.reason, REASON_NONE);
    while (net_link_count(rig->net) > 0)
        event_base_loop(rig->base, EVLOOP_ONCE);
    free(data);
    end_fini(&server);
}

static void link__close__waits_for_the_peers_own_end(void **state)
{
    struct end server = {0}, client = {0};
    struct rig *rig = *state;

    rig_connect(rig, &server, &client);
    link_pause(client.link);
    assert_true(link_send(server.link, bytes_of("farewell")));
    link_close(server.link);
    for (int i = 0; i < 100; i++)
        event_base_loop(rig->base, EVLOOP_NONBLOCK);
    assert_int_equal(server.closed, 0);
    assert_int_equal(client.received, 0);
    link_resume(client.link);
    assert_true(rig_run_until(rig, &server.closed, 1));
    assert_true(rig_run_until(rig, &client.closed, 1));
    assert_int_equal(client.received, 8);
    assert_int_equal(server.reason, REASON_NONE);
    assert_int_equal(client.reason, REASON_NONE);
    end_fini(&client);
}

static void link__close__waits_no_longer_than_its_limit(void **state)
{
    struct end server = {0}, client = {0};
    struct rig *rig = *state;
    struct net_limits limits = net_limits(rig->net);

    limits.linger_ms = 20;
    net_set_limits(rig->net, &limits);
    rig_connect(rig, &server, &client);
    link_pause(client.link);
    link_close(server.link);
    assert_true(rig_run_until(rig, &server.closed, 1));
    assert_int_equal(server.reason, REASON_NONE);
    assert_int_equal(client.closed, 0);
}

static void link__too_long_part_left__closed_for_its_length(void **state)
{
    struct end server = {.whole = SIZE_MAX}, client = {0};
    uint8_t *data = pattern_new(FRAME_SIZE_MAX);

    rig_connect(*state, &server, &client);
    assert_true(link_send(client.link, (struct bytes){data, FRAME_SIZE_MAX}));
    assert_true(rig_run_until(*state, &server.closed, 1));
    assert_int_equal(server.reason, REASON_LENGTH);
    free(data);
}

/* The number of the descriptor of a connection, found by its peer's port. */
static int fd_of_port(uint16_t port, bool local)
{
    for (int fd = 3; fd < 64; fd++) {
        struct sockaddr_in sa, peer;
        socklen_t size = sizeof(sa), peer_size = sizeof(peer);

        if (getpeername(fd, (struct sockaddr *)&peer, &peer_size) != 0 ||
            getsockname(fd, (struct sockaddr *)&sa, &size) != 0)
            continue;
        if (ntohs(local ? sa.sin_port : peer.sin_port) == port)
            return fd;
    }
    return -1;
}

static void link__bare_end_of_stream__told_as_gone(void **state)
{
    struct end server = {0}, client = {0};
    struct listener *l = rig_connect(*state, &server, &client);

    assert_int_equal(shutdown(fd_of_port(listener_port(l), false), SHUT_WR), 0);
    assert_true(rig_run_until(*state, &server.closed, 1));
    assert_int_equal(server.reason, REASON_GONE);
}

static void link__no_handshake_in_time__refused_as_late(void **state)
{
    struct rig *rig = *state;
    struct net_limits limits = net_limits(rig->net);
    struct end server = {0};
    struct listener *l;
    struct sockaddr_in sa = {.sin_family = AF_INET};
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    limits.handshake_ms = 30;
    net_set_limits(rig->net, &limits);
    l = rig_listen(rig, &server, NULL);
    sa.sin_port = htons(listener_port(l));
    sa.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(connect(fd, (struct sockaddr *)&sa, sizeof(sa)), 0);
    assert_true(rig_run_until(rig, &server.refused, 1));
    assert_int_equal(server.reason, REASON_LATE);
    assert_int_equal(server.opened, 0);
    close(fd);
}

static void link__nobody_listens__closed_names_address_and_cause(void **state)
{
    struct end server = {0}, client = {0};
    struct listener *l = rig_listen(*state, &server, NULL);
    uint16_t port = listener_port(l);
    char expected[64];

    listener_free(l);
    rig_dial(*state, &client, port);
    assert_true(rig_run_until(*state, &client.closed, 1));
    snprintf(expected, sizeof(expected),
             "127.0.0.1:%u: cannot connect: Connection refused", port);
    assert_string_equal(client.text, expected);
    assert_int_equal(client.reason, REASON_GONE);
}

static void listener__port_taken__diag_names_it(void **state)
{
    struct rig *rig = *state;
    struct end server = {0};
    struct listener *l = rig_listen(rig, &server, NULL);
    struct listen_request r = {
        .address = "127.0.0.1", .port = listener_port(l), .tls = rig->mediator};
    struct diag d = {0};
    char expected[128];

    assert_null(net_listen(rig->net, &r, &end_ops, &server, &d));
    snprintf(expected, sizeof(expected),
             "cannot listen on 127.0.0.1 port %u: Address already in use; "
             "another process has it, choose another port",
             r.port);
    assert_string_equal(d.message, expected);
    r.address = "localhost";
    assert_null(net_listen(rig->net, &r, &end_ops, &server, &d));
    assert_non_null(strstr(d.message, "'localhost' is not a numeric address"));
}

static void listener__inherited_socket__serves(void **state)
{
    struct rig *rig = *state;
    struct sockaddr_in sa = {.sin_family = AF_INET};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct end server = {.rig = rig}, client = {0};
    struct listen_request r = {
        .fd = fd,
        .tls = rig->mediator,
        .door = {.talk = RIG_TALK, .roles = PEER_BIT(PEER_ROOM)}};
    struct listener *l;

    sa.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (sa.sin_port = htons(19000);
         bind(fd, (struct sockaddr *)&sa, sizeof(sa)) != 0;
         sa.sin_port = htons((uint16_t)(ntohs(sa.sin_port) + 1)))
        assert_true(ntohs(sa.sin_port) < 20000);
    assert_int_equal(listen(fd, 1), 0);
    l = net_listen(rig->net, &r, &end_ops, &server, NULL);
    assert_non_null(l);
    rig_dial(rig, &client, listener_port(l));
    assert_true(rig_run_until(rig, &server.opened, 1));
}

static void net__freed_in_mid_talk__nothing_is_called(void **state)
{
    struct end server = {0}, client = {0};
    struct rig *rig = *state;

    rig_connect(rig, &server, &client);
    assert_true(link_send(client.link, bytes_of("unsent")));
    net_free(rig->net);
    rig->net = NULL;
    assert_int_equal(server.closed + client.closed, 0);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(link__mutual_tls__both_ends_know_whom_they_have),
        T(link__echo_at_odd_sizes__bytes_come_back_whole),
        T(link__user_leaves_part__rest_comes_again_with_more),
        T(link__close__what_was_sent_arrives_first),
        T(link__close__waits_for_the_peers_own_end),
        T(link__close__waits_no_longer_than_its_limit),
        T(link__too_long_part_left__closed_for_its_length),
        T(link__bare_end_of_stream__told_as_gone),
        T(link__no_handshake_in_time__refused_as_late),
        T(link__nobody_listens__closed_names_address_and_cause),
        T(listener__port_taken__diag_names_it),
        T(listener__inherited_socket__serves),
        T(net__freed_in_mid_talk__nothing_is_called),
    };
#undef T
    return cmocka_run_group_tests(tests, NULL, NULL);
}
