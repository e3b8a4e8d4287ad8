/* Memory that the kernel provides before it is used.
 *
 * A page that is used for the first time costs a fault, which takes longer than filling the page, and many times longer
 * in a virtual machine without page tables of its own. Who fills a large block from its start to its end has the kernel
 * provide a few pages at a time instead. */
#ifndef LUACDK_BASE_PAGES_H
#define LUACDK_BASE_PAGES_H

/* Has the pages from `ready`, up to where others are there, to `wanted` provided, and some more, but none behind `end`.
 * Returns up to where they are there now. Only a hint: what the kernel refuses comes page by page. */
char *pages_provide(char *ready, char *wanted, char *end);

#endif
