/* Constructs and their nodes, as Lua sees them: see tree.h. */
#ifndef LUACDK_OBJECT_NODE_H
#define LUACDK_OBJECT_NODE_H

#include <lua.h>
#include <stdbool.h>

#include "object/tree.h"

/* The same where the library itself has put a construct: raises if something has overwritten it, or its node. */
struct node *node_expect(lua_State *L, int idx);

/* The same, but raises "expected a construct" with the argument's number. */
struct node *node_check(lua_State *L, int idx);

/* Pushes the construct of a node. */
void node_push(lua_State *L, struct node *node);

/* Pushes the node's table of rarely used things; creates it if `create`, else pushes nil when there is none. */
void node_push_extras(lua_State *L, struct node *node, bool create);

/* Construct.init(self, scope, id) as a C function. */
int node_construct_init(lua_State *L);

/* Whether a context value is given and truthy as JavaScript sees it. */
bool node_context_truthy(lua_State *L, struct node *node, const char *key);

/* Adds the functions of node.c to the module table on top of the stack, and makes the metatable of nodes. */
void node_open(lua_State *L);

#endif
