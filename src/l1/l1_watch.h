/* Properties of L1 instances that somebody wants to hear of: an index of what they hold needs no pass over the tree. */
#ifndef LUACDK_L1_L1_WATCH_H
#define LUACDK_L1_L1_WATCH_H

#include <lua.h>

#include "schema/schema.h"

/* The instance at `self`, of the type, has been made with the properties in the table at `props`. */
void l1_watch_made(lua_State *L, int self, const struct schema_type *type, int props);

/* The property of the instance at `self` has been set to the value at `value`. */
void l1_watch_set(lua_State *L, int self, const struct schema_field *field, int value);

/* Adds engine.l1_watch to the module table on top of the stack. */
void l1_watch_open(lua_State *L);

#endif
