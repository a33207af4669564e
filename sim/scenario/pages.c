#include "sim/scenario/pages.h"

static const struct page *find(const struct page *pages, enum mistake code)
{
    for (; pages->text; pages++) {
        if (pages->code == code)
            return pages;
    }
    return NULL;
}

const struct page *page_of(enum mistake code)
{
    const struct page *page = find(pages_form, code);
    if (!page)
        page = find(pages_game, code);
    return page ? page : find(pages_doubt, code);
}
