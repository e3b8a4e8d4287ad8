/* Resources for rules in Lua: see resources.h. */
#include "synth/resources.h"

#include <lauxlib.h>
#include <stdint.h>
#include <string.h>

#include "document/document.h"
#include "synth/resolve.h"

/* In the registry: */
static char JUDGE;  /* function(resources) → list of faults */
static char WANTED; /* resource types → names of properties, or true */
static char SHARED; /* hash → table of properties */

/* Pushes a document as plain tables: null is absent, in lists false; an empty list and an empty object are alike. */
static void push_plain(lua_State *L, const cJSON *doc) {
    luaL_checkstack(L, 8, "document nested too deeply");
    switch (doc->type & 0xFF) {
    case cJSON_False:
    case cJSON_True:
    case cJSON_Number:
    case cJSON_String:
        push_scalar(L, doc);
        break;
    case cJSON_Array: {
        lua_Integer i = 0;
        lua_newtable(L);
        for (const cJSON *child = doc->child; child; child = child->next) {
            push_plain(L, child);
            if (lua_isnil(L, -1)) {
                lua_pop(L, 1);
                lua_pushboolean(L, 0);
            }
            lua_rawseti(L, -2, ++i);
        }
        break;
    }
    case cJSON_Object:
        lua_newtable(L);
        for (const cJSON *child = doc->child; child; child = child->next) {
            lua_pushstring(L, child->string);
            push_plain(L, child);
            lua_rawset(L, -3);
        }
        break;
    default:
        lua_pushnil(L);
    }
}

/* A property of a list of names: "Code:" means of `Code` only which keys it has. */
struct wish {
    const cJSON *value; /* NULL: it is not there */
    bool keys_only;
};

static struct wish find_wish(const cJSON *properties, const char *name) {
    size_t length = strlen(name);
    if (length == 0 || name[length - 1] != ':') {
        return (struct wish){doc_get(properties, name), false};
    }
    for (const cJSON *entry = properties->child; entry; entry = entry->next) {
        if (strncmp(entry->string, name, length - 1) == 0 && entry->string[length - 1] == '\0') {
            return (struct wish){entry, doc_is_object(entry)};
        }
    }
    return (struct wish){NULL, false};
}

static uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t length) {
    const unsigned char *p = bytes;
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ p[i]) * 1099511628211u; /* FNV-1a */
    }
    return hash;
}

static uint64_t hash_document(uint64_t hash, const cJSON *doc, bool keys_only) {
    int type = doc->type & 0xFF;
    hash = hash_bytes(hash, &type, sizeof type);
    if (type == cJSON_String) {
        return hash_bytes(hash, doc->valuestring, doc_length(doc));
    }
    if (type == cJSON_Number) {
        return hash_bytes(hash, &doc->valuedouble, sizeof doc->valuedouble);
    }
    for (const cJSON *child = type == cJSON_Object || type == cJSON_Array ? doc->child : NULL; child;
         child = child->next) {
        hash = hash_bytes(hash, child->string ? child->string : "", child->string ? strlen(child->string) + 1 : 1);
        hash = keys_only ? hash : hash_document(hash, child, false);
    }
    return hash_bytes(hash, "", 1);
}

static void push_wish(lua_State *L, const struct wish *wish) {
    if (!wish->keys_only) {
        push_plain(L, wish->value);
        return;
    }
    lua_newtable(L);
    for (const cJSON *child = wish->value->child; child; child = child->next) {
        lua_pushboolean(L, 1);
        lua_setfield(L, -2, child->string);
    }
}

/* Pushes the properties whose names are in the list at `names`; equal ones of the type give the same table, so that rules
 * need not judge them again. */
static void push_some(lua_State *L, const cJSON *properties, const char *type, int names) {
    uint64_t hash = hash_bytes(14695981039346656037u, type, strlen(type));
    for (lua_Integer i = 1; lua_rawgeti(L, names, i) == LUA_TSTRING; i++) {
        struct wish wish = find_wish(properties, lua_tostring(L, -1));
        lua_pop(L, 1);
        hash = wish.value ? hash_document(hash, wish.value, wish.keys_only) : hash_bytes(hash, "", 1);
    }
    lua_pop(L, 1);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &SHARED);
    int shared = lua_gettop(L);
    if (lua_rawgeti(L, shared, (lua_Integer)hash) != LUA_TTABLE) {
        lua_newtable(L);
        int made = lua_gettop(L);
        for (lua_Integer i = 1; lua_rawgeti(L, names, i) == LUA_TSTRING; i++) {
            struct wish wish = find_wish(properties, lua_tostring(L, -1));
            if (wish.value) {
                lua_pushlstring(L, lua_tostring(L, -1), strcspn(lua_tostring(L, -1), ":"));
                push_wish(L, &wish);
                lua_rawset(L, made);
            }
            lua_pop(L, 1);
        }
        lua_settop(L, made);
        lua_pushvalue(L, made);
        lua_rawseti(L, shared, (lua_Integer)hash);
        lua_replace(L, shared + 1);
    }
    lua_settop(L, shared + 1);
    lua_remove(L, shared);
}

static bool has_tags(const cJSON *properties) {
    const cJSON *tags = doc_get(properties, "Tags");
    return tags && doc_is_array(tags) && tags->child && tags->child->next;
}

static void set_flag(lua_State *L, const cJSON *entry, const char *name) {
    if (doc_get(entry, name)) {
        lua_pushboolean(L, 1);
        lua_setfield(L, -2, name);
    }
}

/* Pushes a resource for the rules; false (nothing pushed) if no rule is about it. */
static bool push_resource(lua_State *L, int wanted, const cJSON *entry) {
    const cJSON *type = doc_get(entry, "Type"), *properties = doc_get(entry, "Properties");
    if (!type || !doc_is_string(type)) {
        return false;
    }
    bool tagged = properties && has_tags(properties);
    lua_pushstring(L, type->valuestring);
    lua_pushvalue(L, -1);
    if (lua_rawget(L, wanted) == LUA_TNIL && !tagged && !doc_get(entry, "UpdatePolicy") &&
        !doc_get(entry, "CreationPolicy")) {
        lua_pop(L, 2);
        return false;
    }
    int names = lua_gettop(L);
    lua_createtable(L, 0, 4);
    int resource = lua_gettop(L);
    if (!properties || !doc_is_object(properties)) {
        lua_newtable(L);
    } else if (lua_istable(L, names) && !tagged) {
        push_some(L, properties, type->valuestring, names);
    } else {
        push_plain(L, properties);
    }
    lua_setfield(L, resource, "props");
    lua_pushvalue(L, names - 1);
    lua_setfield(L, resource, "type");
    lua_pushstring(L, entry->string);
    lua_setfield(L, resource, "id");
    set_flag(L, entry, "Condition");
    set_flag(L, entry, "CreationPolicy");
    set_flag(L, entry, "UpdatePolicy");
    lua_replace(L, names - 1);
    lua_settop(L, names - 1);
    return true;
}

static const char *field(lua_State *L, int fault, const char *name) {
    lua_getfield(L, fault, name);
    return lua_tostring(L, -1);
}

void resources_judge(lua_State *L, const cJSON *template,
                     void (*tell)(lua_State *L, const struct target_fault *fault, void *data), void *data) {
    int top = lua_gettop(L);
    luaL_checkstack(L, 2 * LUA_MINSTACK, NULL);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &JUDGE);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &WANTED);
    const cJSON *resources = doc_get(template, "Resources");
    lua_Integer count = 0;
    lua_newtable(L);
    for (const cJSON *entry = resources ? resources->child : NULL; entry; entry = entry->next) {
        if (push_resource(L, top + 2, entry)) {
            lua_rawseti(L, top + 3, ++count);
        }
    }
    if (count == 0) {
        lua_settop(L, top);
        return;
    }
    lua_remove(L, top + 2);
    lua_call(L, 1, 1);
    int faults = lua_gettop(L);
    for (lua_Integer i = 1; lua_rawgeti(L, faults, i) == LUA_TTABLE; i++) {
        int fault = lua_gettop(L);
        struct target_fault told = {field(L, fault, "rule"), field(L, fault, "id"), field(L, fault, "property"),
                                    field(L, fault, "wrong"), field(L, fault, "right")};
        tell(L, &told, data);
        lua_settop(L, faults);
    }
    lua_settop(L, top);
}

bool resources_are_judged(lua_State *L) {
    bool judged = lua_rawgetp(L, LUA_REGISTRYINDEX, &JUDGE) != LUA_TNIL;
    lua_pop(L, 1);
    return judged;
}

/* engine.judge_resources(wanted, judge): for each template made from now on, calls judge(resources) with the list of
 * those resources whose type is a key of `wanted`, or that have several tags, an UpdatePolicy or a CreationPolicy:
 * { id =, type =, props =, Condition = true, … }. The value in `wanted` is true or a list of the names of the properties
 * that are needed; "Code:" means of `Code` only which keys it has. It returns a list of { rule =, id =, property =,
 * wrong =, right = }, which the function that engine.judge_references was given is told. */
static int l_judge_resources(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_settop(L, 2);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &JUDGE);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &WANTED);
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &SHARED);
    return 0;
}

void resources_open(lua_State *L) {
    lua_pushcfunction(L, l_judge_resources);
    lua_setfield(L, -2, "judge_resources");
}
