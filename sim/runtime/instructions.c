#include "instructions.h"

#include "sim/report/run_folder.h"
#include "sim/report/words.h"
#include "sim/report/wrap.h"

#include "shuttle/message.h"
#include "shuttle/record.h"

#include <stdio.h>
#include <string.h>

#define INDENT 2u

/* Where the paragraphs go, and whether the heading stands. */
struct listing {
    struct page *out;
    const struct scenario *whole;
    unsigned width;
    bool begun;
};

/* The options by their titles, with commas between them: the lines of a package
 * without their dots. */
static void put_options(struct page *out, const struct scenario *whole,
                        const struct package *package)
{
    struct page lines = {0};
    const char *at;

    words_package_lines(&lines, whole, package);
    at = page_string(&lines);
    while (*at != '\0') {
        size_t size = strcspn(at, "\n");
        size_t dot = strlen("\xc2\xb7 ");

        page_text(out, at == page_string(&lines) ? "" : ", ");
        page_add(out, (struct bytes){(const uint8_t *)at + dot, size - dot});
        at += size + 1;
    }
    page_fini(&lines);
}

static void put_capital(struct listing *l, unsigned room, struct instant time,
                        const struct message_capital *m)
{
    struct page w = {0};

    if (!l->begun)
        page_text(l->out, "Instructions\n");
    l->begun = true;
    page_time(&w, time);
    page_text(&w, " ");
    words_title(&w, l->whole, room);
    page_text(&w, m->state == CAPITAL_ASKED ? " asks its capital for "
                                            : " may now settle ");
    put_options(&w, l->whole, &m->package);
    if (m->state == CAPITAL_ASKED) {
        page_text(&w, "; the answer comes at ");
        page_time(&w, m->due);
    }
    wrap_paragraph(l->out, &w, INDENT, l->width);
    page_fini(&w);
}

static void put_room(struct listing *l, unsigned room, struct bytes record)
{
    struct record_reader reader;
    struct record_entry entry;
    struct message m;
    struct diag diag;
    enum err e = record_open(&reader, record, &diag);

    while (!e) {
        e = record_next(&reader, &entry, &diag);
        if (!e && entry.chain == RECORD_CANONICAL &&
            entry.kind == RECORD_EFFECT_RECORD && entry.id == MESSAGE_CAPITAL &&
            message_decode(entry.id, entry.body, &m) == ERR_OK)
            put_capital(l, room, entry.time, &m.as.capital);
    }
}

void instructions_print(struct page *out, const struct scenario *whole,
                        const struct folder *folder, unsigned width)
{
    struct listing l = {.out = out, .whole = whole, .width = width};

    for (unsigned r = 0; r < whole->room_count; r++) {
        char path[sizeof(folder->path) + 80];
        struct run_file file = {0};

        (void)snprintf(path, sizeof(path), "%s/room-%s.rec", folder->path,
                       whole->rooms[r].id);
        if (run_file_read(&file, path, NULL) == ERR_OK)
            put_room(&l, r, file.bytes);
        run_file_fini(&file);
    }
    if (l.begun)
        page_text(out, "\n");
}
