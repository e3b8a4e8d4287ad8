/* L1 classes: one class for each CloudFormation resource type, made from the rows of the schema on first use.
 *
 *     instance   _props         the properties as given (shallow copy, Lua names; constructs already replaced by names
 *                               or ARNs)
 *                _tag_manager   the TagManager, created on first use */
#ifndef LUACDK_L1_L1_H
#define LUACDK_L1_L1_H

#include <lua.h>

#include "schema/schema.h"

/* Pushes the class of a SCHEMA_RESOURCE type; the same table every time. */
void l1_push_class(lua_State *L, const struct schema_type *type);

/* Connects this room: modules get L1 classes, elements are rendered by their rows, and the module table on top of the
 * stack gets engine.l1_tag_manager and engine.l1_watch. */
void l1_open(lua_State *L);

#endif
