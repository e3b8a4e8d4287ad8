/* Memory that the kernel provides before it is used: see pages.h. */
#include "base/pages.h"

#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>

enum { PAGE = 4096, AHEAD = 64 * 1024 };

static char *page_from(char *place) { return place + (-(uintptr_t)place & (PAGE - 1)); }

char *pages_provide(char *ready, char *wanted, char *end) {
    char *from = page_from(ready);
    char *to = end - wanted > AHEAD ? page_from(wanted + AHEAD - PAGE) : end;
#ifdef MADV_POPULATE_WRITE
    if (from < to) {
        (void)madvise(from, (size_t)(to - from), MADV_POPULATE_WRITE);
    }
#else
    (void)from;
#endif
    return to;
}
