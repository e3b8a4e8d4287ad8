/* `table.concat` of user code, which takes tokens among the pieces: the result is a token then. Without one it is Lua's
 * own. */
#ifndef LUACDK_HOST_CONCAT_H
#define LUACDK_HOST_CONCAT_H

#include <lua.h>

/* Pushes the function. */
void concat_push(lua_State *L);

#endif
