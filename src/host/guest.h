/* Globals in a Lua that is somebody else's (src/embed/module.c). */
#ifndef LUACDK_HOST_GUEST_H
#define LUACDK_HOST_GUEST_H

#include <lua.h>

/* Gives the Lua's globals the short names, `include`, and what scripts have instead of Lua's own functions. What their
 * metatable did with missing names goes on after that, and no name is a slip. */
void guest_open_globals(lua_State *L);

/* The globals of files that the library loads itself. They are Lua's own, unless guest_keep_globals has made a table of
 * its own: with what guest_open_globals adds, and Lua's behind that. */
void guest_keep_globals(lua_State *L);
void guest_push_globals(lua_State *L);

#endif
