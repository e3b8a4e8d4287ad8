/* Calls of the library's functions: those made by users are checked against the schema, those made by the library are
 * not.
 *
 * The public functions of a library class are in its table as checked functions. A checked function finds out who
 * calls; if it is a user, it checks receiver and arguments; then it calls the plain function. When the library itself
 * looks up a member of an instance, it gets the plain function directly. */
#ifndef LUACDK_OBJECT_CALL_H
#define LUACDK_OBJECT_CALL_H

#include <lua.h>
#include <stdbool.h>

#include "schema/schema.h"

/* Replaces the public functions of the library class at `cls` and of its bases with checked functions; users' classes
 * are left alone. `complete` says that the class's file has run, so it need not be looked at again. */
void call_check_class(lua_State *L, int cls, bool complete);

/* The same for the member of the library class at `cls` whose name is at `key`. */
void call_check_member(lua_State *L, int cls, int key);

/* The same for the functions in the table on top of the stack: methods of a userdata of the public type `full_name`. */
void call_check_methods(lua_State *L, const char *full_name);

/* Complains that the method was called without its object, but with the value at `idx` in its place. `fits` tells what
 * the object may be, to name the variable that holds it: see push_variable. */
void call_complain_of_receiver(lua_State *L, const struct schema_type *owner, const struct schema_member *member,
                               int idx, bool (*fits)(lua_State *L, int idx, int data), int data);

/* For __index functions: if the library asked, replaces the checked function on top of the stack with the plain one.
 * Other values are left alone. */
void call_unwrap(lua_State *L);

/* Adds plain_function to the module table on top of the stack. */
void call_open(lua_State *L);

#endif
