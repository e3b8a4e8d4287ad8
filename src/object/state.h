/* What the engine keeps for each Lua state, found without a look-up: the state's extra space points to it.
 *
 * Metatables are compared by address, which is what makes "is this a token, a construct, a list?" cheap; the registry
 * keeps them alive. */
#ifndef LUACDK_OBJECT_STATE_H
#define LUACDK_OBJECT_STATE_H

#include <lua.h>
#include <stdbool.h>

enum engine_meta { META_CLASS, META_NODE, META_TOKEN, META_ORDERED, META_LIST, META_MAP, META_COUNT };

/* Field names that are looked up all the time: pushing them by reference spares making the string anew. */
enum engine_key {
    KEY_NODE,
    KEY_BASE,
    KEY_SCHEMA,
    KEY_INTERFACE,
    KEY_USER,
    KEY_INIT,
    KEY_OWN_INIT,
    KEY_GET,
    KEY_SET,
    KEY_RESOLVE,
    KEY_OWN_RESOLVE,
    KEY_REFERENCES,
    KEY_CFN_OPTIONS,
    KEY_ID_OVERRIDE,
    KEY_FINISHED,
    KEY_CHECKED,
    KEY_NEWINDEX,
    KEY_GUARD,
    KEY_INDEX,
    KEY_COUNT
};

/* The user's line that constructs made by library code are blamed on. Kept while a library constructor runs, so that
 * each of the constructs it makes need not walk the call stack again. */
struct blame {
    const char *source;
    int line;
    int depth; /* library constructors running */
};

struct cJSON;
struct node;
struct resolver;
struct schema_type;
struct schema_member;

/* What rooms further up do for those below; each is set when its file opens. */
struct engine_hooks {
    void (*check_constructor)(lua_State *L, const struct schema_type *type, int first);
    void (*refuse_making)(lua_State *L, const struct schema_type *type, int first);
    bool (*accepts_call)(lua_State *L, const struct schema_member *member, int first);
    void (*refuse_call)(lua_State *L, const struct schema_type *type, const struct schema_member *member, int first,
                        int self);
    void (*check_struct)(lua_State *L, int idx, const struct schema_type *type, const char *what, int construct);
    void (*push_resource_class)(lua_State *L, const struct schema_type *type);
    struct cJSON *(*render_properties)(struct resolver *r, int self, const struct schema_type *type);
    const char *(*logical_id)(lua_State *L, struct node *node);
    bool (*push_replacement)(lua_State *L, int token, struct node *consumer);
    struct cJSON *(*json_text)(struct resolver *r, int token);
    lua_CFunction checked_function; /* what a user calls when calling a method of the library: see call.h */
};

struct engine_state {
    struct engine_hooks hooks;
    const void *meta[META_COUNT];
    int meta_ref[META_COUNT];
    int key_ref[KEY_COUNT];
    int nodes; /* registry reference: list of nodes (userdata) by their index, weak */
    int construct_count;
    struct blame blame;
    const struct node *resolving; /* the element that is rendered, while synth_push_resolving finds a call of that */
    bool schema_open;             /* resources take any property of any type: --no-schema-check */
    bool ids_frozen;              /* logical ids are final: they are kept, whatever they were computed from */
    int collected;                /* kilobytes that were in use after the last collection before a synthesis */
    int injector; /* registry reference: function(scope, id, class id, props) → props; 0 while nobody injects */
};

/* Makes the state's record on first use. */
struct engine_state *engine_state_new(lua_State *L);

static inline struct engine_state *engine_state(lua_State *L) {
    struct engine_state *state = *(struct engine_state **)lua_getextraspace(L);
    return state ? state : engine_state_new(L);
}

/* Lua's globals as they were before any of the user's code ran, which is what the library sees of them: the table on top
 * of the stack (popped) is kept for that. */
void engine_keep_globals(lua_State *L);

/* Pushes that table; false, and nothing is pushed, where the state has none. */
bool engine_push_globals(lua_State *L);

/* Pushes one of Lua's own globals (`require`, `string`, …): out of that table, or as the script left it. */
void engine_push_global(lua_State *L, const char *name);

/* Takes the table on top of the stack (popped) as this metatable. */
void engine_set_meta(lua_State *L, enum engine_meta which);

static inline void engine_push_meta(lua_State *L, enum engine_meta which) {
    lua_rawgeti(L, LUA_REGISTRYINDEX, engine_state(L)->meta_ref[which]);
}

static inline void engine_push_key(lua_State *L, enum engine_key key) {
    lua_rawgeti(L, LUA_REGISTRYINDEX, engine_state(L)->key_ref[key]);
}

/* Whether the table or userdata at `idx` has this metatable. */
static inline bool engine_has_meta(lua_State *L, int idx, enum engine_meta which) {
    if (!lua_getmetatable(L, idx)) {
        return false;
    }
    bool same = lua_topointer(L, -1) == engine_state(L)->meta[which];
    lua_pop(L, 1);
    return same;
}

/* For loops in C that may be long and call no Lua code: raises if work is to stop (base/interrupt.h), by the hook of
 * whoever stops code. Costs a load. */
void engine_go_on(lua_State *L);

#endif
