/* Character data that C lacks: as JavaScript's regular expressions use it, and how wide terminals show characters. */
#ifndef LUACDK_BASE_UNICODE_ROWS_H
#define LUACDK_BASE_UNICODE_ROWS_H

#include <stddef.h>
#include <stdint.h>

struct unicode_category {
    const char *name;
    const uint32_t (*ranges)[2];
    size_t count;
};

/* The general category, or NULL if it is not among those that the ignore rules use. */
const struct unicode_category *unicode_category(const char *name);

/* How a case-insensitive expression compares a code unit; and the reverse: the units that fold to `folded`, except
 * itself. Returns how many. */
uint16_t unicode_fold(uint16_t c);
size_t unicode_unfold(uint16_t folded, uint16_t *out, size_t room);

/* How many columns of a terminal the character takes: 2 for those of East Asia and emoji, 0 for marks that stand above
 * or below another; 1 for control characters, since they are shown as `?`. */
int unicode_columns(uint32_t c);

#endif
