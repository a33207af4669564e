/* The argument of --speed. */
#ifndef SIM_CMD_SPEED_H
#define SIM_CMD_SPEED_H

#include <stdbool.h>
#include <stdint.h>

/* Thousandths of the wall's speed, from "12", "0.5", "2.25". */
bool speed_parse(const char *text, uint32_t *out);

#endif
