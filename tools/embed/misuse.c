/* libluacdk as it is not meant to be used: `make leaks` runs it under valgrind. Nothing of this may end the program,
 * corrupt memory or lose the message.
 *
 *     misuse FOLDER */
#include <luacdk.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures;

static void expect(const char *what, int holds) {
    if (!holds) {
        fprintf(stderr, "misuse: %s\n", what);
        failures++;
    }
}

static int run(luacdk *l, const char *text) { return luacdk_run_text(l, "text.lua", text, strlen(text)); }

static int says(const luacdk *l, const char *words) { return strstr(luacdk_error(l), words) != NULL; }

static const char app[] = "local cdk = require 'aws_cdk' cdk.Stack(cdk.App(), 'S')";

static void nothing_given(luacdk *l) {
    luacdk_free(NULL);
    expect("no state: an error", luacdk_run(NULL, "app.lua", 0, NULL) != 0 && luacdk_synth(NULL) != 0);
    expect("no state: a message", *luacdk_error(NULL) && luacdk_output(NULL, 0) == NULL);
    expect("no option", luacdk_set(l, NULL, "x") != 0 && luacdk_set(l, "output", NULL) != 0);
    expect("no file", luacdk_run(l, NULL, 0, NULL) != 0 && *luacdk_error(l));
    expect("no text", luacdk_run_text(l, "a.lua", NULL, 0) != 0 && *luacdk_error(l));
    expect("no name", luacdk_run_text(l, NULL, app, sizeof app - 1) != 0 && *luacdk_error(l));
    expect("no arguments", luacdk_run(l, "nothing.lua", 3, NULL) != 0 && *luacdk_error(l));
}

static void wrong_order(luacdk *l) {
    expect("synthesis before a run", luacdk_synth(l) != 0 && says(l, "luacdk_run"));
    expect("an error, then another", run(l, "error 'one'") != 0 && says(l, "one"));
    expect("the other", run(l, "error 'two'") != 0 && says(l, "two") && !says(l, "one"));
    expect("synthesis after an error", luacdk_synth(l) != 0 && says(l, "luacdk_run"));
    expect("a run after errors", run(l, app) == 0 && luacdk_synth(l) == 0 && luacdk_output(l, 0));
    expect("no message after success", !*luacdk_error(l));
    expect("folders end", luacdk_output(l, 1) == NULL && luacdk_output(l, (size_t)-1) == NULL);
    expect("two runs in a row", run(l, app) == 0 && run(l, app) == 0 && luacdk_synth(l) == 0);
}

static void odd_scripts(luacdk *l) {
    expect("os.exit", run(l, "os.exit(3)") != 0 && says(l, "os.exit"));
    expect("an error in a finalizer", run(l, "setmetatable({}, { __gc = error }) collectgarbage()") == 0);
    expect("an error that is no text", run(l, "error {}") != 0 && *luacdk_error(l));
    expect("an error in a message handler", run(l, "xpcall(error, error)") == 0);
    expect("recursion", run(l, "local function f() return 1 + f() end f()") != 0 && says(l, "overflow"));
    expect("coroutines", run(l, "coroutine.wrap(function() error 'inside' end)()") != 0 && says(l, "inside"));
    expect("a zero byte", luacdk_run_text(l, "z.lua", "return 1\0 error", 15) != 0);
}

/* A script of 16 MB, and one with 200,000 statements. */
static void large_scripts(luacdk *l) {
    enum { SIZE = 16 << 20, COUNT = 200000 };
    static const char statement[] = "local _ = 1 ";
    char *text = malloc(SIZE);
    if (!text) {
        exit(2);
    }
    memset(text, ' ', SIZE);
    memcpy(text, "--[[", 4);
    memcpy(text + SIZE - 2, "]]", 2);
    expect("a large comment", luacdk_run_text(l, "large.lua", text, SIZE) == 0);
    for (size_t i = 0; i < COUNT; i++) {
        memcpy(text + i * (sizeof statement - 1), statement, sizeof statement - 1);
    }
    expect("too many variables",
           luacdk_run_text(l, "large.lua", text, COUNT * (sizeof statement - 1)) != 0 && says(l, "large.lua:1:"));
    free(text);
}

int main(int argc, char **argv) {
    luacdk *l = luacdk_new();
    if (argc != 2 || !l) {
        fprintf(stderr, "usage: misuse FOLDER\n");
        return 2;
    }
    nothing_given(l);
    expect("an output", luacdk_set(l, "output", argv[1]) == 0);
    expect("an unknown option", luacdk_set(l, "colour", "red") != 0 && says(l, "the options are"));
    wrong_order(l);
    odd_scripts(l);
    large_scripts(l);
    luacdk_free(l);
    return failures ? 1 : 0;
}
