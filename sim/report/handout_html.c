#include "sim/report/handout_parts.h"

#include "sim/report/markup.h"
#include "sim/report/script_words.h"
#include "sim/report/words.h"

#include <inttypes.h>

/* On paper black on white, on a screen a sheet on a desk. Sides are logical
 * (start, end), so that the page turns over for right to left. */
static const char style[] =
    "html{background:#e9e6df;color:#1d2329;"
    "font:15px/1.55 Charter,'Bitstream Charter',Georgia,'Noto Serif',"
    "'Noto Naskh Arabic','Vazirmatn',serif}\n"
    "body{max-width:46rem;margin:2rem auto;padding:3rem 3.5rem;"
    "background:#fff;box-shadow:0 1px 6px #0003}\n"
    "h1{font-size:1.75rem;line-height:1.2;margin:.2rem 0 1.2rem}\n"
    "h2{font-size:1.15rem;margin:2.2rem 0 .7rem;padding-bottom:.25rem;"
    "border-bottom:2px solid #1f4e5f;color:#1f4e5f}\n"
    "h3{font-size:1rem;margin:1.3rem 0 .35rem;break-after:avoid}\n"
    "p,ul,ol{margin:.5rem 0}\n"
    "ul{padding-inline-start:1.3rem}\n"
    "li{margin:.3rem 0}\n"
    ".secret{font:600 .78rem/1.4 system-ui,sans-serif;letter-spacing:.06em;"
    "color:#8a1c1c;border:1px solid #c98b8b;border-radius:3px;"
    "display:inline-block;padding:.15rem .6rem}\n"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1.2rem;"
    "margin:0 0 1rem}\n"
    "dt{color:#5c6670}\n"
    "dd{margin:0;font-weight:600}\n"
    "table{width:100%;border-collapse:collapse;margin:.2rem 0 .8rem;"
    "break-inside:avoid}\n"
    "th,td{padding:.32rem .5rem;text-align:start;vertical-align:top;"
    "border-bottom:1px solid #dcdad4}\n"
    "th{font:600 .75rem/1.4 system-ui,sans-serif;color:#5c6670}\n"
    "td.n,th.n{text-align:end;width:3.5rem;font-variant-numeric:tabular-nums}\n"
    "th.a{width:9.5rem}\n"
    "td.a{font:.82rem/1.85 system-ui,sans-serif}\n"
    "td.never{color:#8a1c1c;font-weight:600}\n"
    "td.capital{color:#7a5200}\n"
    ".floor{border-inline-start:4px solid #1f4e5f;background:#eef3f5;"
    "padding:.6rem 1rem;margin:1rem 0;break-inside:avoid}\n"
    ".floor b{font-size:1.25rem}\n"
    "blockquote{margin:.9rem 0;padding-inline-start:.9rem;"
    "border-inline-start:3px solid #c9c2b2;break-inside:avoid}\n"
    "blockquote p{margin:.15rem 0}\n"
    ".caveat{color:#5c6670;font-style:italic}\n"
    "code{font:.82em/1.5 ui-monospace,'DejaVu Sans Mono',monospace;"
    "color:#5c6670}\n"
    "pre{font:.74rem/1.5 ui-monospace,'DejaVu Sans Mono',monospace;"
    "background:#f6f4ef;padding:.8rem 1rem;white-space:pre-wrap;"
    "text-align:left}\n"
    "@page{size:A4;margin:18mm 17mm}\n"
    "@media print{html{background:#fff;font-size:11pt}"
    "body{max-width:none;margin:0;padding:0;box-shadow:none}"
    "h2{break-after:avoid}pre{break-inside:avoid;background:none;"
    "border:1px solid #dcdad4}}\n";

struct sheet_html {
    struct page *out;
    const struct scenario *brief;
    struct page words; /* put together here, then used at once */
};

/* <name><bdi>the words, escaped</bdi></name>, and forget them: something short
 * that stands where the page puts it, whatever direction it runs in. */
static void put_short(struct sheet_html *h, const char *name)
{
    page_format(h->out, "<%s><bdi>", name);
    markup_text(h->out, page_bytes(&h->words));
    page_format(h->out, "</bdi></%s>\n", name);
    page_clear(&h->words);
}

/* <name dir="auto">the words, escaped</name>, and forget them: prose. */
static void put_words(struct sheet_html *h, const char *name)
{
    page_format(h->out, "<%s dir=\"auto\">", name);
    markup_text(h->out, page_bytes(&h->words));
    page_format(h->out, "</%s>\n", name);
    page_clear(&h->words);
}

/* The program's own words are English, whatever the room's language. */
static void put_english(struct sheet_html *h, const char *name,
                        const char *words)
{
    page_format(h->out, "<%s lang=\"en\">", name);
    markup_string(h->out, words);
    page_format(h->out, "</%s>\n", name);
}

static void put_head(struct sheet_html *h)
{
    const struct scenario *b = h->brief;
    const struct room_entry *room = &b->rooms[b->brief.self];

    page_text(h->out, "<!DOCTYPE html>\n<html");
    markup_language(h->out, room->language);
    page_text(h->out,
              ">\n<head>\n<meta charset=\"utf-8\" />\n"
              "<meta name=\"viewport\" content=\"width=device-width\" />\n"
              "<title>");
    words_title(&h->words, b, b->brief.self);
    page_text(&h->words, " - ");
    page_clean_line(&h->words, bytes_of(b->title != NULL ? b->title : ""));
    markup_text(h->out, page_bytes(&h->words));
    page_clear(&h->words);
    page_text(h->out, "</title>\n<style>\n");
    page_text(h->out, style);
    page_text(h->out, "</style>\n</head>\n<body>\n");
}

static void put_who(struct sheet_html *h)
{
    const struct scenario *b = h->brief;
    const struct room_entry *room = &b->rooms[b->brief.self];

    page_text(h->out, "<p class=\"secret\" lang=\"en\">Confidential: for this "
                      "room alone</p>\n");
    page_text(&h->words, b->title != NULL ? b->title : "");
    put_short(h, "h1");
    page_text(h->out, "<dl>\n");
    put_english(h, "dt", "You are");
    words_title(&h->words, b, b->brief.self);
    if (room->people > 1)
        page_format(&h->words, " (%u people)", (unsigned)room->people);
    put_short(h, "dd");
    put_english(h, "dt",
                b->room_count > 2 ? "The other rooms" : "The other room");
    handout_others(&h->words, b);
    put_short(h, "dd");
    put_english(h, "dt", "Between you");
    words_title(&h->words, b, FROM_MEDIATOR);
    put_short(h, "dd");
    page_text(h->out, "</dl>\n<div lang=\"en\">\n");
    handout_task(&h->words, b);
    put_words(h, "p");
    page_text(h->out, "</div>\n");
}

/* The list has the direction, so that its marks stand where it begins. */
static void put_entry(struct sheet_html *h)
{
    page_text(h->out, "<li>");
    markup_text(h->out, page_bytes(&h->words));
    page_text(h->out, "</li>\n");
    page_clear(&h->words);
}

static void put_brief(struct sheet_html *h, const struct own *own)
{
    struct prose prose = {own->brief};
    bool in_list = false;
    bool entry;

    if (own->brief == NULL || own->brief[0] == '\0')
        return;
    put_english(h, "h2", "Your brief");
    while (prose_next(&prose, &h->words, &entry)) {
        if (entry != in_list)
            page_text(h->out, entry ? "<ul dir=\"auto\">\n" : "</ul>\n");
        in_list = entry;
        if (entry)
            put_entry(h);
        else
            put_words(h, "p");
    }
    page_text(h->out, in_list ? "</ul>\n" : "");
}

static void put_option(struct sheet_html *h, const struct own *own, unsigned i,
                       unsigned o)
{
    const struct option *option = &h->brief->agenda.issues[i].options[o];
    static const char *const classes[] = {[REACH_OWN] = "own",
                                          [REACH_CAPITAL] = "capital",
                                          [REACH_NEVER] = "never"};

    page_text(h->out, "<tr><td><bdi>");
    markup_string(h->out, option->title != NULL ? option->title : option->id);
    page_text(h->out, "</bdi> <code dir=\"ltr\">");
    markup_string(h->out, option->id);
    page_text(h->out, "</code></td>");
    if (own->has_values)
        page_format(h->out,
                    "<td class=\"n\"><bdi dir=\"ltr\">%" PRId32 "</bdi></td>",
                    own->values.value[i][o]);
    if (own->has_authority)
        page_format(h->out, "<td class=\"a %s\" lang=\"en\"><bdi>%s</bdi></td>",
                    classes[handout_reach(own, i, o)],
                    handout_reach_words(handout_reach(own, i, o)));
    page_text(h->out, "</tr>\n");
}

static void put_issue(struct sheet_html *h, const struct own *own, unsigned i)
{
    const struct issue *issue = &h->brief->agenda.issues[i];

    page_text(h->out, "<h3><bdi>");
    markup_string(h->out, issue->title != NULL ? issue->title : issue->id);
    page_text(h->out, "</bdi> <code dir=\"ltr\">");
    markup_string(h->out, issue->id);
    page_text(h->out, "</code></h3>\n");
    if (issue->free)
        put_english(h, "p", handout_free);
    if (issue->option_count == 0)
        return;
    page_text(h->out, "<table lang=\"en\">\n<thead><tr><th>Option</th>");
    page_text(h->out, own->has_values ? "<th class=\"n\">Points</th>" : "");
    page_text(h->out,
              own->has_authority ? "<th class=\"a\">Authority</th>" : "");
    page_text(h->out, "</tr></thead>\n<tbody");
    markup_language(h->out, h->brief->rooms[h->brief->brief.self].language);
    page_text(h->out, ">\n");
    for (unsigned o = 0; o < issue->option_count; o++)
        put_option(h, own, i, o);
    page_text(h->out, "</tbody>\n</table>\n");
}

static void put_agenda(struct sheet_html *h, const struct own *own)
{
    const struct agenda *a = &h->brief->agenda;

    if (a->issue_count == 0)
        return;
    put_english(h, "h2",
                own->has_values ? "The agenda, and its worth to you"
                                : "The agenda");
    for (unsigned i = 0; i < a->issue_count; i++)
        put_issue(h, own, i);
    if (own->has_values)
        page_format(h->out,
                    "<p class=\"floor\" lang=\"en\" dir=\"auto\">No deal is "
                    "worth <b>%" PRId32 "</b> to you. A package is worth the "
                    "sum of its points.</p>\n",
                    own->values.no_deal);
    put_english(h, "h2", "Your authority");
    page_text(h->out, "<div lang=\"en\">\n");
    handout_authority(&h->words, own);
    put_words(h, "p");
    page_text(h->out, "</div>\n");
}

/* The same in the other language, or in other words. */
static void put_beside(struct sheet_html *h, const char *label,
                       const char *words)
{
    if (words == NULL)
        return;
    page_format(h->out, "<p dir=\"auto\"><small lang=\"en\">%s</small> <bdi>",
                label);
    markup_string(h->out, words);
    page_text(h->out, "</bdi></p>\n");
}

static void put_confidence(struct sheet_html *h, const struct line *line)
{
    page_text(h->out, "<blockquote>\n");
    if (line->text != NULL) {
        page_text(&h->words, line->text);
        put_words(h, "p");
    }
    put_beside(h, "Gloss:", line->gloss);
    put_beside(h, "In other words:", line->gist);
    if (!package_is_empty(&line->package)) {
        words_package_lines(&h->words, h->brief, &line->package);
        while (h->words.size > 0 && h->words.data[h->words.size - 1] == '\n')
            h->words.data[--h->words.size] = '\0';
        page_text(h->out, "<p dir=\"auto\" style=\"white-space:pre-line\">");
        markup_text(h->out, page_bytes(&h->words));
        page_text(h->out, "</p>\n");
        page_clear(&h->words);
    }
    script_caveat(&h->words, h->brief, h->brief->brief.self, line);
    if (h->words.size > 0) {
        page_text(h->out, "<p class=\"caveat\" lang=\"en\" dir=\"auto\">");
        markup_text(h->out, page_bytes(&h->words));
        page_text(h->out, "</p>\n");
        page_clear(&h->words);
    }
    page_text(h->out, "</blockquote>\n");
}

static void put_confidences(struct sheet_html *h)
{
    unsigned round = 0;
    unsigned at = 0;
    const struct line *line = handout_confidence(h->brief, &round, &at);

    if (line == NULL)
        return;
    put_english(h, "h2", "What you may say in confidence or with a caveat");
    for (; line != NULL; line = handout_confidence(h->brief, &round, &at))
        put_confidence(h, line);
}

void handout_html(struct page *out, const struct scenario *brief,
                  const char *help)
{
    static const struct own nothing;
    const struct own *own = brief->rooms[brief->brief.self].own;
    struct sheet_html h = {.out = out, .brief = brief};

    own = own != NULL ? own : &nothing;
    put_head(&h);
    put_who(&h);
    put_brief(&h, own);
    put_agenda(&h, own);
    put_confidences(&h);
    if (help != NULL) {
        put_english(&h, "h2", "What you type");
        page_text(out, "<pre lang=\"en\" dir=\"ltr\">");
        markup_string(out, help);
        page_text(out, "</pre>\n");
    }
    page_text(out, "</body>\n</html>\n");
    out->failed = out->failed || h.words.failed;
    page_fini(&h.words);
}
