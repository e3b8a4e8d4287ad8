/* The Lua library inside the program: bytecode, one chunk for each module, written by tools/embed.c and linked in as it
 * is. In the module for another Lua (src/embed/module.c) it is the sources, which any Lua 5.4 compiles.
 *
 *     count, then a row for each module, sorted by name, then all names, then all bytecode
 *
 * Numbers are 32 bits in the machine's byte order; name, chunk and bytes are offsets from the start of the image. Names
 * are kept together because a search looks at a dozen of them: if they were between the bytecode, each would touch
 * another page. */
#ifndef LUACDK_HOST_EMBEDDED_H
#define LUACDK_HOST_EMBEDDED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef LUA_IS_FOREIGN
#define EMBEDDED_MODE "t"
#else
#define EMBEDDED_MODE "b"
#endif

struct embedded_row {
    uint32_t name, chunk, bytes, length;
};

struct embedded_module {
    const char *chunk; /* "=luacdk/aws_cdk/aws_s3/bucket.lua" */
    const char *bytes;
    size_t length;
};

/* Finds the module "aws_cdk.aws_s3.bucket"; false if there is none. */
bool embedded_find(const char *name, struct embedded_module *module);

#endif
