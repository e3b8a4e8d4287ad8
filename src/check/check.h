/* Checks arguments and properties against the schema, with errors that say where, what was given and what would be
 * right. Tokens (userdata, marker strings, objects with `resolve` or `_resolve`, tables like { Ref = … }) pass every
 * check. */
#ifndef LUACDK_CHECK_CHECK_H
#define LUACDK_CHECK_CHECK_H

#include <lua.h>
#include <stdbool.h>

#include "schema/schema.h"

/* Checks the arguments from stack index `first` to the top against the constructor of `type`. If the last argument is a
 * struct and was omitted, pushes an empty table, so that an initialiser can rely on it, and fills other omitted
 * optional arguments before it with nil. Types without a constructor in the model are not checked. Raises through
 * engine_fail, which names the construct at `first` if it is one. For resources also warns of deprecated properties and
 * of values that CloudFormation is likely to reject. */
void check_constructor_arguments(lua_State *L, const struct schema_type *type, int first);

/* Raises the error for a class that users cannot call: an abstract one, or one that only makes its objects itself. The
 * message says how to make such objects from the arguments at stack index `first` and above. */
void check_refuse_making(lua_State *L, const struct schema_type *type, int first);

/* Whether a method or static method accepts the arguments from stack index `first` to the top. If so, required options
 * that were left out and may be empty are now empty tables. */
bool check_accepts_call(lua_State *L, const struct schema_member *member, int first);

/* Raises the error for the first argument that the method does not accept. `type` is the class it was called on or
 * belongs to, `self` the stack index of the object, or 0. */
void check_refuse_call(lua_State *L, const struct schema_type *type, const struct schema_member *member, int first,
                       int self);

/* Checks the table at `idx` against the struct `type`. `what` names it in errors ("rule"); it may be NULL. `construct`
 * is the stack index of the construct to name, or 0. Leaves the stack unchanged. */
void check_struct(lua_State *L, int idx, const struct schema_type *type, const char *what, int construct);

/* Checks one value; `what` names it in errors. */
void check_value(lua_State *L, int idx, const struct schema_shape *shape, const char *what, int construct);

/* The same for an assignment to a property of a resource; this also warns. */
void check_field(lua_State *L, int idx, const struct schema_field *field, int construct);

/* True if the value at `idx` would pass; raises no error. */
bool check_accepts(lua_State *L, int idx, const struct schema_shape *shape);

/* True for a table { Ref = … } or { ["Fn::…"] = … }: CloudFormation written by hand. */
bool check_is_intrinsic(lua_State *L, int idx);

/* From now on resources accept any property of any type, as they do if the environment variable LUACDK_NO_SCHEMA_CHECK
 * is set. Call this before the engine is opened. */
void check_no_schema(lua_State *L);

/* Adds check_struct(name, table, what), ask(construct, type, method, object, …), nearest(word, list) and warnings(on)
 * to the module table on top of the stack. */
void check_open(lua_State *L);

#endif
