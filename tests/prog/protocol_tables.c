/* protocol_tables tables|vectors|dictionary: print that part of PROTOCOL.md, or
 * the fuzzers' dictionary, from the tables in C. protocol_tables corpus DIR:
 * write the fuzzers' first inputs. */
#include "tests/rig/protocol.h"
#include "tests/rig/sample.h"

#include <stdlib.h>
#include <string.h>

static void save(const char *dir, const char *fuzzer, const char *name,
                 const uint8_t *prefix, size_t prefix_size, const uint8_t *data,
                 size_t size)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s/%s", dir, fuzzer, name);
    FILE *out = fopen(path, "wb");
    if (out == NULL || fwrite(prefix, 1, prefix_size, out) != prefix_size ||
        fwrite(data, 1, size, out) != size || fclose(out) != 0) {
        perror(path);
        exit(1);
    }
}

/* frame: the vectors joined, whole and cut; message: a kind and its body. */
static int corpus(const char *dir)
{
    static struct vector vectors[VECTORS_MAX];
    static uint8_t all[sizeof vectors];
    size_t count = protocol_make_vectors(vectors), end = 0;
    for (size_t i = 0; i < count; i++) {
        memcpy(all + end, vectors[i].bytes, vectors[i].size);
        end += vectors[i].size;
    }
    save(dir, "frame", "session", NULL, 0, all, end);
    save(dir, "frame", "cut", NULL, 0, all, end / 2);
    save(dir, "frame", "one", NULL, 0, vectors[0].bytes, vectors[0].size);
    for (size_t i = 0; i < sample_kind_count; i++) {
        uint8_t body[4096];
        struct message m;
        sample_full(&m, sample_kinds[i]);
        size_t size = message_encode(&m, body, sizeof body);
        save(dir, "message", message_name(sample_kinds[i]), &sample_kinds[i], 1,
             body, size);
    }
    return 0;
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    if (strcmp(what, "corpus") == 0 && argc == 3)
        return corpus(argv[2]);
    if (strcmp(what, "tables") == 0)
        protocol_tables(stdout);
    else if (strcmp(what, "vectors") == 0)
        protocol_vectors(stdout);
    else if (strcmp(what, "dictionary") == 0)
        protocol_dictionary(stdout);
    else {
        fputs("usage: protocol_tables tables|vectors|dictionary|corpus DIR\n",
              stderr);
        return 2;
    }
    return 0;
}
