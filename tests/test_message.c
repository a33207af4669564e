#include "shuttle/message.h"

#include "tests/rig/sample.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static uint8_t buffer[FRAME_BODY_MAX];

static size_t encode(const struct message *m)
{
    size_t size = message_encode(m, buffer, sizeof buffer);
    assert_int_not_equal(size, SIZE_MAX);
    return size;
}

static enum err decode(uint32_t kind, const void *data, size_t size)
{
    struct message m;
    return message_decode(kind, (struct bytes){data, size}, &m);
}

static void check_round_trip(const struct message *m)
{
    size_t size = encode(m);
    struct message back;
    memset(&back, 0x5A, sizeof back);
    struct bytes body = {buffer, size};
    assert_int_equal(message_decode(m->kind, body, &back), ERR_OK);
    if (!sample_equal(m, &back))
        fail_msg("%s does not come back as it was", message_name(m->kind));

    static uint8_t again[FRAME_BODY_MAX];
    assert_int_equal(message_encode(&back, again, sizeof again), size);
    assert_memory_equal(again, buffer, size);
}

static void message__every_kind__comes_back(void **state)
{
    (void)state;
    assert_true(sample_kind_count >= 30);
    for (size_t i = 0; i < sample_kind_count; i++) {
        struct message m;
        sample_full(&m, sample_kinds[i]);
        check_round_trip(&m);
        sample_empty(&m, sample_kinds[i]);
        check_round_trip(&m);
        sample_long(&m, sample_kinds[i], TEXT_MAX - 200);
        check_round_trip(&m);
    }
}

static void message__every_truncation__refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sample_kind_count; i++) {
        struct message m;
        sample_full(&m, sample_kinds[i]);
        size_t size = encode(&m);
        for (size_t cut = 0; cut < size; cut++) {
            uint8_t *exact = test_malloc(cut + 1); /* a read past it shows */
            memcpy(exact, buffer, cut);
            enum err e = decode(m.kind, exact, cut);
            test_free(exact);
            if (e != ERR_MALFORMED)
                fail_msg("%s cut to %zu is taken", message_name(m.kind), cut);
        }
    }
}

static void message__every_capacity_too_small__refused(void **state)
{
    (void)state;
    static uint8_t out[FRAME_BODY_MAX];
    for (size_t i = 0; i < sample_kind_count; i++) {
        struct message m;
        sample_full(&m, sample_kinds[i]);
        size_t size = encode(&m);
        for (size_t room = 0; room < size; room++) {
            out[room] = 0xEE;
            assert_int_equal(message_encode(&m, out, room), SIZE_MAX);
            assert_int_equal(out[room], 0xEE);
        }
        assert_int_equal(message_encode(&m, out, size), size);
    }
}

static void message__leftovers__refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sample_kind_count; i++) {
        struct message m;
        sample_full(&m, sample_kinds[i]);
        size_t size = encode(&m);
        buffer[size] = 0;
        assert_int_equal(decode(m.kind, buffer, size + 1), ERR_MALFORMED);
    }
}

static void message__unknown_kind__told_apart(void **state)
{
    (void)state;
    assert_int_equal(decode(0, "", 0), ERR_UNKNOWN);
    assert_int_equal(decode(3, "", 0), ERR_UNKNOWN);
    assert_int_equal(decode(255, "", 0), ERR_UNKNOWN);
    assert_int_equal(decode(256 + MESSAGE_WAKE, "", 0), ERR_UNKNOWN);
    assert_null(message_name(0));
    assert_null(message_name(26));
    assert_string_equal(message_name(22), "TOLD");
    struct message none = {.kind = MESSAGE_NONE};
    assert_int_equal(message_encode(&none, buffer, 8), SIZE_MAX);
    assert_int_equal(message_who(MESSAGE_BYE), MESSAGE_WHO_BOTH);
    assert_int_equal(message_who(MESSAGE_ITEM), MESSAGE_WHO_ROOM);
    assert_int_equal(message_who(MESSAGE_TOLD), MESSAGE_WHO_MEDIATOR);
    assert_int_equal(message_who(MESSAGE_JUDGED), MESSAGE_WHO_NOTE);
}

/* Bytes written by hand from the table of fields. */
static void message__bytes_by_hand__as_the_table_says(void **state)
{
    (void)state;
    static const uint8_t wait[] = {
        0, 0, 0, 0, 0, 0, 1, 0,       /* until: 256 us */
        2,                            /* two channels */
        0, 0, 0, 0, 0, 0, 0, 0, 0, 5, /* channel 0: 5 */
        0, 3, 0, 0, 0, 0, 0, 0, 1, 2, /* channel 3: 258 */
    };
    struct message m;
    struct bytes body = {wait, sizeof wait};
    assert_int_equal(message_decode(MESSAGE_WAIT, body, &m), ERR_OK);
    assert_int_equal(m.as.wait.until.us, 256);
    assert_int_equal(m.as.wait.reads.count, 2);
    assert_int_equal(m.as.wait.reads.entry[1].channel, 3);
    assert_int_equal(m.as.wait.reads.entry[1].number, 258);
    assert_int_equal(encode(&m), sizeof wait);
    assert_memory_equal(buffer, wait, sizeof wait);

    static const uint8_t hello[] = {1, 1, 0, 1, 0, 2, 'u', 's', 0, 1, 'p'};
    body = (struct bytes){hello, sizeof hello};
    assert_int_equal(message_decode(MESSAGE_HELLO, body, &m), ERR_OK);
    assert_true(bytes_equal(m.as.hello.room, bytes_of("us")));
    assert_true(bytes_equal(m.as.hello.program, bytes_of("p")));
    assert_int_equal(m.as.hello.semantics, 1);
}

static void text__bad_utf8_nul_or_too_long__refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "a\xFF", "\xE2\x82",
    };
    uint8_t body[32];
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        size_t size = strlen(bad[i]);
        body[0] = 0;
        body[1] = (uint8_t)size;
        memcpy(body + 2, bad[i], size);
        assert_int_equal(decode(MESSAGE_HAPPENED, body, 2 + size),
                         ERR_MALFORMED);
    }
    assert_int_equal(decode(MESSAGE_HAPPENED, "\0\3a\0b", 5), ERR_MALFORMED);
    assert_int_equal(decode(MESSAGE_HAPPENED, "\0\3abc", 5), ERR_OK);

    struct message m;
    sample_long(&m, MESSAGE_HAPPENED, TEXT_MAX);
    check_round_trip(&m);
    sample_long(&m, MESSAGE_HAPPENED, TEXT_MAX + 1);
    assert_int_equal(message_encode(&m, buffer, sizeof buffer), SIZE_MAX);
    static uint8_t long_text[2 + TEXT_MAX + 1];
    memset(long_text, 'a', sizeof long_text);
    long_text[0] = 0x40; /* 16384 + 1 */
    long_text[1] = 0x01;
    assert_int_equal(decode(MESSAGE_HAPPENED, long_text, sizeof long_text),
                     ERR_MALFORMED);
}

static void time__negative__refused_never__taken(void **state)
{
    (void)state;
    uint8_t body[9] = {0x80, 0, 0, 0, 0, 0, 0, 0, 0};
    assert_int_equal(decode(MESSAGE_WAIT, body, 9), ERR_MALFORMED);
    memset(body, 0xFF, 8);
    assert_int_equal(decode(MESSAGE_WAIT, body, 9), ERR_MALFORMED);
    body[0] = 0x7F;
    struct message m;
    struct bytes in = {body, 9};
    assert_int_equal(message_decode(MESSAGE_WAIT, in, &m), ERR_OK);
    assert_true(instant_is_never(m.as.wait.until));
    m.as.wait.until.us = -1;
    assert_int_equal(message_encode(&m, buffer, sizeof buffer), SIZE_MAX);
}

/* CHANGED: u8 room, package. */
static void package__out_of_order_or_off_the_limits__refused(void **state)
{
    (void)state;
    assert_int_equal(decode(MESSAGE_CHANGED, "\0\2\1\0\2\0", 6), ERR_OK);
    assert_int_equal(decode(MESSAGE_CHANGED, "\0\2\2\0\1\0", 6), ERR_MALFORMED);
    assert_int_equal(decode(MESSAGE_CHANGED, "\0\2\1\0\1\0", 6), ERR_MALFORMED);
    assert_int_equal(decode(MESSAGE_CHANGED, "\0\1\x1F\x1F", 4), ERR_OK);
    assert_int_equal(decode(MESSAGE_CHANGED, "\0\1\x20\0", 4), ERR_MALFORMED);
    assert_int_equal(decode(MESSAGE_CHANGED, "\0\1\0\x20", 4), ERR_MALFORMED);
    assert_int_equal(decode(MESSAGE_CHANGED, "\0\1\0\xFF", 4), ERR_MALFORMED);
    struct message m;
    sample_empty(&m, MESSAGE_CHANGED);
    m.as.changed.package.option[2] = OPTIONS_MAX;
    assert_int_equal(message_encode(&m, buffer, sizeof buffer), SIZE_MAX);
}

/* CHANGED: u8 room, package: pairs, then a text for each option 254. */
static void package__words__so_many_texts_behind_the_pairs(void **state)
{
    (void)state;
    static const char two[] = "\0\3\1\xFE\2\0\3\xFE\0\2hi\0\1x";
    struct message m;
    assert_int_equal(message_decode(MESSAGE_CHANGED,
                                    (struct bytes){(const uint8_t *)two, 15},
                                    &m),
                     ERR_OK);
    const struct package *p = &m.as.changed.package;
    assert_int_equal(p->option[2], 0);
    assert_true(bytes_equal(package_words(p, 1), bytes_of("hi")));
    assert_true(bytes_equal(package_words(p, 3), bytes_of("x")));
    assert_int_equal(encode(&m), 15);
    assert_memory_equal(buffer, two, 15);
    for (size_t cut = 0; cut < 15; cut++)
        assert_int_equal(decode(MESSAGE_CHANGED, two, cut), ERR_MALFORMED);
    assert_int_equal(decode(MESSAGE_CHANGED, "\0\1\0\xFE\0\0", 6),
                     ERR_MALFORMED); /* no words */
    assert_int_equal(decode(MESSAGE_CHANGED, "\0\1\0\xFE\0\1\xFF", 7),
                     ERR_MALFORMED); /* not UTF-8 */
    assert_int_equal(decode(MESSAGE_CHANGED, "\0\1\0\xFD\0\1x", 7),
                     ERR_MALFORMED);
    assert_int_equal(decode(MESSAGE_CHANGED, "\0\1\0\1\0\1x", 7),
                     ERR_MALFORMED); /* words of nothing */
}

static void package__words__up_to_their_limit(void **state)
{
    (void)state;
    static uint8_t body[6 + PACKAGE_WORDS_MAX];
    const size_t most = PACKAGE_WORDS_MAX - 2;
    memset(body, 'x', sizeof body);
    memcpy(body, "\0\1\0\xFE", 4);
    body[4] = (uint8_t)(most >> 8);
    body[5] = (uint8_t)most;
    assert_int_equal(decode(MESSAGE_CHANGED, body, 6 + most), ERR_OK);
    body[5]++;
    assert_int_equal(decode(MESSAGE_CHANGED, body, 7 + most), ERR_MALFORMED);
    struct message m;
    sample_empty(&m, MESSAGE_CHANGED);
    m.as.changed.package.option[2] = OPTION_WORDS; /* and no words */
    assert_int_equal(message_encode(&m, buffer, sizeof buffer), SIZE_MAX);
}

static void lists__out_of_order_or_too_long__refused(void **state)
{
    (void)state;
    struct message m;
    sample_full(&m, MESSAGE_WAIT);
    m.as.wait.reads.entry[1].channel = m.as.wait.reads.entry[0].channel;
    assert_int_equal(message_encode(&m, buffer, sizeof buffer), SIZE_MAX);
    m.as.wait.reads.count = CHANNELS_MAX + 1;
    assert_int_equal(message_encode(&m, buffer, sizeof buffer), SIZE_MAX);

    uint8_t wait[9 + 10 * (CHANNELS_MAX + 1)] = {0};
    for (uint8_t i = 0; i <= CHANNELS_MAX; i++)
        wait[9 + 10 * i + 1] = i;
    wait[8] = CHANNELS_MAX;
    assert_int_equal(decode(MESSAGE_WAIT, wait, 9 + 10 * CHANNELS_MAX), ERR_OK);
    wait[8] = CHANNELS_MAX + 1;
    assert_int_equal(decode(MESSAGE_WAIT, wait, sizeof wait), ERR_MALFORMED);
    wait[8] = 2;
    wait[9 + 1] = 1; /* channels 1, 1 */
    assert_int_equal(decode(MESSAGE_WAIT, wait, 9 + 20), ERR_MALFORMED);

    sample_full(&m, MESSAGE_ITEM);
    m.as.item.handles.entry[1].room = m.as.item.handles.entry[0].room;
    assert_int_equal(message_encode(&m, buffer, sizeof buffer), SIZE_MAX);
    sample_long(&m, MESSAGE_ITEM, 10);
    m.as.item.handles.entry[ROOMS_MAX - 1].room = ROOMS_MAX;
    assert_int_equal(message_encode(&m, buffer, sizeof buffer), SIZE_MAX);
    m.as.item.handles.count = ROOMS_MAX + 1;
    assert_int_equal(message_encode(&m, buffer, sizeof buffer), SIZE_MAX);
}

/* An ITEM with nothing in it: offsets counted by hand from the table. */
#define ITEM_CAVEATS 7u  /* u32 item, u8 move, u16 to */
#define ITEM_HANDLES 24u /* u16 caveats, u8 u8, u64 re, u32 own, u8 package */

static void handles__in_an_item__rise_and_are_few(void **state)
{
    (void)state;
    struct message m;
    sample_empty(&m, MESSAGE_ITEM);
    m.as.item.handles.count = 2;
    m.as.item.handles.entry[0].room = 1;
    m.as.item.handles.entry[0].handle = 0xABCD;
    m.as.item.handles.entry[1].room = 2;
    m.as.item.handles.entry[1].handle = 7;
    size_t size = encode(&m);
    assert_int_equal(buffer[ITEM_HANDLES], 2);
    assert_int_equal(buffer[ITEM_HANDLES + 1], 1);
    assert_int_equal(buffer[ITEM_HANDLES + 10], 2);
    buffer[ITEM_HANDLES + 10] = 1;
    assert_int_equal(decode(MESSAGE_ITEM, buffer, size), ERR_MALFORMED);
    buffer[ITEM_HANDLES + 10] = 0;
    assert_int_equal(decode(MESSAGE_ITEM, buffer, size), ERR_MALFORMED);
    buffer[ITEM_HANDLES + 10] = ROOMS_MAX;
    assert_int_equal(decode(MESSAGE_ITEM, buffer, size), ERR_MALFORMED);
    buffer[ITEM_HANDLES + 10] = ROOMS_MAX - 1;
    assert_int_equal(decode(MESSAGE_ITEM, buffer, size), ERR_OK);
    buffer[ITEM_HANDLES + 10] = FROM_MEDIATOR;
    assert_int_equal(decode(MESSAGE_ITEM, buffer, size), ERR_OK);
    m.as.item.handles.entry[1].room = FROM_MEDIATOR;
    check_round_trip(&m);
    buffer[ITEM_HANDLES + 10] = FROM_WORLD;
    assert_int_equal(decode(MESSAGE_ITEM, buffer, size), ERR_MALFORMED);
    buffer[ITEM_HANDLES + 10] = 2;
    buffer[ITEM_HANDLES] = ROOMS_MAX + 1;
    assert_int_equal(decode(MESSAGE_ITEM, buffer, size), ERR_MALFORMED);
}

static void caveats__unknown_bits__refused(void **state)
{
    (void)state;
    struct message m;
    sample_empty(&m, MESSAGE_ITEM);
    size_t size = encode(&m);
    buffer[ITEM_CAVEATS] = 0x04; /* bit 10, mediator_only: the highest known */
    assert_int_equal(decode(MESSAGE_ITEM, buffer, size), ERR_OK);
    for (unsigned bit = 14; bit < 16; bit++) {
        buffer[ITEM_CAVEATS] = (uint8_t)(1u << (bit - 8));
        assert_int_equal(decode(MESSAGE_ITEM, buffer, size), ERR_MALFORMED);
    }
    m.as.item.caveats.bits = 1u << 14;
    assert_int_equal(message_encode(&m, buffer, sizeof buffer), SIZE_MAX);
}

static void check_json(const struct message *m, const char *expected)
{
    char out[4096];
    size_t size = message_json(m, out, sizeof out);
    assert_string_equal(out, expected);
    assert_int_equal(size, strlen(expected));
    for (size_t room = 0; room <= size; room++)
        assert_int_equal(message_json(m, out, room), SIZE_MAX);
    assert_int_equal(message_json(m, out, size + 1), size);
}

static void json__chosen_messages__these_lines(void **state)
{
    (void)state;
    struct message m;
    sample_empty(&m, MESSAGE_WAKE);
    check_json(&m, "{\"kind\":\"WAKE\"}");

    sample_empty(&m, MESSAGE_WAIT);
    m.as.wait.until = INSTANT_NEVER;
    m.as.wait.reads.count = 1;
    m.as.wait.reads.entry[0].channel = 2;
    m.as.wait.reads.entry[0].number = 17;
    check_json(&m, "{\"kind\":\"WAIT\",\"until\":null,"
                   "\"reads\":[[2,\"0000000000000011\"]]}");

    static const uint8_t words[] = {0, 3, 'a', '"', 'b'};
    sample_empty(&m, MESSAGE_CHANGED);
    m.as.changed.package.option[0] = 2;
    m.as.changed.package.option[4] = OPTION_WORDS;
    m.as.changed.package.words = (struct bytes){words, sizeof words};
    check_json(&m, "{\"kind\":\"CHANGED\",\"room\":0,"
                   "\"package\":[[0,2],[4,\"a\\\"b\"]]}");

    sample_empty(&m, MESSAGE_ITEM);
    m.as.item.item = 4294967295u;
    m.as.item.caveats.bits = CAVEAT_VERBATIM | CAVEAT_IF_THEY_MOVE_FIRST |
                             CAVEAT_NOT_BEFORE | CAVEAT_EXPIRES;
    m.as.item.caveats.not_before.us = 60000000;
    m.as.item.caveats.expires = INSTANT_NEVER;
    m.as.item.caveats.condition = bytes_of("offered(iran, a) >= 'b'");
    m.as.item.re = 0xFEDCBA9876543210u;
    m.as.item.package.option[0] = 2;
    m.as.item.package.option[31] = 0;
    m.as.item.handles.count = 1;
    m.as.item.handles.entry[0].room = 1;
    m.as.item.handles.entry[0].handle = 10;
    m.as.item.text = bytes_of("a \"b\" \\ \n\r\t\x01\x7f \xd9\x85");
    check_json(&m, "{\"kind\":\"ITEM\",\"item\":4294967295,\"move\":0,\"to\":0,"
                   "\"caveats\":{\"verbatim\":true,"
                   "\"if_they_move_first\":\"offered(iran, a) >= 'b'\","
                   "\"not_before\":60000000,\"expires\":null},"
                   "\"about\":0,\"answer\":0,\"re\":\"fedcba9876543210\","
                   "\"own\":0,\"package\":[[0,2],[31,0]],"
                   "\"handles\":[[1,\"000000000000000a\"]],"
                   "\"text\":\"a \\\"b\\\" \\\\ \\n\\r\\t\\u0001\\u007f "
                   "\xd9\x85\",\"gist\":\"\",\"gloss\":\"\",\"digest\":"
                   "\"00000000000000000000000000000000"
                   "00000000000000000000000000000000\"}");
}

static void json__every_kind__one_object_on_one_line(void **state)
{
    (void)state;
    static char out[8 * FRAME_BODY_MAX];
    for (size_t i = 0; i < sample_kind_count; i++) {
        struct message m;
        sample_full(&m, sample_kinds[i]);
        size_t size = message_json(&m, out, sizeof out);
        assert_int_not_equal(size, SIZE_MAX);
        assert_null(strchr(out, '\n'));
        json_error_t error;
        json_t *root = json_loads(out, JSON_REJECT_DUPLICATES, &error);
        if (root == NULL)
            fail_msg("%s: %s in %s", message_name(m.kind), error.text, out);
        const char *kind = json_string_value(json_object_get(root, "kind"));
        assert_string_equal(kind, message_name(m.kind));
        if (m.kind == MESSAGE_HAPPENED) {
            const char *event =
                json_string_value(json_object_get(root, "event"));
            assert_int_equal(strlen(event), m.as.happened.event.size);
            assert_memory_equal(event, m.as.happened.event.data,
                                m.as.happened.event.size);
        }
        json_decref(root);
    }
}

static void names__known_and_foreign__never_null(void **state)
{
    (void)state;
    assert_string_equal(receipt_key(4), "too_late");
    assert_string_equal(receipt_key(0), "unknown");
    assert_string_equal(disposition_text(10),
                        "still in the room when the talks ended");
    assert_string_equal(outcome_key(1), "agreed");
    assert_string_equal(outcome_text(4), "all waited and nothing was due");
    assert_string_equal(outcome_text(99), "unknown");
    assert_string_equal(rule_key(10), "mediator_only");
    assert_string_equal(rule_text(20), "the mediator is not in that room");
    assert_string_equal(move_key(5), "offer");
    assert_string_equal(move_key(38), "");
    assert_string_equal(move_name(4),
                        "a question or a request for clarification");
    assert_string_equal(move_key(30), "unknown");
    assert_string_equal(answer_key(3), "ad_referendum");
    assert_string_equal(form_key(6), "service");
    assert_string_equal(form_key(0), "unknown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(message__every_kind__comes_back),
        cmocka_unit_test(message__every_truncation__refused),
        cmocka_unit_test(message__every_capacity_too_small__refused),
        cmocka_unit_test(message__leftovers__refused),
        cmocka_unit_test(message__unknown_kind__told_apart),
        cmocka_unit_test(message__bytes_by_hand__as_the_table_says),
        cmocka_unit_test(text__bad_utf8_nul_or_too_long__refused),
        cmocka_unit_test(time__negative__refused_never__taken),
        cmocka_unit_test(package__out_of_order_or_off_the_limits__refused),
        cmocka_unit_test(package__words__so_many_texts_behind_the_pairs),
        cmocka_unit_test(package__words__up_to_their_limit),
        cmocka_unit_test(lists__out_of_order_or_too_long__refused),
        cmocka_unit_test(handles__in_an_item__rise_and_are_few),
        cmocka_unit_test(caveats__unknown_bits__refused),
        cmocka_unit_test(json__chosen_messages__these_lines),
        cmocka_unit_test(json__every_kind__one_object_on_one_line),
        cmocka_unit_test(names__known_and_foreign__never_null),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
