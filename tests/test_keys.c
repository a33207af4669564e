/* Identities: made, saved, loaded, handed over. */
#include "sim/net/keys.h"
#include "sim/net/tls.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
/* cmocka.h needs those above */
#include <cmocka.h>

#define TALK 0x00000000000000a7ull
#define LONG_NAME                                                              \
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static const struct key_request us = {
    .talk = TALK, .role = PEER_ROOM, .name = "us"};

struct place {
    char dir[64]; /* is there */
    char keys[80];
    struct identity id;
};

static int setup(void **state)
{
    struct place *p = calloc(1, sizeof(*p));
    struct authority *a = authority_new(TALK, NULL);

    strcpy(p->dir, "/tmp/test_keys.XXXXXX");
    if (!mkdtemp(p->dir) || !a || keys_issue(a, &us, &p->id, NULL) != ERR_OK)
        return -1;
    snprintf(p->keys, sizeof(p->keys), "%s/keys", p->dir);
    authority_free(a);
    *state = p;
    return 0;
}

static int teardown(void **state)
{
    static const char *const files[] = {"/us.pem", "/other.pem", ""};
    struct place *p = *state;
    char path[128];

    for (size_t i = 0; i < 3; i++) {
        snprintf(path, sizeof(path), "%s%s", p->keys, files[i]);
        (void)remove(path);
    }
    identity_fini(&p->id);
    (void)rmdir(p->dir);
    free(p);
    return 0;
}

static void peer_name__uri__has_its_one_form(void **state)
{
    static const char long_name[] =
        "shuttle:00000000000000a7/room/"
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    static const char *const bad[] = {
        "",
        "shuttle:",
        "shuttle:00000000000000a7",
        "shuttle:00000000000000a7/room",
        "shuttle:00000000000000a7/room/",
        "shuttle:00000000000000A7/room/us",
        "shuttle:0000000000000a7/room/us",
        "shuttle:000000000000000a7/room/us",
        "shuttle:00000000000000a7/rooms/us",
        "shuttle:00000000000000a7/room/us/x",
        "shuttle:00000000000000a7/room/u s",
        "Shuttle:00000000000000a7/room/us",
        long_name,
    };
    struct peer_name name;
    char uri[PEER_NAME_URI_SIZE];

    (void)state;
    assert_int_equal(
        peer_name_parse(bytes_of("shuttle:00000000000000a7/room/us"), &name),
        ERR_OK);
    assert_true(name.talk == 0xa7);
    assert_int_equal(name.role, PEER_ROOM);
    assert_string_equal(name.name, "us");
    peer_name_print(&name, uri);
    assert_string_equal(uri, "shuttle:00000000000000a7/room/us");
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        assert_int_equal(peer_name_parse(bytes_of(bad[i]), &name),
                         ERR_MALFORMED);
}

static void peer_name__longest_name_and_role__fit(void **state)
{
    struct peer_name name = {.talk = UINT64_MAX, .role = PEER_FACILITATOR};
    struct peer_name back;
    char uri[PEER_NAME_URI_SIZE];

    (void)state;
    memset(name.name, 'z', NAME_MAX_SIZE);
    peer_name_print(&name, uri);
    assert_int_equal(peer_name_parse(bytes_of(uri), &back), ERR_OK);
    assert_string_equal(back.name, name.name);
    assert_int_equal(back.role, PEER_FACILITATOR);
}

static void door__first_objection__is_the_reason(void **state)
{
    const struct door door = {
        .talk = TALK, .roles = PEER_BIT(PEER_ROOM), .name = "us"};
    struct peer_name p = {.talk = 1, .role = PEER_DESK, .name = "iran"};

    (void)state;
    assert_int_equal(door_judge(&door, &p), REASON_TALK);
    p.talk = TALK;
    assert_int_equal(door_judge(&door, &p), REASON_ROLE);
    p.role = PEER_ROOM;
    assert_int_equal(door_judge(&door, &p), REASON_DOOR);
    strcpy(p.name, "us");
    assert_int_equal(door_judge(&door, &p), REASON_NONE);
}

static bool is_odd(void *arg, uint64_t talk)
{
    ++*(unsigned *)arg;
    return talk % 2 == 1;
}

static void door__common_to_many_talks__asks_which_are_hosted(void **state)
{
    unsigned asked = 0;
    const struct door door = {.roles =
                                  PEER_BIT(PEER_ROOM) | PEER_BIT(PEER_DESK),
                              .has_talk = is_odd,
                              .arg = &asked};
    struct peer_name p = {.talk = 7, .role = PEER_DESK, .name = "iran"};

    (void)state;
    assert_int_equal(door_judge(&door, &p), REASON_NONE);
    p.talk = 8;
    assert_int_equal(door_judge(&door, &p), REASON_TALK);
    assert_int_equal(asked, 2);
}

static void keys_issue__every_role__named_in_its_certificate(void **state)
{
    struct authority *a = authority_new(TALK, NULL);

    (void)state;
    for (unsigned role = 0; role < PEER_ROLES; role++) {
        const struct key_request request = {
            .talk = TALK, .role = (enum peer_role)role, .name = "a-b_c.9"};
        struct identity id;
        struct peer_name name;

        assert_int_equal(keys_issue(a, &request, &id, NULL), ERR_OK);
        assert_int_equal(identity_name(&id, &name, NULL), ERR_OK);
        assert_true(name.talk == TALK);
        assert_int_equal(name.role, role);
        assert_string_equal(name.name, "a-b_c.9");
        identity_fini(&id);
    }
    authority_free(a);
}

static void keys_issue__name_that_could_forge_fields__refused(void **state)
{
    static const char *const names[] = {"", "us,DNS:x", "us/iran", "us\n",
                                        "\xd8\xa7"};
    struct authority *a = authority_new(TALK, NULL);

    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        const struct key_request request = {
            .talk = TALK, .role = PEER_ROOM, .name = names[i]};
        struct identity id;
        struct diag d = {0};

        assert_int_equal(keys_issue(a, &request, &id, &d), ERR_MALFORMED);
        assert_null(id.key);
        assert_non_null(strstr(d.message, "1 to 63 letters"));
    }
    authority_free(a);
}

static void assert_same(const struct identity *a, const struct identity *b)
{
    assert_string_equal(a->key, b->key);
    assert_string_equal(a->certificate, b->certificate);
    assert_string_equal(a->authority, b->authority);
}

static void identity__saved_and_loaded__same_and_private(void **state)
{
    struct place *p = *state;
    struct identity back;
    struct stat st;
    char path[128];

    snprintf(path, sizeof(path), "%s/us.pem", p->keys);
    umask(0);
    assert_int_equal(identity_save(&p->id, p->keys, "us", NULL), ERR_OK);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(stat(p->keys, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    assert_int_equal(identity_load(&back, path, NULL), ERR_OK);
    assert_same(&p->id, &back);
    identity_fini(&back);
    assert_null(back.key);
}

static void identity_save__file_is_there__left_alone(void **state)
{
    struct place *p = *state;
    struct identity back;
    struct diag d = {0};
    char path[128];

    snprintf(path, sizeof(path), "%s/us.pem", p->keys);
    assert_int_equal(identity_save(&p->id, p->keys, "us", NULL), ERR_OK);
    assert_int_equal(identity_save(&p->id, p->keys, "us", &d), ERR_STATE);
    assert_non_null(strstr(d.message, "us.pem is there already"));
    assert_int_equal(identity_load(&back, path, NULL), ERR_OK);
    assert_same(&p->id, &back);
    identity_fini(&back);
}

static void identity_load__readable_by_others__refused(void **state)
{
    struct place *p = *state;
    struct identity back;
    struct diag d = {0};
    char path[128];

    snprintf(path, sizeof(path), "%s/us.pem", p->keys);
    assert_int_equal(identity_save(&p->id, p->keys, "us", NULL), ERR_OK);
    assert_int_equal(chmod(path, 0640), 0);
    assert_int_equal(identity_load(&back, path, &d), ERR_STATE);
    assert_non_null(strstr(d.message, "others may read the key"));
}

static void write_file(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
}

static void identity_load__not_keys__says_so(void **state)
{
    struct place *p = *state;
    struct identity back;
    struct diag d = {0};
    char path[128];

    assert_int_equal(identity_load(&back, "/nonexistent/us.pem", &d),
                     ERR_SYSTEM);
    assert_string_equal(d.message, "cannot read the keys in "
                                   "/nonexistent/us.pem: No such file or "
                                   "directory");
    assert_int_equal(mkdir(p->keys, 0700), 0);
    snprintf(path, sizeof(path), "%s/other.pem", p->keys);
    write_file(path, "");
    assert_int_equal(identity_load(&back, path, &d), ERR_MALFORMED);
    write_file(path, p->id.key);
    assert_int_equal(identity_load(&back, path, &d), ERR_MALFORMED);
    assert_int_equal(identity_load(&back, p->keys, &d), ERR_SYSTEM);
}

static void identity_load__key_of_another__refused(void **state)
{
    struct place *p = *state;
    struct authority *a = authority_new(TALK, NULL);
    struct identity other, back;
    struct diag d = {0};
    char path[128], *key;

    assert_int_equal(keys_issue(a, &us, &other, NULL), ERR_OK);
    key = other.key;
    other.key = p->id.key;
    p->id.key = key;
    assert_int_equal(identity_save(&other, p->keys, "other", NULL), ERR_OK);
    snprintf(path, sizeof(path), "%s/other.pem", p->keys);
    assert_int_equal(identity_load(&back, path, &d), ERR_MISMATCH);
    assert_null(tls_new(&other, TLS_CLIENT, &d));
    identity_fini(&other);
    authority_free(a);
}

static void identity__as_bytes__only_whole_and_exact(void **state)
{
    struct place *p = *state;
    size_t size = identity_encode(&p->id, NULL, 0);
    uint8_t *bytes = malloc(size + 1);
    struct identity back;

    bytes[size] = 0;
    assert_int_equal(identity_encode(&p->id, bytes, size - 1), 0);
    assert_int_equal(identity_encode(&p->id, bytes, size), size);
    assert_int_equal(identity_decode(&back, (struct bytes){bytes, size}),
                     ERR_OK);
    assert_same(&p->id, &back);
    identity_fini(&back);
    for (size_t cut = 0; cut < size; cut++)
        assert_int_equal(identity_decode(&back, (struct bytes){bytes, cut}),
                         ERR_MALFORMED);
    assert_int_equal(identity_decode(&back, (struct bytes){bytes, size + 1}),
                     ERR_MALFORMED);
    free(bytes);
}

/* What openssl's own program says of the chain: an outside judge. */
static void identity__openssl_verify__agrees(void **state)
{
    struct place *p = *state;
    char command[512], path[128];

    assert_int_equal(identity_save(&p->id, p->keys, "us", NULL), ERR_OK);
    snprintf(path, sizeof(path), "%s/other.pem", p->keys);
    write_file(path, p->id.authority);
    snprintf(command, sizeof(command),
             "openssl verify -x509_strict -purpose sslclient -CAfile %s "
             "%s/us.pem >/dev/null",
             path, p->keys);
    assert_int_equal(system(command), 0);
    snprintf(command, sizeof(command),
             "openssl verify -x509_strict -purpose sslserver -CAfile %s "
             "%s/us.pem >/dev/null 2>&1",
             path, p->keys);
    assert_int_not_equal(system(command), 0);
}

static double ms_between(struct timespec a, struct timespec b)
{
    return (double)(b.tv_sec - a.tv_sec) * 1e3 +
           (double)(b.tv_nsec - a.tv_nsec) / 1e6;
}

static void keys__three_roles__time_is_printed(void **state)
{
    static const struct key_request requests[] = {
        {.talk = TALK, .role = PEER_MEDIATOR, .name = "oman"},
        {.talk = TALK, .role = PEER_ROOM, .name = "us"},
        {.talk = TALK, .role = PEER_ROOM, .name = "iran"},
    };
    struct timespec t0, t1;
    struct authority *a;

    (void)state;
    clock_gettime(CLOCK_MONOTONIC, &t0);
    a = authority_new(TALK, NULL);
    for (size_t i = 0; i < 3; i++) {
        struct identity id;

        assert_int_equal(keys_issue(a, &requests[i], &id, NULL), ERR_OK);
        identity_fini(&id);
    }
    authority_free(a);
    clock_gettime(CLOCK_MONOTONIC, &t1);
    printf("  keys of one talk: %.2f ms\n", ms_between(t0, t1));
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys__three_roles__time_is_printed),
        cmocka_unit_test(peer_name__uri__has_its_one_form),
        cmocka_unit_test(peer_name__longest_name_and_role__fit),
        cmocka_unit_test(door__first_objection__is_the_reason),
        cmocka_unit_test(door__common_to_many_talks__asks_which_are_hosted),
        cmocka_unit_test(keys_issue__every_role__named_in_its_certificate),
        cmocka_unit_test(keys_issue__name_that_could_forge_fields__refused),
        T(identity__saved_and_loaded__same_and_private),
        T(identity_save__file_is_there__left_alone),
        T(identity_load__readable_by_others__refused),
        T(identity_load__not_keys__says_so),
        T(identity_load__key_of_another__refused),
        T(identity__as_bytes__only_whole_and_exact),
        T(identity__openssl_verify__agrees),
    };
#undef T
    return cmocka_run_group_tests(tests, NULL, NULL);
}
