/* Content hashes of files known from earlier runs: see known.h. */
#include "assets/known.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/strbuf.h"

/* If times have fractions of a millisecond, the system's tick is the finest difference (at most 10 ms); other file
 * systems count in seconds, or in steps of two. */
enum { FINE_WINDOW_NS = 20 * 1000 * 1000, COARSE_WINDOW_S = 2 };

/* Reading less than this is as fast as looking it up. */
enum { WORTH_BYTES = 4 * 1024 * 1024, WORTH_FILES = 256 };

enum { LARGEST_FILE = 512 << 20 }; /* bytes: five million files */

enum { BOOT_ID = 36, BUNDLE_NAME = 128, FINGERPRINT = 65 };

static const char MAGIC[8] = "luacdk1";

struct header {
    char magic[sizeof MAGIC];
    char boot[BOOT_ID + 4];
    int64_t seconds, nanoseconds; /* when it was written */
    uint64_t files, bundles;
    unsigned char digest[HASH_MAX_BYTES]; /* of everything after this header */
};

struct record {
    uint64_t device, inode, size;
    int64_t modified, modified_ns, changed, changed_ns;
    uint64_t content_size;
    unsigned char digest[32];
};

struct slot {
    struct record record;
    bool taken, used;
};

struct bundle {
    char name[BUNDLE_NAME];
    char fingerprint[FINGERPRINT];
    char used;
};

struct known {
    pthread_mutex_t mutex;
    struct slot *slots; /* hashed by device and inode; their number is a power of two */
    size_t room, count;
    struct bundle *bundles;
    size_t bundle_count;
    bool changed; /* there is something to write that the file lacks */
};

static void read_boot(char boot[BOOT_ID + 4]) {
    memset(boot, 0, BOOT_ID + 4);
    int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
    if (fd >= 0) {
        (void)file_read_full(fd, boot, BOOT_ID);
        close(fd);
    }
}

/* ---- the table -------------------------------------------------------------------------------------------------- */

static struct slot *find(struct known *known, uint64_t device, uint64_t inode) {
    uint64_t mixed = (inode + device * 0x9E3779B97F4A7C15u) * 0xBF58476D1CE4E5B9u;
    size_t at = (size_t)(mixed ^ (mixed >> 31)) & (known->room - 1);
    while (known->slots[at].taken &&
           (known->slots[at].record.inode != inode || known->slots[at].record.device != device)) {
        at = (at + 1) & (known->room - 1);
    }
    return &known->slots[at];
}

static void make_room(struct known *known, size_t count) {
    size_t room = 64;
    while (room < 2 * count) {
        room *= 2;
    }
    if (room <= known->room) {
        return;
    }
    struct slot *former = known->slots;
    size_t former_room = known->room;
    known->slots = mem_calloc(room, sizeof *known->slots);
    known->room = room;
    for (size_t i = 0; i < former_room; i++) {
        if (former[i].taken) {
            *find(known, former[i].record.device, former[i].record.inode) = former[i];
        }
    }
    free(former);
}

static void put(struct known *known, const struct record *record, bool used) {
    make_room(known, known->count + 1);
    struct slot *slot = find(known, record->device, record->inode);
    known->count += !slot->taken;
    *slot = (struct slot){*record, true, used};
}

/* ---- reading ---------------------------------------------------------------------------------------------------- */

static bool is_past(int64_t seconds, int64_t nanoseconds) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return seconds < now.tv_sec || (seconds == now.tv_sec && nanoseconds <= now.tv_nsec);
}

/* Whether this is the start of a file of ours, of which `length` bytes follow. That exposes a planted file, of any
 * size, before more of it is read. */
static bool is_ours(const struct header *header, size_t length) {
    char boot[BOOT_ID + 4];
    read_boot(boot);
    return memcmp(header->magic, MAGIC, sizeof MAGIC) == 0 && memcmp(header->boot, boot, sizeof boot) == 0 &&
           is_past(header->seconds, header->nanoseconds) && header->files <= length / sizeof(struct record) &&
           header->bundles <= length / sizeof(struct bundle) &&
           length == header->files * sizeof(struct record) + header->bundles * sizeof(struct bundle);
}

static bool is_whole(const struct header *header, const char *rest, size_t length) {
    unsigned char digest[HASH_MAX_BYTES];
    struct hash hash;
    hash_begin(&hash, HASH_SHA256);
    hash_update(&hash, rest, length);
    hash_final(&hash, digest);
    return memcmp(digest, header->digest, sizeof digest) == 0;
}

static void take(struct known *known, const struct header *header, const char *rest) {
    make_room(known, header->files);
    for (uint64_t i = 0; i < header->files; i++) {
        struct record record;
        memcpy(&record, rest + i * sizeof record, sizeof record);
        put(known, &record, false);
    }
    known->bundle_count = header->bundles;
    known->bundles = mem_calloc(known->bundle_count + 1, sizeof *known->bundles);
    memcpy(known->bundles, rest + header->files * sizeof(struct record), known->bundle_count * sizeof *known->bundles);
    for (size_t i = 0; i < known->bundle_count; i++) {
        known->bundles[i].name[BUNDLE_NAME - 1] = known->bundles[i].fingerprint[FINGERPRINT - 1] = '\0';
        known->bundles[i].used = 0;
    }
}

struct known *known_load(const char *outdir) {
    struct known *known = mem_calloc(1, sizeof *known);
    pthread_mutex_init(&known->mutex, NULL);
    make_room(known, 1);
    struct strbuf path, text;
    strbuf_init(&path);
    strbuf_init(&text);
    strbuf_addf(&path, "%s/" KNOWN_FILE, outdir);
    struct header header;
    int fd = open(path.data, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    struct stat status;
    if (fd >= 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_size <= LARGEST_FILE &&
        file_read_full(fd, &header, sizeof header) == (ssize_t)sizeof header &&
        is_ours(&header, (size_t)status.st_size - sizeof header)) {
        size_t length = (size_t)status.st_size - sizeof header;
        char *data = strbuf_reserve(&text, length);
        if (file_read_full(fd, data, length) == (ssize_t)length && is_whole(&header, data, length)) {
            take(known, &header, data);
        }
    }
    if (fd >= 0) {
        close(fd);
    }
    strbuf_free(&path);
    strbuf_free(&text);
    return known;
}

void known_free(struct known *known) {
    if (known) {
        pthread_mutex_destroy(&known->mutex);
        free(known->slots);
        free(known->bundles);
        free(known);
    }
}

/* ---- looking up and noting --------------------------------------------------------------------------------------- */

static struct record record_of(const struct stat *status, const struct content_hash *content) {
    struct record record = {
        .device = status->st_dev,
        .inode = status->st_ino,
        .size = (uint64_t)status->st_size,
        .modified = status->st_mtim.tv_sec,
        .modified_ns = status->st_mtim.tv_nsec,
        .changed = status->st_ctim.tv_sec,
        .changed_ns = status->st_ctim.tv_nsec,
        .content_size = content->size,
    };
    memcpy(record.digest, content->digest, sizeof record.digest);
    return record;
}

static bool is_unchanged(const struct record *record, const struct stat *status) {
    return record->size == (uint64_t)status->st_size && record->modified == status->st_mtim.tv_sec &&
           record->modified_ns == status->st_mtim.tv_nsec && record->changed == status->st_ctim.tv_sec &&
           record->changed_ns == status->st_ctim.tv_nsec && is_past(record->changed, record->changed_ns);
}

bool known_content(struct known *known, const struct stat *status, struct content_hash *content) {
    pthread_mutex_lock(&known->mutex);
    struct slot *slot = find(known, status->st_dev, status->st_ino);
    bool found = slot->taken && is_unchanged(&slot->record, status);
    if (found) {
        slot->used = true;
        content->size = slot->record.content_size;
        memcpy(content->digest, slot->record.digest, sizeof content->digest);
    }
    pthread_mutex_unlock(&known->mutex);
    return found;
}

static bool is_racy(const struct stat *status, struct timespec since) {
    struct timespec latest = status->st_ctim;
    if (latest.tv_nsec % 1000000 != 0) {
        latest.tv_nsec += FINE_WINDOW_NS;
        if (latest.tv_nsec >= 1000000000) {
            latest.tv_nsec -= 1000000000;
            latest.tv_sec++;
        }
    } else {
        latest.tv_sec += COARSE_WINDOW_S;
    }
    return latest.tv_sec > since.tv_sec || (latest.tv_sec == since.tv_sec && latest.tv_nsec > since.tv_nsec);
}

bool known_note(struct known *known, const struct stat *status, const struct content_hash *content,
                struct timespec since) {
    if (is_racy(status, since)) {
        return false;
    }
    struct record record = record_of(status, content);
    pthread_mutex_lock(&known->mutex);
    put(known, &record, true);
    known->changed = true;
    pthread_mutex_unlock(&known->mutex);
    return true;
}

static struct bundle *find_bundle(struct known *known, const char *name) {
    for (size_t i = 0; i < known->bundle_count; i++) {
        if (strcmp(known->bundles[i].name, name) == 0) {
            return &known->bundles[i];
        }
    }
    return NULL;
}

const char *known_bundle(struct known *known, const char *name) {
    struct bundle *bundle = find_bundle(known, name);
    if (bundle) {
        bundle->used = 1;
    }
    return bundle ? bundle->fingerprint : NULL;
}

void known_note_bundle(struct known *known, const char *name, const char *fingerprint) {
    if (strlen(name) >= BUNDLE_NAME || strlen(fingerprint) >= FINGERPRINT) {
        return;
    }
    struct bundle *bundle = find_bundle(known, name);
    if (!bundle) {
        known->bundles = mem_resize(known->bundles, known->bundle_count + 1, sizeof *known->bundles);
        bundle = &known->bundles[known->bundle_count++];
    }
    *bundle = (struct bundle){.used = 1};
    strcpy(bundle->name, name);
    strcpy(bundle->fingerprint, fingerprint);
    known->changed = true;
}

/* ---- writing ----------------------------------------------------------------------------------------------------- */

static void add_records(const struct known *known, struct strbuf *out, struct header *header) {
    uint64_t bytes = 0;
    for (size_t i = 0; i < known->room; i++) {
        if (known->slots[i].taken && known->slots[i].used) {
            strbuf_add(out, (const char *)&known->slots[i].record, sizeof known->slots[i].record);
            header->files++;
            bytes += known->slots[i].record.size;
        }
    }
    if (bytes < WORTH_BYTES && header->files < WORTH_FILES) {
        strbuf_truncate(out, sizeof *header);
        header->files = 0;
    }
    for (size_t i = 0; i < known->bundle_count; i++) {
        if (known->bundles[i].used) {
            strbuf_add(out, (const char *)&known->bundles[i], sizeof known->bundles[i]);
            header->bundles++;
        }
    }
}

void known_save(struct known *known, const char *outdir) {
    if (!known->changed) {
        return;
    }
    struct strbuf path, out;
    strbuf_init(&path);
    strbuf_init(&out);
    strbuf_addf(&path, "%s/" KNOWN_FILE, outdir);
    struct header header = {0};
    strbuf_add(&out, (const char *)&header, sizeof header);
    add_records(known, &out, &header);
    if (header.files + header.bundles == 0) {
        (void)unlink(path.data);
    } else {
        struct timespec now;
        clock_gettime(CLOCK_REALTIME, &now);
        memcpy(header.magic, MAGIC, sizeof MAGIC);
        read_boot(header.boot);
        header.seconds = now.tv_sec;
        header.nanoseconds = now.tv_nsec;
        struct hash hash;
        hash_begin(&hash, HASH_SHA256);
        hash_update(&hash, out.data + sizeof header, out.length - sizeof header);
        hash_final(&hash, header.digest);
        memcpy(out.data, &header, sizeof header);
        (void)file_write(path.data, out.data, out.length, 0666, NULL);
    }
    strbuf_free(&path);
    strbuf_free(&out);
}
