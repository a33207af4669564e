#include "sim/report/show_play_parts.h"

#include "shuttle/relay.h"

#include <inttypes.h>
#include <string.h>

/* A paragraph across the page, its later lines after an indent. */
static void put_across(struct play_view *v, unsigned indent)
{
    struct wrap w;
    struct wrap_line line;
    unsigned width =
        v->sheet.width > indent + 20 ? v->sheet.width : indent + 20;
    bool first = true;

    if (!wrap_begin(&w, page_bytes(&v->words))) {
        v->out->failed = true;
        return;
    }
    while (wrap_next(&w, width - (first ? 0 : indent), &line)) {
        page_repeat(v->out, " ", first ? 0 : indent);
        wrap_put(v->out, &line);
        page_text(v->out, "\n");
        first = false;
    }
    wrap_end(&w);
    page_clear(&v->words);
}

static void put_bold(struct play_view *v, const char *words)
{
    sheet_style_on(v->out, v->sheet.colour, STYLE_BOLD);
    page_text(v->out, words);
    sheet_style_off(v->out, v->sheet.colour, STYLE_BOLD);
    page_text(v->out, "\n");
}

static void put_rooms(struct play_view *v)
{
    const struct scenario *s = v->in->whole;

    put_bold(v, "Rooms");
    for (unsigned r = 0; r < s->room_count; r++) {
        const struct room_entry *room = &s->rooms[r];

        page_text(&v->words, "  ");
        script_id(&v->words, room->id);
        page_text(&v->words, " ");
        words_title(&v->words, s, r);
        page_text(&v->words, ", language ");
        page_clean_line(&v->words, bytes_of(room->language));
        if (room->people > 1)
            page_format(&v->words, ", %u people", (unsigned)room->people);
        put_across(v, 4);
    }
}

/* "stay 10m"; and "replace “have to” by “should”", whose key and value are
 * phrases. */
static void put_param(struct page *p, const char *key, const char *value)
{
    static const char replace[] = "replace.";

    if (strncmp(key, replace, sizeof(replace) - 1) == 0) {
        page_text(p, "replace ");
        words_quote(p, bytes_of(key + sizeof(replace) - 1));
        page_text(p, " by ");
        words_quote(p, bytes_of(value));
        return;
    }
    page_clean_line(p, bytes_of(key));
    page_text(p, " ");
    page_clean_line(p, bytes_of(value));
}

/* "walk shuttle (stay 10m)" */
static void put_choice(struct page *p, enum family f, const struct choice *c)
{
    page_format(p, "%s ", family_key(f));
    page_clean_line(p, bytes_of(c->as));
    for (size_t n = 0; n < c->param_count; n++) {
        page_text(p, n == 0 ? " (" : ", ");
        put_param(p, c->param[n].key, c->param[n].value);
    }
    page_text(p, c->param_count > 0 ? ")" : "");
}

static void put_mediator(struct play_view *v)
{
    const struct scenario *s = v->in->whole;
    struct relay relay = s->mediators[0].relay;

    put_bold(v, "Between them");
    page_text(&v->words, "  ");
    script_id(&v->words, s->mediators[0].id);
    page_text(&v->words, " ");
    words_title(&v->words, s, FROM_MEDIATOR);
    put_across(v, 4);
    relay_defaults(&relay);
    for (unsigned f = 0; f < FAMILY_COUNT; f++) {
        page_text(&v->words, "    ");
        put_choice(&v->words, (enum family)f,
                   relay_choice(&relay, (enum family)f));
        put_across(v, 6);
    }
}

static void put_agenda(struct play_view *v)
{
    const struct agenda *a = &v->in->whole->agenda;

    if (a->issue_count == 0)
        return;
    put_bold(v, "Agenda");
    for (unsigned i = 0; i < a->issue_count; i++) {
        const struct issue *issue = &a->issues[i];

        page_text(&v->words, "  ");
        script_id(&v->words, issue->id);
        page_text(&v->words, " ");
        page_clean_line(&v->words, bytes_of(issue->title ? issue->title : ""));
        put_across(v, 4);
        if (issue->free) {
            page_text(&v->words, "    settled by words");
            put_across(v, 6);
        }
        for (unsigned o = 0; o < issue->option_count; o++) {
            const struct option *option = &issue->options[o];

            page_text(&v->words, "    \xc2\xb7 ");
            page_clean_line(&v->words, bytes_of(option->id));
            if (option->title != NULL) {
                page_text(&v->words, ": ");
                page_clean_line(&v->words, bytes_of(option->title));
            }
            put_across(v, 6);
        }
    }
}

void play_head(struct play_view *v)
{
    const struct scenario *s = v->in->whole;
    struct page title = {0};

    page_clean_line(&title, bytes_of(s->title != NULL ? s->title : "Untitled"));
    put_bold(v, page_string(&title));
    page_fini(&title);
    page_format(&v->words,
                "The script, and in it what becomes of each line in a run with "
                "seed %" PRIu64
                ". Times are days, hours and minutes from the start.",
                s->seed);
    put_across(v, 0);
    page_text(v->out, "\n");
    put_rooms(v);
    put_mediator(v);
    put_agenda(v);
    page_text(v->out, "\n");
}
