/* Constructs and their nodes in Lua; for the tree itself see tree.h. */
#ifndef LUACDK_OBJECT_NODE_H
#define LUACDK_OBJECT_NODE_H

#include <lua.h>
#include <stdbool.h>

#include "object/tree.h"

/* The same where the library itself has stored a construct: raises if something has overwritten it or its node. */
struct node *node_expect(lua_State *L, int idx);

/* The same, but raises "expected a construct" with the argument's number. */
struct node *node_check(lua_State *L, int idx);

/* Pushes the construct of a node. */
void node_push(lua_State *L, struct node *node);

/* Pushes the node's table of rarely used things; if there is none, creates it if `create`, else pushes nil. */
void node_push_extras(lua_State *L, struct node *node, bool create);

/* Pushes the list of the node's metadata, or nil; do not change it. */
void node_push_metadata(lua_State *L, struct node *node);

/* Pushes the frames of the metadata entry at `entry`; false (nothing pushed) if it has none. */
bool node_push_frames(lua_State *L, struct node *node, int entry);

/* Pushes the frames of the call that made the construct, whose line must be known. */
void node_push_creation(lua_State *L, struct node *node);

/* Construct.init(self, scope, id) as a C function. */
int node_construct_init(lua_State *L);

/* Whether a context value is set and truthy in JavaScript's sense. */
bool node_context_truthy(lua_State *L, struct node *node, const char *key);

/* Adds the functions of node.c to the module table on top of the stack, and creates the metatable of nodes. */
void node_open(lua_State *L);

#endif
