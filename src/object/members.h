/* members.h – where the members of a class are found: in it and its bases, and in the model. */
#ifndef LUACDK_OBJECT_MEMBERS_H
#define LUACDK_OBJECT_MEMBERS_H

#include <lua.h>
#include <stdbool.h>

#include "object/state.h"
#include "schema/schema.h"

enum member_found { FOUND_NOTHING, FOUND_MEMBER, FOUND_GETTER };

/* Looks for the key at `key` in the class at `cls` and its bases, among their `accessors` (KEY_GET or KEY_SET), too.
 * Pushes what was found (nothing for FOUND_NOTHING); `cacheable` tells whether a library class holds it. */
enum member_found member_find(lua_State *L, int cls, int key, enum engine_key accessors, bool *cacheable);

/* The member of the class at `cls` (methods, computed properties and what the schema declares) nearest to `word`; NULL
 * if none is near. */
const char *member_nearest(lua_State *L, int cls, const char *word);

/* The class of the library that instances of the class at `cls` are members of: the nearest one with a row in the
 * schema, or that stands for one: for an interface, or for the class that makes such imports. Pushes it and gives its
 * row; pushes nil and gives NULL if there is none. */
const struct schema_type *member_push_model(lua_State *L, int cls);

/* True for fields of a class table that are internal, not members of its instances. */
bool member_is_machinery(const char *key);

#endif
