/* Errors and warnings that speak of the user's own lines. */
#ifndef LUACDK_OBJECT_DIAGNOSTICS_H
#define LUACDK_OBJECT_DIAGNOSTICS_H

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

/* Pushes what an object of the type of that name might be called: "policy_statement" for a PolicyStatement. */
const char *push_noun(lua_State *L, const char *type_name);

/* Where the script lies, as user chunks below that folder are named: what push_recorded_location is relative to. */
void diagnostics_set_script(lua_State *L, const char *file);

/* Pushes `source:line` as it is written to output files, which must not tell where the project lies or from where the
 * script was run: relative to the script's folder; of a file elsewhere only the name. */
const char *push_recorded_location(lua_State *L, const char *source, int line);

/* Raises `file:line: [construct path] text`; never returns. `construct` is the stack index of a construct, or 0.
 * Without a user frame (during synthesis) the line where the construct was made is named. Formats as
 * lua_pushfstring does. */
int engine_fail(lua_State *L, int construct, const char *format, ...);

/* Adds the functions of diagnostics.c to the module table on top of the stack. */
void diagnostics_open(lua_State *L);

#endif
