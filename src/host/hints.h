/* Hints for Lua's own error messages: what the user most likely meant. */
#ifndef LUACDK_HOST_HINTS_H
#define LUACDK_HOST_HINTS_H

#include <lua.h>

/* Pushes "; did you mean 'lambda'?" or the like if the message suggests what was meant, else "". */
const char *hints_push(lua_State *L, const char *message);

/* The same for a message of Lua's parser about the chunk `text`: "; write elseif, in one word". */
const char *hints_push_syntax(lua_State *L, const char *text, const char *message);

/* Pushes the message with names shortened: "an s3.Bucket" for "a aws_cdk.aws_s3.Bucket value". */
const char *hints_push_short_names(lua_State *L, const char *message);

#endif
