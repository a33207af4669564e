#include "sim/scenario/bind.h"

#include "shuttle/param.h"
#include "sim/scenario/near.h"
#include "sim/scenario/scenario_file.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Points are small, so that no sum of them can overflow. */
#define POINTS_MAX 1000000

static const char *const reserved[] = {"and",   "or",   "not", "true",
                                       "false", "null", "any"};

static bool id_has_form(const char *text)
{
    const char *p = text;
    if (!((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z')))
        return false;
    for (; *p != '\0'; p++) {
        if (!((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
              (*p >= '0' && *p <= '9') || *p == '_' || *p == '-'))
            return false;
    }
    return true;
}

const char *bind_id(struct binder *b, const struct node *n)
{
    if (!bind_is_scalar(b, n, "an id"))
        return NULL;
    if (n->size > NAME_MAX_SIZE) {
        diags_add(b->diags, MISTAKE_TOO_LONG, n->place,
                  "an id has at most %u letters", NAME_MAX_SIZE);
        return NULL;
    }
    if (!id_has_form(n->text)) {
        diags_add(
            b->diags, MISTAKE_BAD_ID, n->place, "'%s' is not an id%s", n->text,
            near_is_quoted(n->text) ? ": its quotation marks are letters" : "");
        return NULL;
    }
    for (size_t i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++) {
        if (strcmp(n->text, reserved[i]) == 0) {
            diags_add(b->diags, MISTAKE_BAD_ID, n->place,
                      "'%s' has a meaning of its own and cannot be an id",
                      n->text);
            return NULL;
        }
    }
    return bind_copy(b, n);
}

bool bind_prose(struct binder *b, const struct node *n)
{
    if (!bind_is_scalar(b, n, "a text in quotes"))
        return false;
    if (n->plain && strpbrk(n->text, " \n")) {
        diags_add(b->diags, MISTAKE_UNQUOTED, n->place,
                  near_is_quoted(n->text)
                      ? "these quotation marks are letters: a text needs "
                        "straight ones, \"...\""
                      : "a text of several words needs quotes");
        return false;
    }
    if (n->size > TEXT_MAX) {
        diags_add(b->diags, MISTAKE_TOO_LONG, n->place,
                  "a text has at most %u bytes, this has %" PRIu32, TEXT_MAX,
                  n->size);
        return false;
    }
    return true;
}

void read_version(struct binder *b, const struct key *k, const struct node *v,
                  void *base)
{
    (void)k;
    (void)base;
    if (bind_is_scalar(b, v, "the version of the language") &&
        strcmp(v->text, "1") != 0)
        diags_add(b->diags, MISTAKE_BAD_VERSION, v->place,
                  "version '%.60s' of the language is not known; this program "
                  "reads 1",
                  v->text);
}

void read_text(struct binder *b, const struct key *k, const struct node *v,
               void *base)
{
    if (bind_prose(b, v))
        *MEMBER(base, k->offset, const char *) = bind_copy(b, v);
}

void read_texts(struct binder *b, const struct key *k, const struct node *v,
                void *base)
{
    (void)k;
    (void)base;
    if (v->kind != NODE_LIST) {
        bind_prose(b, v);
        return;
    }
    for (const struct node *n = v->first; n; n = n->next)
        bind_prose(b, n);
}

void read_id(struct binder *b, const struct key *k, const struct node *v,
             void *base)
{
    const char *id = bind_id(b, v);
    if (id)
        *MEMBER(base, k->offset, const char *) = id;
}

/* The index of a word among "a|b|c", or -1. */
static int word_index(const char *words, const char *text)
{
    size_t size = strlen(text);
    for (int i = 0;; i++) {
        size_t word = strcspn(words, "|");
        if (word == size && memcmp(words, text, size) == 0)
            return i;
        if (words[word] == '\0')
            return -1;
        words += word + 1;
    }
}

static void bad_word(struct binder *b, const struct key *k,
                     const struct node *v)
{
    char words[160];
    size_t at = 0;
    for (const char *c = k->words; *c != '\0' && at + 3 < sizeof(words); c++) {
        char next = *c;

        if (next == '|') {
            words[at++] = ',';
            next = ' ';
        }
        words[at++] = next;
    }
    words[at] = '\0';
    diags_add(b->diags, MISTAKE_BAD_WORD, v->place,
              "'%s' is one of %s, not '%.60s'", k->name, words, v->text);
}

void read_word(struct binder *b, const struct key *k, const struct node *v,
               void *base)
{
    if (!bind_is_scalar(b, v, "a word"))
        return;
    int at = word_index(k->words, v->text);
    if (at < 0) {
        bad_word(b, k, v);
        return;
    }
    /* Words are kept as what the struct wants of them. */
    if (k->where == IN_ROOM)
        *MEMBER(base, k->offset, const char *) = bind_copy(b, v);
    else if (k->where == IN_LEAK)
        *MEMBER(base, k->offset, enum share) =
            at == 0 ? SHARE_EXISTENCE : SHARE_CONTENT;
    else if (k->where == IN_EXPECT)
        *MEMBER(base, k->offset, enum implementation) =
            (enum implementation)(at + IMPLEMENTATION_DONE);
    else if (k->where == IN_ROUND && strcmp(k->name, "phase") == 0)
        *MEMBER(base, k->offset, enum round_phase) =
            at == 0 ? PHASE_TALKS : PHASE_IMPLEMENTATION;
    else if (k->where == IN_ROUND)
        *MEMBER(base, k->offset, enum round_limit) =
            at == 0 ? ROUND_NEXT : ROUND_END;
    else if (strcmp(k->name, "role") == 0)
        *MEMBER(base, k->offset, enum brief_role) =
            at == 0 ? BRIEF_ROOM : BRIEF_MEDIATOR;
    else
        *MEMBER(base, k->offset, bool) = at == 1;
}

bool bind_number(struct binder *b, const struct node *n, int64_t low,
                 int64_t high, int64_t *out)
{
    if (!bind_is_scalar(b, n, "a whole number"))
        return false;
    bool negative = n->text[0] == '-';
    const char *digits = n->text + (negative ? 1 : 0);
    size_t size = strlen(digits);
    int64_t v = 0;
    bool ok = n->plain && size > 0 && size < 19 &&
              strspn(digits, "0123456789") == size;
    if (ok) {
        v = strtoll(digits, NULL, 10);
        v = negative ? -v : v;
    }
    if (!ok || v < low || v > high) {
        diags_add(b->diags, MISTAKE_BAD_NUMBER, n->place,
                  "expected a whole number from %" PRId64 " to %" PRId64
                  "%s, not '%.40s'%s",
                  low, high, n->plain ? "" : " without quotes", n->text,
                  near_has_other_digits(n->text) ? ": its digits must be 0 to 9"
                                                 : "");
        return false;
    }
    *out = v;
    return true;
}

void read_seed(struct binder *b, const struct key *k, const struct node *v,
               void *base)
{
    uint64_t *out = MEMBER(base, k->offset, uint64_t);
    uint64_t seed;
    const char *end;
    if (!bind_is_scalar(b, v, "a whole number"))
        return;
    end = v->plain ? seed_parse(v->text, &seed) : NULL;
    if (end && *end == '\0')
        *out = seed;
    else
        diags_add(b->diags, MISTAKE_BAD_NUMBER, v->place,
                  "expected a whole number from 0 to %" PRIu64
                  " without quotes, not '%.40s'",
                  UINT64_MAX, v->text);
}

void read_count(struct binder *b, const struct key *k, const struct node *v,
                void *base)
{
    int64_t n;
    if (bind_number(b, v, 1, UINT16_MAX, &n))
        *MEMBER(base, k->offset, uint16_t) = (uint16_t)n;
}

bool bind_points(struct binder *b, const struct node *n, int32_t *out)
{
    int64_t v;
    if (!bind_number(b, n, -POINTS_MAX, POINTS_MAX, &v))
        return false;
    *out = (int32_t)v;
    return true;
}

void read_points(struct binder *b, const struct key *k, const struct node *v,
                 void *base)
{
    if (bind_points(b, v, MEMBER(base, k->offset, int32_t)) && k->second)
        *MEMBER(base, k->second, bool) = true;
}

static bool take_truth(struct binder *b, const struct node *v, bool *out)
{
    if (!bind_is_scalar(b, v, "true or false"))
        return false;
    *out = strcmp(v->text, "true") == 0;
    if (v->plain && (*out || strcmp(v->text, "false") == 0))
        return true;
    diags_add(b->diags, MISTAKE_BAD_TRUTH, v->place,
              "expected true or false, not '%.40s'", v->text);
    return false;
}

void read_truth(struct binder *b, const struct key *k, const struct node *v,
                void *base)
{
    bool truth;
    if (take_truth(b, v, &truth))
        *MEMBER(base, k->offset, bool) = truth;
}

void read_duration(struct binder *b, const struct key *k, const struct node *v,
                   void *base)
{
    int64_t us;
    char hint[80];
    if (!bind_is_scalar(b, v, "a duration such as 4m"))
        return;
    if (duration_parse(v->text, &us))
        *MEMBER(base, k->offset, int64_t) = us;
    else
        diags_add(b->diags, MISTAKE_BAD_DURATION, v->place,
                  "'%.40s' is not a duration%s", v->text,
                  near_duration(v->text, hint, sizeof(hint)));
}

void read_rooms(struct binder *b, const struct key *k, const struct node *v,
                void *base)
{
    uint16_t bits = 0;
    const struct node *n = v->kind == NODE_LIST ? v->first : v;
    if (!n)
        diags_add(b->diags, MISTAKE_NO_VALUE, v->place,
                  "the list of rooms is empty");
    for (; n; n = n->next) {
        int room = bind_room(b, n);
        if (room >= 0 && (k->where == IN_LINE || k->where == IN_LOAD) &&
            room == b->owner)
            diags_add(b->diags, MISTAKE_TO_ITSELF, n->place,
                      "'%s' cannot address itself", n->text);
        else if (room >= 0)
            bits |= (uint16_t)(1u << room);
        if (v->kind != NODE_LIST)
            break;
    }
    *MEMBER(base, k->offset, uint16_t) = bits;
}

void read_issue(struct binder *b, const struct key *k, const struct node *v,
                void *base)
{
    int issue = bind_issue(b, v);
    if (issue >= 0)
        *MEMBER(base, k->offset, uint8_t) = (uint8_t)(issue + 1);
}

/* Kept as text; resolve() parses it once all names are known. */
void read_condition(struct binder *b, const struct key *k, const struct node *v,
                    void *base)
{
    if (bind_is_scalar(b, v, "a condition in quotes"))
        *MEMBER(base, k->offset, const char *) = bind_copy(b, v);
}

/* Kept as a name; resolve() finds it. */
void read_ref(struct binder *b, const struct key *k, const struct node *v,
              void *base)
{
    if (bind_is_scalar(b, v, "the id of a line"))
        MEMBER(base, k->offset, struct ref)->name = bind_copy(b, v);
}

/* Rounds come after events: resolve() finds it. */
void read_round(struct binder *b, const struct key *k, const struct node *v,
                void *base)
{
    (void)k;
    (void)base;
    bind_is_scalar(b, v, "the id of a round");
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Exactly size bytes in lower-case hexadecimal. */
static bool take_hex(struct binder *b, const struct node *n, const char *text,
                     uint8_t *out, size_t size)
{
    bool ok = strlen(text) == 2 * size;
    for (size_t i = 0; ok && i < 2 * size; i++) {
        int digit = hex_digit(text[i]);
        ok = digit >= 0;
        out[i / 2] = (uint8_t)((out[i / 2] << 4) | (digit & 0xf));
    }
    if (!ok)
        diags_add(b->diags, MISTAKE_BAD_HANDLE, n->place,
                  "expected %zu hexadecimal digits", 2 * size);
    return ok;
}

bool bind_hex64(struct binder *b, const struct node *n, const char *text,
                uint64_t *out)
{
    uint8_t bytes[8] = {0};
    if (!take_hex(b, n, text, bytes, sizeof(bytes)))
        return false;
    struct reader r = reader_over((struct bytes){bytes, sizeof(bytes)});
    *out = reader_u64(&r);
    return true;
}

void read_hex64(struct binder *b, const struct key *k, const struct node *v,
                void *base)
{
    if (bind_is_scalar(b, v, "16 hexadecimal digits"))
        bind_hex64(b, v, v->text, MEMBER(base, k->offset, uint64_t));
}

void read_key256(struct binder *b, const struct key *k, const struct node *v,
                 void *base)
{
    struct digest *d = MEMBER(base, k->offset, struct digest);
    if (bind_is_scalar(b, v, "64 hexadecimal digits"))
        take_hex(b, v, v->text, d->bytes, DIGEST_SIZE);
}

void read_caveat_flag(struct binder *b, const struct key *k,
                      const struct node *v, void *base)
{
    bool truth;
    if (take_truth(b, v, &truth) && truth)
        *MEMBER(base, k->offset, uint16_t) |= (uint16_t)k->fallback;
}

void read_caveat_time(struct binder *b, const struct key *k,
                      const struct node *v, void *base)
{
    struct line *line = base;
    read_duration(b, k, v, base);
    if (*MEMBER(base, k->offset, int64_t) >= 0)
        line->caveat_bits |= (uint16_t)k->fallback;
}

void read_caveat_condition(struct binder *b, const struct key *k,
                           const struct node *v, void *base)
{
    struct line *line = base;
    read_condition(b, k, v, base);
    if (line->caveat_condition)
        line->caveat_bits |= (uint16_t)k->fallback;
}
