# The layout of `luacdk graph`'s page: dagre, pinned in tools/graph_page/package-lock.json, as its authors minified it. It is
# committed, so that only its update needs npm: `make graph-page`.

GRAPH_PAGE := $(BUILD)/graph_page

$(GRAPH_PAGE)/node_modules: tools/graph_page/package.json tools/graph_page/package-lock.json
	@mkdir -p $(GRAPH_PAGE)
	cp $^ $(GRAPH_PAGE)
	npm ci --prefix $(GRAPH_PAGE) --ignore-scripts --no-audit --no-fund
	@touch $@

.PHONY: graph-page
graph-page: | $(GRAPH_PAGE)/node_modules
	node tools/graph_page/copy.js $(GRAPH_PAGE)/node_modules lua/luacdk/graph/page/dagre.js
