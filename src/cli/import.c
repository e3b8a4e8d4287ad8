/* luacdk import FILE|DIR: turns a template, or the stacks of an assembly, into a script, which Lua code makes
 * (lua/luacdk/import/). */
#include "base/error.h"
#include "base/file.h"
#include "base/path.h"
#include "base/terminal.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "host/distrust.h"
#include "host/script.h"
#include "host/state.h"

#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

static int complain(const char *message) {
    fprintf(stderr, "luacdk: %s\n", message ? message : "not enough memory");
    return STATUS_FAILED;
}

/* require "luacdk.import" (path) → script | nil, message */
static int l_run(lua_State *L) {
    lua_getglobal(L, "require");
    lua_pushliteral(L, "luacdk.import");
    lua_call(L, 1, 1);
    lua_insert(L, 1);
    lua_call(L, 1, 2);
    return 2;
}

static int write_file(const char *path, const char *text, size_t length, bool force) {
    struct error error = ERROR_INIT;
    if (!force && file_exists(path)) {
        error_set(&error, "%s already exists; --force overwrites it", path);
    } else if (file_write(path, text, length, 0666, &error) == 0) {
        return STATUS_OK;
    }
    int status = complain(error.message);
    error_clear(&error);
    return status;
}

/* The author of the template has also filled its folder. */
static int write_script(const struct invocation *invocation, const char *text, size_t length) {
    struct arena arena = ARENA_INIT;
    struct error error = ERROR_INIT;
    int status = STATUS_FAILED;
    if (distrust_folder(&arena, path_dirname(&arena, invocation->operand), &error) == 0) {
        status = write_file(invocation->output, text, length, invocation->force);
    } else {
        complain(error.message);
        error_clear(&error);
    }
    arena_free(&arena);
    return status;
}

int command_import(const struct invocation *invocation) {
    if (!invocation->operand) {
        fprintf(stderr, "luacdk: import needs a FILE or the folder of a cloud assembly\nTry `luacdk help import`.\n");
        return STATUS_USAGE;
    }
    if (invocation->output && !invocation->force && file_exists(invocation->output)) {
        return write_file(invocation->output, "", 0, false); /* reports why not, before any work */
    }
    struct error error = ERROR_INIT;
    terminal_suspect(); /* the template's author wrote what is printed */
    struct arena arena = ARENA_INIT;
    bool is_folder = file_is_directory(invocation->operand);
    int distrusted = is_folder ? distrust_folder(&arena, invocation->operand, &error) : 0;
    arena_free(&arena);
    if (distrusted != 0) {
        complain(error.message);
        error_clear(&error);
        return STATUS_FAILED;
    }
    lua_State *L = host_open();
    if (!L) {
        return complain(NULL);
    }
    static const cJSON no_context = {.type = cJSON_Object};
    const struct script nothing = {.context = &no_context, .output = "cdk.out", .dry_run = true};
    script_provide_settings(L, &nothing); /* entries are tried out in separate stacks; no script runs */
    lua_pushcfunction(L, l_run);
    lua_pushstring(L, invocation->operand);
    int status;
    if (lua_pcall(L, 1, 2, 0) != LUA_OK) {
        status = complain(lua_tostring(L, -1));
    } else if (lua_isnil(L, -2)) {
        status = complain(lua_tostring(L, -1));
    } else {
        size_t length;
        const char *text = lua_tolstring(L, -2, &length);
        status = STATUS_OK;
        if (invocation->output) {
            status = write_script(invocation, text, length);
        } else {
            fwrite(text, 1, length, stdout);
        }
    }
    host_leave(L);
    return status;
}
