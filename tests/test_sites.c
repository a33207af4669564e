/* Where mediators listen: what is an address and what is not, and the file that
 * says it. Numeric ones only, so that no name is looked up. */
#include "sim/runtime/sites.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void check(const char *text, const char *wanted, unsigned wanted_port)
{
    char address[64];
    uint16_t port;
    struct diag diag = {.message = ""};

    assert_int_equal(site_look_up(text, address, sizeof(address), &port, &diag),
                     ERR_OK);
    assert_string_equal(address, wanted);
    assert_int_equal(port, wanted_port);
}

static void refuse(const char *text, const char *why)
{
    char address[64];
    uint16_t port;
    struct diag diag = {.message = ""};

    assert_int_equal(site_look_up(text, address, sizeof(address), &port, &diag),
                     ERR_MALFORMED);
    if (strstr(diag.message, why) == NULL)
        fail_msg("'%s': %s", text, diag.message);
}

static void address__host_and_port__both(void **state)
{
    (void)state;
    check("127.0.0.1:7443", "127.0.0.1", 7443);
    check("192.0.2.7:1", "192.0.2.7", 1);
    check("192.0.2.7:65535", "192.0.2.7", 65535);
    check("[::1]:7443", "::1", 7443);
    check("[2001:db8:0:0:0:0:0:7]:7443", "2001:db8::7", 7443);
}

static void address__anything_else__refused(void **state)
{
    (void)state;
    refuse("127.0.0.1:7443abc", "'7443abc' is not a port");
    refuse("127.0.0.1:", "'' is not a port");
    refuse("127.0.0.1: 7443", "' 7443' is not a port");
    refuse("127.0.0.1:+7443", "'+7443' is not a port");
    refuse("127.0.0.1:0", "'0' is not a port");
    refuse("127.0.0.1:65536", "'65536' is not a port");
    refuse("127.0.0.1:4294974739", "'4294974739' is not a port");
    refuse("[::1]", "is not HOST:PORT");
    refuse("::1:7443", "is not HOST:PORT, such as");
    refuse("[::1:7443", "is not HOST:PORT, such as");
    refuse("[]:7443", "is not HOST:PORT, such as");
    refuse("[127.0.0.1]:7443", "is not HOST:PORT, such as");
    refuse("[::1]]:7443", "is not HOST:PORT, such as");
    refuse(":7443", "is not HOST:PORT, such as");
    refuse("7443", "is not HOST:PORT, such as");
}

/* Two mediators, of whom nothing is known yet. */
static void two(struct sites *p)
{
    static struct mediator_entry mediators[] = {{.id = "oman"},
                                                {.id = "swiss"}};
    const struct scenario s = {.mediators = mediators, .mediator_count = 2};

    sites_init(p, &s);
}

static void sites__said_or_not__where_they_are(void **state)
{
    char address[64];
    uint16_t port;
    struct sites p;
    struct diag diag = {.message = ""};

    (void)state;
    two(&p);
    assert_int_equal(
        site_find(&p.of[1], address, sizeof(address), &port, &diag),
        ERR_UNKNOWN);
    assert_non_null(strstr(diag.message, "--at swiss=HOST:PORT"));
    sites_default(&p);
    assert_string_equal(p.of[0].at, "127.0.0.1:7443");
    assert_string_equal(p.of[1].at, "127.0.0.1:7444");
    assert_int_equal(sites_set(&p, "swiss=[::1]:9", &diag), ERR_OK);
    assert_int_equal(
        site_find(&p.of[1], address, sizeof(address), &port, &diag), ERR_OK);
    assert_string_equal(address, "::1");
    assert_int_equal(port, 9);
    assert_string_equal(p.of[0].at, "127.0.0.1:7443");
    assert_int_equal(sites_set(&p, "192.0.2.7:1", &diag), ERR_MALFORMED);
    assert_int_equal(sites_set(&p, "om=192.0.2.7:1", &diag), ERR_UNKNOWN);
    p.count = 1;
    assert_int_equal(sites_set(&p, "192.0.2.7:1", &diag), ERR_OK);
    assert_string_equal(p.of[0].at, "192.0.2.7:1");
}

static void sites__printed__lines_of_those_wanted(void **state)
{
    struct sites p;
    struct buffer text;

    (void)state;
    two(&p);
    sites_default(&p);
    buffer_init(&text);
    assert_true(sites_print(&p, 2u, 0xabc, &text));
    assert_int_equal(text.size, 55);
    assert_memory_equal(
        text.data, "shuttle:0000000000000abc/mediator/swiss 127.0.0.1:7444\n",
        55);
    buffer_fini(&text);
}

/* What a file of these lines is taken for. */
static enum err load(struct sites *p, const char *text)
{
    char path[] = "/tmp/shuttle-sites.XXXXXX";
    struct diag diag = {.message = ""};
    int fd = mkstemp(path);
    enum err e;

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
    two(p);
    e = sites_load(p, path, 0xabc, &diag);
    assert_int_equal(e != ERR_OK, strstr(diag.message, path) != NULL);
    (void)unlink(path);
    return e;
}

static void sites__loaded__exact_form_only(void **state)
{
    struct sites p;
    struct diag diag = {.message = ""};

    (void)state;
#define TALK "shuttle:0000000000000abc/"
    assert_int_equal(load(&p, TALK "mediator/swiss h.example:7\n" TALK
                                   "mediator/oman [::1]:65535\n"),
                     ERR_OK);
    assert_string_equal(p.of[0].at, "[::1]:65535");
    assert_string_equal(p.of[1].at, "h.example:7");
    assert_int_equal(load(&p, ""), ERR_OK);
    assert_string_equal(p.of[0].at, "");
    assert_int_equal(load(&p, TALK "mediator/oman h:7"), ERR_OK);
    assert_int_equal(load(&p, TALK "mediator/oman\n"), ERR_MALFORMED);
    assert_int_equal(load(&p, TALK "mediator/oman h\n"), ERR_MALFORMED);
    assert_int_equal(load(&p, TALK "mediator/oman  h:7\n"), ERR_MALFORMED);
    assert_int_equal(load(&p, TALK "room/oman h:7\n"), ERR_MALFORMED);
    assert_int_equal(load(&p, "\n"), ERR_MALFORMED);
    assert_int_equal(load(&p, TALK "mediator/egypt h:7\n"), ERR_UNKNOWN);
    assert_int_equal(load(&p, "shuttle:0000000000000abd/mediator/oman h:7\n"),
                     ERR_MISMATCH);
#undef TALK
    assert_int_equal(sites_load(&p, "/nowhere/mediators", 0xabc, &diag),
                     ERR_OK);
    assert_string_equal(diag.message, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(address__host_and_port__both),
        cmocka_unit_test(address__anything_else__refused),
        cmocka_unit_test(sites__said_or_not__where_they_are),
        cmocka_unit_test(sites__printed__lines_of_those_wanted),
        cmocka_unit_test(sites__loaded__exact_form_only),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
