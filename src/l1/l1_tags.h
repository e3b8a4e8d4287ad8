/* Tags of L1 instances. */
#ifndef LUACDK_L1_L1_TAGS_H
#define LUACDK_L1_L1_TAGS_H

#include <lua.h>

#include "schema/schema.h"

/* Pushes the tag manager of the instance at `self`; creates it if needed. */
void l1_push_tag_manager(lua_State *L, int self, const struct schema_resource *resource);

/* Pushes the tags to render for the instance at `self` with the table of properties at `props`; nil if there are
 * none. */
void l1_push_tags(lua_State *L, int self, int props, const struct schema_resource *resource);

#endif
