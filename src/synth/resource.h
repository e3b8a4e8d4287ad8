/* CfnResource: an element that is a resource. Behaviour: reference, core, section 11. */
#ifndef LUACDK_SYNTH_RESOURCE_H
#define LUACDK_SYNTH_RESOURCE_H

#include <lua.h>
#include <stdbool.h>

struct schema_type;

/* As element_init, for a resource of the L1 class `type` (NULL: generic). Its property table goes into self._props. */
void resource_init(lua_State *L, int self, int scope, int id, const struct schema_type *type);

/* Pushes the class aws_cdk.CfnResource. */
void resource_push_class(lua_State *L);

/* Whether the user gave metadata as a whole in the cfn_options at `options` (0: there are none): it takes the place of
 * what the library put there. May leave values on the stack. */
bool resource_metadata_replaced(lua_State *L, int options);

/* Adds CfnResource to the module table on top of the stack; CfnElement stands there already. */
void resource_open(lua_State *L);

#endif
