/* Two states of luacdk in two threads, again and again: `make threads` and `make leaks` run it.
 *
 *     two_states FOLDER [ROUNDS]
 *
 * Each thread runs whatever keeps something outside of its Lua state: assets that are hashed by several threads, the
 * sandbox with its limits and its refusals, a definition with cells in processes of their own, errors. */
#include <luacdk.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct worker {
    pthread_t thread;
    const char *folder;
    int number, rounds, failures;
};

static void expect(struct worker *w, const luacdk *l, const char *what, int holds) {
    if (!holds) {
        fprintf(stderr, "thread %d: %s: %s\n", w->number, what, luacdk_error(l));
        w->failures++;
    }
}

static luacdk *begin(struct worker *w, const char *name) {
    char folder[4096];
    luacdk *l = luacdk_new();
    snprintf(folder, sizeof folder, "%s/%d/%s", w->folder, w->number, name);
    expect(w, l, "output", luacdk_set(l, "output", folder) == 0);
    return l;
}

static void run_file(struct worker *w, const char *file) {
    luacdk *l = begin(w, file);
    expect(w, l, file, luacdk_run(l, file, 0, NULL) == 0 && luacdk_synth(l) == 0 && luacdk_output(l, 0));
    expect(w, l, "a second synthesis is refused", luacdk_synth(l) != 0 && strstr(luacdk_error(l), "luacdk_run"));
    luacdk_free(l);
}

/* The text fails, with a message that contains `expected`. */
static void fail_with(struct worker *w, luacdk *l, const char *text, const char *expected) {
    expect(w, l, expected,
           luacdk_run_text(l, "text.lua", text, strlen(text)) != 0 && strstr(luacdk_error(l), expected));
}

static void run_failures(struct worker *w) {
    luacdk *l = begin(w, "failures");
    expect(w, l, "option", luacdk_set(l, "no such option", "") != 0 && strstr(luacdk_error(l), "options"));
    fail_with(w, l,
              "local cdk = require 'aws_cdk'\ncdk.aws_sqs.Queue(cdk.Stack(cdk.App(), 'S'), 'Q', { fifos = true })",
              "text.lua:2:");
    fail_with(w, l, "x =", "text.lua:1:");
    fail_with(w, l, "os.exit(3)", "os.exit");
    luacdk_set(l, "sandbox", "yes");
    fail_with(w, l, "return io.open('/etc/passwd')", "sandbox");
    luacdk_set(l, "instructions", "1000000");
    fail_with(w, l, "while true do end", "instructions");
    luacdk_set(l, "instructions", "0");
    luacdk_set(l, "seconds", "0.1");
    fail_with(w, l, "while true do end", "0.1 seconds");
    luacdk_free(l);
}

static void *work(void *argument) {
    struct worker *w = argument;
    for (int i = 0; i < w->rounds; i++) {
        run_file(w, "examples/asset.lua");
        run_file(w, "examples/queue_worker.lua");
        run_file(w, "examples/fleet/fleet.lua");
        run_failures(w);
    }
    return NULL;
}

int main(int argc, char **argv) {
    if (argc < 2) {
        fputs("usage: two_states FOLDER [ROUNDS]\n", stderr);
        return 2;
    }
    struct worker workers[2] = {{.number = 0}, {.number = 1}};
    int failures = 0;
    for (int i = 0; i < 2; i++) {
        workers[i].folder = argv[1];
        workers[i].rounds = argc > 2 ? atoi(argv[2]) : 1;
        if (pthread_create(&workers[i].thread, NULL, work, &workers[i]) != 0) {
            return 1;
        }
    }
    for (int i = 0; i < 2; i++) {
        pthread_join(workers[i].thread, NULL);
        failures += workers[i].failures;
    }
    printf("%d failures\n", failures);
    return failures > 0;
}
