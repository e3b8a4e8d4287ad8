/* Members and classes that follow from the schema alone. Nothing of them exists before it is asked for: then the library's
 * own derivers (lua/aws_cdk/l2/derive.lua) make them of their rows. */
#ifndef LUACDK_OBJECT_DERIVE_H
#define LUACDK_OBJECT_DERIVE_H

#include <lua.h>
#include <stdbool.h>

#include "schema/schema.h"

/* Lets the deriver define what the schema says of the member `name` of the class at `cls`, whose row is `type`: a constant
 * or a static method when `is_static`, else a method or a getter. Takes and leaves nothing; true if it is defined now. */
bool derive_member(lua_State *L, int cls, const struct schema_type *type, const char *name, bool is_static);

/* Pushes the class that the row `type` alone describes; false (nothing pushed) if it does not. */
bool derive_push_class(lua_State *L, const struct schema_type *type);

void derive_open(lua_State *L);

#endif
