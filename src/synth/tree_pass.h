/* Finding constructs: those with aspects or validations, stacks and stages in the order of synthesis, changes of the
 * tree. */
#ifndef LUACDK_SYNTH_TREE_PASS_H
#define LUACDK_SYNTH_TREE_PASS_H

#include <lua.h>

/* Adds engine.has_aspects, engine.find, engine.made_since, engine.precedes, engine.inner_children,
 * engine.construct_count, engine.nested_stages, engine.nested_stacks, engine.writers, engine.remember_tree,
 * engine.tree_changes to the module table on top of the stack. */
void tree_pass_open(lua_State *L);

#endif
