/* Waits until files change, for programs that run again then.
 *
 * The kernel (inotify) only wakes us up; what counts is how each path looks compared with before. So it does not matter
 * how a file was written, replaced or renamed, whether events were lost, or what else happens in its folder. Where the
 * kernel cannot watch a folder, the paths are looked at every two seconds. Not thread-safe. */
#ifndef LUACDK_BASE_WATCH_H
#define LUACDK_BASE_WATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "base/arena.h"

struct watch;

struct watch *watch_new(void);
void watch_free(struct watch *w); /* NULL is fine */

/* Absolute paths. */
struct watch_list {
    const char **paths;
    size_t count;
};

/* From now on watches these absolute paths instead of those before: the content of files, the names in folders. Paths
 * need not exist. Whatever is in one of the `outputs` is ignored. Appends to `changed` the paths that have changed since
 * they were last looked at or, for new files, since that moment. */
size_t watch_paths(struct watch *w, struct arena *arena, const struct watch_list *paths,
                   const struct watch_list *outputs, struct timespec since, struct watch_list *changed);

/* Waits until some of them have changed and then nothing for a moment, and appends them to `changed`. A file that is
 * missing has another moment to come back, since editors replace files. Returns -1 if a signal came first. */
int watch_wait(struct watch *w, struct arena *arena, struct watch_list *changed);

#endif
