#include "show.h"

#include "sim/report/closing.h"
#include "sim/report/outcome.h"
#include "sim/report/transcript.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define WIDTH_DEFAULT 100u

static unsigned width_of(FILE *out)
{
    const char *columns = getenv("COLUMNS");
    struct winsize size;
    unsigned long width = columns ? strtoul(columns, NULL, 10) : 0;

    if (isatty(fileno(out)) && ioctl(fileno(out), TIOCGWINSZ, &size) == 0 &&
        size.ws_col)
        width = size.ws_col;
    return width >= 20 && width <= 400 ? (unsigned)width : WIDTH_DEFAULT;
}

enum err show_init(struct show *s, const struct scenario *whole,
                   enum show_mode mode, FILE *out)
{
    struct columns_options o = {.whole = whole};

    memset(s, 0, sizeof(*s));
    s->whole = whole;
    s->mode = mode;
    s->out = out;
    s->width = o.width = width_of(out);
    s->colour = o.colour =
        columns_colour(isatty(fileno(out)), getenv("NO_COLOR"), getenv("TERM"));
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
    page_fini(&s->page);
    page_fini(&s->text);
    memory_free(s->record);
    s->columns = s->transcript = NULL;
    s->record = NULL;
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

static bool keep(struct show *s, struct bytes bytes)
{
    if (s->size + bytes.size > s->capacity) {
        size_t more = s->capacity ? s->capacity : 64u * 1024u;
        void *grown;
        while (more < s->size + bytes.size)
            more *= 2;
        grown = memory_grow(s->record, more, 1);
        if (!grown)
            return false;
        s->record = grown;
        s->capacity = more;
    }
    memcpy(s->record + s->size, bytes.data, bytes.size);
    s->size += bytes.size;
    return true;
}

enum err show_bytes(void *arg, struct bytes bytes)
{
    struct show *s = arg;
    struct record_entry entry;

    if (s->broken || !keep(s, bytes)) {
        s->broken = true;
        return ERR_OK;
    }
    if (!s->open) {
        s->open = record_open(&s->reader, (struct bytes){s->record, s->size},
                              NULL) == ERR_OK;
        if (!s->open)
            return ERR_OK;
    }
    s->reader.all = (struct bytes){s->record, s->size};
    while (record_next(&s->reader, &entry, NULL) == ERR_OK)
        show_entry(s, &entry);
    put_out(s);
    return ERR_OK;
}

void show_end(struct show *s)
{
    columns_flush(s->transcript, &s->text);
    if (s->mode == SHOW_COLUMNS)
        columns_flush(s->columns, &s->page);
    put_out(s);
}

enum err show_close(struct show *s, const struct folder *folder,
                    const char *const *walls, size_t wall_count,
                    int64_t wall_us, struct diag *diag)
{
    struct score score;
    struct outcome_facts facts = {.tally = &s->tally,
                                  .score = &score,
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
        closing_print(&s->page, &s->tally, &score, &closing);
    else if (s->mode == SHOW_JSON)
        page_add(&s->page, page_bytes(&json));
    put_out(s);
    page_fini(&json);
    return e;
}
