/* Global variables that nobody has set: the AWS modules under their short names (`lambda`, `s3`), which load on first
 * use, and slips, which raise. Any other name is nil. */
#ifndef LUACDK_HOST_GLOBALS_H
#define LUACDK_HOST_GLOBALS_H

#include <lua.h>
#include <stdbool.h>

/* Makes Lua's own globals behave so. */
void globals_open(lua_State *L);

/* The __index of globals. Where the user's code asks, it raises for words that are values in other languages (None,
 * this), and for names that are nearly those of a variable in scope, a global or a module. */
int globals_missing(lua_State *L);

/* For such a function, with the table of globals at 1 and a name at 2: sets and pushes the module that has this short
 * name; false (nothing pushed) if there is none. */
bool globals_push_module(lua_State *L);

/* Pushes the name of the global or module nearest to `name`; false (nothing pushed) if none is near. */
bool globals_push_nearest(lua_State *L, const char *name);

#endif
