/* Which files a run has read: for `--depfile` (depfile.h) and for whoever watches them.
 *
 * Recording is off until inputs_record. Paths are kept as they were read, each once, in the order of first reading;
 * several threads may add. */
#ifndef LUACDK_BASE_INPUTS_H
#define LUACDK_BASE_INPUTS_H

#include <stdbool.h>
#include <stddef.h>

/* Starts recording (true), or stops it and forgets what was recorded (false). */
void inputs_record(bool on);
bool inputs_recording(void);

/* Notes that this file, or folder, was read. Relative paths count from the current folder. Does nothing unless
 * recording. */
void inputs_add(const char *path);

/* How many were noted, and one of them, as an absolute path that is valid while recording. */
size_t inputs_count(void);
const char *inputs_at(size_t i);

#endif
