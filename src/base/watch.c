/* Waiting for changes: see watch.h. */
#include "base/watch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/fnv.h"
#include "base/interrupt.h"
#include "base/key_index.h"
#include "base/path.h"

enum { QUIET = 60, LONGEST_BURST = 1000, COMING_BACK = 300, LOOK_AGAIN = 2000 }; /* milliseconds */

#define EVENTS \
    (IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_CLOSE_WRITE | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF)

struct entry {
    const char *path;
    uint64_t looks; /* 0: it does not exist */
};

struct folder {
    int id; /* the kernel's number for it; several paths may lead to it */
    const char *path;
    bool whole; /* any name in it matters */
    struct folder *next;
};

struct watch {
    int fd;     /* -1: the kernel cannot watch anything */
    bool blind; /* some folder cannot be watched */
    struct arena arena;
    struct entry *entries; /* by path */
    size_t count;
    struct watch_list outputs;
    struct folder *folders; /* in `arena` */
    struct key_index folders_by_path;
};

struct watch *watch_new(void) {
    struct watch *w = mem_calloc(1, sizeof *w);
    w->fd = -1;
    return w;
}

static void forget_folders(struct watch *w) {
    if (w->fd >= 0) {
        close(w->fd);
    }
    w->fd = -1;
    w->folders = NULL;
    w->folders_by_path = (struct key_index){.arena = &w->arena};
}

void watch_free(struct watch *w) {
    if (w) {
        forget_folders(w);
        arena_free(&w->arena);
        free(w);
    }
}

/* ---- how a path looks ------------------------------------------------------------------------------------------ */

static bool is_output(const struct watch *w, const char *path) {
    for (size_t i = 0; i < w->outputs.count; i++) {
        if (path_is_within(w->outputs.paths[i], path)) {
            return true;
        }
    }
    return false;
}

static uint64_t mix(uint64_t hash, uint64_t value) {
    hash = (hash ^ value) * 0x9E3779B97F4A7C15u;
    return hash ^ (hash >> 29);
}

/* The names in a folder, in whatever order they are listed. */
static uint64_t names_in(struct watch *w, int fd, const char *path) {
    uint64_t sum = 1;
    DIR *dir = fd_read_folder(fd);
    struct dirent *found;
    while (dir && (found = fd_next_entry(dir)) != NULL) {
        struct arena scratch = ARENA_INIT;
        if (!is_output(w, path_join(&scratch, path, found->d_name))) {
            sum += mix(fnv_hash(found->d_name, strlen(found->d_name)), found->d_type);
        }
        arena_free(&scratch);
    }
    if (dir) {
        closedir(dir);
    }
    return sum ? sum : 1;
}

static uint64_t look_at(struct watch *w, const char *path, struct stat *status) {
    if (stat(path, status) != 0) {
        *status = (struct stat){0};
        return 0;
    }
    if (S_ISDIR(status->st_mode)) {
        int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        uint64_t names = fd >= 0 ? names_in(w, fd, path) : 1;
        if (fd >= 0) {
            close(fd);
        }
        return names;
    }
    uint64_t hash = mix(1, status->st_dev);
    hash = mix(hash, status->st_ino);
    hash = mix(hash, (uint64_t)status->st_size);
    hash = mix(hash, status->st_mode);
    hash = mix(hash, (uint64_t)status->st_mtim.tv_sec);
    hash = mix(hash, (uint64_t)status->st_mtim.tv_nsec);
    return hash ? hash : 1;
}

static int by_path(const void *a, const void *b) {
    return strcmp(((const struct entry *)a)->path, ((const struct entry *)b)->path);
}

static struct entry *find(struct entry *entries, size_t count, const char *path) {
    const struct entry key = {.path = path};
    return count ? bsearch(&key, entries, count, sizeof *entries, by_path) : NULL;
}

static void append(struct watch_list *list, struct arena *arena, const char *path) {
    if ((list->count & (list->count - 1)) == 0) {
        const char **paths = arena_calloc(arena, list->count ? 2 * list->count : 1, sizeof *paths);
        for (size_t i = 0; i < list->count; i++) {
            paths[i] = list->paths[i];
        }
        list->paths = paths;
    }
    list->paths[list->count++] = arena_strdup(arena, path);
}

/* Looks at all paths anew; returns whether one that has changed is missing now. */
static bool look_again(struct watch *w, struct arena *arena, struct watch_list *changed) {
    bool missing = false;
    for (size_t i = 0; i < w->count; i++) {
        struct stat status;
        uint64_t looks = look_at(w, w->entries[i].path, &status);
        if (looks != w->entries[i].looks) {
            missing |= looks == 0;
            append(changed, arena, w->entries[i].path);
        }
    }
    return missing;
}

static void accept(struct watch *w) {
    for (size_t i = 0; i < w->count; i++) {
        struct stat status;
        w->entries[i].looks = look_at(w, w->entries[i].path, &status);
    }
}

/* ---- the kernel's events --------------------------------------------------------------------------------------- */

/* Watches a folder or, if there is none, the nearest one above it. */
static void watch_folder(struct watch *w, const char *path, bool whole) {
    for (;;) {
        struct folder *known = key_index_get(&w->folders_by_path, path);
        if (known) {
            known->whole |= whole;
            return;
        }
        int id = inotify_add_watch(w->fd, path, EVENTS | IN_ONLYDIR);
        if (id >= 0) {
            struct folder *folder = arena_alloc(&w->arena, sizeof *folder);
            *folder = (struct folder){id, path, whole, w->folders};
            w->folders = folder;
            key_index_set(&w->folders_by_path, path, folder);
            return;
        }
        if ((errno != ENOENT && errno != ENOTDIR) || strcmp(path, "/") == 0) {
            w->blind = true;
            return;
        }
        path = path_dirname(&w->arena, path);
        whole = true;
    }
}

static void watch_folders(struct watch *w) {
    forget_folders(w);
    w->blind = false;
    w->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (w->fd < 0) {
        w->blind = true;
        return;
    }
    for (size_t i = 0; i < w->count; i++) {
        struct stat status;
        const char *path = w->entries[i].path;
        watch_folder(w, path_dirname(&w->arena, path), false);
        if (stat(path, &status) == 0 && S_ISDIR(status.st_mode)) {
            watch_folder(w, path, true);
        }
    }
}

static bool matters(struct watch *w, const struct inotify_event *event, bool *lost) {
    *lost |= (event->mask & (IN_Q_OVERFLOW | IN_IGNORED | IN_MOVE_SELF)) != 0;
    for (const struct folder *folder = w->folders; folder && event->len; folder = folder->next) {
        if (folder->id == event->wd) {
            struct arena scratch = ARENA_INIT;
            const char *path = path_join(&scratch, folder->path, event->name);
            bool result = (folder->whole && !is_output(w, path)) || find(w->entries, w->count, path);
            arena_free(&scratch);
            if (result) {
                return true;
            }
        }
    }
    return *lost;
}

/* Takes all events; returns whether one of them matters. */
static bool take_events(struct watch *w, bool *lost) {
    _Alignas(struct inotify_event) char block[16384];
    bool result = false;
    ssize_t length;
    while (w->fd >= 0 && (length = read(w->fd, block, sizeof block)) > 0) {
        for (ssize_t at = 0; at < length;) {
            const struct inotify_event *event = (const void *)(block + at);
            result |= matters(w, event, lost);
            at += (ssize_t)(sizeof *event + event->len);
        }
    }
    return result;
}

/* ---- waiting --------------------------------------------------------------------------------------------------- */

/* Returns -1 if a signal came. */
static int sleep_for(struct watch *w, int milliseconds) {
    struct pollfd poll = {.fd = w->fd, .events = POLLIN};
    return interrupt_poll(&poll, 1, milliseconds) < 0 && interrupt_asked() ? -1 : 0;
}

/* Until nothing that matters has happened for a moment. */
static int wait_for_quiet(struct watch *w, bool *lost) {
    for (int waited = 0; waited < LONGEST_BURST; waited += QUIET) {
        struct timespec pause = {.tv_nsec = QUIET * 1000000L};
        nanosleep(&pause, NULL);
        if (interrupt_asked()) {
            return -1;
        }
        if (!take_events(w, lost)) {
            break;
        }
    }
    return 0;
}

int watch_wait(struct watch *w, struct arena *arena, struct watch_list *changed) {
    for (;;) {
        bool lost = false;
        if (sleep_for(w, w->blind ? LOOK_AGAIN : -1) != 0) {
            return -1;
        }
        if (!take_events(w, &lost) && !w->blind) {
            continue;
        }
        if (wait_for_quiet(w, &lost) != 0) {
            return -1;
        }
        if (lost) {
            watch_folders(w);
        }
        struct watch_list found = {0};
        for (int waited = 0; look_again(w, arena, &found) && waited < COMING_BACK; waited += QUIET) {
            found.count = 0;
            if (wait_for_quiet(w, &lost) != 0) {
                return -1;
            }
        }
        if (found.count > 0) {
            accept(w);
            *changed = found;
            return 0;
        }
    }
}

static bool is_since(struct timespec time, struct timespec since) {
    return time.tv_sec > since.tv_sec || (time.tv_sec == since.tv_sec && time.tv_nsec >= since.tv_nsec);
}

size_t watch_paths(struct watch *w, struct arena *arena, const struct watch_list *paths,
                   const struct watch_list *outputs, struct timespec since, struct watch_list *changed) {
    struct watch before = *w;
    w->arena = (struct arena)ARENA_INIT;
    w->outputs = (struct watch_list){0};
    for (size_t i = 0; i < outputs->count; i++) {
        append(&w->outputs, &w->arena, outputs->paths[i]);
    }
    w->entries = arena_calloc(&w->arena, paths->count + 1, sizeof *w->entries);
    w->count = 0;
    for (size_t i = 0; i < paths->count; i++) {
        if (!is_output(w, paths->paths[i])) {
            w->entries[w->count++].path = arena_strdup(&w->arena, paths->paths[i]);
        }
    }
    qsort(w->entries, w->count, sizeof *w->entries, by_path);
    size_t kept = 0;
    for (size_t i = 0; i < w->count; i++) {
        if (kept == 0 || strcmp(w->entries[kept - 1].path, w->entries[i].path) != 0) {
            w->entries[kept++] = w->entries[i];
        }
    }
    w->count = kept;
    watch_folders(w); /* first, so that nothing happens unnoticed between looking and watching */
    for (size_t i = 0; i < w->count; i++) {
        struct stat status;
        struct entry *entry = &w->entries[i];
        const struct entry *known = find(before.entries, before.count, entry->path);
        entry->looks = look_at(w, entry->path, &status);
        if (known ? known->looks != entry->looks : S_ISREG(status.st_mode) && is_since(status.st_ctim, since)) {
            append(changed, arena, entry->path);
        }
    }
    arena_free(&before.arena);
    return w->count;
}
