#include "sim/report/run_folder.h"

#include "shuttle/memory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define RECORD_WORDS "shuttle record "

static char *copy_text(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = memory_new(size, 1);

    if (copy)
        memcpy(copy, text, size);
    return copy;
}

static enum err read_whole(int fd, uint8_t *out, size_t size)
{
    size_t used = 0;

    while (used < size) {
        ssize_t got = read(fd, out + used, size - used);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return ERR_SYSTEM;
        used += (size_t)got;
    }
    return ERR_OK;
}

static enum err read_open(struct run_file *out, int fd, const char *path,
                          struct diag *diag)
{
    struct stat st;
    uint8_t *data;

    if (fstat(fd, &st) != 0)
        return diag_set(diag, ERR_SYSTEM, "%s: %s", path, strerror(errno));
    if (!S_ISREG(st.st_mode))
        return diag_set(diag, ERR_SYSTEM, "%s: %s", path,
                        S_ISDIR(st.st_mode)
                            ? "a folder, not a record: name a file in it"
                            : "not a regular file");
    if ((uint64_t)st.st_size > RUN_FILE_MAX)
        return diag_set(diag, ERR_TOO_LONG, "%s: longer than %u bytes", path,
                        RUN_FILE_MAX);
    data = memory_new((size_t)st.st_size + 1, 1);
    if (!data)
        return diag_set(diag, ERR_MEMORY, "%s: out of memory", path);
    out->bytes = (struct bytes){data, (size_t)st.st_size};
    if (read_whole(fd, data, out->bytes.size))
        return diag_set(diag, ERR_SYSTEM, "%s: cannot be read to its end",
                        path);
    out->name = copy_text(path);
    return out->name ? ERR_OK : diag_set(diag, ERR_MEMORY, "out of memory");
}

enum err run_file_read(struct run_file *out, const char *path,
                       struct diag *diag)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    enum err err;

    *out = (struct run_file){0};
    if (fd < 0)
        return diag_set(diag, errno == ENOENT ? ERR_UNKNOWN : ERR_SYSTEM,
                        "%s: %s", path, strerror(errno));
    err = read_open(out, fd, path, diag);
    close(fd);
    if (err)
        run_file_fini(out);
    return err;
}

void run_file_fini(struct run_file *f)
{
    memory_free(f->name);
    memory_free((void *)(uintptr_t)f->bytes.data);
    *f = (struct run_file){0};
}

/* A file of the folder, its name then without the folder. */
static enum err read_member(struct run_folder *f, const char *name,
                            struct run_file *out, struct diag *diag)
{
    size_t size = strlen(f->path) + strlen(name) + 2;
    char *path = memory_new(size, 1);
    enum err err;

    if (!path)
        return diag_set(diag, ERR_MEMORY, "out of memory");
    snprintf(path, size, "%s/%s", f->path, name);
    err = run_file_read(out, path, diag);
    memory_free(path);
    if (out->name)
        memmove(out->name, out->name + strlen(f->path) + 1, strlen(name) + 1);
    return err;
}

static enum err read_optional(struct run_folder *f, const char *name,
                              struct run_file *out, struct diag *diag)
{
    struct diag why = {.message = ""};
    enum err err = read_member(f, name, out, &why);

    if (err && err != ERR_UNKNOWN)
        return diag_set(diag, err, "%s", why.message);
    return ERR_OK;
}

/* Empty and foreign files are named here; a record with a changed byte is not
 * foreign, so half of the first words is enough. */
static enum err is_record(const struct run_folder *f, const struct run_file *r,
                          struct diag *diag)
{
    struct bytes words = bytes_of(RECORD_WORDS);
    size_t same = 0;
    size_t i;

    if (!r->name)
        return ERR_OK;
    if (r->bytes.size == 0)
        return diag_set(diag, ERR_MALFORMED,
                        "%s/%s: is empty: it was interrupted before anything "
                        "was written",
                        f->path, r->name);
    for (i = 0; i < words.size && i < r->bytes.size; i++)
        same += r->bytes.data[i] == words.data[i];
    if (same < words.size / 2)
        return diag_set(diag, ERR_MALFORMED, "%s/%s: is not a record", f->path,
                        r->name);
    return ERR_OK;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct run_file *)a)->name,
                  ((const struct run_file *)b)->name);
}

/* <words><id>.rec */
static bool is_name_of(const char *name, const char *words)
{
    size_t size = strlen(name), before = strlen(words);

    return size > before + 4 && strncmp(name, words, before) == 0 &&
           strcmp(name + size - 4, ".rec") == 0;
}

static enum err read_further(struct run_folder *f, const char *name,
                             struct diag *diag)
{
    if (f->further_count == MEDIATORS_MAX - 1)
        return diag_set(diag, ERR_TOO_LONG,
                        "%s: records of more than %u mediators", f->path,
                        MEDIATORS_MAX);
    return read_member(f, name, &f->further[f->further_count++], diag);
}

const struct run_file *run_folder_further(const struct run_folder *f,
                                          const char *id)
{
    char name[NAME_MAX_SIZE + 16];

    snprintf(name, sizeof(name), "mediator-%s.rec", id);
    for (size_t i = 0; i < f->further_count; i++)
        if (f->further[i].name && strcmp(f->further[i].name, name) == 0)
            return &f->further[i];
    return NULL;
}

static enum err read_rooms(struct run_folder *f, DIR *dir, struct diag *diag)
{
    const struct dirent *entry;
    enum err err;

    while ((entry = readdir(dir)) != NULL) {
        if (is_name_of(entry->d_name, "mediator-")) {
            err = read_further(f, entry->d_name, diag);
            if (err)
                return err;
        }
        if (!is_name_of(entry->d_name, "room-"))
            continue;
        if (f->room_count == ROOMS_MAX)
            return diag_set(diag, ERR_TOO_LONG,
                            "%s: records of more than %u rooms", f->path,
                            ROOMS_MAX);
        err = read_member(f, entry->d_name, &f->room[f->room_count], diag);
        if (err)
            return err;
        f->room_count++;
    }
    if (f->room_count == 0)
        return diag_set(diag, ERR_UNKNOWN,
                        "%s: no room's record (room-<id>.rec) is in it",
                        f->path);
    qsort(f->room, f->room_count, sizeof f->room[0], by_name);
    qsort(f->further, f->further_count, sizeof f->further[0], by_name);
    return ERR_OK;
}

static enum err read_records(struct run_folder *f, struct diag *diag)
{
    DIR *dir = opendir(f->path);
    enum err err;
    size_t i;

    if (!dir)
        return diag_set(diag, ERR_SYSTEM, "%s: %s", f->path, strerror(errno));
    err = read_rooms(f, dir, diag);
    closedir(dir);
    for (i = 0; !err && i < f->room_count; i++)
        err = is_record(f, &f->room[i], diag);
    for (i = 0; !err && i < f->further_count; i++)
        err = is_record(f, &f->further[i], diag);
    if (!err)
        err = read_optional(f, "mediator.rec", &f->mediator, diag);
    return err ? err : is_record(f, &f->mediator, diag);
}

enum err run_folder_open(struct run_folder *f, const char *path,
                         struct diag *diag)
{
    enum err err;

    *f = (struct run_folder){.path = copy_text(path)};
    if (!f->path)
        return diag_set(diag, ERR_MEMORY, "out of memory");
    err = read_records(f, diag);
    if (!err)
        err = read_optional(f, "scenario.yaml", &f->scenario, diag);
    if (!err)
        err = read_optional(f, "design.txt", &f->design, diag);
    if (!err)
        err = read_optional(f, "outcome.json", &f->outcome, diag);
    if (!err)
        err = read_optional(f, "transcript.txt", &f->transcript, diag);
    return err;
}

void run_folder_fini(struct run_folder *f)
{
    size_t i;

    memory_free(f->path);
    run_file_fini(&f->scenario);
    run_file_fini(&f->design);
    run_file_fini(&f->outcome);
    run_file_fini(&f->transcript);
    run_file_fini(&f->mediator);
    for (i = 0; i < ROOMS_MAX; i++)
        run_file_fini(&f->room[i]);
    for (i = 0; i < MEDIATORS_MAX - 1; i++)
        run_file_fini(&f->further[i]);
    *f = (struct run_folder){0};
}
