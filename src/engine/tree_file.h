/* The file by which tools see the tree of constructs. */
#ifndef LUACDK_ENGINE_TREE_FILE_H
#define LUACDK_ENGINE_TREE_FILE_H

#include <lua.h>

/* Adds engine.tree to the module table on top of the stack. */
void tree_file_open(lua_State *L);

#endif
