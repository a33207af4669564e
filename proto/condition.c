#include "shuttle/condition.h"

#include <assert.h>

/* A value on the stack. Nothing is known of an unknown one, so it is neither
 * true nor equal nor unequal to anything. */
struct cell {
    int64_t value;
    bool known;
};

static bool cell_true(struct cell c)
{
    return c.known && c.value != 0;
}

bool condition_compare(enum condition_op op, int64_t a, int64_t b)
{
    switch (op) {
    case OP_EQ:
        return a == b;
    case OP_NE:
        return a != b;
    case OP_LT:
        return a < b;
    case OP_LE:
        return a <= b;
    case OP_GT:
        return a > b;
    case OP_GE:
        return a >= b;
    case OP_NUMBER:
    case OP_CALL:
    case OP_AND:
    case OP_OR:
    case OP_NOT:
        break;
    }
    assert(!"an operator that compares");
    return false;
}

static struct cell known(bool value)
{
    return (struct cell){.value = value, .known = true};
}

static struct cell apply(enum condition_op op, struct cell a, struct cell b)
{
    if (op == OP_AND)
        return known(cell_true(a) && cell_true(b));
    if (op == OP_OR)
        return known(cell_true(a) || cell_true(b));
    return known(a.known && b.known && condition_compare(op, a.value, b.value));
}

bool condition_holds(const struct condition *c, condition_lookup *lookup,
                     const void *arg)
{
    if (c->count == 0)
        return true;

    struct cell stack[CONDITION_OPS_MAX];
    size_t depth = 0;
    for (size_t i = 0; i < c->count; i++) {
        enum condition_op op = (enum condition_op)c->ops[i].op;
        struct cell cell = {0, false};
        if (op == OP_NUMBER) {
            cell = (struct cell){c->ops[i].value, true};
        } else if (op == OP_CALL) {
            cell.known =
                lookup(arg, (enum condition_function)c->ops[i].function,
                       c->ops[i].a, c->ops[i].b, &cell.value);
        } else if (op == OP_NOT) {
            assert(depth >= 1);
            cell = known(!cell_true(stack[--depth]));
        } else {
            assert(depth >= 2);
            depth -= 2;
            cell = apply(op, stack[depth], stack[depth + 1]);
        }
        stack[depth++] = cell;
    }
    assert(depth == 1);
    return cell_true(stack[0]);
}
