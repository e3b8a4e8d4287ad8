/* Standard output for programs: while a script runs whose words are not the answer, what it prints goes to standard
 * error. */
#ifndef LUACDK_BASE_APART_H
#define LUACDK_BASE_APART_H

/* From now on standard output leads to standard error. Returns 0, or -1 with errno. */
int apart_begin(void);

/* Standard output leads again to where it did. Does nothing if it does already. */
void apart_end(void);

#endif
