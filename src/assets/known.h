/* Content hashes of files that an earlier run has read, so that unchanged files need not be read again.
 *
 * Kept in the file `.luacdk-known` of the output folder, beside the files it describes: it covers sources as well as
 * staged copies, disappears with the output, and works for runs without a home folder. It is written only if it saves
 * work, so the output of a small app has no such file.
 *
 * A file counts as unchanged if its device, inode, size, modification time and change time are the same; programs
 * cannot set the last of these. Never trusted are
 *
 *   - a file that was changed so shortly before it was read that a later change might have the same time (racy);
 *   - times in the future, and everything noted at a time that has not come yet: the clock was set back;
 *   - everything noted before the last reboot: a crash may have lost copies;
 *   - a `.luacdk-known` that is not exactly as long as it claims.
 *
 * Thread-safe for look-ups and notes. */
#ifndef LUACDK_ASSETS_KNOWN_H
#define LUACDK_ASSETS_KNOWN_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>
#include <time.h>

#include "base/error.h"

/* The value of a "file:" field of a fingerprint: see fingerprint.h. */
struct content_hash {
    unsigned long long size;
    unsigned char digest[32];
};

#define KNOWN_FILE ".luacdk-known"

struct known;

/* Reads the output folder's file; the result is empty if that is missing, damaged or not to be trusted. */
struct known *known_load(const char *outdir);
void known_free(struct known *known);

/* Whether the content of a file with that status is known. */
bool known_content(struct known *known, const struct stat *status, struct content_hash *content);

/* Notes the content that was read from a file since `since` (CLOCK_REALTIME). False if that is racy; then nothing is
 * noted. */
bool known_note(struct known *known, const struct stat *status, const struct content_hash *content,
                struct timespec since);

/* A bundled asset is named after its input. Its output is known by its fingerprint. NULL: not known. */
const char *known_bundle(struct known *known, const char *name);
void known_note_bundle(struct known *known, const char *name, const char *fingerprint);

/* Writes what was looked up or noted in this run. If that fails, the next run is only slower. */
void known_save(struct known *known, const char *outdir);

#endif
