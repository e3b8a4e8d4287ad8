/* check.h – arguments and properties against the rows of the schema, with errors that say where, what came and what is
 * right. Tokens (userdata, marker strings, objects with `resolve` or `_resolve`, tables like { Ref = … }) pass every
 * check. */
#ifndef LUACDK_CHECK_CHECK_H
#define LUACDK_CHECK_CHECK_H

#include <lua.h>
#include <stdbool.h>

#include "schema/schema.h"

/* Checks the arguments from stack index `first` to the top against the constructor of `type`. An omitted last argument
 * that is a struct is pushed as an empty table, so that an initialiser can rely on it; other omitted optional arguments
 * in front of it are filled with nil. Types without a constructor in the model are not checked. Raises through
 * engine_fail, naming the construct at `first` when it is one. For a resource it also warns of what CloudFormation will
 * hardly take, and of deprecated properties. */
void check_constructor_arguments(lua_State *L, const struct schema_type *type, int first);

/* Raises for a class that nobody may call, as abstract ones and those that only make their objects themselves: tells how
 * objects of that kind are made of the arguments from stack index `first` on. */
void check_refuse_making(lua_State *L, const struct schema_type *type, int first);

/* Whether a method or static takes the arguments from stack index `first` to the top. */
bool check_accepts_call(lua_State *L, const struct schema_member *member, int first);

/* Raises for the first of these arguments that it does not take. `type` is what it was called on or stands in, `self`
 * the stack index of the object, or 0. */
void check_refuse_call(lua_State *L, const struct schema_type *type, const struct schema_member *member, int first,
                       int self);

/* Checks the table at `idx` against the struct `type`. `what` names it in errors ("rule"); it may be NULL. `construct`
 * is the stack index of the construct to name, or 0. Leaves the stack as it was. */
void check_struct(lua_State *L, int idx, const struct schema_type *type, const char *what, int construct);

/* Checks one value; `what` names it. */
void check_value(lua_State *L, int idx, const struct schema_shape *shape, const char *what, int construct);

/* The same for assignment to a property of a resource; warns, too. */
void check_field(lua_State *L, int idx, const struct schema_field *field, int construct);

/* True if the value at `idx` would pass: no error is raised. */
bool check_accepts(lua_State *L, int idx, const struct schema_shape *shape);

/* True for a table { Ref = … } or { ["Fn::…"] = … }: CloudFormation written out by hand. */
bool check_is_intrinsic(lua_State *L, int idx);

/* Resources take any property of any type from now on, as they do when the environment variable LUACDK_NO_SCHEMA_CHECK
 * is set. To be called before the engine is opened. */
void check_no_schema(lua_State *L);

/* Adds check_struct(name, table, what), ask(construct, type, method, object, …), nearest(word, list) and warnings(on) to the module table on top of the stack.
 */
void check_open(lua_State *L);

#endif
