-- 200 pairs of templates, and what `cdk diff --template` (aws-cdk 2.1148.1) said of them: tools/cdk_diff records it.
local assembly = require "luacdk.assembly"
local differences = require "luacdk.template.differences"
local luacdk = require "spec.support.luacdk"

local GOLDEN = "spec/golden/cdk_diff.jsonl.gz"
-- The CLI's newer specification says that this property replaces; the library's does not.
local NEWER = { [23] = true }
local SECTIONS = { Parameters = true, Mappings = true, Metadata = true, Conditions = true, Outputs = true }

local function recorded()
  local pipe = assert(io.popen("gzip -dc " .. GOLDEN))
  local pairs_of = {}
  for line in pipe:lines() do pairs_of[#pairs_of + 1] = assembly.parse_json(line) end
  pipe:close()
  return pairs_of
end

local function write(path, text)
  local file = assert(io.open(path, "wb"))
  file:write(text)
  file:close()
end

-- Writes one assembly with a stack for each template.
local function write_assembly(folder, templates)
  local artifacts = {}
  luacdk.write(folder .. "/manifest.json", "")
  for i, template in ipairs(templates) do
    artifacts["S" .. i] = { type = "aws:cloudformation:stack", environment = "aws://unknown-account/unknown-region",
      properties = { templateFile = ("S%d.template.json"):format(i) } }
    write(("%s/S%d.template.json"):format(folder, i), assembly.print_json(template))
  end
  write(folder .. "/manifest.json", assembly.print_json { version = "55.0.0", artifacts = artifacts })
end

local function told(result)
  local list = {}
  for _, change in ipairs(result and result.changes or {}) do
    if change.section == "Resources" then
      list[#list + 1] = ("%s %s %s"):format(change.kind, change.id, change.impact or "-")
    elseif SECTIONS[change.section] and change.id then
      list[#list + 1] = ("%s %s.%s -"):format(change.kind, change.section, change.id)
    end
  end
  table.sort(list)
  return list
end

describe("luacdk diff", function()
  it("tells the same adds, removes, changes and replacements as cdk diff", function()
    local list = recorded()
    assert.equal(200, #list)
    local olds, news = {}, {}
    for i, pair in ipairs(list) do olds[i], news[i] = pair.old, pair.new end
    local folder = luacdk.folder()
    write_assembly(folder .. "/old", olds)
    write_assembly(folder .. "/new", news)
    local results = {}
    for _, result in ipairs(differences.of { folder = folder .. "/new", against = folder .. "/old" }.results) do
      results[result.stack.name] = result
    end
    luacdk.remove(folder)
    for i, pair in ipairs(list) do
      local expected = {}
      for k, text in ipairs(pair.told) do expected[k] = text end
      table.sort(expected)
      if not NEWER[i] then assert.same(expected, told(results["S" .. i]), "pair " .. i) end
    end
  end)
end)
