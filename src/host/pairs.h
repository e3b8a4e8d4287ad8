/* `pairs` of user code: keys come in an order that is the same on each run. What has an order of its own (values, YAML,
 * JSON) keeps it; any other table is walked in that of object/key_order.h.
 *
 * As with Lua's own, entries may be set to other values or to nil on the way: what is gone is passed over, what is new
 * does not come. A table whose keys lie in order already, as those of most lists do, is walked by `next`; of any other
 * the keys are copied and sorted first. The library walks by Lua's `pairs`. */
#ifndef LUACDK_HOST_PAIRS_H
#define LUACDK_HOST_PAIRS_H

#include <lua.h>

/* Pushes the function. */
void pairs_push(lua_State *L);

#endif
