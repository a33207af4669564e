#include "shuttle/digest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static void assert_digest(struct digest d, const char *expected)
{
    char text[65];
    digest_print(&d, text);
    assert_string_equal(text, expected);
}

static struct digest digest_of_text(const char *text)
{
    struct bytes part = bytes_of(text);
    return digest_of(&part, 1);
}

/* FIPS 180-4 examples, as published by NIST (SHA256.pdf, SHA_Additional). */
#define ABC   "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define EMPTY "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define TWO_BLOCKS                                                             \
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
#define MILLION_A                                                              \
    "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"

static void digest_of__fips_examples__match(void **state)
{
    (void)state;
    assert_digest(digest_of_text("abc"), ABC);
    assert_digest(digest_of_text(""), EMPTY);
    assert_digest(digest_of(NULL, 0), EMPTY);
    assert_digest(
        digest_of_text(
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
        TWO_BLOCKS);
}

static void digest_of__parts__hashed_in_order_as_one(void **state)
{
    (void)state;
    struct bytes parts[] = {bytes_of("a"), BYTES_NONE, bytes_of("b"),
                            bytes_of("c")};
    assert_digest(digest_of(parts, 4), ABC);
}

static void hash__million_a_in_pieces__matches(void **state)
{
    (void)state;
    uint8_t piece[1000];
    memset(piece, 'a', sizeof(piece));
    struct hash *h = hash_new();
    assert_non_null(h);
    for (int i = 0; i < 1000; i++)
        hash_add(h, (struct bytes){piece, sizeof(piece)});
    assert_digest(hash_peek(h), MILLION_A);
    hash_free(h);
    hash_free(NULL);
}

static void hash_peek__in_the_middle__hash_goes_on(void **state)
{
    (void)state;
    struct hash *h = hash_new();
    assert_non_null(h);
    assert_digest(hash_peek(h), EMPTY);
    hash_add(h, bytes_of("ab"));
    (void)hash_peek(h);
    assert_digest(digest_of_text(""), EMPTY);
    hash_add(h, bytes_of("c"));
    assert_digest(hash_peek(h), ABC);
    assert_digest(hash_peek(h), ABC);
    hash_reset(h);
    assert_digest(hash_peek(h), EMPTY);
    hash_free(h);
}

/* RFC 4231, section 4; test case 5 (a cut digest) does not apply. */
static void digest_hmac__rfc_4231__matches(void **state)
{
    (void)state;
    uint8_t ones[20], aa[131], dd[50], cd[50], count[25];
    memset(ones, 0x0b, sizeof(ones));
    memset(aa, 0xaa, sizeof(aa));
    memset(dd, 0xdd, sizeof(dd));
    memset(cd, 0xcd, sizeof(cd));
    for (size_t i = 0; i < sizeof(count); i++)
        count[i] = (uint8_t)(i + 1);
    const struct {
        struct bytes key;
        struct bytes data;
        const char *expected;
    } cases[] = {
        {{ones, 20},
         bytes_of("Hi There"),
         "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
        {bytes_of("Jefe"), bytes_of("what do ya want for nothing?"),
         "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
        {{aa, 20},
         {dd, 50},
         "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
        {{count, 25},
         {cd, 50},
         "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"},
        {{aa, 131},
         bytes_of("Test Using Larger Than Block-Size Key - Hash Key First"),
         "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
        {{aa, 131},
         bytes_of("This is a test using a larger than block-size key and a "
                  "larger than block-size data. The key needs to be hashed "
                  "before being used by the HMAC algorithm."),
         "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_digest(digest_hmac(cases[i].key, &cases[i].data, 1),
                      cases[i].expected);
        struct bytes halves[] = {
            {cases[i].data.data, 3},
            {cases[i].data.data + 3, cases[i].data.size - 3}};
        assert_digest(digest_hmac(cases[i].key, halves, 2), cases[i].expected);
    }
}

/* The expected value comes from Python's hmac over the parts "ab", "" and "c"
 * with struct.pack('>I', len) before each. */
static void digest_keyed__parts__each_with_its_length(void **state)
{
    (void)state;
    struct bytes parts[] = {bytes_of("ab"), bytes_of(""), bytes_of("c")};
    assert_digest(
        digest_keyed(bytes_of("key"), parts, 3),
        "7ddd4764ea2d303974d71383510e2944dd5c9d9f64d5916eca6ce834c6a76c96");
    struct bytes moved[] = {bytes_of("a"), bytes_of("b"), bytes_of("c")};
    struct digest a = digest_keyed(bytes_of("key"), parts, 3);
    struct digest b = digest_keyed(bytes_of("key"), moved, 3);
    assert_false(digest_equal(&a, &b));
    b = a;
    assert_true(digest_equal(&a, &b));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digest_of__fips_examples__match),
        cmocka_unit_test(digest_of__parts__hashed_in_order_as_one),
        cmocka_unit_test(hash__million_a_in_pieces__matches),
        cmocka_unit_test(hash_peek__in_the_middle__hash_goes_on),
        cmocka_unit_test(digest_hmac__rfc_4231__matches),
        cmocka_unit_test(digest_keyed__parts__each_with_its_length),
    };
    return cmocka_run_group_tests_name("digest", tests, NULL, NULL);
}
