/* Which files a run has read, for build tools: see `--depfile`.
 *
 * Recording is off until inputs_record. Paths are kept as they were read, each once, in the order of first reading;
 * several threads may add. */
#ifndef LUACDK_BASE_INPUTS_H
#define LUACDK_BASE_INPUTS_H

#include <stdbool.h>
#include <stddef.h>

#include "error.h"

/* Starts recording (true), or stops it and forgets what was recorded (false). */
void inputs_record(bool on);
bool inputs_recording(void);

/* Notes that this file, or folder, was read. Relative paths count from the current folder. Does nothing unless
 * recording. */
void inputs_add(const char *path);

/* How many were noted, and one of them, as an absolute path that is valid while recording. */
size_t inputs_count(void);
const char *inputs_at(size_t i);

/* Writes the rule `target: input…` for make and ninja, whole or not at all: names as both read them, relative to the
 * current folder where below it. Left out is what lies below one of the `outputs`, and folders that hold one of them,
 * since they change with each run. -1 and *e when the file cannot be written, or when make or ninja would read a name
 * otherwise, however it is written: line breaks and other control characters, % = ; | " ' ` & < > ^ * ?, blanks, colons
 * and backslashes at the end. */
int inputs_write(const char *depfile, const char *target, const char *const *outputs, size_t count, struct error *e);

#endif
