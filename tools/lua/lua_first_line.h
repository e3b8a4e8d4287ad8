/* The number of the first line of what this thread compiles; 1, unless changed for the time of a call of lua_load. */
#ifndef LUACDK_LUA_FIRST_LINE_H
#define LUACDK_LUA_FIRST_LINE_H

extern _Thread_local int lua_first_line;

#endif
