/* Whether a value must be resolved before it can be part of a template. */
#ifndef LUACDK_OBJECT_UNRESOLVED_H
#define LUACDK_OBJECT_UNRESOLVED_H

#include <lua.h>
#include <stdbool.h>

/* True for tokens, strings with markers, and users' objects with `resolve`. */
bool token_is_unresolved(lua_State *L, int idx);

/* True if the table at `idx` has its own function `resolve` (an IResolvable written by a user). */
bool token_is_resolvable(lua_State *L, int idx);

/* The string at `arg`. A token in its place is an error on the user's line: `what`, such as "a path", is used while the
 * script runs. `arg` is absolute. */
const char *token_check_known(lua_State *L, int arg, const char *what);

#endif
