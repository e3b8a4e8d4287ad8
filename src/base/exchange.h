/* Putting a new generation of files in the place of the one that a claimed folder holds, by as few steps as the file
 * system allows.
 *
 * The new generation is what the folder held before, with some files new or replaced. Readers, who know nothing of
 * locks, and whoever comes after a run that was killed, are to find one whole generation.
 *
 * One file alone is renamed into place. Otherwise, if the folder holds a generation already, a second folder with all
 * of the new one is made beside it, and the two are exchanged (renameat2, RENAME_EXCHANGE). No content is copied: what
 * both generations have is linked, what this run has placed is moved, and what neither needs (assets of former runs,
 * folders of others) is moved over after the exchange. A run that is killed before the exchange leaves the old
 * generation, one that is killed after it the new one; the next run does what was left to do.
 *
 * What has the folder open goes on with the files it has open, and files of others stay the very same files. But a
 * process whose current folder it is keeps the old one, which is then empty.
 *
 * Where folders cannot be exchanged or must not be (a mount point, the current folder or one above, access rights other
 * than plain ones, a parent that may not be written, folders in it that may not be moved, a file system without links
 * or exchange), and for the first generation, files are moved one by one: `head`, which makes a generation one, is
 * taken away first and put in place last. So a reader finds a whole generation or none. All files are complete in one
 * folder before the first is moved; if a run is killed meanwhile, the next moves the rest.
 *
 * Power loss: the writing of new files is set going before they take their places (sync_file_range), which is all that
 * file systems with ordered data (ext4, btrfs) need to have the content on disk before the name. That costs a hundredth
 * of what waiting for it does (fsync: 5 to 15 ms for the seven files of a small app that takes 3). An output that a
 * crash has torn all the same is noticed: each run compares files with what they should be. */
#ifndef LUACDK_BASE_EXCHANGE_H
#define LUACDK_BASE_EXCHANGE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/claim.h"
#include "base/error.h"

enum exchange_kind {
    EXCHANGE_FILE,   /* a file, which replaces what has its name; folders in its name are made */
    EXCHANGE_FOLDER, /* a folder, which is made if it is missing; what is in it stays */
    EXCHANGE_WHOLE   /* a folder or file at the top that replaces all that has its name */
};

struct exchange_item {
    const char *name;
    enum exchange_kind kind;
};

/* Puts the items, which lie in `<area>/next` by their names, in place; their order is lost. `area` comes from
 * claim_area and is removed. `head` is the name of a file at the top. -1 and *e, and then the folder is as it was; the
 * area may still be there. */
int exchange_commit(struct claim *claim, const char *area, struct exchange_item *items, size_t count, const char *head,
                    struct error *e);

#endif
