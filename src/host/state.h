/* The Lua state that scripts run in. */
#ifndef LUACDK_HOST_STATE_H
#define LUACDK_HOST_STATE_H

#include <lua.h>

/* A new state with the standard libraries and our modules, or NULL if memory is exhausted. The caller closes it with
 * host_close. */
lua_State *host_open(void);

/* Closes the state and releases its memory. */
void host_close(lua_State *L);

/* Use instead of host_close in a program that is about to end: leaves the memory to the system, which is faster. */
void host_leave(lua_State *L);

#endif
