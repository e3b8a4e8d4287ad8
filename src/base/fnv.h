/* FNV-1a, the hash function of tables in memory; good for short keys. */
#ifndef LUACDK_BASE_FNV_H
#define LUACDK_BASE_FNV_H

#include <stddef.h>
#include <stdint.h>

static inline uint32_t fnv_hash(const char *key, size_t length) {
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ (unsigned char)key[i]) * 16777619u;
    }
    return hash;
}

#endif
