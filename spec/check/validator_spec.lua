-- luacdk check tells what AWS's validator tells of the same templates, by the same ids: recorded by `make
-- record-validator`. Each template is checked as the script that `luacdk import` makes of it.
local assembly = require "luacdk.assembly"
local luacdk = require "spec.support.luacdk"
local rules = require "luacdk.check.rules"

local function lines(file)
  local list = {}
  for line in io.lines("spec/golden/check/" .. file) do list[#list + 1] = assembly.parse_json(line) end
  return list
end

-- Rules of the validator that tell the same mistake as another one: users are told once.
local SAME = { E2504 = "E3501" }

-- "F3034 Q", sorted, each once.
local function sorted(pairs_of)
  local list, seen = {}, {}
  for _, one in ipairs(pairs_of) do
    if not seen[one] then
      seen[one] = true
      list[#list + 1] = one
    end
  end
  table.sort(list)
  return list
end

-- The templates of a file beside what was recorded of them.
local function compare(templates, found)
  local recorded = lines(found)
  for i, case in ipairs(lines(templates)) do
    it("finds the same: " .. case.key, function()
      local folder = luacdk.folder(case.templates)
      local script = luacdk.run(folder, { "import", "Fixture.template.json", "-o", "app.lua" })
      assert.equal(0, script.status, script.err)
      local mine, theirs = {}, {}
      for _, finding in ipairs(assembly.parse_json(luacdk.run(folder, { "check", "app.lua", "--format", "json" }).out)
        .findings) do
        mine[#mine + 1] = finding.id .. " " .. (finding.logicalId or "")
      end
      for _, one in ipairs(recorded[i].found) do
        local id = SAME[one[1]] or one[1]
        assert.truthy(rules.find(id), id .. " is not a rule of ours")
        local output = one[1] == "F6101" and one[5]:match "^Outputs%.(%w+)" -- they name it in the path
        theirs[#theirs + 1] = id .. " " .. (output or one[4])
      end
      luacdk.remove(folder)
      assert.same(sorted(theirs), sorted(mine))
    end)
  end
end

describe("luacdk check beside AWS's validator", function() compare("templates.jsonl", "validator.jsonl") end)

describe("luacdk check beside AWS's validator, about whole resources", function()
  compare("resources.jsonl", "resources_validator.jsonl")
end)
