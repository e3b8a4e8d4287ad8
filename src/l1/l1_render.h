/* The properties of L1 instances in CloudFormation's form. */
#ifndef LUACDK_L1_L1_RENDER_H
#define LUACDK_L1_L1_RENDER_H

#include <stdbool.h>

#include "schema/schema.h"
#include "synth/resolve.h"

/* The properties of the L1 instance at stack index `self`, with CloudFormation's names, in the reference's order at
 * every level; an empty object if there are none. Raises as resolve_value does. */
cJSON *l1_render(struct resolver *r, int self, const struct schema_type *type);

/* A table with Lua names, as the struct `type`; unknown names are left out. */
cJSON *l1_render_table(struct resolver *r, int idx, const struct schema_type *type);

/* Whether the reference's validators would accept the value at `idx`, with Lua names, as this shape: known properties
 * are checked, unknown ones are not. */
bool l1_passes(lua_State *L, int idx, const struct schema_shape *shape);

#endif
