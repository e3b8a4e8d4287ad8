-- AWS's language server, explorer and `cdk validate` on the lines of a Lua file. What they show was recorded by `make
-- record-plugs`; here it is compared with what the assembly leads to and, where node and the package aws-cdk are, with
-- what they show now.
local assembly = require "luacdk.assembly"
local luacdk = require "spec.support.luacdk"

local APP = "spec/fixtures/aws_tools/app.lua"
local UNDER_CDK = { CDK_CLI_VERSION = "2.1148.1", CDK_CLI_ASM_VERSION = "55.0.0",
  CDK_CONTEXT_JSON = '{"@aws-cdk/core:failSynthOnValidationErrors":false}' }

local recorded = assembly.parse_json(luacdk.read "spec/golden/aws_tools/session.json")

describe("What luacdk writes when cdk runs it", function()
  local folder
  local stacks, types, report = {}, {}, nil -- by logical id: frames, types

  local function decode(text)
    local pipe = assert(io.popen("echo " .. text .. " | base64 -d"))
    local map = assembly.parse_json(pipe:read "a")
    pipe:close()
    return map
  end

  -- The line of app.lua to which the tools follow a stack: through the source map of its first frame in JavaScript.
  local function line_of(frames)
    local script, line = table.concat(frames, "\n"):match "luacdk %((cdk%.out/app%.lua%.js):(%d+):1%)"
    local map = decode(luacdk.read(folder .. "/" .. script):match "base64,([%w+/=]+)")
    assert.same({ "../app.lua" }, map.sources)
    local at = 0
    for entry in (map.mappings:match("^" .. ("[^;]*;"):rep(line - 1) .. "[^;]*") .. ";"):gmatch "([^;]*);" do
      at = at + ({ AAAA = 1, AACA = 1 })[entry]
    end
    return at
  end

  setup(function()
    folder = luacdk.folder { ["app.lua"] = luacdk.read(APP) }
    local result = luacdk.run(folder, { "app.lua" }, { env = UNDER_CDK })
    assert(result.status == 0, result.err)
    local artifact = assembly.parse_json(luacdk.read(folder .. "/cdk.out/manifest.json")).artifacts.Shop
    local metadata = assembly.parse_json(luacdk.read(folder .. "/cdk.out/" .. artifact.additionalMetadataFile))
    for path, entries in pairs(metadata) do
      local id = path == "/Shop" and "<<Template>>" or nil
      local frames
      for _, entry in ipairs(entries) do
        if entry.type == "aws:cdk:logicalId" then id = entry.data end
        if entry.type == "aws:cdk:creationStack" then frames = entry.data end
      end
      if id then stacks[id] = frames end
    end
    for id, resource in pairs(assembly.parse_json(luacdk.read(folder .. "/cdk.out/Shop.template.json")).Resources) do
      types[id] = resource.Type
    end
    report = assembly.parse_json(luacdk.read(folder .. "/cdk.out/validation-report.json")).pluginReports[1]
  end)

  teardown(function() luacdk.remove(folder) end)

  it("leads the tools from each resource to its line", function()
    for _, entry in ipairs(recorded.lsp.tree) do
      assert.equal("app.lua", entry.file)
      assert.equal(entry.line, line_of(stacks[entry.logicalId]), entry.path)
    end
  end)

  it("leads from each line to the resources that it creates", function()
    local at = {}
    for id, type_of in pairs(types) do
      local line = line_of(stacks[id])
      at[line] = at[line] or {}
      table.insert(at[line], type_of)
    end
    local lenses = {}
    for line, list in pairs(at) do
      local title = "Creates " .. list[1]
      if #list > 1 then
        for i, type_of in ipairs(list) do list[i] = "1× " .. type_of:match "[^:]*$" end
        table.sort(list)
        title = ("Creates %d resources: %s"):format(#list, table.concat(list, ", "))
      end
      lenses[line] = title
    end
    local expected = {}
    for _, lens in ipairs(recorded.lsp.lenses) do expected[lens.line] = lens.title end
    assert.same(expected, lenses)
  end)

  it("has findings with the lines of the construct and of the property", function()
    local violation = report.violations[1]
    local lines, diagnosed, explored = {}, {}, {}
    for _, trace in ipairs(violation.violatingConstructs[1].stackTraces) do
      lines[#lines + 1] = line_of { trace }
    end
    for _, diagnostic in ipairs(recorded.lsp.diagnostics) do
      diagnosed[#diagnosed + 1] = diagnostic.line
      assert.equal(violation.ruleName, diagnostic.code)
      assert.equal(violation.description .. "\n\nSuggested fix: " .. violation.suggestedFix, diagnostic.message)
    end
    local occurrence = recorded.explore.violations[1].occurrences[1]
    for _, location in ipairs(occurrence.sourceLocations) do explored[#explored + 1] = location.line end
    assert.same({ 11, 13 }, lines)
    assert.same(lines, diagnosed)
    assert.same(lines, explored)
    assert.equal(occurrence.constructPath, violation.violatingConstructs[1].constructPath)
    assert.equal(1, #report.violations)
    assert.equal("Shop/Known", report.suppressedViolations[1].violatingConstructs[1].constructPath)
  end)

  local package = os.getenv "AWS_CDK" or "build/plugs/node_modules/aws-cdk"
  local there = luacdk.exists(package .. "/package.json") and os.execute "command -v node >/dev/null"
  local live = there and it or function(title) pending(title) end

  live("is shown by cdk lsp, cdk explore and cdk validate as it was recorded", function()
    local command = ("timeout 300 node tools/plugs/session.js '%s' %s %s"):format(package, luacdk.program, APP)
    local pipe = assert(io.popen(command))
    local text = pipe:read "a"
    assert.truthy(pipe:close())
    assert.same(recorded, assembly.parse_json(text))
  end)
end)
