/* The public fields of objects: see fields.h. */
#include "object/fields.h"

#include <lauxlib.h>

#include "object/ancestry.h"
#include "object/derive.h"
#include "object/members.h"
#include "object/state.h"

static char FIELDS; /* in an object: the table of its public fields */
static char STORED;

static void push_stored(lua_State *L) { lua_pushlightuserdata(L, &STORED); }

bool fields_is_stored(lua_State *L, int idx) { return lua_touserdata(L, idx) == &STORED; }

bool fields_push(lua_State *L, int idx, int key) {
    key = lua_absindex(L, key);
    if (lua_rawgetp(L, idx, &FIELDS) == LUA_TTABLE) {
        lua_pushvalue(L, key);
        if (lua_rawget(L, -2) != LUA_TNIL) {
            lua_replace(L, -2);
            return true;
        }
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return false;
}

/* Pushes the table of public fields of the object at `idx`, made if need be. */
static void push_fields(lua_State *L, int idx) {
    if (lua_rawgetp(L, idx, &FIELDS) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_createtable(L, 0, 4);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, idx, &FIELDS);
    }
}

static void set_field(lua_State *L, int idx, int key) {
    int value = lua_gettop(L);
    idx = lua_absindex(L, idx);
    key = lua_absindex(L, key);
    push_fields(L, idx);
    lua_pushvalue(L, key);
    lua_pushvalue(L, value);
    lua_rawset(L, value + 1);
    lua_settop(L, value - 1);
}

static void move_field(lua_State *L, int idx, int key) {
    lua_pushvalue(L, key);
    if (lua_rawget(L, idx) == LUA_TNIL) {
        lua_pop(L, 1);
        return;
    }
    set_field(L, idx, key);
    lua_pushvalue(L, key);
    lua_pushnil(L);
    lua_rawset(L, idx);
}

/* Moves the fields of the names listed at `list` out of the object at `idx`. Runs for every object that is made, and most
 * have none of the fields, so it leaves the stack to move what it has. */
static void move_listed(lua_State *L, int idx, int list) {
    int top = lua_gettop(L), fields = 0;
    lua_Integer count = (lua_Integer)lua_rawlen(L, list);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, list, i);
        if (lua_rawget(L, idx) == LUA_TNIL) {
            lua_pop(L, 1);
            continue;
        }
        if (!fields) {
            push_fields(L, idx);
            lua_insert(L, -2);
            fields = top + 1;
        }
        lua_rawgeti(L, list, i); /* fields, value, name */
        lua_pushvalue(L, -1);
        lua_pushnil(L);
        lua_rawset(L, idx);
        lua_insert(L, -2);
        lua_rawset(L, fields);
    }
    lua_settop(L, top);
}

/* Whether what an instance of the class at `cls` has under the name is hidden from plain assignment: public names in
 * the library's classes, and in users' classes those that the model gives to the library class below. */
static bool is_hidden(lua_State *L, const char *name, int cls, bool user) {
    if (*name == '_') {
        return false;
    }
    if (!user) {
        return true;
    }
    const struct schema_member *member = class_row_of(L, cls, name);
    return member && !(member->flags & (FIELD_STATIC | FIELD_METHOD));
}

/* Pushes the table of names of the class at `cls`; false, and nothing, if a user has given it another __index. */
static bool push_names(lua_State *L, int cls) {
    engine_push_key(L, KEY_INDEX);
    bool ours = lua_rawget(L, cls) == LUA_TFUNCTION && lua_iscfunction(L, -1);
    lua_pop(L, 1);
    if (!ours) {
        return false;
    }
    engine_push_key(L, KEY_NAMES);
    if (lua_rawget(L, cls) == LUA_TTABLE) {
        return true;
    }
    lua_pop(L, 1);
    return false;
}

/* Notes the name at `key` as one that instances store, in the table of names at `names`; true if it was not noted yet.
 */
static bool note_stored(lua_State *L, int names, int key) {
    lua_pushvalue(L, key);
    lua_rawget(L, names);
    bool is_new = !fields_is_stored(L, -1);
    if (is_new) {
        lua_pushvalue(L, key);
        push_stored(L);
        lua_rawset(L, names);
    }
    lua_pop(L, 1);
    return is_new;
}

void fields_hide(lua_State *L, int idx, int cls, int list) {
    int top = lua_gettop(L), names = top + 1;
    bool user = class_is_user(L, cls);
    if (!push_names(L, cls)) {
        return;
    }
    lua_pushnil(L);
    while (lua_next(L, idx)) {
        lua_pop(L, 1);
        if (lua_type(L, -1) == LUA_TSTRING && is_hidden(L, lua_tostring(L, -1), cls, user)) {
            luaL_checkstack(L, 12, NULL);
            lua_pushvalue(L, -1); /* moved when the walk is over */
        }
    }
    for (int key = lua_gettop(L); key > names; key--) {
        move_field(L, idx, key);
        if (note_stored(L, names, key) && list) {
            lua_pushvalue(L, key);
            lua_rawseti(L, list, (lua_Integer)lua_rawlen(L, list) + 1);
        }
    }
    lua_settop(L, top);
}

/* Adds the properties of the model that nothing computes to the list of names at `list`. */
static void learn_from_model(lua_State *L, int cls, int list) {
    int top = lua_gettop(L), names = top + 1;
    if (!push_names(L, cls)) {
        return;
    }
    lua_pushvalue(L, cls);
    do {
        int base = lua_gettop(L);
        const struct schema_type *type = member_push_model(L, base);
        lua_settop(L, base);
        size_t count = 0;
        const struct schema_member *members = type && type->kind == SCHEMA_CLASS ? schema_members(type, &count) : NULL;
        for (size_t i = 0; i < count; i++) {
            bool cacheable;
            lua_pushstring(L, members[i].name);
            if (!(members[i].flags & (FIELD_STATIC | FIELD_METHOD)) && is_hidden(L, members[i].name, cls, false) &&
                !derive_makes_property(&members[i]) &&
                member_find(L, cls, base + 1, KEY_GET, &cacheable) == FOUND_NOTHING &&
                note_stored(L, names, base + 1)) {
                lua_rawseti(L, list, (lua_Integer)lua_rawlen(L, list) + 1);
            }
            lua_settop(L, base);
        }
    } while (class_to_base(L));
    lua_settop(L, top);
}

/* So many instances of a class are searched for public fields. Their names, and those that the model adds, are all that
 * is looked for in later ones. */
enum { SEARCHED = 16 };

/* In the table `making` of a class, which has names as its other keys. */
enum {
    MAKING_NAMES = 1, /* the list of names, known when all of them were; true if there are none */
    MAKING_LEFT,      /* how many instances are still to be searched */
    MAKING_LEARNED,   /* the list while it grows */
};

/* Hides the fields of an instance while names are still learned. */
static void learn(lua_State *L, int idx, int cls, int making) {
    luaL_checkstack(L, 12, NULL);
    if (lua_rawgeti(L, making, MAKING_LEARNED) == LUA_TNIL) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_rawseti(L, making, MAKING_LEARNED);
    }
    int list = lua_gettop(L);
    lua_Integer left = lua_rawgeti(L, making, MAKING_LEFT) == LUA_TNIL ? SEARCHED : lua_tointeger(L, -1);
    fields_hide(L, idx, cls, list);
    if (left == 1) {
        learn_from_model(L, cls, list);
        if (lua_rawlen(L, list) > 0) {
            lua_pushvalue(L, list);
        } else {
            lua_pushboolean(L, 1);
        }
        lua_rawseti(L, making, MAKING_NAMES);
    }
    lua_pushinteger(L, left - 1);
    lua_rawseti(L, making, MAKING_LEFT);
}

void fields_finish(lua_State *L, int idx, int cls, int making) {
    int names = lua_rawgeti(L, making, MAKING_NAMES);
    if (names != LUA_TBOOLEAN) {
        int top = lua_gettop(L);
        if (names == LUA_TNIL) {
            learn(L, idx, cls, making);
        } else {
            move_listed(L, idx, top);
        }
        lua_settop(L, top);
    }
    lua_pop(L, 1);
    lua_pushvalue(L, cls);
    lua_setmetatable(L, idx);
}

void fields_keep(lua_State *L, int idx, int key) {
    idx = lua_absindex(L, idx);
    key = lua_absindex(L, key);
    int value = lua_gettop(L);
    luaL_checkstack(L, 10, NULL);
    if (lua_type(L, key) == LUA_TSTRING && class_push(L, idx)) {
        if (is_hidden(L, lua_tostring(L, key), value + 1, class_is_user(L, value + 1)) && push_names(L, value + 1)) {
            note_stored(L, value + 2, key);
            lua_settop(L, value);
            set_field(L, idx, key);
            return;
        }
        lua_settop(L, value);
    }
    lua_pushvalue(L, key);
    lua_insert(L, -2);
    lua_rawset(L, idx);
}

/* Copies the named fields of the table at `from` into the one at `to`. */
static void copy_fields(lua_State *L, int from, int to) {
    lua_pushnil(L);
    while (lua_next(L, from)) {
        if (lua_type(L, -2) == LUA_TSTRING) {
            lua_pushvalue(L, -2);
            lua_insert(L, -2);
            lua_rawset(L, to);
        } else {
            lua_pop(L, 1);
        }
    }
}

void fields_push_all(lua_State *L, int idx) {
    idx = lua_absindex(L, idx);
    luaL_checkstack(L, 8, NULL);
    lua_newtable(L);
    int all = lua_gettop(L);
    if (lua_rawgetp(L, idx, &FIELDS) == LUA_TTABLE) {
        copy_fields(L, all + 1, all);
    }
    lua_settop(L, all);
    copy_fields(L, idx, all);
}

/* Whether the key is one that objects keep where it is. */
static bool is_private(lua_State *L, int key) {
    return lua_type(L, key) == LUA_TSTRING && *lua_tostring(L, key) == '_';
}

/* rawget(t, key) */
static int l_rawget(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checkany(L, 2);
    lua_settop(L, 2);
    lua_pushvalue(L, 2);
    if (lua_rawget(L, 1) == LUA_TNIL && !is_private(L, 2)) {
        fields_push(L, 1, 2);
    }
    return 1;
}

/* rawset(t, key, value) */
static int l_rawset(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checkany(L, 2);
    luaL_checkany(L, 3);
    lua_settop(L, 3);
    if (!is_private(L, 2) && class_is_instance(L, 1)) {
        fields_keep(L, 1, 2);
    } else {
        lua_rawset(L, 1);
    }
    lua_settop(L, 1);
    return 1;
}

void fields_set_raw(lua_State *L) {
    lua_pushcfunction(L, l_rawget);
    lua_setfield(L, -2, "rawget");
    lua_pushcfunction(L, l_rawset);
    lua_setfield(L, -2, "rawset");
}
