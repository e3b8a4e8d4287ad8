/* What users' subclasses of L1 classes may override. */
#ifndef LUACDK_L1_L1_OVERRIDABLE_H
#define LUACDK_L1_L1_OVERRIDABLE_H

#include <lua.h>

#include "schema/schema.h"

/* Adds these members to the class at `cls`. */
void l1_add_overridable(lua_State *L, int cls, const struct schema_type *type);

#endif
