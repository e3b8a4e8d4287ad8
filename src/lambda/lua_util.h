/* Short helpers for building constructs from C.
 *
 * The classes of this room use the construct library as a script does: they require modules, call classes and methods,
 * and read fields. Each function says what it takes from the top of the stack and what it leaves: [-taken, +left]. All
 * may raise; none owns memory while it may. */
#ifndef LUACDK_LAMBDA_LUA_UTIL_H
#define LUACDK_LAMBDA_LUA_UTIL_H

#include <stdbool.h>

#include <lua.h>

/* Pushes require(module)[name]. [-0, +1] */
void push_export(lua_State *L, const char *module, const char *name);

/* Calls require(module)[name] with the `arguments` values on top. [-arguments, +1] */
void call_export(lua_State *L, const char *module, const char *name, int arguments);

/* Calls object:method(…) of the object at `object` with the `arguments` values on top. [-arguments, +results] */
void call_method(lua_State *L, int object, const char *method, int arguments, int results);

/* Pushes object.field, computed or not; nil if the object has no such member, without raising. [-0, +1] */
void push_member(lua_State *L, int object, const char *field);

/* table[name] = object[field] (nil: not set) for the table on top. [-0, +0] */
void copy_member(lua_State *L, int object, const char *field, const char *name);

/* Whether object.field is the string `text`. [-0, +0] */
bool member_equals(lua_State *L, int object, const char *field, const char *text);

/* Whether object.field is set: neither nil nor false. [-0, +0] */
bool has_member(lua_State *L, int object, const char *field);

/* Pushes a new table with all entries of the table at `from`. [-0, +1] */
void push_copy(lua_State *L, int from);

/* Sets table[name] = text for the table on top. [-0, +0] */
void set_text(lua_State *L, const char *name, const char *text);

/* Replaces an omitted options argument with an empty table, in place. [-0, +0] */
void default_table(lua_State *L, int argument);

/* The same, and checks the table against a struct of the schema; `what` names it in errors. [-0, +0] */
void check_options(lua_State *L, int argument, const char *structure, const char *what);

/* The argument as a string; raises an error that says what was expected. Tokens count as strings: the result is their
 * marker. [-0, +0] */
const char *check_text(lua_State *L, int argument, const char *what);

/* Adds a warning to the construct at `construct`. [-0, +0] */
void add_warning(lua_State *L, int construct, const char *id, const char *text);

#endif
