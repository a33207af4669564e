/*
 * tree_json FILE...: for each scenario one line of JSON with its mistakes and
 * the tree that was read, as an editor sees it: what stands without quotes and
 * looks like a number, a truth or nothing is one. Files that cannot be read
 * have no tree.
 */
#include "sim/scenario/scenario_file.h"
#include "sim/scenario/yaml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the schema has to say to a mistake: the file is no tree of keys and
 * values; refuse; or accept, since only the whole file can tell. */
static const char *kind_of(enum mistake code)
{
#define X(number, NAME, text, help)                                            \
    if (code == MISTAKE_##NAME)                                                \
        return "text";
    MISTAKE_TEXT_TABLE(X)
#undef X
#define X(number, NAME, text, help)                                            \
    if (code == MISTAKE_##NAME)                                                \
        return "shape";
    MISTAKE_FORM_TABLE(X)
#undef X
    return "meaning";
}

static bool is_number(const char *text)
{
    const char *digits = text + (*text == '-' || *text == '+');
    return *digits != '\0' && strspn(digits, "0123456789") == strlen(digits);
}

/* 00 and +1 are numbers in YAML and no number in JSON. */
static void put_number(struct buffer *out, const char *text)
{
    bool minus = *text == '-';
    const char *digits = text + (minus || *text == '+');
    while (digits[0] == '0' && digits[1] != '\0')
        digits++;
    buffer_add(out, minus ? "-" : "");
    buffer_add(out, digits);
}

static void put_scalar(struct buffer *out, const struct node *n)
{
    static const char *const none[] = {"", "~", "null", "Null", "NULL"};
    for (size_t i = 0; n->plain && i < sizeof(none) / sizeof(none[0]); i++) {
        if (strcmp(n->text, none[i]) == 0) {
            buffer_add(out, "null");
            return;
        }
    }
    bool truth = n->plain && (strcmp(n->text, "true") == 0 ||
                              strcmp(n->text, "false") == 0);
    if (truth)
        buffer_add(out, n->text);
    else if (n->plain && is_number(n->text))
        put_number(out, n->text);
    else
        buffer_json(out, n->text);
}

static void put_node(struct buffer *out, const struct node *n)
{
    if (n->kind == NODE_SCALAR) {
        put_scalar(out, n);
        return;
    }
    buffer_add(out, n->kind == NODE_MAP ? "{" : "[");
    for (const struct node *c = n->first; c; c = c->next) {
        buffer_add(out, c == n->first ? "" : ", ");
        if (c->key) {
            buffer_json(out, c->key->text);
            buffer_add(out, ": ");
        }
        put_node(out, c);
    }
    buffer_add(out, n->kind == NODE_MAP ? "}" : "]");
}

static void put_mistakes(struct buffer *out, const struct diags *diags)
{
    for (uint32_t i = 0; i < diags->count; i++)
        buffer_format(out, "%s{\"code\": \"S%03d\", \"kind\": \"%s\"}",
                      i > 0 ? ", " : "", (int)diags->list[i].code,
                      diags->list[i].source > 0
                          ? "meaning" /* of another file */
                          : kind_of(diags->list[i].code));
}

static bool put_file(struct buffer *out, const char *path)
{
    struct arena arena;
    struct diags diags, again;
    struct scenario *s;
    struct node *root = NULL;
    struct bytes text = BYTES_NONE;
    struct diag diag;
    arena_init(&arena, 0);
    diags_init(&diags);
    diags_init(&again);
    enum err e = scenario_load(path, &arena, &s, &diags, &text, &diag);
    bool read = e == ERR_OK || e == ERR_SCENARIO;
    if (!read)
        fprintf(stderr, "tree_json: %s\n", diag.message);
    buffer_add(out, "{\"file\": ");
    buffer_json(out, path);
    buffer_add(out, ", \"mistakes\": [");
    put_mistakes(out, &diags);
    buffer_add(out, "], \"tree\": ");
    if (read && !yaml_read(text, &arena, &again, &root))
        put_node(out, root);
    else
        buffer_add(out, "null");
    buffer_add(out, "}\n");
    diags_fini(&again);
    diags_fini(&diags);
    arena_fini(&arena);
    return read && !out->failed;
}

int main(int argc, char **argv)
{
    bool ok = argc > 1;
    for (int i = 1; i < argc; i++) {
        struct buffer out;
        buffer_init(&out);
        ok = put_file(&out, argv[i]) && ok;
        fwrite(out.data, 1, out.size, stdout);
        buffer_fini(&out);
    }
    return ok && fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
