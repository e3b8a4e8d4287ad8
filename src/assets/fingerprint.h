/* The content hash of an asset, equal to that of aws-cdk-lib's FileSystem.fingerprint.
 *
 *   outer hash:  SHA-256 over fields  01 header 02 value 03
 *     options.extra, options.follow, (options.ignoreMode unless glob), then one field per entry in walk order:
 *     "file:" + key  ->  size:sha256 of the normalised content        "link:" + key  ->  link text
 *
 * Content is read in chunks of 8192 bytes, and each is decoded as UTF-8 on its own, unless the first chunk contains a
 * NUL (a binary file); CRLF counts as LF. Files are hashed on all cores; only the outer hash is sequential. */
#ifndef LUACDK_ASSETS_FINGERPRINT_H
#define LUACDK_ASSETS_FINGERPRINT_H

#include <stddef.h>

#include "assets/known.h"
#include "assets/walk.h"
#include "base/error.h"

#define FINGERPRINT_HEX 65

struct fingerprint_options {
    const char *extra_hash; /* NULL: none */
    size_t extra_hash_length;
    enum follow_mode follow;
    enum ignore_mode ignore_mode;
    const char *const *exclude;
    size_t exclude_count;
    const char *skip; /* see walk_options */
};

/* The fingerprint of a file or directory. -1 if something cannot be read, or is neither a file nor a directory. */
int fingerprint(const char *path, const struct fingerprint_options *options, char hex[FINGERPRINT_HEX],
                struct error *e);

/* The parts, for staging, which reads each file once for both hash and copy. */

enum { CONTENT_BUFFER = 256 * 1024 };

/* Hashes the open file from its start; `buffer` has CONTENT_BUFFER bytes. Everything read is also written to `copy_to`,
 * unless that is -1. The content hashed is one that the file had at one time: a file that changes while it is read is
 * read again, a few times. `status` receives the file's status. -1 with errno on failure (EAGAIN: the file did not stop
 * changing); then *writing, if not NULL, says whether it was the write that failed. */
int content_read(int fd, char *buffer, int copy_to, struct content_hash *out, struct stat *status, bool *writing);

/* Whether a file did not change between the two. */
bool content_is_same_version(const struct stat *a, const struct stat *b);

/* Reports a failure of content_read: "cannot read <path>: …". Returns -1. */
int content_fail(struct error *e, int code, const char *path);

/* The outer hash of a listed tree: `contents` has one element for each entry (used for files). Fails for a
 * WALK_UNSUPPORTED entry. */
int fingerprint_tree(const struct walk *w, const struct content_hash *contents,
                     const struct fingerprint_options *options, char hex[FINGERPRINT_HEX], struct error *e);

/* The outer hash of a single file. */
void fingerprint_file(const struct content_hash *content, const struct fingerprint_options *options,
                      char hex[FINGERPRINT_HEX]);

/* Hashes all files of a walked tree on all cores. The result has one element for each entry and comes from the arena;
 * NULL on failure. Files of `known` content (may be NULL) are not read, and those that are read are noted there.
 * `statuses`, unless NULL, receives the files' status, one element for each entry. */
struct content_hash *fingerprint_contents(struct arena *a, const struct walk *w, struct known *known,
                                          struct stat *statuses, struct error *e);

/* The same for one file, open at `fd`; `path` is for the line that shows progress. */
int fingerprint_content(int fd, const char *path, struct known *known, struct content_hash *content,
                        struct stat *status);

#endif
