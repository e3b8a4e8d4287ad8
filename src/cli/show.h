/* Commands that show an assembly without keeping it: they write it to a temporary folder, which a Lua module reads. */
#ifndef LUACDK_CLI_SHOW_H
#define LUACDK_CLI_SHOW_H

#include <lua.h>

struct invocation;

/* Runs the script of the invocation and then the module (see tool_run) with a table of `file`, `folders` (of the
 * assemblies), for `luacdk graph` `stacks` (the paths of those to show), and what `fill` adds to it. Reports errors.
 * Returns the exit status. */
int show_written(const char *module, void (*fill)(lua_State *L, const struct invocation *invocation),
                 const struct invocation *invocation);

#endif
