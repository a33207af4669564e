#include "show.h"

#include "instructions.h"
#include "screen.h"

#include "sim/report/closing.h"
#include "sim/report/outcome.h"
#include "sim/report/transcript.h"

#include <string.h>

enum err show_init(struct show *s, const struct scenario *whole,
                   enum show_mode mode, FILE *out)
{
    struct columns_options o = {.whole = whole};

    memset(s, 0, sizeof(*s));
    s->whole = whole;
    s->mode = mode;
    s->out = out;
    s->streams.count = whole->mediator_count;
    for (uint8_t m = 0; m < MEDIATORS_MAX; m++)
        s->sink[m] = (struct show_sink){s, m};
    s->width = o.width = screen_width(out);
    s->colour = o.colour = screen_colour(out);
    tally_init(&s->tally, whole);
    for (uint8_t m = 0; m < MEDIATORS_MAX - 1; m++)
        tally_init(&s->further[m], whole);
    s->columns = columns_new(&o);
    s->transcript = transcript_new(whole);
    if (s->columns && s->transcript)
        return ERR_OK;
    show_fini(s);
    return ERR_MEMORY;
}

void show_fini(struct show *s)
{
    columns_free(s->columns);
    columns_free(s->transcript);
    tally_fini(&s->tally);
    for (uint8_t m = 0; m < MEDIATORS_MAX - 1; m++)
        tally_fini(&s->further[m]);
    roads_fini(&s->roads);
    page_fini(&s->page);
    page_fini(&s->text);
    streams_fini(&s->streams);
    s->columns = s->transcript = NULL;
}

static void put_out(struct show *s)
{
    struct bytes text = page_bytes(&s->page);

    if (text.size) {
        (void)fwrite(text.data, 1, text.size, s->out);
        (void)fflush(s->out);
    }
    page_clear(&s->page);
}

static void show_entry(struct show *s, uint8_t mediator,
                       const struct record_entry *e)
{
    bool several = s->streams.count > 1;

    tally_entry(mediator ? &s->further[mediator - 1] : &s->tally, e);
    columns_through(s->transcript, mediator, &s->text);
    columns_entry(s->transcript, e, &s->text);
    if (s->mode == SHOW_COLUMNS) {
        columns_through(s->columns, mediator, &s->page);
        columns_entry(s->columns, e, &s->page);
    } else if (s->mode == SHOW_JSON) {
        transcript_json(&s->page, e,
                        several ? s->whole->mediators[mediator].id : NULL);
    }
}

static void show_entries(struct show *s, bool at_once)
{
    struct record_entry entry;
    uint8_t mediator;

    while (streams_next(&s->streams, at_once, &mediator, &entry))
        show_entry(s, mediator, &entry);
    put_out(s);
}

enum err show_bytes(void *arg, struct bytes bytes)
{
    struct show_sink *sink = arg;

    streams_add(&sink->show->streams, sink->mediator, bytes);
    show_entries(sink->show, false);
    return ERR_OK;
}

void show_ended(struct show *s, uint8_t mediator)
{
    streams_end(&s->streams, mediator);
    show_entries(s, false);
}

void show_idle(struct show *s, bool live)
{
    if (live)
        show_entries(s, true);
    if (s->mode == SHOW_COLUMNS)
        columns_flush(s->columns, &s->page);
    put_out(s);
}

void show_end(struct show *s)
{
    show_idle(s, true);
    columns_flush(s->transcript, &s->text);
}

/* JSON has line breaks only between its tokens. */
static void add_on_one_line(struct page *out, struct bytes json)
{
    for (size_t n = 0, end; n < json.size; n = end) {
        while (n < json.size && (json.data[n] == '\n' || json.data[n] == ' '))
            n++;
        end = n;
        while (end < json.size && json.data[end] != '\n')
            end++;
        page_add(out, (struct bytes){json.data + n, end - n});
    }
    page_text(out, "\n");
}

static enum err close_all(struct show *s, const struct folder *folder,
                          const char *const *walls, size_t wall_count,
                          int64_t wall_us, struct diag *diag)
{
    struct score score;
    struct outcome_facts facts = {.tally = &s->tally,
                                  .score = &score,
                                  .roads = &s->roads,
                                  .wall_us = wall_us,
                                  .walls = walls,
                                  .wall_count = wall_count};
    struct closing_options closing = {
        .width = s->width, .colour = s->colour, .folder = folder->path};
    struct page json = {0};
    enum err e;

    score_make(&s->tally.score, &score);
    e = folder_write(folder, "transcript.txt", page_bytes(&s->text), diag);
    if (!e && !outcome_print(&json, &facts))
        e = diag_set(diag, ERR_MEMORY, "no memory for the outcome");
    if (!e)
        e = folder_write(folder, "outcome.json", page_bytes(&json), diag);
    if (s->mode == SHOW_COLUMNS)
        instructions_print(&s->page, s->whole, folder, s->width);
    if (s->mode == SHOW_COLUMNS)
        closing_print(&s->page, &s->tally, &score, &closing);
    else if (s->mode == SHOW_JSON)
        add_on_one_line(&s->page, page_bytes(&json));
    else if (s->mode == SHOW_ROOM)
        page_format(&s->page,
                    "\nrun folder: %s (it holds what the others "
                    "said)\n",
                    folder->path);
    put_out(s);
    page_fini(&json);
    return e;
}

/* What all mediators did, and what came by two of them. The run's records must
 * outlive the show. */
static enum err gather(struct show *s, const struct run_folder *run)
{
    enum err e = roads_find(s->whole, run, &s->roads);

    for (uint8_t m = 1; m < s->whole->mediator_count; m++)
        tally_add(&s->tally, &s->further[m - 1], m);
    if (!e)
        roads_print(&s->text, s->whole, &s->roads, TRANSCRIPT_WIDTH);
    if (!e && s->mode == SHOW_COLUMNS)
        roads_print(&s->page, s->whole, &s->roads, s->width);
    return e;
}

enum err show_close(struct show *s, const struct folder *folder,
                    const char *const *walls, size_t wall_count,
                    int64_t wall_us, struct diag *diag)
{
    struct run_folder run = {0};
    enum err e = ERR_OK;

    if (s->whole->mediator_count > 1) {
        e = run_folder_open(&run, folder->path, diag);
        if (!e && gather(s, &run))
            e = diag_set(diag, ERR_MEMORY, "no memory for the display");
    }
    if (!e)
        e = close_all(s, folder, walls, wall_count, wall_us, diag);
    roads_fini(&s->roads);
    run_folder_fini(&run);
    return e;
}
