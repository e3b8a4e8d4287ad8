/* Replaces the files of a claimed folder by a new generation, in as few steps as the file system allows.
 *
 * The new generation is what the folder contained before, with some files added or replaced. Readers take no lock, and
 * a run may be killed at any moment; both readers and the next run must always find one complete generation.
 *
 * * A single file is simply renamed into place.
 *
 * * If the folder already contains a generation, the new one is built in a second folder beside it, and the two folders
 *   are exchanged (renameat2 with RENAME_EXCHANGE). No content is copied: files that both generations share are linked,
 *   new files are moved, and everything else (assets of earlier runs, other people's folders) is moved over after the
 *   exchange. A run killed before the exchange leaves the old generation, one killed after it leaves the new one, and
 *   the next run completes the rest.
 *
 * * For the first generation, and where folders cannot or must not be exchanged (a mount point, the current folder or
 *   one above it, unusual access rights, a parent that is not writable, subfolders that cannot be moved, a file system
 *   without links or exchange), files are moved one by one. `head`, the file that makes a generation complete, is
 *   removed first and put in place last, so readers find a complete generation or none. All files are complete before
 *   the first is moved; if a run is killed in between, the next one moves the rest.
 *
 * Programs that have files of the folder open keep them, and files that the run does not own stay the same files. But a
 * process whose current folder is exchanged stays in the old one, which is then empty.
 *
 * Power loss: writing the new files to disk is started before they take their places (sync_file_range). File systems
 * with ordered data (ext4, btrfs) need no more than that to have the content on disk before the name. Waiting for it
 * (fsync) would cost a hundred times as much: 5 to 15 ms for the seven files of a small app that takes 3 ms. If a crash
 * damages an output nevertheless, the next run notices, since it compares files with what they should be. */
#ifndef LUACDK_BASE_EXCHANGE_H
#define LUACDK_BASE_EXCHANGE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/claim.h"
#include "base/error.h"

enum exchange_kind {
    EXCHANGE_FILE,   /* a file, which replaces the one of that name; missing parent folders are created */
    EXCHANGE_FOLDER, /* a folder, created if it is missing; its content stays */
    EXCHANGE_WHOLE   /* a folder or file at the top level that replaces whatever has its name */
};

struct exchange_item {
    const char *name;
    enum exchange_kind kind;
};

/* Puts the items, which are in `<area>/next` under their names, into place and reorders the array. `area` comes from
 * claim_area and is removed, unless somebody exchanged the folder in the midst of it and what was theirs could not be put
 * back. `head` is the name of a file at the top level. On failure returns -1 with *e and leaves
 * the folder as it was; the area may remain. */
int exchange_commit(struct claim *claim, const char *area, struct exchange_item *items, size_t count, const char *head,
                    struct error *e);

#endif
