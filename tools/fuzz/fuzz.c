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
} targets[] = {
    {"json", fuzz_json},
    {"yaml", fuzz_yaml},
    {"context", fuzz_context},
    {"manifest", fuzz_manifest},
    {"known", fuzz_known},
    {"options", fuzz_options},
    {"schema", fuzz_schema},
    {"paths", fuzz_paths},
    {"regex", fuzz_regex},
    {"terminal", fuzz_terminal},
    {"ignore-glob", fuzz_ignore_glob},
    {"ignore-git", fuzz_ignore_git},
    {"ignore-docker", fuzz_ignore_docker},
    {"tokens", fuzz_tokens},
    {"diff", fuzz_diff},
    {"import", fuzz_import},
    {"include", fuzz_include},
    {"assembly", fuzz_assembly},
    {"values", fuzz_values},
    {"session", fuzz_session},
    {"script", fuzz_script},
};

static fuzz_target *target;
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

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc;
    const char *name = strstr(**argv, "luacdk-fuzz-");
    for (size_t i = 0; name && i < sizeof targets / sizeof *targets; i++) {
        if (strcmp(name + strlen("luacdk-fuzz-"), targets[i].name) == 0) {
            target = targets[i].run;
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
