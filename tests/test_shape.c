/* Every type of the language has its shape, so that the JSON Schema says
 * something of every key. */
#include "sim/scenario/schema_json.h"
#include "sim/scenario/shape.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void type__of_the_table__has_a_shape(void **state)
{
    (void)state;
    for (int type = 0; type < TYPE_COUNT_ALL; type++) {
        const struct shape *shape = shape_of((enum key_type)type);
        bool own = type == TYPE_WORD || type == TYPE_CHOICE;
        if (!own && !shape->json && !shape->words && shape->nest == NEST_NONE)
            fail_msg("'%s' has no shape", type_text((enum key_type)type));
    }
}

static void word__of_the_table__has_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < schema_size; i++) {
        if (schema[i].type == TYPE_WORD)
            assert_non_null(schema[i].words);
    }
}

static void schema__rows__in_the_order_of_the_maps(void **state)
{
    (void)state;
    for (size_t i = 1; i < schema_size; i++)
        assert_true(schema[i - 1].where <= schema[i].where);
    for (size_t i = 0; i < schema_size; i++)
        assert_ptr_equal(schema_find(schema[i].where, schema[i].name),
                         &schema[i]);
}

static void schema__printed__names_every_key(void **state)
{
    struct buffer out;
    (void)state;
    buffer_init(&out);
    assert_true(schema_json(&out));
    buffer_slice(&out, (struct bytes){(const uint8_t *)"", 1});
    for (size_t i = 0; i < schema_size; i++) {
        char name[64];
        snprintf(name, sizeof(name), "\n  \"%s\": {\"description\"",
                 schema[i].name);
        if (!(schema[i].flags & KEY_BRIEF) && schema[i].where != IN_BRIEF &&
            !strstr(out.data, name))
            fail_msg("the schema has no '%s'", schema[i].name);
    }
    assert_null(strstr(out.data, "\"handles\""));
    buffer_fini(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(type__of_the_table__has_a_shape),
        cmocka_unit_test(word__of_the_table__has_words),
        cmocka_unit_test(schema__rows__in_the_order_of_the_maps),
        cmocka_unit_test(schema__printed__names_every_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
