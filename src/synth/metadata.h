/* What is known of constructs that the CLI reads beside the template: logical ids, where they were made, annotations. */
#ifndef LUACDK_SYNTH_METADATA_H
#define LUACDK_SYNTH_METADATA_H

#include <lua.h>

/* Adds engine.metadata to the module table on top of the stack. */
void metadata_open(lua_State *L);

#endif
