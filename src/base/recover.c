/* Cleaning up after a killed run: see recover.h. */
#include "base/recover.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/file.h"
#include "base/path.h"

char *recover_path_beside(struct arena *a, const char *above, const char *name) {
    return arena_printf(a, "%s/.%s.luacdk", strcmp(above, "/") == 0 ? "" : above, name);
}

/* ---- after an exchange ------------------------------------------------------------------------------------------ */

bool recover_rest(int old, int folder) {
    DIR *dir = fd_read_folder(old);
    bool moved = dir != NULL;
    for (struct dirent *entry; dir && (entry = fd_next_entry(dir)) != NULL;) {
        moved &= renameat2(old, entry->d_name, folder, entry->d_name, RENAME_NOREPLACE) == 0 || errno == EEXIST;
    }
    if (dir) {
        moved &= errno == 0;
        closedir(dir);
    }
    return moved;
}

/* ---- what a killed run left -------------------------------------------------------------------------------------- */

/* Moves everything in `from` into `to`, merging folders. Whether all of it could be seen: what cannot be moved has
 * something else in its way. */
static bool finish_folder(int from, int to) {
    DIR *dir = fd_read_folder(from);
    bool seen = dir != NULL;
    for (struct dirent *entry; dir && (entry = fd_next_entry(dir)) != NULL;) {
        int inner = fd_open_folder(from, entry->d_name);
        if (inner < 0) {
            (void)renameat(from, entry->d_name, to, entry->d_name);
            continue;
        }
        (void)mkdirat(to, entry->d_name, 0777);
        int target = fd_open_folder(to, entry->d_name);
        if (target >= 0) {
            seen &= finish_folder(inner, target);
            close(target);
        }
        close(inner);
    }
    if (dir) {
        seen &= errno == 0;
        closedir(dir);
    }
    return seen;
}

/* Moves the files that a run was about to move one by one: the head last, and only if it then stands for all of them.
 * False if that has to wait for a later run. */
static bool finish(int folder) {
    static const char *const parts[] = {RECOVER_FINISH "/rest", RECOVER_FINISH "/head"};
    bool seen = true;
    for (int i = 0; i < 2 && seen; i++) {
        int from = fd_open_folder(folder, parts[i]);
        seen = from >= 0 ? finish_folder(from, folder) : errno == ENOENT || errno == ENOTDIR || errno == ELOOP;
        if (from >= 0) {
            close(from);
        }
    }
    return seen;
}

/* If the exchange has taken place, the folder beside this one is the old generation: a new one has a different name. */
static void recover_beside(const char *name, int folder) {
    int fd = fd_open_folder(AT_FDCWD, name);
    if (fd < 0) {
        if (errno != ENOENT) {
            (void)file_remove_tree(name, NULL);
        }
        return;
    }
    DIR *dir = fd_read_folder(fd);
    bool done = true;
    for (struct dirent *entry; dir && (entry = fd_next_entry(dir)) != NULL;) {
        char *end;
        uintmax_t number = strtoumax(entry->d_name, &end, 10);
        int old = number && *end == '\0' ? fd_open_folder(fd, entry->d_name) : -1;
        struct stat status;
        if (old >= 0 && fstat(old, &status) == 0 && status.st_ino != number) {
            done &= recover_rest(old, folder);
        }
        if (old >= 0) {
            close(old);
        }
    }
    done &= dir && errno == 0;
    if (dir) {
        closedir(dir);
    }
    close(fd);
    if (done) {
        (void)file_remove_tree(name, NULL);
    }
}

/* Areas, including those with the names of early versions: `.tmp-77-…`, `.asset-77-…`. */
static bool is_area(const char *name) {
    static const char *const former[] = {".tmp-", ".asset-"};
    for (int i = 0; i < 2; i++) {
        size_t length = strlen(former[i]);
        if (strncmp(name, former[i], length) == 0) {
            size_t digits = strspn(name + length, "0123456789");
            return digits > 0 && name[length + digits] == '-';
        }
    }
    size_t length = strlen(name), end = strlen(RECOVER_BUILDING);
    return strncmp(name, RECOVER_AREA_PREFIX, strlen(RECOVER_AREA_PREFIX)) == 0 || strcmp(name, RECOVER_FINISH) == 0 ||
           (length > end && strcmp(name + length - end, RECOVER_BUILDING) == 0);
}

void recover_folder(const char *path, const char *above, const char *name, int fd) {
    struct arena arena = ARENA_INIT;
    recover_beside(recover_path_beside(&arena, above, name), fd);
    bool finished = finish(fd);
    DIR *dir = fd_read_folder(fd);
    for (struct dirent *entry; dir && (entry = fd_next_entry(dir)) != NULL;) {
        if (is_area(entry->d_name) && (finished || strcmp(entry->d_name, RECOVER_FINISH) != 0)) {
            (void)file_remove_tree(path_join(&arena, path, entry->d_name), NULL);
        }
    }
    if (dir) {
        closedir(dir);
    }
    arena_free(&arena);
}
