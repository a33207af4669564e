/* What a real room does behind its walls works there: an event loop with timers
 * and signals, TLS 1.3 with verification of both ends, a record on disk. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* OpenSSL has a type of this name, and err.h a constant. */
#define ERR_STATE OPENSSL_ERR_STATE
#include <event2/event.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#undef ERR_STATE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sim/net/spawn.h"

/* The step that failed is the exit status. */
#define STEP(number, condition)                                                \
    do {                                                                       \
        if (!(condition))                                                      \
            return number;                                                     \
    } while (0)

static X509 *certificate(EVP_PKEY *key)
{
    X509 *x = X509_new();
    X509_NAME *name = X509_get_subject_name(x);

    X509_set_version(x, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
    X509_gmtime_adj(X509_getm_notBefore(x), -60);
    X509_gmtime_adj(X509_getm_notAfter(x), 3600);
    X509_set_pubkey(x, key);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                               (const unsigned char *)"room", -1, -1, 0);
    X509_set_issuer_name(x, name);
    return X509_sign(x, key, EVP_sha256()) ? x : NULL;
}

static SSL_CTX *context(const SSL_METHOD *method, EVP_PKEY *key, X509 *x)
{
    SSL_CTX *ctx = SSL_CTX_new(method);

    SSL_CTX_set_min_proto_version(ctx, TLS1_3_VERSION);
    SSL_CTX_use_certificate(ctx, x);
    SSL_CTX_use_PrivateKey(ctx, key);
    X509_STORE_add_cert(SSL_CTX_get_cert_store(ctx), x);
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT,
                       NULL);
    return ctx;
}

/* Both ends in one process, over memory. */
static int tls(SSL_CTX *client_ctx, SSL_CTX *server_ctx)
{
    SSL *client = SSL_new(client_ctx);
    SSL *server = SSL_new(server_ctx);
    BIO *a = NULL;
    BIO *b = NULL;
    char text[8] = "";

    STEP(20, BIO_new_bio_pair(&a, 0, &b, 0) == 1);
    SSL_set_bio(client, a, a);
    SSL_set_bio(server, b, b);
    SSL_set_connect_state(client);
    SSL_set_accept_state(server);
    for (int i = 0; i < 10; i++) {
        (void)SSL_do_handshake(client);
        (void)SSL_do_handshake(server);
    }
    STEP(21, SSL_is_init_finished(client) && SSL_is_init_finished(server));
    STEP(22, SSL_write(client, "hello", 5) == 5);
    STEP(23, SSL_read(server, text, sizeof text) == 5);
    SSL_free(client);
    SSL_free(server);
    return 0;
}

static void on_event(evutil_socket_t fd, short what, void *count)
{
    (void)fd;
    (void)what;
    *(int *)count += 1;
}

static int loop(void)
{
    const struct timeval soon = {0, 1000};
    int timers = 0;
    int signals = 0;
    int reads = 0;
    int pair[2];
    struct event_base *base = event_base_new();

    STEP(30, base && pipe(pair) == 0 && write(pair[1], "x", 1) == 1);
    struct event *t = event_new(base, -1, 0, on_event, &timers);
    struct event *s = event_new(base, SIGTERM, EV_SIGNAL, on_event, &signals);
    struct event *r = event_new(base, pair[0], EV_READ, on_event, &reads);
    event_add(t, &soon);
    event_add(s, NULL);
    event_add(r, NULL);
    STEP(31, raise(SIGTERM) == 0);
    for (int i = 0; i < 100 && !(timers && signals); i++)
        event_base_loop(base, EVLOOP_ONCE);
    STEP(32, timers == 1 && signals == 1 && reads == 1);
    event_free(t);
    event_free(s);
    event_free(r);
    event_base_free(base);
    return 0;
}

/* Every refused system call would kill it: it makes none. */
static int room(void)
{
    struct walls_want want = {.mode = WALLS_AUTO, .kill_process = true};
    struct walls_report report;
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *x = certificate(key);
    SSL_CTX *client = context(TLS_client_method(), key, x);
    SSL_CTX *server = context(TLS_server_method(), key, x);
    int status = 0;

    walls_report_init(&report);
    STEP(10, walls_lock(&want, &report, NULL) == ERR_OK);
    STEP(11, report.of[WALL_SECCOMP].state == WALL_STANDS);
    status = tls(client, server);
    if (status == 0)
        status = loop();
    STEP(status, status == 0);
    STEP(12, write(4, "entry", 5) == 5 && fdatasync(4) == 0);
    void *block = malloc((size_t)8 << 20);
    STEP(13, block);
    memset(block, 1, (size_t)8 << 20);
    free(block);
    return 0;
}

/* What makes it die if it does anything else. */
static int room_opens(void)
{
    struct walls_want want = {.mode = WALLS_AUTO, .kill_process = true};
    struct walls_report report;

    walls_report_init(&report);
    if (walls_lock(&want, &report, NULL) != ERR_OK)
        return 1;
    return fopen("/dev/null", "r") ? 2 : 3;
}

static struct spawn_end run(const char *word, int record)
{
    static char name[] = "test_walls_room";
    char *argv[] = {name, (char *)(uintptr_t)word, NULL};
    const struct spawn_fd fds[] = {{2, 2}, {record, 4}};
    const struct spawn_plan plan = {
        .argv = argv, .fds = fds, .fd_count = 2, .walls = WALLS_AUTO};
    struct spawn_end end = {-1, false};
    struct spawn s;

    assert_int_equal(spawn_start(&s, &plan, NULL), ERR_OK);
    assert_int_equal(spawn_ready(&s, 10000, NULL), ERR_OK);
    assert_int_equal(spawn_wait(&s, 20000, &end), ERR_OK);
    spawn_fini(&s);
    return end;
}

static void room__loop_tls_and_record__no_call_refused(void **state)
{
    (void)state;
    FILE *record = tmpfile();
    char text[6] = "";

    assert_non_null(record);
    struct spawn_end end = run("--room", fileno(record));
    assert_false(end.by_signal);
    assert_int_equal(end.status, 0);
    assert_int_equal(pread(fileno(record), text, 5, 0), 5);
    assert_string_equal(text, "entry");
    fclose(record);
}

static void room__opens_a_file__is_killed(void **state)
{
    (void)state;
    struct spawn_end end = run("--opens", 2);

    assert_true(end.by_signal);
    assert_int_equal(end.status, SIGSYS);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(room__loop_tls_and_record__no_call_refused),
        cmocka_unit_test(room__opens_a_file__is_killed),
    };

    if (argc > 1)
        return strcmp(argv[1], "--room") == 0 ? room() : room_opens();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
