/* An output folder that is written whole or not at all.
 *
 * Files are first written into an area of the run inside of the output, and take their places in output_commit:
 *
 *     cdk.out/                      what is there now, left alone until the commit
 *     cdk.out/.luacdk-run-a1b2c3/   only the files whose content differs from what is there
 *
 * Inside, because there the file system is the same, permission is surely ours, and assets that hold the project's
 * folder leave the output out already. The first write claims the folder for this run (base/claim.h), the end releases
 * it; how the commit puts one generation in the place of another, and what becomes of a run that is killed, says
 * base/exchange.h. What else lies in the output stays: staged assets are used again, and files of others are none of
 * our business.
 *
 * Names are relative to the folder and may have folders in front ("assembly-Prod/manifest.json"). Functions return -1
 * and fill `error` when they fail. */
#ifndef LUACDK_ASSEMBLY_OUTPUT_H
#define LUACDK_ASSEMBLY_OUTPUT_H

#include "base/error.h"

#include <stddef.h>

struct output;

/* Prepares to write to the folder, which need not exist yet; nothing is created. Fails if the path is something else
 * than a folder, or may not be written to. The caller ends it with output_commit or output_abandon. */
struct output *output_new(const char *path, struct error *error);

/* The folder's path as it was given. */
const char *output_path(const struct output *output);

/* Writes a file, unless the one that is there has the same content. */
int output_write(struct output *output, const char *name, const void *data, size_t length, struct error *error);

/* Sees to it that the folder `name` exists after the commit, also when nothing is written to it. */
int output_mkdir(struct output *output, const char *name, struct error *error);

/* Where to put the staged asset `name` (a file or a folder at the top), which the commit then moves into place, unless
 * what is there already is equal; the string is valid as long as the output. NULL with no error set: this run has it.
 */
const char *output_stage(struct output *output, const char *name, struct error *error);

/* A folder for what is to be moved into this output later, by a name of the caller's; it is on the same file system and
 * goes away with the commit or the end. The string is valid as long as the output. */
const char *output_scratch(struct output *output, struct error *error);

/* Puts everything in place and releases the output. If that fails half-way, all is as it was. */
int output_commit(struct output *output, struct error *error);

/* Removes what was written and releases the output. NULL is fine. */
void output_abandon(struct output *output);

/* Does so for each output that is neither committed nor abandoned; for programs that are about to end. */
void output_abandon_all(void);

#endif
