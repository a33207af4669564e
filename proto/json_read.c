/* Reading one object: a scanner that skips values, and what is looked up with
 * it. */
#include "json.h"

struct scan {
    const uint8_t *at;
    const uint8_t *end;
    unsigned depth;
};

static void blanks(struct scan *s)
{
    while (s->at < s->end && (*s->at == ' ' || *s->at == '\t' ||
                              *s->at == '\n' || *s->at == '\r'))
        s->at++;
}

static bool take(struct scan *s, char c)
{
    if (s->at == s->end || *s->at != (uint8_t)c)
        return false;
    s->at++;
    return true;
}

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_hex(uint8_t c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* The two or six bytes of an escape, behind its backslash. */
static bool skip_escape(struct scan *s)
{
    if (s->at == s->end)
        return false;
    if (*s->at == 'u') {
        for (int n = 1; n <= 4; n++)
            if (s->end - s->at <= n || !is_hex(s->at[n]))
                return false;
        s->at += 5;
        return true;
    }
    if (*s->at == '\0' || !strchr("\"\\/bfnrt", *s->at))
        return false;
    s->at++;
    return true;
}

static bool skip_text(struct scan *s)
{
    if (!take(s, '"'))
        return false;
    while (s->at < s->end && *s->at != '"') {
        uint8_t c = *s->at++;
        if (c < 0x20 || (c == '\\' && !skip_escape(s)))
            return false;
    }
    return take(s, '"');
}

static bool skip_digits(struct scan *s)
{
    const uint8_t *from = s->at;

    while (s->at < s->end && is_digit(*s->at))
        s->at++;
    return s->at > from;
}

static bool skip_number(struct scan *s)
{
    (void)take(s, '-');
    if (!take(s, '0') && !skip_digits(s))
        return false;
    if (take(s, '.') && !skip_digits(s))
        return false;
    if (take(s, 'e') || take(s, 'E')) {
        if (!take(s, '+'))
            (void)take(s, '-');
        return skip_digits(s);
    }
    return true;
}

static bool skip_word(struct scan *s, const char *word)
{
    size_t size = strlen(word);

    if ((size_t)(s->end - s->at) < size || memcmp(s->at, word, size) != 0)
        return false;
    s->at += size;
    return true;
}

/* One value that is neither a list nor an object. */
static bool skip_plain(struct scan *s, enum json_kind *kind)
{
    switch (s->at < s->end ? *s->at : 0) {
    case '"':
        *kind = JSON_TEXT;
        return skip_text(s);
    case 't':
        *kind = JSON_TRUE;
        return skip_word(s, "true");
    case 'f':
        *kind = JSON_FALSE;
        return skip_word(s, "false");
    case 'n':
        *kind = JSON_NULL;
        return skip_word(s, "null");
    default:
        *kind = JSON_NUMBER;
        return skip_number(s);
    }
}

/* Brackets that are open, innermost last. */
struct nest {
    uint8_t of[JSON_DEPTH_MAX];
    unsigned depth;
};

/* After a value: a comma and, in an object, the next key; or what closes the
 * innermost bracket, and those around it. False when it is neither. */
static bool skip_between(struct scan *s, struct nest *n)
{
    for (blanks(s); n->depth; blanks(s)) {
        uint8_t inner = n->of[n->depth - 1];
        if (take(s, ',')) {
            blanks(s);
            if (inner == '[')
                return true;
            if (!skip_text(s))
                return false;
            blanks(s);
            return take(s, ':');
        }
        if (!take(s, inner == '[' ? ']' : '}'))
            return false;
        n->depth--;
    }
    return true;
}

/* An opened bracket: whether it holds anything, with the key of an object's
 * first value. */
static bool skip_open(struct scan *s, struct nest *n, bool *empty)
{
    uint8_t bracket = *s->at++;

    if (n->depth == JSON_DEPTH_MAX)
        return false;
    blanks(s);
    *empty = take(s, bracket == '[' ? ']' : '}');
    if (*empty)
        return true;
    n->of[n->depth++] = bracket;
    if (bracket == '[')
        return true;
    if (!skip_text(s))
        return false;
    blanks(s);
    return take(s, ':');
}

static bool skip_value(struct scan *s, enum json_kind *kind)
{
    struct nest n = {.depth = 0};
    enum json_kind inner = JSON_OTHER;
    bool first = true;

    do {
        bool empty = true;

        blanks(s);
        if (s->at < s->end && (*s->at == '[' || *s->at == '{')) {
            if (!skip_open(s, &n, &empty))
                return false;
            inner = JSON_OTHER;
        } else if (!skip_plain(s, &inner)) {
            return false;
        }
        if (first)
            *kind = inner;
        first = false;
        if (empty && !skip_between(s, &n))
            return false;
    } while (n.depth);
    return true;
}

/* The next key and value of the object that s stands in; first: behind its
 * opening bracket. False at its end, or when it is malformed: then *ok is. */
static bool next_pair(struct scan *s, bool first, struct bytes *key,
                      struct json_value *value, bool *ok)
{
    const uint8_t *from;

    blanks(s);
    if (take(s, '}')) {
        *ok = true;
        return false;
    }
    *ok = first || take(s, ',');
    blanks(s);
    from = s->at;
    *ok = *ok && skip_text(s);
    *key = (struct bytes){from, (size_t)(s->at - from)};
    blanks(s);
    *ok = *ok && take(s, ':');
    blanks(s);
    from = s->at;
    *ok = *ok && skip_value(s, &value->kind);
    /* Behind a value blanks may be skipped already. */
    while (*ok && s->at > from && s->at[-1] <= ' ')
        s->at--;
    value->raw = (struct bytes){from, (size_t)(s->at - from)};
    return *ok;
}

static bool has_key_before(struct bytes object, const uint8_t *end,
                           struct bytes key)
{
    struct scan s = {object.data, end, 0};
    struct json_value value;
    struct bytes other;
    bool ok, first = true;

    blanks(&s);
    s.at++;
    for (; s.at < key.data && next_pair(&s, first, &other, &value, &ok);
         first = false)
        if (other.data < key.data && bytes_equal(other, key))
            return true;
    return false;
}

bool json_is_object(struct bytes text)
{
    struct scan s = {text.data, text.data + text.size, 0};
    struct json_value value;
    struct bytes key;
    bool ok = false, first = true;

    if (text.size == 0 || !bytes_is_utf8(text))
        return false;
    blanks(&s);
    if (!take(&s, '{'))
        return false;
    for (unsigned n = 0; next_pair(&s, first, &key, &value, &ok);
         first = false, n++)
        if (n == 32 || has_key_before(text, s.end, key))
            return false;
    blanks(&s);
    return ok && s.at == s.end;
}

struct json_value json_get(struct bytes object, const char *key)
{
    struct scan s = {object.data, object.data + object.size, 0};
    struct json_value value = {.kind = JSON_ABSENT};
    size_t size = strlen(key);
    struct bytes found;
    bool ok, first = true;

    blanks(&s);
    s.at++;
    for (; next_pair(&s, first, &found, &value, &ok); first = false)
        if (found.size == size + 2 && memcmp(found.data + 1, key, size) == 0)
            return value;
    return (struct json_value){.kind = JSON_ABSENT};
}

bool json_get_number(const struct json_value *v, int64_t *out)
{
    int64_t sum = 0;

    if (v->kind != JSON_NUMBER)
        return false;
    for (size_t n = 0; n < v->raw.size; n++) {
        int64_t digit = v->raw.data[n] - '0';
        if (!is_digit(v->raw.data[n]) || sum > (INT64_MAX - digit) / 10)
            return false;
        sum = sum * 10 + digit;
    }
    *out = sum;
    return true;
}

bool json_is_word(const struct json_value *v, const char *word)
{
    size_t size = strlen(word);

    return v->kind == JSON_TEXT && v->raw.size == size + 2 &&
           memcmp(v->raw.data + 1, word, size) == 0;
}

static uint32_t hex4(const uint8_t *p)
{
    uint32_t v = 0;

    for (int n = 0; n < 4; n++) {
        uint8_t c = p[n];
        v = v << 4 | (uint32_t)(is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    return v;
}

/* The character of a \u escape; p stands on the first digit. 0 for none that
 * can stand in a text. */
static uint32_t unescape(const uint8_t **p, const uint8_t *end)
{
    uint32_t c = hex4(*p);

    *p += 4;
    if (c < 0xD800 || c > 0xDFFF)
        return c;
    if (c > 0xDBFF || end - *p < 6 || (*p)[0] != '\\' || (*p)[1] != 'u')
        return 0;
    uint32_t low = hex4(*p + 2);
    *p += 6;
    if (low < 0xDC00 || low > 0xDFFF)
        return 0;
    return 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
}

static void put_utf8(struct writer *w, uint32_t c)
{
    if (c < 0x80) {
        writer_u8(w, (uint8_t)c);
        return;
    }
    if (c < 0x800) {
        writer_u8(w, (uint8_t)(0xC0 | c >> 6));
    } else if (c < 0x10000) {
        writer_u8(w, (uint8_t)(0xE0 | c >> 12));
        writer_u8(w, (uint8_t)(0x80 | (c >> 6 & 63)));
    } else {
        writer_u8(w, (uint8_t)(0xF0 | c >> 18));
        writer_u8(w, (uint8_t)(0x80 | (c >> 12 & 63)));
        writer_u8(w, (uint8_t)(0x80 | (c >> 6 & 63)));
    }
    writer_u8(w, (uint8_t)(0x80 | (c & 63)));
}

static uint8_t escaped(uint8_t c)
{
    static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
    const char *at = strchr(from, c); /* c is none of the text's NUL */

    return at ? (uint8_t)to[at - from] : c;
}

bool json_get_text(const struct json_value *v, uint8_t *out, size_t capacity,
                   size_t *size)
{
    struct writer w = writer_over(out, capacity);
    const uint8_t *p, *end;

    if (v->kind != JSON_TEXT)
        return false;
    p = v->raw.data + 1;
    end = v->raw.data + v->raw.size - 1;
    while (p < end && !w.failed) {
        uint32_t c = *p++;
        if (c != '\\') {
            writer_u8(&w, (uint8_t)c);
            continue;
        }
        if (*p == 'u') {
            p++;
            c = unescape(&p, end);
            if (c == 0)
                return false;
            put_utf8(&w, c);
        } else {
            writer_u8(&w, escaped(*p++));
        }
    }
    *size = writer_size(&w);
    return !w.failed;
}
