/* Standard output for programs: see apart.h. */
#include "base/apart.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static int own = -1; /* standard output while it leads elsewhere */

int apart_begin(void) {
    fflush(stdout);
    own = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    return own < 0 || dup2(STDERR_FILENO, STDOUT_FILENO) < 0 ? -1 : 0;
}

void apart_end(void) {
    if (own >= 0) {
        fflush(stdout);
        dup2(own, STDOUT_FILENO);
        close(own);
        own = -1;
    }
}
