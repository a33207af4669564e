/* Where a mediator listens: what is an address and what is not. Numeric ones
 * only, so that no name is looked up. */
#include "sim/runtime/sites.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(address__host_and_port__both),
        cmocka_unit_test(address__anything_else__refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
