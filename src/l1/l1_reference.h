/* What a construct that stands for a resource is referred to by. */
#ifndef LUACDK_L1_L1_REFERENCE_H
#define LUACDK_L1_L1_REFERENCE_H

#include <lua.h>
#include <stdbool.h>

/* Pushes `object[ref][field]` of a construct standing for a resource. An object that has no such reference may have the
 * field itself. False (nothing pushed) if it has neither. */
bool l1_push_reference(lua_State *L, int object, const char *ref, const char *field);

#endif
