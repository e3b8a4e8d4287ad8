/* Turning a Lua error into what the user reads. */
#ifndef LUACDK_HOST_REPORT_H
#define LUACDK_HOST_REPORT_H

#include <lua.h>

/* Message handler for lua_pcall: makes of any error object one text that starts with the user's own `file:line:`, adds
 * a hint for a misspelt global, and below it the calls of the user's code that led there. The library's own frames are
 * shown when CDK_DEBUG is set. An interruption (script.h) passes through unchanged. */
int report_handler(lua_State *L);

/* Pushes `message`, which Lua's parser gave for a chunk of that file, with the file's whole name in front. */
const char *report_push_syntax_error(lua_State *L, const char *file, const char *message);

#endif
