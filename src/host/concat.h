/* `table.concat` for user code, which accepts tokens among the pieces; the result is then a token. Without tokens it is
 * Lua's own. */
#ifndef LUACDK_HOST_CONCAT_H
#define LUACDK_HOST_CONCAT_H

#include <lua.h>

/* Pushes the function. */
void concat_push(lua_State *L);

#endif
