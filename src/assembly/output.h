/* An output folder that is written completely or not at all.
 *
 * Files are first written to an area of the run inside the output folder, and output_commit puts them into place:
 *
 *     cdk.out/                      what is there now, left alone until the commit
 *     cdk.out/.luacdk-run-a1b2c3/   only the files whose content differs from what is there
 *
 * The area is inside because that is the same file system, we surely have permission there, and assets that contain the
 * project's folder already leave out the output. The first write claims the folder for this run (base/claim.h), and the
 * end of the output releases it; base/exchange.h explains how the commit replaces one generation with another, and what
 * happens if a run is killed. Everything else in the output folder stays: staged assets are reused, and files of others
 * are none of our business.
 *
 * Names are relative to the folder and may include folders ("assembly-Prod/manifest.json"). Functions return -1 and
 * fill `error` when they fail. */
#ifndef LUACDK_ASSEMBLY_OUTPUT_H
#define LUACDK_ASSEMBLY_OUTPUT_H

#include "base/error.h"

#include <stddef.h>

struct output;

/* The environment variable that names a folder which its owner will remove, whatever happens, and in which nobody looks
 * for an output before the run has succeeded. Outputs in it are written where they belong at once, which saves most of
 * the time that many small files take; output_commit has nothing left to do. */
#define OUTPUT_FLEETING "LUACDK_FLEETING"

/* Prepares to write to the folder, which need not exist yet; nothing is created. Fails if the path is something other
 * than a folder, or may not be written to. The caller ends it with output_commit or output_abandon. */
struct output *output_new(const char *path, struct error *error);

/* The folder's path as given. */
const char *output_path(const struct output *output);

/* Writes a file, unless the existing one has the same content. */
int output_write(struct output *output, const char *name, const void *data, size_t length, struct error *error);

/* Makes sure that the folder `name` exists after the commit, even if nothing is written to it. */
int output_mkdir(struct output *output, const char *name, struct error *error);

/* Where to put the staged asset `name` (a file or a folder at the top level), which the commit then moves into place,
 * unless what is there is already equal. The path is valid in this process and those it forks, as long as the output:
 * it goes through the open folder. NULL with no error set: this run has it already. */
const char *output_stage(struct output *output, const char *name, struct error *error);

/* A folder for things that will be moved into this output later under a name that the caller chooses; it is on the same
 * file system and is removed at the end. Its path is valid like that of output_stage. */
const char *output_scratch(struct output *output, struct error *error);

/* Puts everything in place and releases the output. If that fails half-way, everything is as it was. `committed` is called
 * when everything is in place, before the program may be ended by force. */
int output_commit(struct output *output, void (*committed)(void), struct error *error);

/* Removes what was written and releases the output. NULL is fine. */
void output_abandon(struct output *output);

/* Abandons every output that is neither committed nor abandoned; for programs that are about to end. */
void output_abandon_all(void);

#endif
