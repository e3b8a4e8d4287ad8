/* Keys in order: see key_order.h. */
#include "object/key_order.h"

#include <stdlib.h>
#include <string.h>

#include "object/tree.h"

enum rank { RANK_NUMBER, RANK_TEXT, RANK_BOOLEAN, RANK_CONSTRUCT, RANK_OTHER };

enum { FEW_KEYS = 24 };

struct key key_read(lua_State *L, int idx, size_t place) {
    struct key key = {.place = place, .rank = RANK_OTHER};
    const struct node *node;
    switch (lua_type(L, idx)) {
    case LUA_TSTRING:
        key.rank = RANK_TEXT;
        key.text = lua_tolstring(L, idx, &key.length);
        break;
    case LUA_TNUMBER:
        key.rank = RANK_NUMBER;
        key.number = lua_tonumber(L, idx);
        key.is_integer = lua_isinteger(L, idx) != 0;
        key.integer = key.is_integer ? lua_tointeger(L, idx) : 0;
        break;
    case LUA_TBOOLEAN:
        key.rank = RANK_BOOLEAN;
        key.integer = lua_toboolean(L, idx);
        break;
    case LUA_TTABLE:
        node = node_of(L, idx);
        if (node) {
            key.rank = RANK_CONSTRUCT;
            key.integer = node->index;
        }
        break;
    default:
        break;
    }
    return key;
}

int key_compare(const struct key *a, const struct key *b) {
    int order = (a->rank > b->rank) - (a->rank < b->rank);
    if (order) {
        return order;
    }
    if (a->rank == RANK_TEXT) {
        order = memcmp(a->text, b->text, a->length < b->length ? a->length : b->length);
        return order ? order : (a->length > b->length) - (a->length < b->length);
    }
    if (a->rank == RANK_NUMBER && !(a->is_integer && b->is_integer)) {
        order = (a->number > b->number) - (a->number < b->number);
    } else {
        order = (a->integer > b->integer) - (a->integer < b->integer);
    }
    return order ? order : (a->place > b->place) - (a->place < b->place);
}

static int compare(const void *a, const void *b) { return key_compare(a, b); }

/* Maps are small, so insertion sort beats qsort. */
void keys_sort(struct key *keys, size_t count) {
    if (count > FEW_KEYS) {
        qsort(keys, count, sizeof *keys, compare);
        return;
    }
    for (size_t i = 1; i < count; i++) {
        struct key key = keys[i];
        size_t place = i;
        for (; place > 0 && key_compare(&key, &keys[place - 1]) < 0; place--) {
            keys[place] = keys[place - 1];
        }
        keys[place] = key;
    }
}
