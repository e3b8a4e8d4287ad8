/* The order in which the keys of a table are told that has none of its own: numbers, ascending; texts by their bytes;
 * false, true; constructs as they were made; then the rest, as it comes. */
#ifndef LUACDK_OBJECT_KEY_ORDER_H
#define LUACDK_OBJECT_KEY_ORDER_H

#include <lua.h>
#include <stddef.h>

struct key {
    const char *text; /* the key's own: valid as long as the key is somewhere in Lua */
    size_t length;
    lua_Number number;
    lua_Integer integer; /* of integers, and of what has a number in place of a text */
    size_t place;        /* where it came, which decides between equals */
    unsigned char rank, is_integer;
};

/* What the key at `idx` is sorted by; it came as number `place`. Takes and leaves nothing. */
struct key key_read(lua_State *L, int idx, size_t place);

/* < 0, 0 or > 0. */
int key_compare(const struct key *a, const struct key *b);

void keys_sort(struct key *keys, size_t count);

#endif
