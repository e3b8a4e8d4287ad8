/* Temporary names: see temporary.h. */
#include "base/temporary.h"

#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

char *temporary_prefix(struct arena *a, const char *folder, const char *kind) {
    return arena_printf(a, "%s/.%s-%ld-", folder, kind, (long)getpid());
}

/* The process in such a name, or 0. */
static pid_t owner(const char *name) {
    static const char *const kinds[] = {".tmp-", ".asset-"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t length = strlen(kinds[i]);
        if (strncmp(name, kinds[i], length) == 0) {
            char *end;
            errno = 0;
            long process = strtol(name + length, &end, 10);
            return errno == 0 && process > 0 && *end == '-' ? (pid_t)process : 0;
        }
    }
    return 0;
}

static bool is_before(struct timespec a, struct timespec b) {
    return a.tv_sec != b.tv_sec ? a.tv_sec < b.tv_sec : a.tv_nsec < b.tv_nsec;
}

/* In a container each run may have the same number: what bears ours and is older than our first use is not ours. */
static bool is_stale(int folder, const char *name, pid_t process, struct timespec first_use) {
    struct stat status;
    if (process == getpid()) {
        return fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && is_before(status.st_mtim, first_use);
    }
    return kill(process, 0) != 0 && errno == ESRCH;
}

void temporary_remove_stale(const char *folder) {
    static struct timespec first_use;
    if (first_use.tv_sec == 0) {
        clock_gettime(CLOCK_REALTIME_COARSE, &first_use); /* the clock of file times */
    }
    DIR *dir = opendir(folder);
    if (dir == NULL) {
        return;
    }
    struct arena arena = ARENA_INIT;
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        pid_t process = owner(entry->d_name);
        if (process && is_stale(dirfd(dir), entry->d_name, process, first_use)) {
            (void)file_remove_tree(arena_printf(&arena, "%s/%s", folder, entry->d_name), NULL);
        }
    }
    closedir(dir);
    arena_free(&arena);
}
