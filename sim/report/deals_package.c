#include "sim/report/deals.h"

#include "proto/guess.h"

#include <string.h>

static bool is_blank(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

static struct bytes trim(struct bytes b)
{
    while (b.size > 0 && is_blank(b.data[0])) {
        b.data++;
        b.size--;
    }
    while (b.size > 0 && is_blank(b.data[b.size - 1]))
        b.size--;
    return b;
}

/* Text up to a byte, or all of it; *rest is what follows. */
static struct bytes cut(struct bytes b, char at, struct bytes *rest)
{
    const uint8_t *found = b.size > 0 ? memchr(b.data, at, b.size) : NULL;
    size_t size = found != NULL ? (size_t)(found - b.data) : b.size;

    *rest = (struct bytes){b.data + size + (found != NULL),
                           b.size - size - (found != NULL)};
    return trim((struct bytes){b.data, size});
}

static enum err no_issue(const struct agenda *a, struct bytes name,
                         struct diag *diag)
{
    struct guess g;
    char mean[NAME_MAX_SIZE + 32];

    guess_init(&g, name);
    for (unsigned i = 0; i < a->issue_count; i++)
        guess_try(&g, a->issues[i].id);
    return diag_set(diag, ERR_UNKNOWN, "there is no issue '%.*s'%s",
                    (int)(name.size < 64 ? name.size : 64), name.data,
                    guess_text(&g, mean, sizeof(mean)));
}

static enum err no_option(const struct issue *issue, struct bytes name,
                          struct diag *diag)
{
    struct guess g;
    char mean[NAME_MAX_SIZE + 32];

    guess_init(&g, name);
    for (unsigned o = 0; o < issue->option_count; o++)
        guess_try(&g, issue->options[o].id);
    return diag_set(diag, ERR_UNKNOWN, "%s has no option '%.*s'%s", issue->id,
                    (int)(name.size < 64 ? name.size : 64), name.data,
                    guess_text(&g, mean, sizeof(mean)));
}

static enum err read_pair(const struct agenda *a, struct bytes pair,
                          struct package *out, struct diag *diag)
{
    struct bytes rest;
    struct bytes name = cut(pair, '=', &rest);
    struct bytes value = trim(rest);
    int issue = agenda_issue(a, name);

    if (name.size == 0 || value.size == 0)
        return diag_set(diag, ERR_MALFORMED,
                        "write it as \"issue=option, issue=option\"");
    if (issue < 0)
        return no_issue(a, name, diag);
    if (a->issues[issue].free)
        return diag_set(diag, ERR_MALFORMED,
                        "%s is settled by words, which are worth nothing: "
                        "leave it out",
                        a->issues[issue].id);
    int option = agenda_option(a, issue, value);

    if (option < 0)
        return no_option(&a->issues[issue], value, diag);
    if (out->option[issue] != OPTION_NONE)
        return diag_set(diag, ERR_MALFORMED, "%s is named twice",
                        a->issues[issue].id);
    out->option[issue] = (uint8_t)option;
    return ERR_OK;
}

enum err deals_package(const struct agenda *a, const char *text,
                       struct package *out, struct diag *diag)
{
    struct bytes rest = bytes_of(text);

    package_clear(out);
    do {
        struct bytes pair = cut(rest, ',', &rest);
        enum err e = read_pair(a, pair, out, diag);

        if (e)
            return e;
    } while (rest.size > 0);
    for (unsigned i = 0; i < a->issue_count; i++)
        if (out->option[i] == OPTION_NONE && a->issues[i].option_count > 0)
            return diag_set(diag, ERR_MALFORMED,
                            "it leaves %s open: add %s=%s or "
                            "another option",
                            a->issues[i].id, a->issues[i].id,
                            a->issues[i].options[0].id);
    return ERR_OK;
}
