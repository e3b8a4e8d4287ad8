/* CfnResource: an element that is a resource. */
#ifndef LUACDK_SYNTH_RESOURCE_H
#define LUACDK_SYNTH_RESOURCE_H

#include <lua.h>
#include <stdbool.h>

struct schema_type;

/* Like element_init, for a resource of the L1 class `type` (NULL: generic). Its table of properties becomes
 * self._props. */
void resource_init(lua_State *L, int self, int scope, int id, const struct schema_type *type);

/* Pushes the class aws_cdk.CfnResource. */
void resource_push_class(lua_State *L);

/* Whether the user has set all metadata in the cfn_options at `options` (0: there are none): it then replaces the
 * library's. May leave values on the stack. */
bool resource_metadata_replaced(lua_State *L, int options);

/* Adds CfnResource to the module table on top of the stack, which must already contain CfnElement. */
void resource_open(lua_State *L);

#endif
