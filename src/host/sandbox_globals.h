/* The globals of foreign code: Lua's, without what reaches out of the sandbox, and with replacements for what would get
 * around its limits. */
#ifndef LUACDK_HOST_SANDBOX_GLOBALS_H
#define LUACDK_HOST_SANDBOX_GLOBALS_H

#include <lua.h>

/* Methods of strings are shared by all code of a state: these make them the bounded ones and hide their metatable, and
 * put things back. */
void sandbox_protect_strings(lua_State *L);
void sandbox_unprotect_strings(lua_State *L);

#endif
