/* Members and classes that follow from the schema alone. They do not exist until somebody asks for one; then the
 * library's derivers (lua/aws_cdk/l2/derive.lua) make it from its row. */
#ifndef LUACDK_OBJECT_DERIVE_H
#define LUACDK_OBJECT_DERIVE_H

#include <lua.h>
#include <stdbool.h>

#include "schema/schema.h"

/* Lets the deriver define the member `name` that the schema knows for the class at `cls`, whose row is `type`: a
 * constant or a static method if `is_static`, else a method or a getter. Leaves the stack unchanged; true if it is now
 * defined. */
bool derive_member(lua_State *L, int cls, const struct schema_type *type, const char *name, bool is_static);

/* Whether a property of the model follows from the schema, so that objects need not store it. */
bool derive_makes_property(const struct schema_member *member);

/* Pushes the class that the row `type` describes completely; false (nothing pushed) if it does not. */
bool derive_push_class(lua_State *L, const struct schema_type *type);

void derive_open(lua_State *L);

#endif
