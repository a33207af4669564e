/* Who is turned away, with which reason, and that nobody else notices. A room
 * is connected at a door of its own all the while. */
#include "sim/net/openssl.h"
#include "tests/rig/links.h"

#include <arpa/inet.h>
#include <event2/event.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
/* cmocka.h needs those above */
#include <cmocka.h>

#define HOUR  3600
#define OTHER 0xfeedfacecafef00dull

struct refusals {
    struct rig rig;
    struct authority *stranger;  /* another authority of the same talk */
    struct authority *elsewhere; /* the authority of another talk */
    struct end at_us, us;        /* the room that must notice nothing */
    struct end at_iran;          /* the door that refuses */
    uint16_t port;               /* of that door */
};

static int setup(void **state)
{
    struct refusals *r = calloc(1, sizeof(*r));

    rig_init(&r->rig);
    r->stranger = authority_new(RIG_TALK, NULL);
    r->elsewhere = authority_new(OTHER, NULL);
    rig_connect(&r->rig, &r->at_us, &r->us);
    r->port = listener_port(rig_listen(&r->rig, &r->at_iran, "iran"));
    *state = r;
    return 0;
}

static int teardown(void **state)
{
    struct refusals *r = *state;

    authority_free(r->stranger);
    authority_free(r->elsewhere);
    rig_fini(&r->rig);
    free(r);
    return 0;
}

static void row(const char *who, const char *at, const struct end *refusing,
                const char *learned)
{
    printf("  %-34s %-10s %-15s %s\n", who, at, reason_name(refusing->reason),
           learned);
}

static void assert_nobody_noticed(const struct refusals *r)
{
    const struct end *ends[] = {&r->at_us, &r->us};

    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(ends[i]->opened, 1);
        assert_int_equal(ends[i]->calls, 0);
        assert_int_equal(ends[i]->drained, 0);
        assert_int_equal(ends[i]->closed, 0);
        assert_int_equal(ends[i]->refused, 0);
    }
}

/* A room of these properties, trusting this talk's mediator, knocks. */
static void refuse_room(struct refusals *r, const char *who,
                        struct authority *by, struct key_request request,
                        enum reason expected)
{
    const struct key_request any = {
        .talk = RIG_TALK, .role = PEER_ROOM, .name = "any"};
    struct identity id, ours;
    struct dial_request dial = {
        .address = "127.0.0.1",
        .port = r->port,
        .door = {.talk = RIG_TALK, .roles = PEER_BIT(PEER_MEDIATOR)}};
    struct end client = {.rig = &r->rig};
    char *text;

    assert_int_equal(keys_issue(by, &request, &id, NULL), ERR_OK);
    assert_int_equal(keys_issue(r->rig.authority, &any, &ours, NULL), ERR_OK);
    text = id.authority;
    id.authority = ours.authority;
    ours.authority = text;
    dial.tls = tls_new(&id, TLS_CLIENT, NULL);
    assert_non_null(dial.tls);
    assert_non_null(net_dial(r->rig.net, &dial, &end_ops, &client, NULL));
    assert_true(rig_run_until(&r->rig, &r->at_iran.refused, 1));
    assert_true(rig_run_until(&r->rig, &client.closed, 1));
    row(who, "mediator", &r->at_iran, reason_name(client.reason));
    if (r->at_iran.reason != expected)
        fail_msg("%s: %s", who, r->at_iran.text);
    assert_int_equal(r->at_iran.opened, 0);
    assert_int_equal(r->at_iran.calls, 0);
    assert_int_not_equal(client.reason, REASON_NONE);
    assert_nobody_noticed(r);
    tls_free(dial.tls);
    identity_fini(&id);
    identity_fini(&ours);
}

static struct key_request iran(void)
{
    return (struct key_request){
        .talk = RIG_TALK, .role = PEER_ROOM, .name = "iran"};
}

static void room__wrong_authority__refused(void **state)
{
    struct refusals *r = *state;

    refuse_room(r, "wrong authority", r->stranger, iran(), REASON_AUTHORITY);
}

static void room__of_another_talk__refused(void **state)
{
    struct refusals *r = *state;
    struct key_request k = iran();

    k.talk = OTHER;
    refuse_room(r, "other talk, its authority", r->elsewhere, k,
                REASON_AUTHORITY);
}

static void room__this_authority_other_talk__refused(void **state)
{
    struct refusals *r = *state;
    struct key_request k = iran();

    k.talk = OTHER;
    refuse_room(r, "other talk, this authority", r->rig.authority, k,
                REASON_TALK);
}

static void room__at_anothers_door__refused(void **state)
{
    struct refusals *r = *state;
    struct key_request k = iran();

    k.name = "us";
    refuse_room(r, "'us' at the door of 'iran'", r->rig.authority, k,
                REASON_DOOR);
    assert_non_null(strstr(r->at_iran.text,
                           "by its certificate "
                           "shuttle:0123456789abcdef/room/us: the certificate "
                           "is for another room than this door"));
}

static void desk__at_a_rooms_door__refused(void **state)
{
    struct refusals *r = *state;
    struct key_request k = iran();

    k.role = PEER_DESK;
    refuse_room(r, "wrong role (desk)", r->rig.authority, k, REASON_ROLE);
}

static void mediator__at_a_rooms_door__refused(void **state)
{
    struct refusals *r = *state;
    struct key_request k = iran();

    k.role = PEER_MEDIATOR;
    refuse_room(r, "wrong role (mediator)", r->rig.authority, k, REASON_ROLE);
}

static void room__expired__refused(void **state)
{
    struct refusals *r = *state;
    struct key_request k = iran();

    k.not_before_s = -2 * HOUR;
    k.not_after_s = -HOUR;
    refuse_room(r, "expired", r->rig.authority, k, REASON_EXPIRED);
}

static void room__not_yet_valid__refused(void **state)
{
    struct refusals *r = *state;
    struct key_request k = iran();

    k.not_before_s = HOUR;
    k.not_after_s = 2 * HOUR;
    refuse_room(r, "not yet valid", r->rig.authority, k, REASON_NOT_YET);
}

static void room__certificate_for_servers__refused(void **state)
{
    struct refusals *r = *state;
    struct key_request k = iran();

    k.usage = KEY_USAGE_SERVER;
    refuse_room(r, "wrong usage", r->rig.authority, k, REASON_USAGE);
}

static int raw_connect(uint16_t port)
{
    struct sockaddr_in sa = {.sin_family = AF_INET, .sin_port = htons(port)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    sa.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(connect(fd, (struct sockaddr *)&sa, sizeof(sa)), 0);
    assert_int_equal(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
    return fd;
}

/* A client of OpenSSL's own, without a certificate. */
static void refuse_raw(struct refusals *r, const char *who, int version,
                       enum reason expected)
{
    SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
    int fd = raw_connect(r->port);
    SSL *ssl = SSL_new(ctx);
    bool over = false;
    char byte;

    assert_int_equal(SSL_set_max_proto_version(ssl, version), 1);
    assert_int_equal(SSL_set_fd(ssl, fd), 1);
    SSL_set_connect_state(ssl);
    for (int i = 0; i < 1000000 && !(over && r->at_iran.refused); i++) {
        int got = SSL_read(ssl, &byte, 1);

        over = over || (got <= 0 && SSL_get_error(ssl, got) == SSL_ERROR_SSL);
        event_base_loop(r->rig.base, EVLOOP_NONBLOCK);
    }
    row(who, "mediator", &r->at_iran, over ? "an alert" : "nothing");
    assert_true(over);
    assert_int_equal(r->at_iran.refused, 1);
    assert_int_equal(r->at_iran.reason, expected);
    assert_int_equal(r->at_iran.opened, 0);
    assert_nobody_noticed(r);
    SSL_free(ssl);
    SSL_CTX_free(ctx);
    close(fd);
}

static void room__no_certificate__refused(void **state)
{
    refuse_raw(*state, "no certificate", TLS1_3_VERSION, REASON_NO_CERTIFICATE);
}

static void room__tls_1_2_only__refused(void **state)
{
    refuse_raw(*state, "TLS 1.2 only", TLS1_2_VERSION, REASON_TLS_VERSION);
}

static void stranger__speaks_no_tls__refused(void **state)
{
    static const char words[] = "GET / HTTP/1.0\r\n\r\n";
    struct refusals *r = *state;
    int fd = raw_connect(r->port);

    assert_int_equal(write(fd, words, sizeof(words) - 1), sizeof(words) - 1);
    assert_true(rig_run_until(&r->rig, &r->at_iran.refused, 1));
    row("no TLS at all", "mediator", &r->at_iran, "an alert");
    assert_int_equal(r->at_iran.reason, REASON_TLS);
    assert_nobody_noticed(r);
    close(fd);
}

/* The room's side: a mediator of these properties answers. */
static void refuse_mediator(struct refusals *r, const char *who,
                            struct authority *by, struct key_request request,
                            enum reason expected)
{
    const struct key_request any = {
        .talk = RIG_TALK, .role = PEER_MEDIATOR, .name = "any"};
    struct listen_request listen = {
        .door = {.talk = RIG_TALK, .roles = PEER_BIT(PEER_ROOM)}};
    struct end server = {.rig = &r->rig}, client = {0};
    struct identity id, ours;
    struct listener *l;
    char *text;

    assert_int_equal(keys_issue(by, &request, &id, NULL), ERR_OK);
    assert_int_equal(keys_issue(r->rig.authority, &any, &ours, NULL), ERR_OK);
    text = id.authority;
    id.authority = ours.authority;
    ours.authority = text;
    listen.tls = tls_new(&id, TLS_SERVER, NULL);
    assert_non_null(listen.tls);
    l = rig_listen_with(&r->rig, listen, &end_ops, &server);
    rig_dial(&r->rig, &client, listener_port(l));
    assert_true(rig_run_until(&r->rig, &client.closed, 1));
    assert_true(rig_run_until(&r->rig, &server.refused, 1));
    row(who, "room", &client, reason_name(server.reason));
    if (client.reason != expected)
        fail_msg("%s: %s", who, client.text);
    assert_int_equal(client.opened, 0);
    assert_int_equal(server.opened, 0);
    assert_nobody_noticed(r);
    listener_free(l);
    tls_free(listen.tls);
    identity_fini(&id);
    identity_fini(&ours);
}

static void mediator__not_as_expected__refused_by_the_room(void **state)
{
    struct refusals *r = *state;
    const struct key_request good = {
        .talk = RIG_TALK, .role = PEER_MEDIATOR, .name = "oman"};
    struct key_request k = good;

    refuse_mediator(r, "wrong authority", r->stranger, k, REASON_AUTHORITY);
    k.talk = OTHER;
    refuse_mediator(r, "other talk", r->rig.authority, k, REASON_TALK);
    k = good;
    k.role = PEER_CLOCK;
    refuse_mediator(r, "wrong role (clock)", r->rig.authority, k, REASON_ROLE);
    k.role = PEER_ROOM;
    refuse_mediator(r, "wrong role (room)", r->rig.authority, k, REASON_ROLE);
    k = good;
    k.usage = KEY_USAGE_CLIENT;
    refuse_mediator(r, "wrong usage", r->rig.authority, k, REASON_USAGE);
    k = good;
    k.not_before_s = -2 * HOUR;
    k.not_after_s = -HOUR;
    refuse_mediator(r, "expired", r->rig.authority, k, REASON_EXPIRED);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(room__wrong_authority__refused),
        T(room__of_another_talk__refused),
        T(room__this_authority_other_talk__refused),
        T(room__at_anothers_door__refused),
        T(desk__at_a_rooms_door__refused),
        T(mediator__at_a_rooms_door__refused),
        T(room__expired__refused),
        T(room__not_yet_valid__refused),
        T(room__certificate_for_servers__refused),
        T(room__no_certificate__refused),
        T(room__tls_1_2_only__refused),
        T(stranger__speaks_no_tls__refused),
        T(mediator__not_as_expected__refused_by_the_room),
    };
#undef T
    printf("  %-34s %-10s %-15s %s\n", "who", "refused by", "its reason",
           "what the refused end learned");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
