/* fields.h – what an object of the library keeps under public names.
 *
 * While its initialiser runs, an object takes assignments as any table does. Then its public fields move into a table
 * beside it, which only its class's __index and __newindex know: so every assignment by a user comes by, also one to a
 * field that is there. Names that begin with "_" are the library's own affair and stay where they are.
 *
 * A class notes in its table of names (KEY_NAMES) which of them its instances store; it is the cache of members, too.
 */
#ifndef LUACDK_OBJECT_FIELDS_H
#define LUACDK_OBJECT_FIELDS_H

#include <lua.h>
#include <stdbool.h>

/* Pushes the public field of the object at `idx` whose name is at `key`; false, and nothing, if it has none. */
bool fields_push(lua_State *L, int idx, int key);

/* Whether the value at `idx`, out of a table of names, says that instances store the field. */
bool fields_is_stored(lua_State *L, int idx);

/* Gives the object at `idx` the field whose name is at `key`, with the value on top of the stack (popped). */
void fields_keep(lua_State *L, int idx, int key);

/* The object at `idx`, of the library class at `cls`, is made: hides its fields and gives it that class as metatable.
 * `making` is the table that learns which fields there are. */
void fields_finish(lua_State *L, int idx, int cls, int making);

/* Hides whatever fields of the object at `idx` are to be hidden. `list`: the list that takes new names, or 0. */
void fields_hide(lua_State *L, int idx, int cls, int list);

/* Pushes a new table of the fields of the object at `idx`: those beside it, and those in it. */
void fields_push_all(lua_State *L, int idx);

/* Sets rawget and rawset in the table on top of the stack to functions that know the fields of objects, as the library's
 * own code expects them to. */
void fields_set_raw(lua_State *L);

#endif
