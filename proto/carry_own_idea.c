/*
 * As the mediator's own idea: what its author allows, and what a declared list
 * of moves and rooms allows. The words are the author's rewording, or the text
 * with the declared replacements made when that changes it; an item that names
 * options needs none. Where there are none, and for all the rest: as it is.
 *
 * Release names no owner: not as its author, by no handle of his, and by
 * nothing that it answers. No gloss goes with it, which could be known.
 */
#include "carry_words.h"

#include <string.h>

static const struct param_spec params[] = {
    {"moves", PARAM_TEXT, "", NULL,
     "moves that are told as the mediator's idea, such as \"offer say\"; what "
     "its author allows always is"},
    {"rooms", PARAM_TEXT, "", NULL,
     "of these rooms only, such as \"us iran\"; none: of all"},
    CARRY_REPLACE,
    CARRY_NON_PAPERS,
    CARRY_READ_BACK,
    {0},
};

/* The list has this word, between blanks, commas or plus signs. */
static bool has_word(const char *list, const char *word)
{
    static const char between[] = " ,+";
    size_t size = strlen(word);

    for (list += strspn(list, between); *list; list += strspn(list, between)) {
        size_t n = strcspn(list, between);

        if (n == size && memcmp(list, word, size) == 0)
            return true;
        list += n;
    }
    return false;
}

static bool is_declared(const struct choice *c, const struct scenario *s,
                        const struct item *item)
{
    const char *rooms = param_text(c, params, "rooms");

    return item->room < s->room_count &&
           has_word(param_text(c, params, "moves"), move_key(item->move)) &&
           (!*rooms || has_word(rooms, s->rooms[item->room].id)) &&
           item->move != MOVE_AIDE_MEMOIRE && item->move != MOVE_REPLY;
}

static void decide(void *state, const struct choice *c, const struct board *b,
                   const struct crossing *crossing, struct asking *ask,
                   struct carry_decision *out)
{
    const struct item *item = crossing->item;
    enum form form = (enum form)caveat_form(item->caveats.bits);
    size_t size;

    (void)state, (void)ask;
    out->attributed = carry_attributes(c);
    if (form != FORM_OWN_IDEA &&
        (form != FORM_NONE || !is_declared(c, b->brief, item))) {
        carry_words(item, form ? form : FORM_VERBATIM, out);
        return;
    }
    carry_words(item, FORM_OWN_IDEA, out);
    if (item->gist.size || item->text.size == 0)
        return;
    if (carry_reword(c, item->text, true, out->scratch, &size)) {
        out->verdict = CARRY_WORDS;
        out->text = (struct bytes){out->scratch, size};
    } else if (form == FORM_NONE) {
        carry_words(item, FORM_VERBATIM, out);
    }
}

static enum err fits(const struct choice *c, const struct scenario *s,
                     struct diag *diag)
{
    const char *moves = param_text(c, params, "moves");
    const char *rooms = param_text(c, params, "rooms");
    static const char between[] = " ,+";

    for (const char *at = moves + strspn(moves, between); *at;
         at += strspn(at, between)) {
        int size = (int)strcspn(at, between);
        bool known = false;

        for (unsigned m = MOVE_SAY; m <= MOVE_COMPLAINT; m++)
            known = known || (strlen(move_key(m)) == (size_t)size &&
                              memcmp(move_key(m), at, (size_t)size) == 0);
        if (!known)
            return diag_set(diag, ERR_UNKNOWN,
                            "'moves': '%.*s' is no move of a party", size, at);
        at += size;
    }
    for (const char *at = rooms + strspn(rooms, between); *at;
         at += strspn(at, between)) {
        int size = (int)strcspn(at, between);
        bool known = false;

        for (uint8_t r = 0; r < s->room_count; r++)
            known = known || (strlen(s->rooms[r].id) == (size_t)size &&
                              memcmp(s->rooms[r].id, at, (size_t)size) == 0);
        if (!known)
            return diag_set(diag, ERR_UNKNOWN,
                            "'rooms': there is no room '%.*s'", size, at);
        at += size;
    }
    return ERR_OK;
}

const struct carry carry_own_idea = {
    .member = {.name = "own_idea",
               .help = "as the mediator's idea, where that is allowed",
               .params = params,
               .fits = fits,
               .adopt = carry_adopt_nothing,
               .observe = carry_observe_nothing},
    .decide = decide,
};
