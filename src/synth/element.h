/* Elements: the constructs that are part of a template, and their logical ids. */
#ifndef LUACDK_SYNTH_ELEMENT_H
#define LUACDK_SYNTH_ELEMENT_H

#include <lua.h>
#include <stdbool.h>

struct node;

/* Makes the construct at `self` an element: calls Construct.init(self, scope, id), and makes sure that it is in a
 * stack. */
void element_init(lua_State *L, int self, int scope, int id, unsigned flags);

/* The logical id of an element: its override, or the one that its stack allocates. Valid until the id changes. */
const char *element_logical_id(lua_State *L, struct node *node);

/* Makes logical ids final (or not): they stay, whatever they were computed from. */
void element_freeze_ids(lua_State *L, bool frozen);

/* Adds CfnElement, CfnRefElement and the functions of element.c to the module table on top of the stack. */
void element_open(lua_State *L);

#endif
