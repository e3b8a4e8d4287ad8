/* luacdk as a module for another Lua 5.4, such as Debian's: `require "luacdk"` (packaging/luacdk-scm-1.rockspec).
 *
 *   local cdk = require "luacdk"   -- the module aws_cdk; from now on `require "aws_cdk.aws_s3"` is found, too
 *   require "luacdk.globals"       -- also makes the globals that a script of the program has
 *
 * The Lua and the process are somebody else's. Without luacdk.globals nothing but package.searchers and package.preload is
 * changed; signals, the working folder and Lua's extra space are left alone. What scripts may do is for that Lua to
 * decide: there is no sandbox, no limit, and definitions run like any other code (as with the program's --trust).
 *
 * Several states may share a thread; a state stays in the thread that required luacdk first. What a thread has decoded of
 * the schema is kept for its next state, and freed when it ends. */
#include "assembly/output.h"
#include "assets/stage.h"
#include "base/arena.h"
#include "base/guard.h"
#include "base/inputs.h"
#include "base/interrupt.h"
#include "base/leftovers.h"
#include "check/value_rules.h"
#include "host/context.h"
#include "host/guest.h"
#include "host/modules.h"
#include "host/sandbox.h"
#include "host/script.h"
#include "object/user_line.h"
#include "schema/provider.h"
#include "schema/schema.h"

#include <lauxlib.h>
#include <pthread.h>
#include <stdlib.h>

#if LUA_VERSION_RELEASE_NUM < 50404 || LUA_VERSION_NUM != 504
#error "luacdk needs a Lua 5.4, of 5.4.4 or newer"
#endif

#define EXPORTED __attribute__((visibility("default")))

EXPORTED int luaopen_luacdk(lua_State *L);
EXPORTED int luaopen_luacdk_globals(lua_State *L);

/* A state's part in its thread; lives as long as the state. */
struct guest {
    struct arena arena;
    struct script script;
};

static const char GUEST; /* its address is the registry's key of the userdata */

static _Thread_local unsigned guests;            /* states of this thread */
static _Thread_local struct interrupt interrupt; /* nobody asks this thread to stop: that is the Lua's own business */

static pthread_key_t thread_key; /* its destructor frees what a thread keeps */
static pthread_once_t thread_key_made = PTHREAD_ONCE_INIT;

static void end_thread(void *unused) {
    (void)unused;
    sandbox_end_thread();
    guard_end_thread();
    inputs_record(false);
    leftovers_end_thread();
    rules_end_thread();
    schema_end_thread();
    provider_end_thread();
}

static void make_thread_key(void) { pthread_key_create(&thread_key, end_thread); }

static void begin_thread(void) {
    pthread_once(&thread_key_made, make_thread_key);
    pthread_setspecific(thread_key, &interrupt);
    interrupt_lend(&interrupt);
}

static int l_leave(lua_State *L) {
    struct guest *guest = lua_touserdata(L, 1);
    arena_free(&guest->arena);
    if (guests > 0 && --guests == 0) {
        output_abandon_all(); /* of runs that failed, whose errors were caught */
        stage_undo();
    }
    return 0;
}

/* Pushes the name of the program's script, as the standalone Lua and busted give it; pushes nothing and returns NULL if
 * there is none. */
static const char *push_script_name(lua_State *L) {
    int top = lua_gettop(L);
    if (lua_getglobal(L, "arg") == LUA_TTABLE && lua_rawgeti(L, -1, 0) == LUA_TSTRING) {
        lua_replace(L, top + 1);
        return lua_tostring(L, -1);
    }
    lua_settop(L, top);
    return NULL;
}

static void describe(lua_State *L, struct guest *guest) {
    const char *name = push_script_name(L), *output = getenv("CDK_OUTDIR");
    struct error error = ERROR_INIT;
    guest->script = (struct script){.file = name ? arena_strdup(&guest->arena, name) : NULL,
                                    .output = arena_strdup(&guest->arena, output && *output ? output : "cdk.out"),
                                    .context = context_load(&guest->arena, NULL, 0, &error),
                                    .trust = true};
    lua_settop(L, lua_gettop(L) - (name != NULL));
    if (!guest->script.context) {
        lua_pushstring(L, error.message);
        error_clear(&error);
        lua_error(L);
    }
    script_provide_settings(L, &guest->script);
    sandbox_set_run(&guest->script.limits, guest->script.output, guest->script.file, true);
    if (guest->script.file) {
        user_line_set_script(L, guest->script.file);
    }
}

/* Lets `require` find the library, once for each state. */
static void enter(lua_State *L) {
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &GUEST) == LUA_TUSERDATA) {
        lua_pop(L, 1);
        return;
    }
    lua_pop(L, 1);
    struct guest *guest = lua_newuserdatauv(L, sizeof *guest, 0);
    *guest = (struct guest){.arena = ARENA_INIT};
    lua_createtable(L, 0, 1); /* made first, so that it is finalised last, when no object of ours is left */
    lua_pushcfunction(L, l_leave);
    lua_setfield(L, -2, "__gc");
    lua_setmetatable(L, -2);
    guests++;
    begin_thread();
    describe(L, guest);
    modules_open_as_guest(L);
    guest_keep_globals(L);
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
    lua_pushcfunction(L, luaopen_luacdk_globals);
    lua_setfield(L, -2, "luacdk.globals");
    lua_pop(L, 1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &GUEST);
}

static void push_required(lua_State *L, const char *name) {
    lua_getglobal(L, "require");
    lua_pushstring(L, name);
    lua_call(L, 1, 1);
}

int luaopen_luacdk(lua_State *L) {
    luaL_checkversion(L);
    enter(L);
    push_required(L, "aws_cdk");
    return 1;
}

int luaopen_luacdk_globals(lua_State *L) {
    luaopen_luacdk(L);
    guest_open_globals(L);
    return 1; /* the module, for `local cdk = require "luacdk.globals"` */
}
