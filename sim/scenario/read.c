#include "sim/scenario/scenario_file.h"

#include "shuttle/relay.h"
#include "sim/scenario/bind.h"

#include <string.h>

/* Where `mediators` could not be read, lines are checked with one that has no
 * name. */
static bool has_mediators(struct binder *b)
{
    if (b->out->mediator_count > 0)
        return true;
    b->out->mediators = bind_alloc(b, 1, sizeof(*b->out->mediators));
    if (!b->out->mediators)
        return false;
    b->out->mediators[0].id = "?";
    b->out->mediators[0].title = "?";
    relay_defaults(&b->out->mediators[0].relay);
    return true;
}

static void bind_all(struct binder *b, const struct node *root)
{
    if (root->kind == NODE_MAP && node_get(root, "brief"))
        b->is_brief = true;
    if (root->kind == NODE_MAP && !node_get(root, "scenario")) {
        diags_add(b->diags, MISTAKE_EMPTY, root->place,
                  "a scenario begins with the key 'scenario'");
        return;
    }
    b->root = root;
    bind_defaults(IN_FILE, b->out);
    if (b->is_brief)
        b->out->seed = 0;
    if (!bind_map(b, IN_FILE, root, b->out, NULL) || b->failed ||
        !has_mediators(b))
        return;
    if (!b->out->title)
        b->out->title = "Talks";
    resolve(b, root);
    if (b->failed)
        return;
    check_lines(b);
    if (b->is_brief)
        return;
    check_refs(b);
    check_channels(b);
    check_authority(b);
    check_whole(b);
    check_expects(b);
    check_traffic(b);
    check_course(b);
    if (!b->diags->doubt || b->diags->count > 0)
        return;
    doubt_packs(b);
    doubt_course(b);
    doubt_roads(b);
    doubt_caveats(b);
}

enum err scenario_read(struct bytes text, const char *file, struct arena *arena,
                       struct scenario **out, struct diags *diags)
{
    return scenario_read_beside(text, file, NULL, arena, out, diags);
}

enum err scenario_read_beside(struct bytes text, const char *file,
                              const char *folder, struct arena *arena,
                              struct scenario **out, struct diags *diags)
{
    *out = NULL;
    struct arena scratch;
    arena_init(&scratch, 0);
    struct node *root = NULL;
    struct binder b = {
        .arena = arena, .scratch = &scratch, .diags = diags, .folder = folder};
    enum err e = yaml_read(text, &scratch, diags, &root);
    if (!e) {
        b.out = bind_alloc(&b, 1, sizeof(*b.out));
        if (b.out && file)
            b.out->file = arena_text(arena, file, strlen(file));
        if (b.out)
            bind_all(&b, root);
    }
    arena_fini(&scratch);
    diags_sort(diags);
    if (b.failed || diags->failed) {
        e = ERR_MEMORY;
        diags->count = 0; /* what is missing may look like a mistake */
    } else if (!e && diags->count > diags->doubts) {
        e = ERR_SCENARIO;
    }
    if (!e)
        *out = b.out;
    return e;
}

const char *seed_parse(const char *text, uint64_t *out)
{
    uint64_t seed = 0;
    const char *at = text;
    for (; *at >= '0' && *at <= '9'; at++) {
        if (__builtin_mul_overflow(seed, 10u, &seed) ||
            __builtin_add_overflow(seed, (unsigned)(*at - '0'), &seed))
            return NULL;
    }
    *out = seed;
    return at > text ? at : NULL;
}
