#include "sim/scenario/scenario_file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Read up to one byte more than a scenario may have, so that a larger file is
 * known to be one. */
static enum err read_all(FILE *f, const char *path, struct arena *arena,
                         struct bytes *out, struct diag *diag)
{
    const size_t most = SCENARIO_SIZE_MAX + 1u;
    uint8_t *data = arena_alloc(arena, most);
    if (!data)
        return diag_set(diag, ERR_MEMORY, "%s: out of memory", path);
    size_t size = fread(data, 1, most, f);
    if (ferror(f))
        return diag_set(diag, ERR_SYSTEM, "%s: %s", path, strerror(errno));
    *out = (struct bytes){data, size};
    return ERR_OK;
}

/* The folder of a path, in the arena; NULL when memory is out. */
static const char *folder_of(const char *path, struct arena *arena)
{
    const char *base = strrchr(path, '/');
    if (!base)
        return ".";
    return arena_text(arena, path, base == path ? 1 : (size_t)(base - path));
}

enum err scenario_load(const char *path, struct arena *arena,
                       struct scenario **out, struct diags *diags,
                       struct bytes *text, struct diag *diag)
{
    *out = NULL;
    struct bytes bytes = BYTES_NONE;
    FILE *f = fopen(path, "rb");
    if (!f)
        return diag_set(diag, ERR_SYSTEM, "%s: %s", path, strerror(errno));
    enum err e = read_all(f, path, arena, &bytes, diag);
    fclose(f);
    if (text)
        *text = bytes;
    if (e)
        return e;
    const char *folder = folder_of(path, arena);
    if (!folder)
        return diag_set(diag, ERR_MEMORY, "%s: out of memory", path);
    e = scenario_read_beside(bytes, path, folder, arena, out, diags);
    if (!e && (*out)->brief.role != BRIEF_WHOLE) {
        diags_add(diags, MISTAKE_BRIEF, (struct place){1, 1},
                  "this is a brief, not a scenario");
        *out = NULL;
        e = ERR_SCENARIO;
    }
    if (e == ERR_MEMORY)
        return diag_set(diag, e, "%s: out of memory", path);
    uint32_t mistakes = diags->count + diags->dropped;
    if (e)
        return diag_set(diag, e, "%s: %u mistake%s; see `shuttle check %s`",
                        path, mistakes, mistakes == 1 ? "" : "s", path);
    return ERR_OK;
}
