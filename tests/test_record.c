#include "tests/rig/small_record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/*
 * The record that small_record() writes, computed by a Python program of its
 * own (hashlib, struct) from the layout in record.h: a head of 48 bytes, five
 * canonical entries and two circumstances.
 */
static const char whole_hex[] =
    "73687574746c65207265636f726420310a000100000000000000070101000469"
    "72616e000b73687574746c6520302e3100000041000100000000000000000000"
    "0000000000000000000000006272696566ef7d04128480d4849ea3ed4c779a2b"
    "a5f4c70b5a1c467886e9d4646c76a40f5e000000460140000000000000000000"
    "0000000000000618544093a0006e6574207374616e6473c4339179c73ab668a7"
    "78f2b8aa9fcb6a685e5e599d9f829365ae0ffc09dc50ad000000410002000200"
    "000000000000000000000100000000000f42406672616d652680e746813e2223"
    "20b0a3df025068d30839286b5da509ba0c4b82d73a8ac2020000004400110000"
    "00000000000000000000000200000000000f4240000000000e4e1c0088ac4387"
    "1f8b2b09c0d191fda5584050d30a9ab573fd23f66aeb546ad931613a0000003f"
    "0010000200000000000000000000000300000000000f42406f75745231a9aac0"
    "bb3bdac46da2149e6a7ba5a71d2d6485896b0b5b248d9a89e583830000004400"
    "1f000000000000000000000000000400000000001e848000000000000000049a"
    "377dd1250d3d2d36c41b4026597024abfde95d429911e7ac1c734b3c8731f000"
    "00005c015f0000000000000000000000000001000618544093a0019a377dd125"
    "0d3d2d36c41b4026597024abfde95d429911e7ac1c734b3c8731f07544b0b002"
    "9bf4905222ab662495767eceb5231b20e90386a8c37b6492709092";

#define HEAD_SIZE 48u

static const struct instant at_2s = {2000000};

/* Read to the end; the last result, and how many entries were whole. */
static enum err read_all(struct bytes all, struct record_reader *reader,
                         size_t *count, struct diag *diag)
{
    struct record_entry entry;
    enum err err = record_open(reader, all, diag);

    *count = 0;
    if (err)
        return err;
    while ((err = record_next(reader, &entry, diag)) == ERR_OK)
        ++*count;
    return err;
}

static void record__small__has_the_bytes_of_the_contract(void **state)
{
    struct pile p;
    uint8_t expected[1024];
    size_t size = unhex(whole_hex, expected);

    (void)state;
    small_record(&p);
    assert_int_equal(p.size, size);
    assert_memory_equal(p.data, expected, size);
    assert_int_equal(p.calls, 8); /* the head and whole entries */
}

static void record__small__reads_back(void **state)
{
    struct pile p;
    struct record_reader reader;
    struct record_entry e;
    struct diag diag = {0};

    (void)state;
    small_record(&p);
    assert_int_equal(record_open(&reader, pile_bytes(&p), &diag), ERR_OK);
    assert_int_equal(reader.head.semantics, 1);
    assert_int_equal(reader.head.talk, 7);
    assert_int_equal(reader.head.role, 1);
    assert_int_equal(reader.head.room, 1);
    assert_true(bytes_equal(reader.head.name, bytes_of("iran")));
    assert_true(bytes_equal(reader.head.program, bytes_of("shuttle 0.1")));
    assert_int_equal(reader.at, HEAD_SIZE);
    assert_int_equal(record_next(&reader, &e, &diag), ERR_OK);
    assert_int_equal(e.kind, RECORD_INPUT_START);
    assert_int_equal(e.peer, 0);
    assert_true(bytes_equal(e.body, bytes_of("brief")));
    assert_int_equal(record_next(&reader, &e, &diag), ERR_OK);
    assert_int_equal(e.chain, RECORD_CIRCUMSTANCE);
    assert_int_equal(e.index, 0);
    assert_int_equal(record_next(&reader, &e, &diag), ERR_OK);
    assert_int_equal(e.kind, RECORD_INPUT_MESSAGE);
    assert_int_equal(e.peer, 2);
    assert_int_equal(e.index, 1);
    assert_int_equal(e.time.us, 1000000);
    assert_false(reader.closed);
    while (record_next(&reader, &e, &diag) == ERR_OK)
        ;
    assert_true(reader.closed);
    assert_int_equal(e.kind, RECORD_CLOSE);
}

static void record__cut_anywhere__interrupted_never_complete(void **state)
{
    struct pile p;
    struct record_reader reader;
    struct record_entry e;
    struct diag diag = {0};
    size_t boundary[16];
    size_t boundaries = 0;
    size_t count;
    size_t cut;
    size_t at;

    (void)state;
    small_record(&p);
    assert_int_equal(record_open(&reader, pile_bytes(&p), &diag), ERR_OK);
    do
        boundary[boundaries++] = reader.at;
    while (record_next(&reader, &e, &diag) == ERR_OK);
    assert_int_equal(boundaries, 8);
    for (cut = 0; cut < p.size; cut++) {
        enum err err;

        err = read_all((struct bytes){p.data, cut}, &reader, &count, &diag);
        for (at = 0; at < boundaries && boundary[at] != cut; at++)
            ;
        if (cut < HEAD_SIZE)
            assert_int_equal(err, ERR_MALFORMED);
        else if (at < boundaries)
            assert_int_equal(err, ERR_MORE);
        else
            assert_int_equal(err, ERR_INTERRUPTED);
        if (cut >= HEAD_SIZE)
            assert_false(reader.closed);
    }
}

/* Of a torn entry only the size is left to judge by. */
static void record__torn_entry_of_an_impossible_size__found(void **state)
{
    static const struct {
        uint32_t size;
        enum err err;
    } cases[] = {
        {0, ERR_MISMATCH},
        {RECORD_ENTRY_HEAD + DIGEST_SIZE - 1, ERR_MISMATCH},
        {RECORD_ENTRY_HEAD + DIGEST_SIZE, ERR_INTERRUPTED},
        {RECORD_ENTRY_MAX, ERR_INTERRUPTED},
        {RECORD_ENTRY_MAX + 1, ERR_MISMATCH},
        {UINT32_MAX, ERR_MISMATCH},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct pile p;
        struct record_reader reader;
        struct writer w;
        struct diag diag = {0};
        size_t count;

        small_record(&p);
        /* The message behind the head, the start and the walls. */
        w = writer_over(p.data + 183, 4);
        writer_u32(&w, cases[i].size);
        p.size = 183 + 22;
        assert_int_equal(read_all(pile_bytes(&p), &reader, &count, &diag),
                         cases[i].err);
        assert_int_equal(count, 2);
    }
}

/* Where the entry that holds this byte begins. */
static size_t entry_of(const size_t *boundary, size_t count, size_t byte)
{
    size_t i;

    for (i = count; i > 0; i--)
        if (boundary[i - 1] <= byte)
            return boundary[i - 1];
    return 0;
}

static void record__any_bit_flipped__found_and_located(void **state)
{
    struct pile p;
    struct record_reader reader;
    struct record_entry e;
    struct diag diag = {0};
    size_t boundary[16];
    size_t boundaries = 0;
    size_t count;
    size_t bit;
    char where[64];
    enum err err;

    (void)state;
    small_record(&p);
    assert_int_equal(record_open(&reader, pile_bytes(&p), &diag), ERR_OK);
    do
        boundary[boundaries++] = reader.at;
    while (record_next(&reader, &e, &diag) == ERR_OK);
    for (bit = 0; bit < p.size * 8; bit++) {
        p.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
        diag.message[0] = '\0';
        err = read_all(pile_bytes(&p), &reader, &count, &diag);
        if (bit / 8 >= HEAD_SIZE) {
            snprintf(where, sizeof where, "offset %zu",
                     entry_of(boundary, boundaries, bit / 8));
            assert_int_equal(err, ERR_MISMATCH);
            assert_int_equal(strncmp(diag.message, where, strlen(where)), 0);
        } else {
            assert_true(err == ERR_MISMATCH || err == ERR_MALFORMED ||
                        err == ERR_VERSION);
            assert_int_equal(strncmp(diag.message, "offset ", 7), 0);
            assert_true(count <= 1);
        }
        p.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
}

static void record__changed_byte__chain_and_index_named(void **state)
{
    struct pile p;
    struct record_reader reader;
    struct diag diag = {0};
    size_t count;

    (void)state;
    small_record(&p);
    p.data[HEAD_SIZE + 65 + 70 + 28] ^= 1; /* the body "frame" */
    assert_int_equal(read_all(pile_bytes(&p), &reader, &count, &diag),
                     ERR_MISMATCH);
    assert_int_equal(count, 2);
    assert_string_equal(diag.message,
                        "offset 183, canonical chain, entry 1: a byte of it, "
                        "or of the head, was changed");
}

static void record__bytes_after_the_close__found(void **state)
{
    struct pile p;
    struct record_reader reader;
    struct diag diag = {0};
    size_t count;

    (void)state;
    small_record(&p);
    p.data[p.size++] = 0;
    assert_int_equal(read_all(pile_bytes(&p), &reader, &count, &diag),
                     ERR_MISMATCH);
    assert_int_equal(count, 7);
}

static void record__entry_taken_out__found(void **state)
{
    struct pile p;
    struct record_reader reader;
    struct diag diag = {0};
    size_t count;

    (void)state;
    small_record(&p);
    /* The message of 65 bytes behind the head, the start and the walls. */
    memmove(p.data + 183, p.data + 183 + 65, p.size - 183 - 65);
    p.size -= 65;
    assert_int_equal(read_all(pile_bytes(&p), &reader, &count, &diag),
                     ERR_MISMATCH);
    assert_int_equal(count, 2);
}

static void record__foreign_bytes__refused(void **state)
{
    struct record_reader reader;
    struct diag diag = {0};

    (void)state;
    assert_int_equal(record_open(&reader, BYTES_NONE, &diag), ERR_MALFORMED);
    assert_int_equal(
        record_open(&reader, bytes_of("shuttle record 2\nxxxxxxxx"), &diag),
        ERR_VERSION);
    assert_int_equal(
        record_open(&reader, bytes_of("\177ELF and many other bytes"), &diag),
        ERR_MALFORMED);
}

/* The canonical entries of a record, one after the other, whole. */
static size_t canonical_bytes(const struct pile *p, uint8_t *out)
{
    struct record_reader reader;
    struct record_entry e;
    struct diag diag;
    size_t before;
    size_t size = 0;

    assert_int_equal(record_open(&reader, pile_bytes(p), &diag), ERR_OK);
    before = reader.at;
    while (record_next(&reader, &e, &diag) == ERR_OK) {
        if (e.chain == RECORD_CANONICAL) {
            memcpy(out + size, p->data + before, reader.at - before);
            size += reader.at - before;
        }
        before = reader.at;
    }
    assert_true(reader.closed);
    return size;
}

static void record__circumstances_between__canonical_bytes_unchanged(void **st)
{
    struct record_head head = small_head("another build");
    struct pile with;
    struct pile without = {0};
    uint8_t a[4096];
    uint8_t b[4096];
    size_t a_size;
    struct record *r;

    (void)st;
    small_record(&with);
    r = record_new(RECORD_CHAINED, &head, pile_sink, &without);
    assert_non_null(r);
    small_steps(r, false);
    assert_int_equal(record_close(r, at_2s, 5), ERR_OK);
    record_free(r);
    a_size = canonical_bytes(&with, a);
    assert_int_equal(a_size, canonical_bytes(&without, b));
    assert_memory_equal(a, b, a_size);
    assert_int_not_equal(with.size, without.size);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(record__small__has_the_bytes_of_the_contract),
        cmocka_unit_test(record__small__reads_back),
        cmocka_unit_test(record__cut_anywhere__interrupted_never_complete),
        cmocka_unit_test(record__any_bit_flipped__found_and_located),
        cmocka_unit_test(record__changed_byte__chain_and_index_named),
        cmocka_unit_test(record__torn_entry_of_an_impossible_size__found),
        cmocka_unit_test(record__bytes_after_the_close__found),
        cmocka_unit_test(record__entry_taken_out__found),
        cmocka_unit_test(record__foreign_bytes__refused),
        cmocka_unit_test(
            record__circumstances_between__canonical_bytes_unchanged),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
