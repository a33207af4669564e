/* What went by other mediators than the first: shown once the run is over, one
 * after the other, from their records. */
#include "show.h"

#include "sim/report/channel_view.h"
#include "sim/report/transcript.h"

#include <stdio.h>
#include <string.h>

/* One further mediator while its record is read. */
struct further {
    struct show *show;
    struct channel_view view;
    char title[512];
    struct columns *columns;    /* of the terminal */
    struct columns *transcript; /* of the file */
    struct tally tally;
};

static void entry(struct further *f, const struct record_entry *e)
{
    struct show *s = f->show;

    tally_entry(&f->tally, e);
    columns_entry(f->transcript, e, &s->text);
    if (s->mode == SHOW_COLUMNS)
        columns_entry(f->columns, e, &s->page);
    else if (s->mode == SHOW_JSON)
        transcript_json(&s->page, e);
}

static void read_record(struct further *f, const struct run_file *file)
{
    struct record_reader reader;
    struct record_entry e;

    if (!file || record_open(&reader, file->bytes, NULL) != ERR_OK)
        return;
    while (record_next(&reader, &e, NULL) == ERR_OK)
        entry(f, &e);
    columns_flush(f->transcript, &f->show->text);
    if (f->show->mode == SHOW_COLUMNS)
        columns_flush(f->columns, &f->show->page);
}

static enum err show_one(struct show *s, uint8_t mediator,
                         const struct run_file *file)
{
    struct further f = {.show = s};
    const struct mediator_entry *m = &s->whole->mediators[mediator];
    struct columns_options o = {
        .whole = &f.view.scenario, .width = s->width, .colour = s->colour};
    enum err e = channel_view_init(&f.view, s->whole, mediator);

    if (e)
        return e;
    (void)snprintf(f.title, sizeof(f.title), "%s: through %s", s->whole->title,
                   m->title);
    f.view.scenario.title = f.title;
    tally_init(&f.tally, s->whole);
    f.columns = columns_new(&o);
    f.transcript = transcript_new(&f.view.scenario);
    if (!f.columns || !f.transcript) {
        e = ERR_MEMORY;
    } else {
        page_text(&s->text, "\n");
        if (s->mode == SHOW_COLUMNS)
            page_text(&s->page, "\n");
        else if (s->mode == SHOW_JSON)
            page_format(&s->page, "{\"through\":\"%s\"}\n", m->id);
        read_record(&f, file);
        tally_add(&s->tally, &f.tally, mediator);
    }
    columns_free(f.columns);
    columns_free(f.transcript);
    tally_fini(&f.tally);
    channel_view_fini(&f.view);
    return e;
}

enum err show_further(struct show *s, const struct run_folder *run)
{
    enum err e = roads_find(s->whole, run, &s->roads);

    for (uint8_t m = 1; m < s->whole->mediator_count && !e; m++)
        e = show_one(s, m, run_folder_further(run, s->whole->mediators[m].id));
    if (!e)
        roads_print(&s->text, s->whole, &s->roads, TRANSCRIPT_WIDTH);
    if (!e && s->mode == SHOW_COLUMNS)
        roads_print(&s->page, s->whole, &s->roads, s->width);
    return e;
}
