/* Previews: a function is called in a copy of this process, which ends afterwards, so nothing that it does to Lua
 * values is visible here. */
#ifndef LUACDK_REPL_PREVIEW_H
#define LUACDK_REPL_PREVIEW_H

#include <lua.h>

/* The module `luacdk.repl.fork`: a function.
 *
 *     fork(function() … return text end) → text | nil, message
 *
 * Calls the function in a child process and returns the text that it returned there; or the message of the error it
 * raised, or the reason why the child failed. The child has no terminal: its standard streams go nowhere, and its
 * garbage collector is off. No zombie and no descriptor is left.
 *
 * SIGINT, SIGTERM and SIGHUP end the child. This process receives the signal once more after that, for the previous
 * handler; if there is none, SIGINT just makes the result nil, "interrupted". */
int luaopen_luacdk_repl_fork(lua_State *L);

#endif
