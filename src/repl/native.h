/* The module `luacdk.repl.native`: what the session's Lua code asks of the program. */
#ifndef LUACDK_REPL_NATIVE_H
#define LUACDK_REPL_NATIVE_H

#include "repl/world.h"

#include <lua.h>

/* Registers the module with L; `world` may be NULL as long as no session is open, then `request` says how to open one.
 */
void native_provide(lua_State *L, struct world *world, const struct repl_request *request);

#endif
