/* call.h – calls of the library's own functions: what a user calls is checked against the rows, what the library calls
 * is not.
 *
 * The public functions of a library class stand in its table as checked functions. Such a one asks who calls, checks
 * receiver and arguments if it is a user, and hands on to the plain function. A look-up by the library itself on an
 * instance gives the plain function at once. */
#ifndef LUACDK_OBJECT_CALL_H
#define LUACDK_OBJECT_CALL_H

#include <lua.h>
#include <stdbool.h>

/* Puts checked functions in the place of the public functions of the library class at `cls` and of its bases; users'
 * classes are left alone. Once a class is `complete`, since its file has run, it is not looked at again. */
void call_check_class(lua_State *L, int cls, bool complete);

/* The same for the member of the library class at `cls` whose name is at `key`. */
void call_check_member(lua_State *L, int cls, int key);

/* The same for the functions in the table on top of the stack: methods of userdata of the public type `full_name`. */
void call_check_methods(lua_State *L, const char *full_name);

/* To be called by an __index: replaces the checked function on top of the stack by the plain one where it is the library
 * that asked. Other values are left alone. */
void call_unwrap(lua_State *L);

/* Adds plain_function to the module table on top of the stack. */
void call_open(lua_State *L);

#endif
