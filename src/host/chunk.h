/* Lua files as chunks with their own globals, for scripts in the sandbox and for included files. */
#ifndef LUACDK_HOST_CHUNK_H
#define LUACDK_HOST_CHUNK_H

#include <lua.h>
#include <stdbool.h>

/* Pushes the text chunk of a file, bound to the globals at `globals`; 0, or LUA_ERR… with a message pushed. A first
 * line that starts with # is skipped. `name` is the file's name in messages. */
int chunk_load(lua_State *L, const char *path, const char *name, int globals);

/* Whether the file with this real path has been loaded, or was noted as loaded by other means: only then can it be
 * running. */
bool chunk_was_loaded(lua_State *L, const char *real);
void chunk_note(lua_State *L, const char *path);

#endif
