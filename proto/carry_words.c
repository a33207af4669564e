#include "carry_words.h"

void carry_words(const struct item *item, enum form form,
                 struct carry_decision *out)
{
    out->form = form;
    out->verdict = CARRY_WORDS;
    out->gloss = BYTES_NONE;
    if (form == FORM_VERBATIM) {
        out->text = item->text;
        out->gloss = item->gloss;
        return;
    }
    out->text = item->gist;
    if (item->gist.size == 0 && package_is_empty(&item->package))
        out->verdict = CARRY_NO_WORDS;
}
