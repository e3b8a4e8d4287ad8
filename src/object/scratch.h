/* Memory owned by Lua, which is released even if an error is raised.
 *
 * It lives at least as long as it is on the stack. Lua does not know its size, so a function that is done with it frees
 * it, rather than leave it to the collector. */
#ifndef LUACDK_OBJECT_SCRATCH_H
#define LUACDK_OBJECT_SCRATCH_H

#include <lua.h>

#include "base/arena.h"
#include "base/strbuf.h"

/* Pushes a userdata that owns a new arena, which is released when the userdata is collected. */
struct arena *push_arena(lua_State *L);

/* The same for a byte buffer. */
struct strbuf *push_strbuf(lua_State *L);

/* The buffer at `idx` if push_strbuf made it, else NULL. In Lua: tostring(buffer), #buffer, and the methods
 * characters, sha256 and release. */
struct strbuf *test_strbuf(lua_State *L, int idx);

#endif
