/* Questions about strings. */
#ifndef LUACDK_BASE_TEXT_H
#define LUACDK_BASE_TEXT_H

#include <stdbool.h>
#include <string.h>

/* Whether a string ends in another, or is that. */
static inline bool text_ends_in(const char *text, const char *end) {
    size_t length = strlen(text), tail = strlen(end);
    return length >= tail && strcmp(text + length - tail, end) == 0;
}

#endif
