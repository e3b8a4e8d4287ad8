/* What luacdk check answers failed calls with: a value that goes everywhere and does nothing, but knows what the call
 * would have returned, as far as the schema says, so that what is done with it is checked, too. */
#ifndef LUACDK_OBJECT_STANDIN_H
#define LUACDK_OBJECT_STANDIN_H

#include <lua.h>
#include <stdbool.h>

#include "schema/schema.h"

enum standin_kind {
    STANDIN_UNKNOWN, /* of whatever */
    STANDIN_OBJECT,  /* of an instance of `type` */
    STANDIN_CLASS,   /* of the class `type` */
    STANDIN_METHOD,  /* of the method `member` of `type` */
    STANDIN_VALUE,   /* of a value of `shape`: no class, no interface */
};

struct standin {
    enum standin_kind kind;
    bool exact; /* STANDIN_OBJECT: the object is of that class, not of one that extends it */
    const struct schema_type *type;
    const struct schema_member *member;
    const struct schema_shape *shape;
};

/* The stand-in at `idx`; NULL if there is none. It lives as long as the value. */
const struct standin *standin_at(lua_State *L, int idx);

/* Each pushes a stand-in and returns 1. */
int standin_push_unknown(lua_State *L);
int standin_push_object(lua_State *L, int cls);                         /* of an instance of the class at `cls` */
int standin_push_made(lua_State *L, const struct schema_type *type);    /* of one that the class itself makes */
int standin_push_class(lua_State *L, const struct schema_type *type);   /* NULL: unknown, as types without one */
int standin_push_value(lua_State *L, const struct schema_shape *shape); /* NULL: unknown */
int standin_push_member(lua_State *L, const struct schema_type *type,   /* `member` NULL: unknown */
                        const struct schema_member *member);

/* Pushes the Lua class of the stand-in at `idx`; false (nothing pushed) if it is not known. */
bool standin_push_class_of(lua_State *L, int idx);

/* Whether the value at `idx` is a stand-in of something that may be an instance of `type`. */
bool standin_may_be(lua_State *L, int idx, const struct schema_type *type);

/* Registers the table on top of the stack (popped) as the metatable of stand-ins, and makes the unknown one: from now on
 * failed calls are answered. */
void standin_begin(lua_State *L);

/* Whether failed calls are answered. */
bool standin_is_on(lua_State *L);

#endif
