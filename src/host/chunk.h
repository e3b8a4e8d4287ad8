/* Lua files as chunks with their own globals, for scripts in the sandbox and for included files; texts as chunks. */
#ifndef LUACDK_HOST_CHUNK_H
#define LUACDK_HOST_CHUNK_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

/* Pushes the text chunk of a file, bound to the globals at `globals`; 0, or LUA_ERR… with a message pushed. A first
 * line that starts with # is skipped. `name` is the file's name in messages. */
int chunk_load(lua_State *L, const char *path, const char *name, int globals);

/* Pushes the text as a chunk of that name whose first line has that number; 0, or LUA_ERR… with a message pushed. */
int chunk_load_text(lua_State *L, const char *text, size_t length, const char *name, int line);

/* Whether the file with this real path has been loaded, or was noted as loaded by other means: only then can it be
 * running. */
bool chunk_was_loaded(lua_State *L, const char *real);
void chunk_note(lua_State *L, const char *path);

#endif
