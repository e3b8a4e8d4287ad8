/* The globals of untrusted code: Lua's, without what reaches out of the sandbox, and with replacements for what would get
 * around its limits. */
#ifndef LUACDK_HOST_SANDBOX_GLOBALS_H
#define LUACDK_HOST_SANDBOX_GLOBALS_H

#include <lua.h>

/* Pushes new globals for a chunk of untrusted code whose modules and includes lie below `root`. */
void sandbox_push_globals(lua_State *L, const char *root);

/* What all code of a state shares: methods of strings become the bounded ones, their metatable is hidden, and the
 * library sets no metatable with a finalizer; and all that undone. */
void sandbox_protect_library(lua_State *L);
void sandbox_unprotect_library(lua_State *L);

#endif
