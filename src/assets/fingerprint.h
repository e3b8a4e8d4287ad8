/* The content hash of an asset, equal to FileSystem.fingerprint of aws-cdk-lib.
 *
 *   outer hash:  SHA-256 over fields  01 header 02 value 03
 *     options.extra, options.follow, (options.ignoreMode unless glob), then one field per entry in walk order:
 *     "file:" + key  ->  size:sha256 of the normalised content        "link:" + key  ->  link text
 *
 * Content is taken in chunks of 8192 bytes, each decoded as UTF-8 on its own unless the first chunk holds a NUL
 * (binary); CRLF counts as LF. Files are hashed on all cores; only the outer hash is sequential. */
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

/* Fingerprint of a file or directory. -1 when something cannot be read, or is neither file nor directory. */
int fingerprint(const char *path, const struct fingerprint_options *options, char hex[FINGERPRINT_HEX],
                struct error *e);

/* The parts, for staging, which reads each file once for hash and copy. */

enum { CONTENT_BUFFER = 256 * 1024 };

/* Hashes the open file from its start; `buffer` has CONTENT_BUFFER bytes. When `copy_to` is not -1 everything read is
 * also written there. What is hashed was there at one time: a file that changes meanwhile is read again, a few times.
 * `status` gets the file's. -1 and errno (EAGAIN: it did not stop changing); *writing tells (when not NULL) whether the
 * write failed. */
int content_read(int fd, char *buffer, int copy_to, struct content_hash *out, struct stat *status, bool *writing);

/* Whether a file has not been changed between the two. */
bool content_is_same_version(const struct stat *a, const struct stat *b);

/* "cannot read <path>: …" for a failure of content_read. Returns -1. */
int content_fail(struct error *e, int code, const char *path);

/* The outer hash of a listed tree: `contents` has one element for each entry (used for files). Fails for a
 * WALK_UNSUPPORTED entry. */
int fingerprint_tree(const struct walk *w, const struct content_hash *contents,
                     const struct fingerprint_options *options, char hex[FINGERPRINT_HEX], struct error *e);

/* The outer hash of a single file. */
void fingerprint_file(const struct content_hash *content, const struct fingerprint_options *options,
                      char hex[FINGERPRINT_HEX]);

/* Hashes all files of a listed tree on all cores; the result (one element an entry) comes from the arena, or NULL.
 * Files of `known` content are not read, and those that are read are noted there; it may be NULL. `statuses`, unless
 * NULL, gets the files' status, one element an entry. */
struct content_hash *fingerprint_contents(struct arena *a, const struct walk *w, struct known *known,
                                          struct stat *statuses, struct error *e);

/* The same for one file: `fd` is open on it. */
int fingerprint_content(int fd, struct known *known, struct content_hash *content, struct stat *status);

#endif
