/* A folder that belongs to one run of the program at a time.
 *
 * Who fills a folder claims it first: the claim is a lock (flock) on the folder itself. It needs no file, ends with the
 * process however that ends, and holds between containers that share the folder, since no process number is involved.
 * Where folders cannot be locked (NFS) a file in it, `.luacdk-lock`, is. A second run waits a little, then fails and
 * says who holds the folder.
 *
 * Whoever holds the claim knows that no other run is alive in the folder. So what a killed one has left is taken away,
 * or finished (recover.h), when the folder is claimed.
 *
 * Claims of one process on one folder are one, and are counted; forked processes share it. Functions return NULL or -1
 * and fill `e` when they fail. Not for use from several threads. */
#ifndef LUACDK_BASE_CLAIM_H
#define LUACDK_BASE_CLAIM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

struct claim;

/* Claims the folder, which is made if it is missing. Each claim is to be released. A process that was forked from the
 * one that claimed may not claim anew what that one releases meanwhile. */
struct claim *claim_folder(const char *path, struct error *e);

/* Ends the claim with the last release. Folders that were made for it are removed again if they are empty, unless
 * claim_keep said that they are wanted. NULL is fine. */
void claim_release(struct claim *claim);
void claim_keep(struct claim *claim);

/* The folder: its absolute path without links, and a descriptor that is good for openat(2) and its kin. */
const char *claim_path(const struct claim *claim);
int claim_fd(const struct claim *claim);

/* The path by which things are done in it, and in the folder that holds it. While the guard is on they lead by way of
 * what is open (/proc/self/fd), so that whoever exchanges a part of the real path for a link meanwhile gains nothing. */
const char *claim_place(const struct claim *claim);
const char *claim_place_above(const struct claim *claim);

/* False where the lock is on a file in it, so that the folder itself must not be exchanged. */
bool claim_is_on_folder(const struct claim *claim);

/* A new folder for work under way, in the claimed one; who asks removes it. */
char *claim_area(struct claim *claim, struct arena *a, struct error *e);

/* Notes that the entry of that name is part of what this run makes: an entry `placed` is new, made by this run. */
void claim_note(struct claim *claim, const char *name, bool placed);

enum claim_use { CLAIM_UNUSED, CLAIM_USED, CLAIM_PLACED };
enum claim_use claim_use_of(struct claim *claim, const char *name);

/* Nothing is new any more: it belongs to a whole output. */
void claim_committed(struct claim *claim);

/* The folder has been exchanged for another, open at `fd`, which is taken: the claim is on that one from now on. */
void claim_exchanged(struct claim *claim, int fd);

#endif
