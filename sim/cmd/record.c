/* shuttle record: the entries of one record, one line each; or of a run what
 * one room, the mediator or the public may see. */
#include "sim/cmd/cmd.h"

#include "proto/guess.h"
#include "sim/cmd/args.h"
#include "sim/report/entry.h"
#include "sim/report/run_folder.h"
#include "sim/report/view.h"

#include <stdio.h>
#include <string.h>

#define KEY_VIEW 256 /* no letter of its own */

struct arguments {
    const char *path;
    const char *view;
    bool json;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct arguments *a = state->input;

    switch (key) {
    case 'j':
        a->json = true;
        return 0;
    case KEY_VIEW:
        a->view = arg;
        return 0;
    default:
        return args_path(key, arg, &a->path, state);
    }
}

/* The entries of a record, or those of one room's view alone. */
static enum err print_all(struct bytes bytes, int room, bool json,
                          struct diag *diag)
{
    struct record_reader r;
    struct record_entry e;
    enum err err = record_open(&r, bytes, diag);

    while (!err) {
        err = record_next(&r, &e, diag);
        if (!err && (room < 0 || view_shows(&e, (uint8_t)room)))
            err = entry_print(&e, json, stdout);
    }
    if (err == ERR_MORE && !r.closed)
        return diag_set(diag, ERR_INTERRUPTED,
                        "no closing entry; the record was interrupted");
    return err == ERR_MORE ? ERR_OK : err;
}

static void print_publication(void *arg, const struct publication *p)
{
    const struct arguments *a = arg;
    long long s = (long long)(p->when.us / 1000000);

    if (a->json) {
        printf("{\"us\":%lld,\"move\":\"%s\",\"text\":", (long long)p->when.us,
               move_key(p->move));
        entry_print_text(p->text, stdout);
        printf("}\n");
    } else {
        printf("%lld:%02lld:%02lld %s ", s / 3600, s / 60 % 60, s % 60,
               move_key(p->move));
        entry_print_text(p->text, stdout);
        printf("\n");
    }
}

/* The index of the room with this id, as its own record says; -1: none. */
static int room_of(const struct run_folder *f, const char *id)
{
    struct record_reader r;

    for (size_t n = 0; n < f->room_count; n++)
        if (record_open(&r, f->room[n].bytes, NULL) == ERR_OK &&
            bytes_equal(r.head.name, bytes_of(id)))
            return r.head.room;
    return -1;
}

static enum err no_view(const struct run_folder *f, const char *view,
                        struct diag *diag)
{
    char hint[320];
    char id[ROOMS_MAX][NAME_MAX_SIZE + 1];
    struct record_reader r;
    struct guess g;

    guess_init(&g, bytes_of(view));
    for (size_t n = 0; n < f->room_count && n < ROOMS_MAX; n++) {
        if (record_open(&r, f->room[n].bytes, NULL) != ERR_OK ||
            r.head.name.size > NAME_MAX_SIZE)
            continue;
        snprintf(id[n], sizeof(id[n]), "%.*s", (int)r.head.name.size,
                 (const char *)r.head.name.data);
        guess_try(&g, id[n]);
    }
    guess_try(&g, "mediator");
    guess_try(&g, "public");
    return diag_set(diag, ERR_UNKNOWN, "no room called '%s'%s", view,
                    guess_or_list(&g, hint, sizeof(hint)));
}

static enum err print_view(const struct arguments *a, struct diag *diag)
{
    struct run_folder f;
    enum err err = run_folder_open(&f, a->path, diag);
    int room = -1;

    if (!err && !f.mediator.name)
        err = diag_set(diag, ERR_UNKNOWN, "no mediator.rec in it");
    else if (!err && strcmp(a->view, "public") == 0)
        err = view_public(f.mediator.bytes, print_publication,
                          (void *)(uintptr_t)a, diag);
    else if (!err && strcmp(a->view, "mediator") != 0 &&
             (room = room_of(&f, a->view)) < 0)
        err = no_view(&f, a->view, diag);
    else if (!err)
        err = print_all(f.mediator.bytes, room, a->json, diag);
    run_folder_fini(&f);
    return err;
}

static enum err print_file(const struct arguments *a, struct diag *diag)
{
    struct run_file file;
    enum err err = run_file_read(&file, a->path, diag);

    if (err)
        return ERR_UNKNOWN;
    err = print_all(file.bytes, -1, a->json, diag);
    run_file_fini(&file);
    return err;
}

int cmd_record(int argc, char **argv)
{
    static const struct argp_option options[] = {
        {"json", 'j', NULL, 0, "one JSON object a line", 0},
        {"view", KEY_VIEW, "WHO", 0,
         "of a run: what this room has said and been told, what the mediator "
         "has, or what became `public'",
         0},
        {0}};
    static const struct argp argp = {
        options,
        parse,
        "FILE.rec\nRUN --view=WHO",
        "Print the entries of a record, one line each. Circumstances begin "
        "with '~'. Exits 1 when the record is broken or was interrupted.",
        NULL,
        NULL,
        NULL};
    struct arguments a = {0};
    struct diag diag = {0};
    enum err err;

    argp_err_exit_status = 2;
    argp_parse(&argp, argc, argv, 0, NULL, &a);
    err = a.view ? print_view(&a, &diag) : print_file(&a, &diag);
    if (fflush(stdout) != 0) {
        fprintf(stderr, "shuttle record: the output cannot be written\n");
        return 2;
    }
    if (!err)
        return 0;
    if (strncmp(diag.message, a.path, strlen(a.path)) == 0)
        fprintf(stderr, "shuttle record: %s\n", diag.message);
    else
        fprintf(stderr, "shuttle record: %s: %s\n", a.path,
                diag.message[0] ? diag.message : err_text(err));
    return err == ERR_MISMATCH || err == ERR_INTERRUPTED ? 1 : 2;
}
