/* The order of the keys of a table that has no order of its own: numbers, ascending; strings by their bytes; false,
 * true; constructs in the order in which they were made; then the rest, as encountered. */
#ifndef LUACDK_OBJECT_KEY_ORDER_H
#define LUACDK_OBJECT_KEY_ORDER_H

#include <lua.h>
#include <stddef.h>

struct key {
    const char *text; /* owned by the key: valid as long as the key is somewhere in Lua */
    size_t length;
    lua_Number number;
    lua_Integer integer; /* of integers, and of keys ordered by a number instead of a string */
    size_t place;        /* where it was encountered, which decides between equal keys */
    unsigned char rank, is_integer;
};

/* What the key at `idx` is sorted by; it was encountered as number `place`. Leaves the stack unchanged. */
struct key key_read(lua_State *L, int idx, size_t place);

/* < 0, 0 or > 0. */
int key_compare(const struct key *a, const struct key *b);

void keys_sort(struct key *keys, size_t count);

#endif
