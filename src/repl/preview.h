/* A look into the future: a function is called in a copy of this process, which ends afterwards, so that nothing of what
 * it does to Lua values can be seen here. */
#ifndef LUACDK_REPL_PREVIEW_H
#define LUACDK_REPL_PREVIEW_H

#include <lua.h>

/* The module `luacdk.repl.fork`: a function.
 *
 *     fork(function() … return text end) → text | nil, message
 *
 * Calls the function in a child process and gives the text that it returned there; the message of an error that it
 * raised, or of why the child could not do it. The child sees nothing of the terminal: its standard streams lead
 * nowhere, its collector rests. No zombie and no descriptor is left.
 *
 * SIGINT, SIGTERM and SIGHUP end the child. This process gets the signal once more when the child is gone, for the
 * handler that was there before; without a handler SIGINT only makes the result nil, "interrupted". */
int luaopen_luacdk_repl_fork(lua_State *L);

#endif
