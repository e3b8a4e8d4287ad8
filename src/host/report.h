/* Turns a Lua error into the text that the user reads. */
#ifndef LUACDK_HOST_REPORT_H
#define LUACDK_HOST_REPORT_H

#include <lua.h>

/* Message handler for lua_pcall: turns any error object into a text that starts with the user's own `file:line:`, with
 * a hint for a misspelt global and, below, the user's calls that led there. The library's own frames are shown only if
 * CDK_DEBUG is set. An interruption (script.h) passes through unchanged. */
int report_handler(lua_State *L);

/* Pushes `message`, which Lua's parser gave for a chunk of that file, with the file's full name in front. */
const char *report_push_syntax_error(lua_State *L, const char *file, const char *message);

#endif
