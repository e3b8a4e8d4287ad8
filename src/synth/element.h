/* Elements: the constructs that stand in a template. CfnElement and logical ids (element.c), CfnResource (resource.c),
 * rendering (render.c). Behaviour: reference, core, sections 2, 9, 10 and 11. */
#ifndef LUACDK_SYNTH_ELEMENT_H
#define LUACDK_SYNTH_ELEMENT_H

#include <lua.h>
#include <stdbool.h>

#include "synth/resolve.h"

/* Makes the construct at `self` an element: Construct.init(self, scope, id), and there must be a stack around it. */
void element_init(lua_State *L, int self, int scope, int id, unsigned flags);

/* The same for a resource of the L1 class `type` (NULL: generic). Its property table goes into self._props. */
void resource_init(lua_State *L, int self, int scope, int id, const struct schema_type *type);

/* Pushes the class aws_cdk.CfnResource. */
void resource_push_class(lua_State *L);

/* The logical id of an element: its override, or what its stack allocates. Valid until the id changes. */
const char *element_logical_id(lua_State *L, struct node *node);

/* From now on logical ids are final: they are kept, whatever they were computed from. */
void element_freeze_ids(lua_State *L, bool frozen);

/* Renders an element once; the entry of its template section, or NULL when it renders to nothing. */
cJSON *element_render(struct resolver *r, struct node *node);

/* Pushes the name of the section an element stands in ("Resources"); nil for one that renders whole fragments. */
void element_push_section(lua_State *L, struct node *node);

/* Notes that `place` holds the reference token at `idx` into another stack. */
void element_note_reference(struct resolver *r, cJSON *place, int idx);

/* What stands for the reference token at `idx` inside of `stack`: pushes it, or nil. */
void element_push_replacement(lua_State *L, int idx, struct node *stack);

/* Sets it to the value on top of the stack (popped). */
void element_set_replacement(lua_State *L, int idx, struct node *stack);

/* Whether the user gave metadata as a whole in the cfn_options at `options` (0: there are none): it takes the place of
 * what the library put there. May leave values on the stack. */
bool resource_metadata_replaced(lua_State *L, int options);

/* Makes resource `source` wait for `target`. False if it did before. */
bool resource_depend(struct node *source, struct node *target);

/* CfnElement and CfnRefElement, then CfnResource, then what renders them; in this order. */
void element_open(lua_State *L);
void resource_open(lua_State *L);
void render_open(lua_State *L);

#endif
