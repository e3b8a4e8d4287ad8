/* tree.json, the file that shows the construct tree to tools. */
#ifndef LUACDK_SYNTH_TREE_FILE_H
#define LUACDK_SYNTH_TREE_FILE_H

#include <lua.h>

/* Adds engine.tree to the module table on top of the stack. */
void tree_file_open(lua_State *L);

#endif
