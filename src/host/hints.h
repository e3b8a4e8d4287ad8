/* What to say behind an error of Lua's own: what the user most likely meant. */
#ifndef LUACDK_HOST_HINTS_H
#define LUACDK_HOST_HINTS_H

#include <lua.h>

/* Pushes "; did you mean 'lambda'?" and the like if the message tells what was meant, else "". */
const char *hints_push(lua_State *L, const char *message);

/* The same for a message of Lua's parser about the chunk `text`: "; write elseif, in one word". */
const char *hints_push_syntax(lua_State *L, const char *text, const char *message);

/* Pushes the message with "an s3.Bucket" in the place of "a aws_cdk.aws_s3.Bucket value". */
const char *hints_push_short_names(lua_State *L, const char *message);

#endif
