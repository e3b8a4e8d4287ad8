/* The layout of the image of the resource provider schemas, which tools/provider_image.c writes at build time and
 * provider.c reads.
 *
 *     header │ offsets of lines │ offsets of strings │ words │ strings
 *
 * The lines are those of lua/provider/schemas.rows (tools/check/provider.md): first the nodes, then the types, which are
 * sorted by name, their second word; one more offset says where the last one ends. Offsets are 32 bits in the machine's
 * byte order and count from the start of the words or strings. Words are varints (seven bits a byte, lowest first): an
 * even number is twice that of a string, an odd one twice that of a node plus one. Strings end with NUL; those used most
 * come first. */
#ifndef LUACDK_SCHEMA_PROVIDER_IMAGE_H
#define LUACDK_SCHEMA_PROVIDER_IMAGE_H

#include <stdint.h>

#define PROVIDER_IMAGE_MAGIC 0x31767270u /* "prv1" */

struct provider_header {
    uint32_t magic;
    uint32_t nodes, types, strings; /* their numbers */
    uint32_t words;                 /* bytes */
};

#endif
