/* shuttle explain S014: what a mistake is, with a corrected example. */
#include "sim/cmd/cmd.h"

#include "sim/cmd/args.h"
#include "sim/scenario/diag.h"
#include "sim/scenario/pages.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WIDTH 78u

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
    const char **code = state->input;
    if (key == ARGP_KEY_ARG && !*code) {
        *code = arg;
        return 0;
    }
    if (key == ARGP_KEY_ARG)
        argp_error(state, "one code at a time");
    return key == ARGP_KEY_ARG ? 0 : ARGP_ERR_UNKNOWN;
}

static const struct argp parser = {
    .parser = parse_option,
    .args_doc = "[CODE]",
    .doc = "Say what a mistake that `shuttle check` names is, and show an "
           "example and its correction. Without a code: list all codes.",
};

static void list_codes(void)
{
#define X(number, NAME, text, help) printf("S%03d  %s\n", number, text);
    MISTAKE_TABLE(X)
#undef X
}

/* The number in "S014", "s14" or "14"; 0 when it is none of the table. */
static enum mistake code_of(const char *text)
{
    if (*text == 'S' || *text == 's')
        text++;
    char *end;
    long number = strtol(text, &end, 10);
    if (!isdigit((unsigned char)*text) || *end != '\0')
        return (enum mistake)0;
#define X(n, NAME, t, help)                                                    \
    if (number == (n))                                                         \
        return MISTAKE_##NAME;
    MISTAKE_TABLE(X)
#undef X
    return (enum mistake)0;
}

static void print_paragraph(const char *text)
{
    size_t column = 0;
    while (*text != '\0') {
        size_t word = strcspn(text, " ");
        if (column > 0 && column + 1 + word > WIDTH) {
            putchar('\n');
            column = 0;
        }
        if (column > 0)
            column += (size_t)printf(" ");
        fwrite(text, 1, word, stdout);
        column += word;
        text += word;
        text += strspn(text, " ");
    }
    putchar('\n');
}

static void print_example(const char *title, const char *text)
{
    if (*text == '\0')
        return;
    printf("\n%s\n\n", title);
    while (*text != '\0') {
        size_t line = strcspn(text, "\n");
        printf("    %.*s\n", (int)line, text);
        text += line;
        text += *text == '\n';
    }
}

int cmd_explain(int argc, char **argv)
{
    const char *text = NULL;
    argp_err_exit_status = 2;
    if (argp_parse(&parser, argc, argv, 0, NULL, &text))
        return 2;
    if (!text) {
        list_codes();
        return 0;
    }
    enum mistake code = code_of(text);
    const struct page *page = code ? page_of(code) : NULL;
    if (!page) {
        fprintf(stderr,
                "shuttle explain: there is no code '%s'; `shuttle explain` "
                "lists all\n",
                text);
        return 2;
    }
    printf("S%03d: %s\n\n", (int)code, mistake_text(code));
    print_paragraph(page->text);
    print_example("Wrong:", page->wrong);
    print_example("Right:", page->right);
    const char *what = mistake_help(code);
    size_t size = strlen(what);
    char help[256];
    snprintf(help, sizeof(help), "What to do: %s%s", what,
             size > 0 && what[size - 1] == '.' ? "" : ".");
    printf("\n");
    print_paragraph(help);
    return 0;
}
