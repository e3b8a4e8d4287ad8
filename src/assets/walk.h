/* The entries of a directory tree that an asset consists of, in the order of aws-cdk-lib's walk.
 *
 * Directories come before their content; names are sorted by UTF-16 code units within each directory. Links are
 * followed or reported according to the follow mode. The whole list is made before anything is done with it, so a tree
 * may be copied into itself. */
#ifndef LUACDK_ASSETS_WALK_H
#define LUACDK_ASSETS_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "assets/ignore.h"
#include "base/arena.h"
#include "base/error.h"

enum follow_mode { FOLLOW_EXTERNAL, FOLLOW_ALWAYS, FOLLOW_NEVER, FOLLOW_INTERNAL_ONLY };

/* "external", "always", "never", "internal-only". */
const char *follow_mode_name(enum follow_mode mode);
bool follow_mode_from_name(const char *name, enum follow_mode *mode);

enum walk_kind {
    WALK_DIRECTORY,
    WALK_FILE,
    WALK_LINK,       /* a link that is not followed */
    WALK_UNSUPPORTED /* a followed link to something that is neither a file nor a directory */
};

struct walk_entry {
    const char *key;    /* path relative to the root, through followed links */
    const char *real;   /* absolute path to open, if a followed link led here; NULL: root + key */
    const char *text;   /* WALK_LINK: the link as written */
    const char *target; /* WALK_LINK: absolute target, its directory resolved */
    int32_t parent;     /* index of the directory's entry, -1 for the root */
    uint8_t kind;
    bool ignored;  /* WALK_DIRECTORY: ignored itself, although something in it may not be */
    bool internal; /* WALK_LINK: the target is in the tree */
};

struct walk_options {
    enum follow_mode follow;
    struct ignore *ignore; /* NULL: nothing is ignored */
    const char *skip;      /* a directory that is left out wherever it occurs below the root, or NULL */
};

struct walk {
    const char *root; /* real path */
    int root_fd;      /* for opening entries by key; -1 when not open */
    struct walk_entry *entries;
    size_t count;
    size_t files; /* number of WALK_FILE entries */
};

/* Fills `w` from the directory `path`; memory comes from the arena. On failure -1, and nothing needs closing; on
 * success the caller closes root_fd with walk_end. */
int walk_tree(struct walk *w, struct arena *a, const char *path, const struct walk_options *options, struct error *e);
void walk_end(struct walk *w);

/* Opens a file entry for reading; -1 and errno on failure. Thread-safe. */
int walk_open(const struct walk *w, const struct walk_entry *entry);

/* The status of what walk_open would open, without opening it; only valid where no guard checks what is opened. -1 and
 * errno on failure. */
int walk_stat(const struct walk *w, const struct walk_entry *entry, struct stat *status);

/* The bytes in all files, of a `struct walk`; those that cannot be read count as 0. */
unsigned long long walk_bytes(const void *walk);

/* The absolute path of an entry, for messages. */
char *walk_path(struct arena *a, const struct walk *w, const struct walk_entry *entry);

#endif
