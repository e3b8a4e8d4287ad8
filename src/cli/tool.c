/* Commands written in Lua: see tool.h. */
#include "cli/tool.h"

#include "base/file.h"
#include "base/interrupt.h"
#include "base/path.h"
#include "host/script.h"
#include "host/state.h"

#include <lauxlib.h>
#include <stdio.h>

struct tool {
    const char *module;
    void (*fill)(lua_State *L, const void *data);
    const void *data;
};

void tool_text(lua_State *L, const char *key, const char *value) {
    lua_pushstring(L, value);
    lua_setfield(L, -2, key);
}

void tool_flag(lua_State *L, const char *key, bool value) {
    lua_pushboolean(L, value);
    lua_setfield(L, -2, key);
}

void tool_texts(lua_State *L, const char *key, const char *const *values, size_t count) {
    lua_newtable(L);
    for (size_t i = 0; i < count; i++) {
        lua_pushstring(L, values[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, key);
}

static int l_run(lua_State *L) {
    const struct tool *tool = lua_touserdata(L, 1);
    lua_getglobal(L, "require");
    lua_pushstring(L, tool->module);
    lua_call(L, 1, 1);
    lua_newtable(L);
    if (tool->fill) {
        tool->fill(L, tool->data);
    }
    lua_call(L, 1, 1);
    return 1;
}

int tool_run(const char *module, void (*fill)(lua_State *L, const void *data), const void *data) {
    lua_State *L = host_open();
    if (!L) {
        fprintf(stderr, "not enough memory\n");
        return STATUS_FAILED;
    }
    static const cJSON no_context = {.type = cJSON_Object};
    const struct script nothing = {.context = &no_context, .output = "cdk.out", .dry_run = true};
    script_provide_settings(L, &nothing); /* the library may be loaded; no script runs */
    const struct tool tool = {module, fill, data};
    lua_pushcfunction(L, l_run);
    lua_pushlightuserdata(L, (void *)&tool);
    int status = STATUS_FAILED;
    if (lua_pcall(L, 1, 1, 0) != LUA_OK) {
        const char *message = lua_tostring(L, -1);
        if (!interrupt_asked()) { /* otherwise it only tells what was interrupted */
            fprintf(stderr, "luacdk: %s\n", message ? message : "not enough memory");
        }
    } else if (lua_isboolean(L, -1)) {
        status = lua_toboolean(L, -1) ? STATUS_OK : STATUS_FAILED;
    } else {
        status = (int)lua_tointeger(L, -1);
    }
    host_leave(L);
    return status;
}

const char *tool_definitions_folder(struct arena *arena) {
    const char *program = file_readlink(arena, "/proc/self/exe", NULL);
    if (program) {
        const char *prefix = path_dirname(arena, path_dirname(arena, program));
        const char *folder = path_join(arena, prefix, "share/luacdk/luals");
        if (file_exists(folder)) {
            return folder;
        }
    }
    return "/usr/local/share/luacdk/luals";
}
