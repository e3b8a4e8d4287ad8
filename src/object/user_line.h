/* Whose code is running, and where: the user's own lines on the call stack. */
#ifndef LUACDK_OBJECT_USER_LINE_H
#define LUACDK_OBJECT_USER_LINE_H

#include <lua.h>
#include <stdbool.h>

/* The names of the embedded library's chunks start with this; every other Lua chunk is the user's. */
#define LIBRARY_CHUNK "=luacdk/"

/* The name of lines of an interactive session, which are shown as "line 12". */
#define SESSION_CHUNK "=line"

/* Finds the innermost frame of user code. `source` stays valid as long as that function does. False if there is
 * none. */
bool user_location(lua_State *L, const char **source, int *line);

/* The same for one call level only (1: the caller of the running function); false if it is not user code. */
bool user_location_at(lua_State *L, int level, const char **source, int *line);

/* Whether the function at that call level (1: the caller of the running function) is the user's. */
bool is_user_at(lua_State *L, int level);

/* Whether the user called the running function, directly or through a C function such as pcall. */
bool user_calls(lua_State *L);

/* Pushes the name of the only variable of the user's innermost function whose value `fits`, a function that receives
 * the value's stack index and `data`. False (nothing pushed) if there is none or more than one. */
bool push_variable(lua_State *L, bool (*fits)(lua_State *L, int idx, int data), int data);

/* Pushes `source:line` as users see it: without the mark, relative to the working folder if below it; "line 12" for a
 * line of a session. */
const char *push_location(lua_State *L, const char *source, int line);

/* Sets the script's location, in the form in which user chunks below its folder are named; push_recorded_location is
 * relative to it. */
void user_line_set_script(lua_State *L, const char *file);

/* Pushes `source:line` as it is written to output files, which must not reveal where the project is or where the script
 * was started: relative to the script's folder; for files elsewhere just the name. */
const char *push_recorded_location(lua_State *L, const char *source, int line);

/* From now on all frames of user code are recorded, with paths from the working folder, and each is followed by one in
 * JavaScript whose source map leads back to it: AWS's language server and explorer read such frames. `output` is the
 * folder of the assembly, where the source maps will be. Call it before the engine is opened. */
void user_line_trace_for_tools(lua_State *L, const char *output);

/* Adds the frame `name (source:line)`, the form of V8 that AWS's tools read, to the list at `list`; `name` is what was
 * called on that line, or NULL. */
void add_frame(lua_State *L, int list, const char *name, const char *source, int line);

/* Pushes the list of the frames of user code, innermost first: all from the one at `source:line` outwards if they are
 * recorded, else only that one. It is empty if that line is not running. */
void push_frames(lua_State *L, const char *source, int line);

/* The user's line to which the construct being made is attributed; false if unknown. */
bool user_location_kept(lua_State *L, const char **source, int *line);

/* Adds the functions of user_line.c to the module table on top of the stack. */
void user_line_open(lua_State *L);

#endif
