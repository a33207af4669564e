/* The mediator's knowledge as outside programs are told it. */
#ifndef SHUTTLE_PROGRAM_JSON_H
#define SHUTTLE_PROGRAM_JSON_H

#include "json.h"

#include "shuttle/board.h"

/* A room's id, the mediator's for FROM_MEDIATOR. */
struct bytes program_author(const struct board *b, uint8_t room);
/* "item": all of it, or its author and number alone. */
void program_item(struct json *j, const struct board *b,
                  const struct item *item);
void program_item_name(struct json *j, const struct board *b,
                       const struct item *item);
/* {"issue": "option", "free issue": {"words": "..."}, ...} */
void program_package(struct json *j, const char *key, const struct board *b,
                     const struct package *p);
void program_carriers(struct json *j, const struct board *b);
/* "rooms": what waits in each and for each. */
void program_rooms(struct json *j, const struct board *b);

#endif
