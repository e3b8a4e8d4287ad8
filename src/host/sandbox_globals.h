/* The globals of untrusted code: Lua's, without those that reach out of the sandbox, and with replacements for those
 * that would get around its limits. */
#ifndef LUACDK_HOST_SANDBOX_GLOBALS_H
#define LUACDK_HOST_SANDBOX_GLOBALS_H

#include <lua.h>

/* Pushes new globals for a chunk of untrusted code whose modules and includes are below `root`. */
void sandbox_push_globals(lua_State *L, const char *root);

/* Protects what all code of a state shares: methods of strings are replaced with bounded ones, their metatable is
 * hidden, and the library cannot set a metatable with a finalizer; and undoes all that. */
void sandbox_protect_library(lua_State *L);
void sandbox_unprotect_library(lua_State *L);

#endif
