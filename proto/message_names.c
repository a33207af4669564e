/* The names of the numbers that messages carry. */
#include "shuttle/message.h"

#define COLUMN(NAME, TABLE, X)                                                 \
    const char *NAME(uint32_t number)                                          \
    {                                                                          \
        switch (number) {                                                      \
            TABLE(X)                                                           \
        }                                                                      \
        return "unknown";                                                      \
    }

#define KEY(number, name, key, text)                                           \
    case number:                                                               \
        return key;
#define TEXT(number, name, key, text)                                          \
    case number:                                                               \
        return text;
#define ONLY_TEXT(number, name, text)                                          \
    case number:                                                               \
        return text;

COLUMN(receipt_key, RECEIPT_TABLE, KEY)
COLUMN(disposition_text, DISPOSITION_TABLE, ONLY_TEXT)
COLUMN(outcome_key, OUTCOME_TABLE, KEY)
COLUMN(outcome_text, OUTCOME_TABLE, TEXT)
COLUMN(rule_key, RULE_TABLE, KEY)
COLUMN(rule_text, RULE_TABLE, TEXT)
