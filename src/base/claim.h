/* Claims: a folder belongs to one run of the program at a time.
 *
 * A run claims a folder before it writes there. The claim is a lock (flock) on the folder itself: it needs no file,
 * ends with the process however that ends, and works between containers that share the folder, since no process number
 * is involved. Where folders cannot be locked (NFS), the lock is on a file in the folder, `.luacdk-lock`. A second run
 * waits a little, then fails and says who holds the folder.
 *
 * While a run holds the claim, no other run is active in the folder. So whatever a killed run left there is removed or
 * finished (recover.h) as soon as the folder is claimed.
 *
 * A claim holds the folder and the one that contains it open. So whatever happens to the folders above, everything is
 * written into one folder, and whoever completes an output asks first (claim_check_at) whether that is still where it
 * was named.
 *
 * Claims are counted: a process that claims the same folder again shares its claim, and so do forked processes.
 * Functions return NULL or -1 and fill `e` when they fail. Not thread-safe. */
#ifndef LUACDK_BASE_CLAIM_H
#define LUACDK_BASE_CLAIM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

struct claim;

/* Claims the folder, creating it if it is missing. Release each claim once. A forked process must not claim the folder
 * again if its parent may release it meanwhile. */
struct claim *claim_folder(const char *path, struct error *e);

/* The last release ends the claim. Folders that were created for it are removed again if they are empty, unless
 * claim_keep was called. NULL is fine. */
void claim_release(struct claim *claim);
void claim_keep(struct claim *claim);

/* The folder: its absolute path with links resolved, for messages and for other programs; and a descriptor for openat(2)
 * and the like. */
const char *claim_path(const struct claim *claim);
const char *claim_name(const struct claim *claim); /* in the folder that contains it */
int claim_fd(const struct claim *claim);

/* Paths to use for files in the folder, and for files beside it, in this process and those it forks. They go through
 * the open folder (/proc/self/fd): if a folder above is renamed or exchanged for another, what is written still comes
 * together in one place. */
const char *claim_place(const struct claim *claim);
const char *claim_place_above(const struct claim *claim);

/* Fails if the path no longer leads to the claimed folder, since that or one above it was moved or exchanged. */
int claim_check_at(const struct claim *claim, const char *path, struct error *e);

/* False if the lock is on a file in the folder; then the folder itself must not be exchanged. */
bool claim_is_on_folder(const struct claim *claim);

/* Creates a folder for unfinished work inside the claimed one; the caller removes it. */
char *claim_area(struct claim *claim, struct arena *a, struct error *e);

/* Notes that the entry of that name belongs to the output of this run; `placed` says whether this run wrote it. */
void claim_note(struct claim *claim, const char *name, bool placed);

enum claim_use { CLAIM_UNUSED, CLAIM_USED, CLAIM_PLACED };
enum claim_use claim_use_of(struct claim *claim, const char *name);

/* Marks all entries as no longer new: they now belong to a complete output. */
void claim_committed(struct claim *claim);

/* To be called after the folder was exchanged for another one, open at `fd`: moves the claim there and takes over
 * `fd`. */
void claim_exchanged(struct claim *claim, int fd);

#endif
