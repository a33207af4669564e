#include "folder.h"

#include "system.h"

#include "shuttle/record.h"
#include "sim/report/run_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* "muscat-2024-05" of "scenarios/muscat-2024-05.yaml". */
static void stem_of(const char *path, char *out, size_t capacity)
{
    const char *base = strrchr(path, '/');
    size_t used = 0;

    base = base ? base + 1 : path;
    for (; *base && *base != '.' && used + 1 < capacity; base++)
        out[used++] = *base;
    out[used] = '\0';
    if (used == 0)
        (void)snprintf(out, capacity, "run");
}

/* Make <out>/<time>-<stem>, with a number when there is one already. */
static enum err make_directory(struct folder *f, const char *out,
                               const char *stem, struct diag *diag)
{
    time_t now = time(NULL);
    struct tm tm;
    char when[32];
    int n = 0;

    if (mkdir(out, 0777) != 0 && errno != EEXIST)
        return diag_set(diag, ERR_SYSTEM,
                        "%s: cannot make the folder for runs: %s; choose "
                        "another with --out",
                        out, strerror(errno));
    (void)localtime_r(&now, &tm);
    (void)strftime(when, sizeof(when), "%Y%m%d-%H%M%S", &tm);
    do {
        int size = n == 0 ? snprintf(f->path, sizeof(f->path), "%s/%s-%s", out,
                                     when, stem)
                          : snprintf(f->path, sizeof(f->path), "%s/%s-%s.%d",
                                     out, when, stem, n);
        if (size < 0 || (size_t)size >= sizeof(f->path))
            return diag_set(diag, ERR_TOO_LONG, "%s: the path is too long",
                            out);
        if (mkdir(f->path, 0700) == 0)
            return ERR_OK;
    } while (errno == EEXIST && ++n < 1000);
    return diag_set(diag, ERR_SYSTEM, "%s: cannot make the run's folder: %s",
                    f->path, strerror(errno));
}

enum err folder_make(struct folder *f, const char *out, const char *scenario,
                     struct bytes text, struct diag *diag)
{
    char stem[128];
    enum err e;

    f->fd = -1;
    stem_of(scenario, stem, sizeof(stem));
    e = make_directory(f, out, stem, diag);
    if (e)
        return e;
    f->fd = open(f->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (f->fd < 0)
        return diag_set(diag, ERR_SYSTEM, "%s: %s", f->path, strerror(errno));
    e = folder_write(f, "scenario.yaml", text, diag);
    if (e) {
        folder_fini(f);
        (void)rmdir(f->path);
    }
    return e;
}

void folder_fini(struct folder *f)
{
    if (f->fd >= 0)
        close(f->fd);
    f->fd = -1;
}

int folder_record(const struct folder *f, const struct scenario *whole,
                  int process, struct diag *diag)
{
    char name[128];
    int fd;

    if (process == 0)
        (void)snprintf(name, sizeof(name), "mediator.rec");
    else if (process <= whole->room_count)
        (void)snprintf(name, sizeof(name), "room-%s.rec",
                       whole->rooms[process - 1].id);
    else
        (void)snprintf(name, sizeof(name), "mediator-%s.rec",
                       whole->mediators[process - whole->room_count].id);
    fd = openat(f->fd, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_APPEND,
                0600);
    if (fd < 0)
        (void)diag_set(diag, ERR_SYSTEM, "%s/%s: cannot make the record: %s",
                       f->path, name, strerror(errno));
    return fd;
}

enum err folder_write(const struct folder *f, const char *name,
                      struct bytes bytes, struct diag *diag)
{
    char part[128];
    int fd, failed;

    (void)snprintf(part, sizeof(part), ".%s.part", name);
    fd = openat(f->fd, part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return diag_set(diag, ERR_SYSTEM, "%s/%s: %s", f->path, name,
                        strerror(errno));
    failed = system_write(fd, bytes);
    if (close(fd) != 0 && !failed)
        failed = errno;
    if (!failed && renameat(f->fd, part, f->fd, name) != 0)
        failed = errno;
    if (!failed)
        return ERR_OK;
    (void)unlinkat(f->fd, part, 0);
    return diag_set(diag, ERR_SYSTEM, "%s/%s: cannot be written: %s", f->path,
                    name, strerror(failed));
}

void folder_latest(const struct folder *f)
{
    const char *name = strrchr(f->path, '/') + 1;
    char link[4200], part[4200];
    int size = (int)(name - f->path);

    (void)snprintf(link, sizeof(link), "%.*slatest", size, f->path);
    (void)snprintf(part, sizeof(part), "%.*s.latest.%ld", size, f->path,
                   (long)getpid());
    (void)unlink(part);
    if (symlink(name, part) == 0 && rename(part, link) != 0)
        (void)unlink(part);
}

void folder_walls(const struct folder *f, const char *room, char *out,
                  size_t capacity)
{
    struct record_reader reader;
    struct record_entry entry;
    struct run_file file = {0};
    char path[4300];

    (void)snprintf(path, sizeof(path), "%s/room-%s.rec", f->path, room);
    (void)snprintf(out, capacity, "%s: its record does not say", room);
    if (run_file_read(&file, path, NULL) == ERR_OK &&
        record_open(&reader, file.bytes, NULL) == ERR_OK)
        while (record_next(&reader, &entry, NULL) == ERR_OK)
            if (entry.kind == RECORD_WALLS)
                (void)snprintf(out, capacity, "%s: %.*s", room,
                               (int)entry.body.size,
                               (const char *)entry.body.data);
    run_file_fini(&file);
}

enum err folder_sync(const struct folder *f, struct diag *diag)
{
    if (fsync(f->fd) == 0)
        return ERR_OK;
    return diag_set(diag, ERR_SYSTEM, "%s: cannot be synced: %s", f->path,
                    strerror(errno));
}
