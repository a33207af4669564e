/* The main of a fuzzer that replays files: each argument is a file, or a folder
 * of files, which are taken in the order of their names. Every input runs in a
 * block of its exact size, so that a sanitizer sees a read one past its end. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned long replayed;
static unsigned long unreadable;

static void replay_bytes(const void *data, size_t size)
{
    uint8_t *exact = malloc(size > 0 ? size : 1);
    if (!exact)
        abort();
    if (size > 0)
        memcpy(exact, data, size);
    (void)LLVMFuzzerTestOneInput(exact, size);
    free(exact);
    replayed++;
}

static void replay_file(const char *path)
{
    static uint8_t input[4u << 20];
    printf("%s\n", path);
    fflush(stdout);
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        unreadable++;
        return;
    }
    size_t size = fread(input, 1, sizeof(input), file);
    fclose(file);
    replay_bytes(input, size);
}

static int is_shown(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static void replay_folder(const char *path)
{
    struct dirent **entries = NULL;
    int count = scandir(path, &entries, is_shown, alphasort);
    for (int i = 0; i < count; i++) {
        char file[4096];
        int size =
            snprintf(file, sizeof(file), "%s/%s", path, entries[i]->d_name);
        if (size > 0 && (size_t)size < sizeof(file))
            replay_file(file);
        free(entries[i]);
    }
    free(entries);
}

int main(int argc, char **argv)
{
    replay_bytes("", 0);
    for (int i = 1; i < argc; i++) {
        struct stat found;
        if (stat(argv[i], &found) == 0 && S_ISDIR(found.st_mode))
            replay_folder(argv[i]);
        else
            replay_file(argv[i]);
    }
    printf("%lu passed, %lu failed\n", replayed, unreadable);
    return unreadable > 0;
}
