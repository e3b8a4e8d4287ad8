/* A program with luacdk inside: runs a script and says where its assembly is.
 *
 *     cc host.c -o host $(pkg-config --cflags --libs luacdk)
 *     ./host app.lua out stage=prod          what the script reads as node:try_get_context("stage")
 */
#include <luacdk.h>

#include <stdio.h>

static int synthesise(luacdk *l, int argc, char **argv) {
    if (luacdk_set(l, "output", argv[2]) != 0) {
        return -1;
    }
    for (int i = 3; i < argc; i++) {
        if (luacdk_set(l, "context", argv[i]) != 0) {
            return -1;
        }
    }
    return luacdk_run(l, argv[1], 0, NULL) != 0 ? -1 : luacdk_synth(l);
}

int main(int argc, char **argv) {
    if (argc < 3) {
        fputs("usage: host SCRIPT FOLDER [KEY=VALUE …]\n", stderr);
        return 2;
    }
    luacdk *l = luacdk_new();
    int failed = synthesise(l, argc, argv);
    if (failed) {
        fprintf(stderr, "%s\n", luacdk_error(l));
    }
    for (size_t i = 0; luacdk_output(l, i) != NULL; i++) {
        printf("%s\n", luacdk_output(l, i));
    }
    luacdk_free(l);
    return failed ? 1 : 0;
}
