/* luacdk render FILE: the templates that a definition or script gives. They are made in a temporary folder; printing,
 * comparing and writing snapshots is Lua, lua/luacdk/template/render.lua. */
#include "base/file.h"
#include "base/path.h"
#include "cli/commands.h"
#include "cli/run.h"
#include "host/script.h"
#include "host/state.h"

#include <lauxlib.h>
#include <stdio.h>
#include <stdlib.h>

struct rendering {
    const struct invocation *invocation;
    const char *folder; /* holds the assembly */
};

static void set_text(lua_State *L, const char *key, const char *value) {
    lua_pushstring(L, value);
    lua_setfield(L, -2, key);
}

static void set_flag(lua_State *L, const char *key, bool value) {
    lua_pushboolean(L, value);
    lua_setfield(L, -2, key);
}

/* require "luacdk.template.render" (options) → whether all is as expected */
static int l_render(lua_State *L) {
    const struct rendering *rendering = lua_touserdata(L, 1);
    const struct invocation *invocation = rendering->invocation;
    lua_getglobal(L, "require");
    lua_pushliteral(L, "luacdk.template.render");
    lua_call(L, 1, 1);
    lua_newtable(L);
    set_text(L, "folder", rendering->folder);
    set_text(L, "file", invocation->operand);
    set_text(L, "output", invocation->output);
    set_text(L, "format", invocation->format);
    set_text(L, "snapshot", invocation->snapshot);
    set_flag(L, "check", invocation->check);
    set_flag(L, "update", invocation->update);
    set_flag(L, "partial", invocation->definition.only_count > 0 || invocation->definition.env);
    lua_call(L, 1, 1);
    return 1;
}

static int render(const struct rendering *rendering) {
    lua_State *L = host_open();
    if (!L) {
        fprintf(stderr, "not enough memory\n");
        return STATUS_FAILED;
    }
    lua_pushcfunction(L, l_render);
    lua_pushlightuserdata(L, (void *)rendering);
    int status = STATUS_FAILED;
    if (lua_pcall(L, 1, 1, 0) == LUA_OK) {
        status = lua_toboolean(L, -1) ? STATUS_OK : STATUS_FAILED;
    } else {
        const char *message = lua_tostring(L, -1);
        fprintf(stderr, "luacdk: %s\n", message ? message : "not enough memory");
    }
    if (fflush(stdout) != 0) {
        perror("luacdk: standard output");
        status = STATUS_FAILED;
    }
    host_leave(L);
    return status;
}

/* Runs the script and renders what it wrote; with --keep-going also when some of it failed. */
static int run_and_render(struct arena *arena, const struct invocation *invocation, const char *folder) {
    struct run_result written = {0};
    int status = run_script(arena, invocation, folder, &written);
    bool is_there = file_exists(path_join(arena, folder, "manifest.json"));
    if (status == STATUS_OK && written.count > 0 && !is_there) {
        fprintf(stderr, "luacdk: %s writes its assembly to a folder of its own, so there is nothing to render\n",
                invocation->operand);
        return STATUS_FAILED;
    }
    if (is_there && (status == STATUS_OK || (status == STATUS_FAILED && invocation->keep_going))) {
        int rendered = render(&(struct rendering){invocation, folder});
        return status == STATUS_OK ? rendered : status;
    }
    if (status == STATUS_OK && invocation->definition.action == DEFINITION_SYNTH) {
        fprintf(stderr, "luacdk: %s gives no templates: it returns neither a template nor a matrix, and makes no App\n",
                invocation->operand);
        return STATUS_FAILED;
    }
    return status;
}

int command_render(const struct invocation *invocation) {
    struct arena arena = ARENA_INIT;
    struct error error = ERROR_INIT;
    const char *parent = getenv("TMPDIR");
    const char *folder =
        file_mkdtemp(&arena, path_join(&arena, parent && *parent ? parent : "/tmp", "luacdk-"), &error);
    int status = STATUS_FAILED;
    if (folder) {
        status = run_and_render(&arena, invocation, folder);
        (void)file_remove_tree(folder, NULL);
    } else {
        fprintf(stderr, "%s\n", error.message);
        error_clear(&error);
    }
    arena_free(&arena);
    return status;
}
