/* What a person may look up: the agenda, his values, his brief. */
#include "sim/report/score.h"
#include "sim/seat/terminal_parts.h"

#include <inttypes.h>
#include <string.h>

/* "pause  an open-ended pause" */
static void put_option(struct page *out, const struct option *o, size_t width)
{
    struct page id = {0};

    page_clean_line(&id, bytes_of(o->id));
    size_t used = wrap_cut(out, page_bytes(&id), width);

    page_repeat(out, " ", width - used);
    page_fini(&id);
}

static size_t option_width(const struct issue *issue)
{
    size_t width = 0;

    for (unsigned o = 0; o < issue->option_count; o++) {
        size_t one = wrap_width(bytes_of(issue->options[o].id));

        width = one > width ? one : width;
    }
    return width < 20 ? width : 20;
}

static void put_issue(struct page *out, const struct issue *issue)
{
    page_clean_line(out, bytes_of(issue->id));
    if (issue->title != NULL) {
        page_text(out, "  ");
        page_clean_line(out, bytes_of(issue->title));
    }
    page_text(out, "\n");
    if (issue->free)
        page_text(out, "    settled by words, which are worth nothing\n");
}

static void show_agenda(const struct terminal *t, struct page *out)
{
    const struct agenda *a = &t->brief->agenda;

    if (a->issue_count == 0)
        page_text(out, "These talks have no agenda.\n");
    for (unsigned i = 0; i < a->issue_count; i++) {
        const struct issue *issue = &a->issues[i];

        put_issue(out, issue);
        for (unsigned o = 0; o < issue->option_count; o++) {
            page_text(out, "    ");
            put_option(out, &issue->options[o], option_width(issue));
            if (issue->options[o].title != NULL) {
                page_text(out, "  ");
                page_clean_line(out, bytes_of(issue->options[o].title));
            }
            page_text(out, "\n");
        }
    }
}

static const char *who_settles(const struct authority *a, unsigned issue,
                               unsigned option)
{
    if (a == NULL || a->own[issue] >> option & 1u)
        return "";
    if (a->never[issue] >> option & 1u)
        return "  never";
    if (a->capital[issue] >> option & 1u)
        return "  needs your capital";
    return "";
}

bool terminal_values(const struct terminal *t, struct values *out)
{
    const struct own *own = t->brief->rooms[t->self].own;
    struct score_input in = {.whole = t->brief,
                             .happened_count = t->happened_count};

    if (own == NULL || !own->has_values)
        return false;
    memcpy(in.happened, t->happened, sizeof(in.happened));
    score_values(&in, t->self, out);
    return true;
}

static void show_values(const struct terminal *t, struct page *out)
{
    const struct agenda *a = &t->brief->agenda;
    struct values values;

    if (!terminal_values(t, &values)) {
        page_text(out, "Your room has no values.\n");
        return;
    }
    page_format(out, "No deal is worth %" PRId32 " to you.\n", values.no_deal);
    for (unsigned i = 0; i < a->issue_count; i++) {
        const struct issue *issue = &a->issues[i];

        put_issue(out, issue);
        for (unsigned o = 0; o < issue->option_count; o++) {
            page_text(out, "    ");
            put_option(out, &issue->options[o], option_width(issue));
            page_format(out, " %6" PRId32 "%s\n", values.value[i][o],
                        who_settles(terminal_authority(t), i, o));
        }
    }
}

static void show_brief(struct terminal *t, struct page *out)
{
    const struct own *own = t->brief->rooms[t->self].own;
    struct wrap w;
    struct wrap_line line;

    if (own == NULL || own->brief == NULL || own->brief[0] == '\0') {
        page_text(out, "Your room has no confidential brief.\n");
        return;
    }
    page_text(out, "Confidential, for your room alone:\n");
    page_clear(&t->words);
    page_clean(&t->words, bytes_of(own->brief));
    if (!wrap_begin(&w, page_bytes(&t->words))) {
        out->failed = true;
        return;
    }
    while (wrap_next(&w, t->sheet.width - 2, &line)) {
        page_text(out, "  ");
        wrap_put(out, &line);
        page_text(out, "\n");
    }
    wrap_end(&w);
}

void terminal_show(struct terminal *t, enum command command, struct page *out)
{
    switch (command) {
    case COMMAND_NONE:
    case COMMAND_ITEM:
    case COMMAND_CAPITAL:
    case COMMAND_WAIT:
    case COMMAND_LEAVE:
        return;
    case COMMAND_HELP:
        terminal_help(out);
        return;
    case COMMAND_AGENDA:
        show_agenda(t, out);
        return;
    case COMMAND_VALUES:
        show_values(t, out);
        return;
    case COMMAND_BRIEF:
        show_brief(t, out);
        return;
    }
}
