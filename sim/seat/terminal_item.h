/* What stands after the command of an item, one token after another. */
#ifndef SHUTTLE_SEAT_TERMINAL_ITEM_H
#define SHUTTLE_SEAT_TERMINAL_ITEM_H

#include "sim/seat/terminal_parts.h"
#include "sim/seat/terminal_token.h"

/* What a command may be followed by. */
#define TAKES_TEXT        1u /* words in quotation marks */
#define TAKES_OPTIONS     2u /* issue=option */
#define TAKES_ABOUT       4u
#define TAKES_ANSWER      8u  /* accept ... and the number of what was told */
#define TAKES_OWN         16u /* the number of an own item */
#define TAKES_CAVEATS     32u
#define NEEDS_TEXT        64u
#define NEEDS_OPTIONS     128u
#define TAKES_CERTIFICATE 256u /* the number of one that was told, or none */

struct parse {
    struct terminal *t;
    struct typed_line line;
    unsigned at; /* token at hand */
    const char *command;
    unsigned takes;
    struct message_item *item;
    bool has_number;
    const struct terminal_told *told; /* what the number names, or NULL */
    bool has_via;                     /* it was typed */
    uint8_t via;                      /* channel by which the item goes */
    struct diag *diag;
};

/* "what 'word' (did you mean 'name'?)" as the diag's message. */
enum err parse_refuse(struct parse *p, const char *what, struct bytes word,
                      const char *const *names, size_t count);
/* The time that the token after the one at hand names, from now. */
enum err parse_time(struct parse *p, struct instant *out);
/* Refuse an item that lacks something, or is more than the room may hand over;
 * give a confidence and an undertaking the caveat they have without one. */
enum err parse_check(struct parse *p);
/* terminal_via.c: take the id of a mediator; settle by whom the item goes, and
 * check the number of an own one there. */
enum err parse_via(struct parse *p, struct bytes id);
enum err parse_check_via(struct parse *p);
/* All tokens after the command into the item, checked. */
enum err parse_item(struct parse *p);

#endif
