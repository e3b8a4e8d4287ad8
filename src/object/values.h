/* The Lua values that represent documents.
 *
 *   ordered map   table with the ORDERED metatable; the order of its keys is in t[&ORDER] = { k1, k2, … }
 *   list / map    table marked by the LIST / MAP metatable: decides what an empty one means
 *   plain table   a list if its keys are 1…n, otherwise a map whose keys are written sorted
 *   null          light userdata NULL (cdk.NULL)
 *   deleted       light userdata &DELETED: a key that an override removes */
#ifndef LUACDK_OBJECT_VALUES_H
#define LUACDK_OBJECT_VALUES_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

enum table_kind {
    TABLE_EMPTY, /* unmarked and empty */
    TABLE_LIST,
    TABLE_MAP,
    TABLE_ORDERED,
    TABLE_OBJECT, /* instance of a class, or a table with another metatable */
    TABLE_MIXED,  /* list and map entries in one plain table: the user's mistake */
};

/* Classifies the table at `idx`; `length` receives the highest index of a list. Leaves the stack unchanged. */
enum table_kind table_kind(lua_State *L, int idx, size_t *length);

/* Pushes the list of keys of the ordered map at `idx`; do not change it. */
void ordered_push_keys(lua_State *L, int idx);

/* Pushes a new empty ordered map. */
void ordered_new(lua_State *L);

/* t[key] = value (both on top of the stack, popped) for the ordered map at `idx`; a new key is added at the end. */
void ordered_set(lua_State *L, int idx);

/* Marks the plain table at `idx` as a list, so that it stays one even if it is empty. */
void mark_list(lua_State *L, int idx);

/* Notes that the empty table at `idx` was given where a list belongs, so that JSON gets `[]`, unless it is marked already.
 * With entries it is what they make of it. */
void note_empty_list(lua_State *L, int idx);

/* The opposite, for a table that is given where a map belongs, too. */
void forget_empty_list(lua_State *L, int idx);

/* Pushes the light userdata that stands for a deletion. */
void push_deleted(lua_State *L);
bool is_deleted(lua_State *L, int idx);
bool is_null(lua_State *L, int idx);

/* Why the number at `idx` cannot be part of a document, as the end of a sentence; NULL if it can. */
const char *number_fault(lua_State *L, int idx);

/* Pushes why the value at `idx`, neither a string nor an integer nor a token, cannot be the key of a map. */
const char *push_key_fault(lua_State *L, int idx);

/* Pushes a short readable form of the value at `idx` for error messages, and returns it. */
const char *push_display(lua_State *L, int idx);

/* Adds ordered, list, map, display, NULL to the module table on top of the stack. */
void values_open(lua_State *L);

#endif
