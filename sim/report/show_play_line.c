#include "sim/report/show_play_parts.h"

#define INDENT 2u

/* A paragraph in brackets. */
static void put_bracketed(struct page *p, const struct page *words)
{
    page_text(p, "(");
    page_add(p, page_bytes(words));
    page_text(p, ")");
}

static void put_quoted(struct play_view *v, unsigned column, const char *before,
                       const char *text)
{
    if (text == NULL || text[0] == '\0')
        return;
    if (before != NULL) {
        struct page *p = sheet_para(&v->sheet, column, STYLE_FAINT, INDENT);

        page_text(p, before);
    }
    words_quote(sheet_para(&v->sheet, column, STYLE_PLAIN, INDENT),
                bytes_of(text));
}

static void put_package(struct play_view *v, unsigned column,
                        const char *before, const struct package *package)
{
    const struct scenario *s = v->in->whole;

    if (package_is_empty(package))
        return;
    struct page *p = sheet_para(&v->sheet, column, STYLE_PLAIN, INDENT);

    page_text(p, before);
    words_package(p, s, package);
}

/* What the line says and how it may be told. */
static void put_script(struct play_view *v, const struct fate *f,
                       unsigned column)
{
    const struct scenario *s = v->in->whole;
    const struct line *line = f->line;

    script_head(sheet_para(&v->sheet, column, STYLE_BOLD, 0), s, f->owner,
                line);
    page_clear(&v->words);
    script_cue(&v->words, s, f->owner, line);
    if (v->words.size > 0)
        put_bracketed(play_direction(v, column), &v->words);
    put_quoted(v, column, NULL, line->text);
    if (line->move == MOVE_DRAFT)
        words_draft(sheet_para(&v->sheet, column, STYLE_PLAIN, INDENT), s,
                    &line->package, line->brackets, false);
    else
        put_package(v, column, "", &line->package);
    put_quoted(v, column, "gloss:", line->gloss);
    put_quoted(v, column, "to be reworded as:", line->gist);
    put_package(v, column, "asks its capital for ", &line->request);
    page_clear(&v->words);
    script_caveat(&v->words, s, f->owner, line);
    if (v->words.size > 0)
        page_add(sheet_para(&v->sheet, column, STYLE_HELD, INDENT),
                 page_bytes(&v->words));
}

void play_line(struct play_view *v, const struct fate *f)
{
    put_script(v, f, play_column(v, f->owner));
}

/* Why a line was not handed over; NULL when it was. */
static const char *why_not(const struct fate *f)
{
    switch (f->state) {
    case FATE_NEVER:
        return "[not played with this seed: its turn does not come]";
    case FATE_HANDED:
        return NULL;
    case FATE_SKIPPED:
        return f->line->group > 0 ? "[not chosen]"
                                  : "[skipped: its `if` does not hold]";
    case FATE_LATE:
        return "[dropped: too late]";
    case FATE_BEYOND:
        return "[kept back: beyond the room's authority]";
    }
    return NULL;
}

static void show_fate(struct play_view *v, struct fate *f, struct instant time)
{
    unsigned column = play_column(v, f->owner);
    const char *why = why_not(f);

    play_flush(v);
    play_begin(v, PLAY_LINE, time);
    put_script(v, f, column);
    if (why != NULL)
        page_text(play_direction(v, column), why);
    f->shown = true;
}

void play_unplayed(struct play_view *v, unsigned round)
{
    struct instant time = v->time;

    for (uint32_t n = 0; n < v->fates.count; n++) {
        struct fate *f = &v->fates.list[n];

        if (f->round != round || f->shown || f->item != 0 ||
            (f->state != FATE_NEVER && f->owner != FROM_MEDIATOR))
            continue;
        show_fate(v, f, time);
    }
    play_flush(v);
}

static void show_capital(struct play_view *v, const struct aside *a)
{
    unsigned column = play_column(v, a->room);

    play_begin(v, PLAY_SERVICE, a->time);
    struct page *p = play_direction(v, column);

    if (a->capital == CAPITAL_ASKED) {
        page_text(p, "[its capital answers at ");
        page_time(p, a->due);
    } else {
        page_text(p, "[hears from its capital: it may settle ");
        words_package(p, v->in->whole, &a->package);
    }
    page_text(p, "]");
}

void play_asides(struct play_view *v, struct instant before)
{
    const struct fates *f = &v->fates;

    for (; v->aside < f->aside_count; v->aside++) {
        const struct aside *a = &f->asides[v->aside];

        if (instant_compare(a->time, before) >= 0 &&
            !(aside_is_answer(a) && instant_compare(a->time, before) == 0))
            return;
        if (a->fate == NULL)
            show_capital(v, a);
        else if (!a->fate->shown)
            show_fate(v, fates_id(&v->fates, bytes_of(a->fate->line->id)),
                      a->time);
    }
}
