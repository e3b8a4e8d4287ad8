/* l1.h – L1 classes: one class for each CloudFormation resource type, made from the rows of the schema on first use.
 *
 *     instance   _props         the properties as given (shallow copy, Lua names; constructs already turned into names
 * or ARNs) _tag_manager   the TagManager, once somebody asked for it
 */
#ifndef LUACDK_L1_L1_H
#define LUACDK_L1_L1_H

#include <lua.h>

#include "schema/schema.h"
#include "synth/resolve.h"

/* Pushes the class of a SCHEMA_RESOURCE type; the same table every time. */
void l1_push_class(lua_State *L, const struct schema_type *type);

/* Properties of the L1 instance at stack index `self`, with CloudFormation's names and in the reference's order at
 * every level; an empty object if there are none. Raises as resolve_value does. */
cJSON *l1_render(struct resolver *r, int self, const struct schema_type *type);

/* Lets modules have L1 classes, and elements be rendered by their rows. */
void l1_open(lua_State *L);

/* Adds parse_properties (l1_parse.c) to the module table on top of the stack. */
void l1_parse_open(lua_State *L);

/* --- between the files of this room -------------------------------------------------------------------------- */

/* Pushes the tag manager of the instance at `self`; makes it if needed. */
void l1_push_tag_manager(lua_State *L, int self, const struct schema_resource *resource);

/* Pushes the tags to be rendered for the instance at `self` with the table of properties at `props`; nil if there are
 * none.
 */
void l1_push_tags(lua_State *L, int self, int props, const struct schema_resource *resource);

/* A table with Lua's names as the struct `type`; what the row does not know is left out. */
cJSON *l1_render_table(struct resolver *r, int idx, const struct schema_type *type);

/* Whether the reference's validators would let the value at `idx`, with Lua's names, pass as this shape: known
 * properties are looked at, unknown ones are not. */
bool l1_passes(lua_State *L, int idx, const struct schema_shape *shape);

/* Adds what subclasses may override to the class at `cls`. */
void l1_add_protected(lua_State *L, int cls, const struct schema_type *type);

/* What the class of the instance at `self`, derived from the L1 class of `type`, overrides; false: nothing. */
struct l1_overrides {
    bool properties, render;
};
bool l1_find_overrides(lua_State *L, int self, const struct schema_type *type, struct l1_overrides *found);

/* Adds the static from_… and arn_for_… functions to the class at `cls`. */
void l1_add_helpers(lua_State *L, int cls, const struct schema_resource *resource);

/* Pushes `object[ref][field]` of a construct standing for a resource. An object that has no such reference may have the
 * field itself. False (nothing pushed) if it has neither. */
bool l1_push_reference(lua_State *L, int object, const char *ref, const char *field);

#endif
