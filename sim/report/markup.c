#include "sim/report/markup.h"

#include <string.h>

void markup_text(struct page *out, struct bytes text)
{
    struct page clean = {0};

    page_clean(&clean, text);
    for (const char *c = page_string(&clean); *c != '\0'; c++) {
        size_t plain = strcspn(c, "&<>\"'");

        page_add(out, (struct bytes){(const uint8_t *)c, plain});
        c += plain;
        if (*c == '\0')
            break;
        page_text(out, *c == '&'   ? "&amp;"
                       : *c == '<' ? "&lt;"
                       : *c == '>' ? "&gt;"
                       : *c == '"' ? "&quot;"
                                   : "&#39;");
    }
    out->failed = out->failed || clean.failed;
    page_fini(&clean);
}

void markup_string(struct page *out, const char *text)
{
    markup_text(out, bytes_of(text));
}

bool markup_is_rtl(const char *language)
{
    /* Languages whose usual script runs from right to left. */
    static const char *const known[] = {"ar", "arc", "ckb", "dv",  "fa", "he",
                                        "iw", "ji",  "ks",  "nqo", "ps", "sd",
                                        "ug", "ur",  "yi",  "syr"};
    size_t size = strcspn(language, "-_");

    if (strstr(language, "-Latn") != NULL)
        return false;
    for (size_t n = 0; n < sizeof(known) / sizeof(known[0]); n++)
        if (strlen(known[n]) == size && strncmp(known[n], language, size) == 0)
            return true;
    return strstr(language, "-Arab") != NULL ||
           strstr(language, "-Hebr") != NULL;
}

void markup_language(struct page *out, const char *language)
{
    page_text(out, " lang=\"");
    markup_string(out, language);
    page_format(out, "\" dir=\"%s\"", markup_is_rtl(language) ? "rtl" : "ltr");
}
