/* luacdk-fuzz: all targets in one program for libFuzzer. Which one is run is its name's: luacdk-fuzz-json (see
 * fuzz.mk).
 *
 *     luacdk-fuzz-TARGET [option of libFuzzer …] [folder or file of inputs …] */
#include "fuzz.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct {
    const char *name;
    fuzz_target *run;
    bool is_json; /* inputs are, or contain JSON */
} targets[] = {
    {"json", fuzz_json, false},
    {"yaml", fuzz_yaml, false},
    {"context", fuzz_context, false},
    {"manifest", fuzz_manifest, true},
    {"known", fuzz_known, false},
    {"options", fuzz_options, false},
    {"schema", fuzz_schema, false},
    {"git", fuzz_git, false},
    {"paths", fuzz_paths, false},
    {"regex", fuzz_regex, false},
    {"terminal", fuzz_terminal, false},
    {"ignore-glob", fuzz_ignore_glob, false},
    {"ignore-git", fuzz_ignore_git, false},
    {"ignore-docker", fuzz_ignore_docker, false},
    {"tokens", fuzz_tokens, false},
    {"diff", fuzz_diff, true},
    {"import", fuzz_import, true},
    {"include", fuzz_include, true},
    {"assembly", fuzz_assembly, true},
    {"values", fuzz_values, true},
    {"check", fuzz_check_rules, true},
    {"plugins", fuzz_plugins, true},
    {"rules", fuzz_rules, true},
    {"project", fuzz_project, true},
    {"source", fuzz_source, false},
    {"session", fuzz_session, false},
    {"script", fuzz_script, false},
};

static fuzz_target *target;
static bool is_json;
static char folder[64];
static pid_t owner; /* of the folder: children of the fuzzer leave it alone */

static void remove_folder(void) {
    DIR *dir = getpid() == owner ? opendir(folder) : NULL;
    if (!dir) {
        return;
    }
    for (struct dirent *entry; (entry = readdir(dir));) {
        unlinkat(dirfd(dir), entry->d_name, 0);
    }
    closedir(dir);
    rmdir(folder);
}

const char *fuzz_folder(void) {
    if (!*folder) {
        snprintf(folder, sizeof folder, "%s/luacdk-fuzz.XXXXXX", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
        fuzz_check(mkdtemp(folder) != NULL, "a temporary folder can be made");
        owner = getpid();
        atexit(remove_folder);
    }
    return folder;
}

void fuzz_write(const char *name, const char *text, size_t length) {
    char path[128];
    snprintf(path, sizeof path, "%s/%s", fuzz_folder(), name);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    fuzz_check(fd >= 0 && write(fd, text, length) == (ssize_t)length && close(fd) == 0,
               "a temporary file can be written");
}

void fuzz_check(bool holds, const char *what) {
    if (!holds) {
        fprintf(stderr, "this does not hold: %s\n", what);
        abort();
    }
}

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed);

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc;
    const char *name = strstr(**argv, "luacdk-fuzz-");
    for (size_t i = 0; name && i < sizeof targets / sizeof *targets; i++) {
        if (strcmp(name + strlen("luacdk-fuzz-"), targets[i].name) == 0) {
            target = targets[i].run;
            is_json = targets[i].is_json;
            return 0;
        }
    }
    fprintf(stderr, "the program's name is to be luacdk-fuzz-TARGET, of:");
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        fprintf(stderr, " %s", targets[i].name);
    }
    fprintf(stderr, "\n");
    exit(2);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    target((const char *)data, size);
    return 0;
}

/* Three of four mutations of JSON keep it JSON; the others are libFuzzer's. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed) {
    size_t mutated = is_json && seed % 4 != 0 ? fuzz_mutate_json(data, size, most, seed / 4) : 0;
    return mutated > 0 ? mutated : LLVMFuzzerMutate(data, size, most);
}
