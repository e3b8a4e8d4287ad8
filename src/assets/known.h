/* What is known of files that an earlier run has read: their content hashes, so that what has not changed need not be
 * read again.
 *
 * Kept in the file `.luacdk-known` of the output folder, beside what it speaks of: it holds for sources as well as for
 * the staged copies, it goes when the output goes, and no run without a home folder does without it. It is written only
 * when it spares something, so the output of a small app has no such file.
 *
 * A file counts as unchanged if device, inode, size, and the times of its last modification and change are the same.
 * The latter cannot be set by programs. Never trusted are
 *   - a file that was changed so shortly before it was read that a later change might bear the same time (racy);
 *   - times that lie in the future, and all that was noted at a time that has not come yet: the clock went back;
 *   - what was noted before the system was started anew: copies may have been lost by a crash;
 *   - a file that is not exactly as long as it says.
 *
 * Looking up and noting may be done from several threads. */
#ifndef LUACDK_ASSETS_KNOWN_H
#define LUACDK_ASSETS_KNOWN_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>
#include <time.h>

#include "base/error.h"

/* Value of a "file:" field of a fingerprint: see fingerprint.h. */
struct content_hash {
    unsigned long long size;
    unsigned char digest[32];
};

#define KNOWN_FILE ".luacdk-known"

struct known;

/* What the output folder's file says; nothing if it is missing, damaged or not to be trusted. */
struct known *known_load(const char *outdir);
void known_free(struct known *known);

/* Whether the content of a file with that status is known. */
bool known_content(struct known *known, const struct stat *status, struct content_hash *content);

/* Notes the content that was read from a file since `since` (CLOCK_REALTIME), unless that is racy: then false. */
bool known_note(struct known *known, const struct stat *status, const struct content_hash *content,
                struct timespec since);

/* A bundled asset is named by what went in. What came out is known by its fingerprint. NULL: not known. */
const char *known_bundle(struct known *known, const char *name);
void known_note_bundle(struct known *known, const char *name, const char *fingerprint);

/* Writes what was looked up or noted in this run. A failure only costs the next run time. */
void known_save(struct known *known, const char *outdir);

#endif
