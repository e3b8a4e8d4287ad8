/* Whose code runs, and where in it: the user's own lines on the call stack. */
#ifndef LUACDK_OBJECT_USER_LINE_H
#define LUACDK_OBJECT_USER_LINE_H

#include <lua.h>
#include <stdbool.h>

/* Chunks of the embedded library bear names that start so; every other Lua chunk is the user's. */
#define LIBRARY_CHUNK "=luacdk/"

/* Lines of an interactive session bear this name, and are shown as "line 12". */
#define SESSION_CHUNK "=line"

/* Finds the innermost frame of user code. `source` stays valid as long as that function does. False: there is none. */
bool user_location(lua_State *L, const char **source, int *line);

/* The same for one call level only (1: whoever called the running function); false when it is no user code. */
bool user_location_at(lua_State *L, int level, const char **source, int *line);

/* Whether the function at that call level (1: whoever called the running function) is a user's. */
bool is_user_at(lua_State *L, int level);

/* Whether it is a user who called the running function, be it through a function in C such as pcall. */
bool user_calls(lua_State *L);

/* Pushes the name of the only variable of the user's innermost function whose value `fits`, which is asked with the
 * stack index of the value and `data`; false, and nothing pushed, if there is none or are several. */
bool push_variable(lua_State *L, bool (*fits)(lua_State *L, int idx, int data), int data);

/* Pushes `source:line` as it is shown to users: without the mark, relative to the working folder where below it;
 * "line 12" for a line of a session. */
const char *push_location(lua_State *L, const char *source, int line);

/* Where the script lies, as user chunks below that folder are named: what push_recorded_location is relative to. */
void user_line_set_script(lua_State *L, const char *file);

/* Pushes `source:line` as it is written to output files, which must not tell where the project lies or from where the
 * script was run: relative to the script's folder; of a file elsewhere only the name. */
const char *push_recorded_location(lua_State *L, const char *source, int line);

/* The user line that the construct being made is to be blamed on; false if unknown. */
bool user_location_kept(lua_State *L, const char **source, int *line);

/* Adds the functions of user_line.c to the module table on top of the stack. */
void user_line_open(lua_State *L);

#endif
