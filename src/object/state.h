/* What the engine keeps for each Lua state. The state's extra space points to it, so finding it needs no look-up. That
 * space of a Lua which is somebody else's (src/embed/module.c) is not ours: there, the registry has it.
 *
 * Metatables are compared by address, which makes "is this a token, a construct, a list?" cheap; the registry keeps
 * them alive. */
#ifndef LUACDK_OBJECT_STATE_H
#define LUACDK_OBJECT_STATE_H

#include <lua.h>
#include <stdbool.h>

enum engine_meta {
    META_CLASS,
    META_MAKING,
    META_NODE,
    META_TOKEN,
    META_ORDERED,
    META_LIST,
    META_EMPTY,
    META_MAP,
    META_STANDIN,
    META_COUNT
};

/* Field names that are looked up all the time: pushing a reference avoids making the string anew. */
enum engine_key {
    KEY_NODE,
    KEY_BASE,
    KEY_SCHEMA,
    KEY_INTERFACE,
    KEY_MODEL,
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
    KEY_MAKING,
    KEY_CLASS,
    KEY_NAMES,
    KEY_INDEX,
    KEY_COUNT
};

/* The user's line that constructs made by library code are attributed to. Kept while a library constructor runs, so
 * that not each construct it makes has to walk the call stack again. */
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
struct schema_shape;

/* What upper rooms do for lower ones; each hook is set when its file is opened. */
struct engine_hooks {
    void (*check_constructor)(lua_State *L, const struct schema_type *type, int first);
    void (*refuse_making)(lua_State *L, const struct schema_type *type, int first);
    bool (*accepts_call)(lua_State *L, const struct schema_member *member, int first);
    void (*refuse_call)(lua_State *L, const struct schema_type *type, const struct schema_member *member, int first,
                        int self);
    void (*check_value)(lua_State *L, int idx, const struct schema_shape *shape, const char *what, int construct);
    void (*check_struct)(lua_State *L, int idx, const struct schema_type *type, const char *what, int construct);
    void (*push_resource_class)(lua_State *L, const struct schema_type *type);
    struct cJSON *(*render_properties)(struct resolver *r, int self, const struct schema_type *type);
    const char *(*logical_id)(lua_State *L, struct node *node);
    bool (*push_replacement)(lua_State *L, int token, struct node *consumer);
    struct cJSON *(*json_text)(struct resolver *r, int token);
    lua_CFunction checked_function; /* what a user calls when calling a library method: see call.h */
};

struct engine_state {
    struct engine_hooks hooks;
    const void *meta[META_COUNT];
    int meta_ref[META_COUNT];
    int key_ref[KEY_COUNT];
    int nodes; /* registry reference: list of nodes (userdata) by their index, weak */
    int construct_count;
    int loading; /* files of the library that are being loaded */
    struct blame blame;
    const struct node *resolving; /* the element being rendered (synth_push_resolving) */
    bool tool_frames;             /* every user frame is recorded: see user_line_trace_for_tools */
    bool tolerant;                /* luacdk check: failed calls are answered with stand-ins */
    bool tolerating, tainted;     /* for tolerate_begin */
    bool gathering;               /* complaints are gathered, not raised */
    bool schema_open;             /* resources accept any property of any type: --no-schema-check */
    bool ids_frozen;              /* logical ids are final: they stay, whatever they were computed from */
    int collected;                /* kilobytes in use after the last collection before a synthesis */
    int injector; /* registry reference: function(scope, id, class id, props) → props; 0 if nobody injects */
};

/* Creates the state's record on first use. */
struct engine_state *engine_state_new(lua_State *L);

#ifdef LUA_IS_FOREIGN
extern const char engine_state_key; /* of the registry */

static inline struct engine_state *engine_state(lua_State *L) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &engine_state_key);
    struct engine_state *state = lua_touserdata(L, -1);
    lua_pop(L, 1);
    return state ? state : engine_state_new(L);
}
#else
static inline struct engine_state *engine_state(lua_State *L) {
    struct engine_state *state = *(struct engine_state **)lua_getextraspace(L);
    return state ? state : engine_state_new(L);
}
#endif

/* Keeps the table on top of the stack (popped) as Lua's globals from before any user code ran; these are the globals
 * that the library uses. */
void engine_keep_globals(lua_State *L);

/* Pushes that table; false (nothing pushed) if the state has none. */
bool engine_push_globals(lua_State *L);

/* Pushes one of Lua's own globals (`require`, `string`, …): from that table, or else as the script left it. */
void engine_push_global(lua_State *L, const char *name);

/* Registers the table on top of the stack (popped) as this metatable. */
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

/* For loops in C that may be long and call no Lua code: raises if work must stop (base/interrupt.h), through the hook
 * that stops Lua code. Costs one load. */
void engine_go_on(lua_State *L);

#endif
