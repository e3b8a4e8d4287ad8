/* Paths in elements of templates: see place.h. */
#include "synth/place.h"

void place_add_below(struct strbuf *out, const struct place *place, const struct place *top) {
    if (!place || place == top) {
        return;
    }
    place_add_below(out, place->outer, top);
    if (place->key) {
        strbuf_adds(out, place->outer != top ? "." : "");
        strbuf_adds(out, place->key);
    } else {
        strbuf_addf(out, "[%d]", place->index);
    }
}

void place_add(struct strbuf *out, const struct place *place) { place_add_below(out, place, NULL); }
