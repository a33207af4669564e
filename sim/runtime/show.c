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
    s->width = o.width = screen_width(out);
    s->colour = o.colour = screen_colour(out);
    tally_init(&s->tally, whole);
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
    roads_fini(&s->roads);
    page_fini(&s->page);
    page_fini(&s->text);
    tail_fini(&s->tail);
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

static void show_entry(struct show *s, const struct record_entry *e)
{
    tally_entry(&s->tally, e);
    columns_entry(s->transcript, e, &s->text);
    if (s->mode == SHOW_COLUMNS)
        columns_entry(s->columns, e, &s->page);
    else if (s->mode == SHOW_JSON)
        transcript_json(&s->page, e);
}

enum err show_bytes(void *arg, struct bytes bytes)
{
    struct show *s = arg;
    struct record_entry entry;

    tail_add(&s->tail, bytes);
    while (tail_next(&s->tail, &entry))
        show_entry(s, &entry);
    tail_forget(&s->tail);
    put_out(s);
    return ERR_OK;
}

void show_idle(struct show *s)
{
    if (s->mode == SHOW_COLUMNS)
        columns_flush(s->columns, &s->page);
    put_out(s);
}

void show_end(struct show *s)
{
    columns_flush(s->transcript, &s->text);
    show_idle(s);
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

enum err show_close(struct show *s, const struct folder *folder,
                    const char *const *walls, size_t wall_count,
                    int64_t wall_us, struct diag *diag)
{
    struct run_folder run = {0};
    enum err e = ERR_OK;

    if (s->whole->mediator_count > 1) {
        e = run_folder_open(&run, folder->path, diag);
        if (!e && show_further(s, &run))
            e = diag_set(diag, ERR_MEMORY, "no memory for the display");
    }
    if (!e)
        e = close_all(s, folder, walls, wall_count, wall_us, diag);
    roads_fini(&s->roads);
    run_folder_fini(&run);
    return e;
}
