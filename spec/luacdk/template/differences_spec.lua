-- 500 pairs of templates, and what `cdk diff --template` (aws-cdk 2.1148.1) said of them: tools/cdk_diff records it.
local assembly = require "luacdk.assembly"
local differences = require "luacdk.template.differences"
local luacdk = require "spec.support.luacdk"

local GOLDEN = "spec/golden/cdk_diff.jsonl.gz"
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
    assert.equal(500, #list)
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
      assert.same(expected, told(results["S" .. i]), "pair " .. i)
    end
  end)

  -- What only follows from another replacement depends on who refers to whom now.
  local function mirrored(result, words)
    local list = {}
    for _, change in ipairs(result and result.changes or {}) do
      if change.kind ~= "change" or #change.details == 0 or not change.details[1].because then
        list[#list + 1] = ("%s %s %s"):format(words[change.kind], change.section, change.id or "")
      end
    end
    table.sort(list)
    return list
  end

  it("tells the reverse when it goes back, and nothing of what is equal", function()
    local list = recorded()
    local folder = luacdk.folder()
    local sides = { old = {}, new = {} }
    for i, pair in ipairs(list) do sides.old[i], sides.new[i] = pair.old, pair.new end
    for side, templates in pairs(sides) do write_assembly(folder .. "/" .. side, templates) end
    local found = {}
    for _, side in ipairs { "old", "new" } do
      for _, other in ipairs { "old", "new" } do
        found[side .. other] = {}
        for _, result in ipairs(differences.of { folder = folder .. "/" .. side, against = folder .. "/" .. other }
          .results) do
          found[side .. other][result.stack.name] = result
        end
      end
    end
    luacdk.remove(folder)
    assert.same({ {}, {} }, { found.oldold, found.newnew })
    for i in ipairs(list) do
      local name = "S" .. i
      assert.same(mirrored(found.newold[name], { add = "remove", remove = "add", change = "change" }),
        mirrored(found.oldnew[name], { add = "add", remove = "remove", change = "change" }), name)
    end
  end)

  it("refuses an assembly that is none", function()
    local stack = '{"artifacts": {"S": {"type": "aws:cloudformation:stack", %s}}}'
    local good = '"properties": {"templateFile": "S.template.json"}'
    for text, said in pairs {
      ['{"artifacts": '] = "manifest%.json: line 1, column 15: value expected$",
      ["[]"] = "manifest%.json: the manifest must be an object$",
      ["null"] = "manifest%.json: the manifest must be an object$",
      ['{"artifacts": 7}'] = "manifest%.json: artifacts must be an object$",
      ['{"artifacts": {"S": "x"}}'] = "manifest%.json: the artifact S must be an object$",
      [stack:format '"x": 1'] = "the template of S is called nil, which is not the name of a file",
      [stack:format '"properties": []'] = "manifest%.json: the properties of S must be an object$",
      [stack:format '"properties": [1]'] = "manifest%.json: the properties of S must be an object$",
      [stack:format '"properties": {"templateFile": "../S.template.json"}'] = "the template of S is called '../S.templ",
      [stack:format('"environment": 1, ' .. good)] = "manifest%.json: the environment of S must be a string$",
      [stack:format('"displayName": {}, ' .. good)] = "manifest%.json: the displayName of S must be a string$",
      ['{"artifacts": {"N": {"type": "cdk:cloud-assembly", "properties": {"directoryName": ".."}}}}'] =
        "the folder of N is called '%.%.', which",
    } do
      local folder = luacdk.folder { ["manifest.json"] = text, ["S.template.json"] = "{}" }
      assert.error_matches(function() differences.of { folder = folder, against = folder } end, said)
      luacdk.remove(folder)
    end
    local piped = luacdk.folder { ["manifest.json"] = stack:format(good) }
    assert(os.execute("mkfifo " .. piped .. "/S.template.json"))
    assert.error_matches(function() differences.of { folder = piped, against = piped } end,
      "cannot read .*S%.template%.json: not a regular file$")
    luacdk.remove(piped)
    for template, said in pairs { ["["] = "S%.template%.json: line 1, column 2: value expected$",
      ["[1]"] = "S%.template%.json does not contain a template$", ["1"] = "does not contain a template$" } do
      local one = luacdk.folder { ["manifest.json"] = stack:format(good), ["S.template.json"] = template }
      local other = luacdk.folder { ["manifest.json"] = stack:format(good), ["S.template.json"] = "{}" }
      assert.error_matches(function() differences.of { folder = one, against = other } end, said)
      luacdk.remove(one)
      luacdk.remove(other)
    end
  end)
end)
