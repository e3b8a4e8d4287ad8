/* References to constructs that stand for a resource. */
#ifndef LUACDK_L1_L1_REFERENCE_H
#define LUACDK_L1_L1_REFERENCE_H

#include <lua.h>
#include <stdbool.h>

/* Pushes `object[ref][field]` of a construct that stands for a resource. An object without such a reference may have
 * the field itself. False (nothing pushed) if it has neither. */
bool l1_push_reference(lua_State *L, int object, const char *ref, const char *field);

#endif
