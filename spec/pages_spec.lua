-- README.md and docs: what they show is what is printed, what they name is there. With UPDATE_PAGES=1 (`make pages`)
-- what is printed is written into them instead.
local assets = require "luacdk.assets"
local engine = require "luacdk.engine"
local luacdk = require "spec.support.luacdk"
local pages = require "spec.support.pages"
local repl = require "spec.repl.support"

local update = os.getenv "UPDATE_PAGES"

local function lines_of(name)
  local lines = {}
  for line in luacdk.read(name):gmatch "([^\n]*)\n" do lines[#lines + 1] = line end
  return lines
end

-- The name that GitHub gives a heading's anchor.
local function anchor(heading)
  return (heading:lower():gsub("[^%w%s_-]", ""):gsub("%s", "-"))
end

-- The anchors of a page, as a set.
local function anchors_of(name)
  local set, code = {}, false
  for _, line in ipairs(lines_of(name)) do
    if line:find "^```" then code = not code end
    local heading = not code and line:match "^#+ (.*)$"
    if heading then set[anchor(heading)] = true end
  end
  return set
end

describe("the page", function()
  after_each(repl.end_all)

  for _, name in ipairs(pages.names()) do
    it(name .. " shows what is printed", function()
      local complaints, lines = pages.run(name)
      if update and complaints ~= "" then
        luacdk.write("./" .. name, table.concat(lines, "\n") .. "\n")
      else
        assert.equal("", complaints)
      end
    end)

    it(name .. " has no line longer than 120 columns", function()
      for i, line in ipairs(lines_of(name)) do
        assert.is_true(utf8.len(line) <= 120, ("%s:%d: %d columns"):format(name, i, utf8.len(line)))
      end
    end)

    it(name .. " links to what is there", function()
      local folder = name:match "^(.*/)" or ""
      for target in luacdk.read(name):gmatch "%]%(([^)%s]+)%)" do
        if not target:find "^https?:" then
          local file, fragment = target:match "^([^#]*)#?(.*)$"
          local path = file == "" and name or folder .. file
          assert.is_true(luacdk.exists(path), target)
          if fragment ~= "" then assert.is_true(anchors_of(path)[fragment], target) end
        end
      end
    end)
  end
end)

describe("README.md", function()
  it("has at most 250 lines", function() assert.is_true(#lines_of "README.md" <= 250) end)

  it("counts L1 classes and services as the schema does", function()
    local services, count = {}, 0
    local resource_types = engine.schema.resources()
    for _, name in ipairs(resource_types) do
      local service = name:match "^%w+::%w+"
      if not services[service] then services[service], count = true, count + 1 end
    end
    local classes, of = luacdk.read("README.md"):match "All ([%d,]+) L1 classes of (%d+) services"
    assert.same({ #resource_types, count }, { tonumber((classes:gsub(",", ""))), tonumber(of) })
  end)

  it("has the table of services that follows from the rows and the library", function()
    local table_now = luacdk.run(assets.cwd(), { "-q", "tools/coverage.lua", "--", "--markdown" }).out
    local page = luacdk.read "README.md"
    local before, shown, after = page:match "^(.*<!%-%- services %-%->\n)(.*)(<!%-%- /services %-%->.*)$"
    if update then
      luacdk.write(assets.cwd() .. "/README.md", before .. table_now .. after)
    else
      assert.equal(table_now, shown, "make pages writes it anew")
    end
  end)

  it("says how many L2 classes there are", function()
    local there, of = luacdk.run(assets.cwd(), { "-q", "tools/coverage.lua" }).out:match "all +(%d+) of (%d+) classes"
    assert.equal(there, of)
    assert.equal(of, (luacdk.read("README.md"):match "all ([%d,]+) L2 classes":gsub(",", "")))
  end)
end)

describe("docs/README.md and llms.txt", function()
  it("name every page of docs", function()
    local index, llms = luacdk.read "docs/README.md", luacdk.read "llms.txt"
    for _, name in ipairs(luacdk.list "docs") do
      if name ~= "README.md" then
        assert.truthy(index:find("](" .. name .. ")", 1, true), name)
        assert.truthy(llms:find("](docs/" .. name .. ")", 1, true), name)
      end
    end
  end)
end)
