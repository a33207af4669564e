#include "shuttle/agenda.h"

#include <assert.h>
#include <string.h>

void package_clear(struct package *p)
{
    memset(p->option, OPTION_NONE, sizeof p->option);
    p->words = BYTES_NONE;
}

bool package_is_empty(const struct package *p)
{
    for (size_t i = 0; i < ISSUES_MAX; i++) {
        if (p->option[i] != OPTION_NONE)
            return false;
    }
    return true;
}

bool package_is_whole(const struct package *p, const struct agenda *a)
{
    for (size_t i = 0; i < a->issue_count; i++) {
        if (p->option[i] == OPTION_NONE)
            return false;
    }
    return true;
}

bool package_equal(const struct package *a, const struct package *b)
{
    return memcmp(a->option, b->option, sizeof a->option) == 0 &&
           bytes_equal(a->words, b->words);
}

static struct bytes next_words(struct reader *r)
{
    return reader_bytes(r, reader_u16(r));
}

struct bytes package_words(const struct package *p, size_t issue)
{
    struct reader r = reader_over(p->words);

    if (issue >= ISSUES_MAX || p->option[issue] != OPTION_WORDS)
        return BYTES_NONE;
    for (size_t i = 0; i < issue; i++) {
        if (p->option[i] == OPTION_WORDS)
            next_words(&r);
    }
    return next_words(&r);
}

bool package_words_fit(const struct package *p)
{
    struct reader r = reader_over(p->words);

    for (size_t i = 0; i < ISSUES_MAX; i++) {
        if (p->option[i] != OPTION_WORDS)
            continue;
        struct bytes text = next_words(&r);
        if (text.size == 0 || !bytes_is_utf8(text))
            return false;
    }
    return reader_done(&r) && p->words.size <= PACKAGE_WORDS_MAX;
}

bool package_put_words(struct package *p, size_t issue, struct bytes text,
                       uint8_t *out)
{
    struct package made = *p;
    struct writer w = writer_over(out, p->words.size + 2 + text.size);

    assert(issue < ISSUES_MAX);
    if (text.size > PACKAGE_WORDS_MAX)
        return false;
    made.option[issue] = OPTION_WORDS;
    for (size_t i = 0; i < ISSUES_MAX; i++) {
        if (made.option[i] != OPTION_WORDS)
            continue;
        struct bytes one = i == issue ? text : package_words(p, i);
        writer_u16(&w, (uint16_t)one.size);
        writer_bytes(&w, one);
    }
    made.words = (struct bytes){out, writer_size(&w)};
    if (!package_words_fit(&made))
        return false;
    *p = made;
    return true;
}

void position_clear(struct position *p)
{
    memset(p->option, OPTION_NONE, sizeof p->option);
}

void position_merge(struct position *onto, const struct package *from)
{
    for (size_t i = 0; i < ISSUES_MAX; i++) {
        if (from->option[i] < OPTIONS_MAX)
            onto->option[i] = from->option[i];
    }
}

struct position position_of(const struct package *p)
{
    struct position made;

    position_clear(&made);
    position_merge(&made, p);
    return made;
}

struct package position_package(const struct position *p)
{
    struct package made = {.words = BYTES_NONE};

    memcpy(made.option, p->option, sizeof made.option);
    return made;
}

int agenda_issue(const struct agenda *a, struct bytes id)
{
    for (int i = 0; i < a->issue_count; i++) {
        if (bytes_equal(bytes_of(a->issues[i].id), id))
            return i;
    }
    return -1;
}

int agenda_option(const struct agenda *a, int issue, struct bytes id)
{
    if (issue < 0 || issue >= a->issue_count)
        return -1;
    const struct issue *on = &a->issues[issue];
    for (int i = 0; i < on->option_count; i++) {
        if (bytes_equal(bytes_of(on->options[i].id), id))
            return i;
    }
    return -1;
}

bool package_fits(const struct package *p, const struct agenda *a)
{
    for (size_t i = 0; i < ISSUES_MAX; i++) {
        uint8_t option = p->option[i];
        if (option == OPTION_NONE)
            continue;
        if (i >= a->issue_count ||
            a->issues[i].free != (option == OPTION_WORDS))
            return false;
        if (option != OPTION_WORDS && option >= a->issues[i].option_count)
            return false;
    }
    return true;
}

int32_t package_value(const struct package *p, const struct agenda *a,
                      const struct values *v)
{
    int32_t sum = 0;
    for (size_t i = 0; i < a->issue_count; i++) {
        if (p->option[i] != OPTION_NONE && p->option[i] != OPTION_WORDS) {
            assert(p->option[i] < OPTIONS_MAX);
            sum += v->value[i][p->option[i]];
        }
    }
    return sum;
}

struct digest package_digest(const struct package *p, const struct agenda *a,
                             const uint8_t nonce[NONCE_SIZE])
{
    struct bytes parts[] = {
        {nonce, NONCE_SIZE},
        {&a->issue_count, 1},
        {p->option, a->issue_count},
        p->words,
    };
    return digest_of(parts, sizeof parts / sizeof parts[0]);
}
