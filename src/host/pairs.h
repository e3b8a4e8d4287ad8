/* `pairs` and `next` for user code: keys come in the same order on each run. Values that have an order (from YAML, JSON and values
 * files) keep it; the keys of any other table come in the order of object/key_order.h.
 *
 * As with Lua's own pairs, entries may be set to other values or to nil during the loop: removed entries are skipped,
 * new ones are not visited. If a table's keys already are in order, as in most lists, it is walked with `next`;
 * otherwise the keys are first copied and sorted. The library itself uses Lua's `pairs`. */
#ifndef LUACDK_HOST_PAIRS_H
#define LUACDK_HOST_PAIRS_H

#include <lua.h>

/* Sets pairs and next in the table on top of the stack. This `next` is Lua's, but gives no key under which the library
 * keeps something in a table. */
void pairs_set(lua_State *L);

#endif
