/* States of a Lua that load the module luacdk (src/embed/module.c), two at a time in each of two threads: `make rock-leaks`
 * runs it under valgrind. They take turns, fail, run coroutines and are closed in either order.
 *
 *     two_states FOLDER [ROUNDS] */
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

struct worker {
    pthread_t thread;
    const char *folder;
    int number, rounds, failures;
};

/* f(folder) → a function that synthesises; with a message, it fails. */
static const char program[] = "local cdk = require 'luacdk'\n"
                              "local s3 = require 'aws_cdk.aws_s3'\n"
                              "local app = cdk.App { outdir = ... }\n"
                              "local stack = cdk.Stack(app, 'Storage')\n"
                              "s3.Bucket(stack, 'Files', { versioned = true })\n"
                              "coroutine.wrap(function() s3.Bucket(stack, 'More') end)()\n"
                              "return function(fails)\n"
                              "  if fails then s3.Bucket(stack, 'Files') end\n"
                              "  app:synth()\n"
                              "end\n";

static void expect(struct worker *w, lua_State *L, bool holds) {
    if (!holds) {
        fprintf(stderr, "thread %d: %s\n", w->number, lua_tostring(L, -1));
        w->failures++;
    }
}

static lua_State *begin(struct worker *w, const char *name) {
    lua_State *L = luaL_newstate();
    luaL_openlibs(L);
    expect(w, L, luaL_loadbuffer(L, program, sizeof program - 1, "=program") == LUA_OK);
    lua_pushfstring(L, "%s/%d/%s", w->folder, w->number, name);
    expect(w, L, lua_pcall(L, 1, 1, 0) == LUA_OK);
    return L;
}

static void synthesise(struct worker *w, lua_State *L, bool fails) {
    lua_pushvalue(L, 1);
    lua_pushboolean(L, fails);
    int status = lua_pcall(L, 1, 0, 0);
    expect(w, L, (status != LUA_OK) == fails);
    lua_settop(L, 1);
}

static void *work(void *argument) {
    struct worker *w = argument;
    for (int i = 0; i < w->rounds; i++) {
        lua_State *one = begin(w, "one"), *other = begin(w, "other");
        synthesise(w, other, true);
        synthesise(w, one, false);
        lua_close(i % 2 ? one : other);
        synthesise(w, i % 2 ? other : one, false);
        lua_close(i % 2 ? other : one);
    }
    return NULL;
}

int main(int argc, char **argv) {
    if (argc < 2) {
        fprintf(stderr, "usage: two_states FOLDER [ROUNDS]\n");
        return 2;
    }
    int failures = 0;
    struct worker workers[2] = {{0}};
    for (int i = 0; i < 2; i++) {
        workers[i] = (struct worker){.folder = argv[1], .number = i + 1, .rounds = argc > 2 ? atoi(argv[2]) : 2};
        if (pthread_create(&workers[i].thread, NULL, work, &workers[i]) != 0) {
            return 2;
        }
    }
    for (int i = 0; i < 2; i++) {
        pthread_join(workers[i].thread, NULL);
        failures += workers[i].failures;
    }
    return failures ? 1 : 0;
}
