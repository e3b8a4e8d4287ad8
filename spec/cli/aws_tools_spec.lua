-- AWS's language server, explorer and `cdk validate` on the lines of a Lua file, and `cdk diff` and `cdk refactor` on
-- an app that changes. What they show was recorded by `make record-plugs`; here it is compared with what the assembly
-- leads to, with what `luacdk diff` says and, where node and the package aws-cdk are, with what they show now.
local assembly = require "luacdk.assembly"
local luacdk = require "spec.support.luacdk"

local APP = "spec/fixtures/aws_tools/app.lua"
local CHANGING = "spec/fixtures/aws_tools/diff.lua"
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
end)

-- The lines of a section, without what is below them: "[~] AWS::SQS::Queue Orders OrdersA9B65338 replace". What only
-- `cdk diff` says of a parameter or an output in the same line is left out.
local function heads(lines, section)
  local list, inside = {}, false
  for _, line in ipairs(lines) do
    local text = line:gsub("\27%[[%d;]*m", "")
    if text:find "^%u" then inside = text == section end
    if inside and text:find "^%[" then list[#list + 1] = line end
  end
  return list
end

describe("Warnings about values", function()
  local APP_OF_ONE = [[
local cdk = require "aws_cdk"
require "aws_cdk.aws_sqs".CfnQueue(cdk.Stack(cdk.App(), "S"), "Q", { delay_seconds = 1000 })
if os.getenv "BAD" then error "bad" end
]]
  local TEXT = "[WARNING] app.lua:2: [S] sqs.CfnQueue 'Q': delay_seconds: 1000 is out of bounds; it must be 0 to 900\n"
  local folder
  local function told(env)
    folder = luacdk.folder { ["app.lua"] = APP_OF_ONE }
    local err = luacdk.run(folder, { "app.lua" }, { env = env }).err
    local written, report = pcall(luacdk.read, folder .. "/cdk.out/validation-report.json")
    return err:match "%[WARNING%][^\n]*\n" or "", written and report or ""
  end
  local function under_cdk(name)
    local env = { [name or "X"] = name and "false" }
    for key, value in pairs(UNDER_CDK) do env[key] = value end
    return env
  end
  after_each(function() luacdk.remove(folder) end)

  it("are left to cdk, which prints the report, if it says that it does", function()
    local text, report = told(under_cdk())
    assert.equal("", text)
    assert.matches("1000 is out of bounds", report)
  end)

  it("are printed if there is no report, and if cdk does not say so", function()
    assert.equal(TEXT, told {})
    luacdk.remove(folder)
    assert.equal(TEXT, told { CDK_CLI_VERSION = "2.1000.0", CDK_CONTEXT_JSON = "{}" })
    luacdk.remove(folder)
    assert.equal(TEXT, told(under_cdk "BAD"))
    luacdk.remove(folder)
    assert.equal(TEXT, told(under_cdk "CDK_VALIDATION"))
  end)
end)

local function lines_of(text)
  local list = {}
  for line in text:gmatch "[^\n]+" do list[#list + 1] = line end
  return list
end

-- The parts of a line with their looks: "{1;31}replace".
local ENDS = { ["22"] = { "1", "2" }, ["23"] = { "3" }, ["24"] = { "4" }, ["39"] = { "31", "32", "33", "36", "90" } }

local function styled(line)
  local look, parts, shown = {}, {}, nil
  for codes, text in ("\27[0m" .. line):gmatch "\27%[([%d;]*)m([^\27]*)" do
    for code in codes:gmatch "%d+" do
      for _, other in ipairs(ENDS[code] or {}) do look[other] = nil end
      if code == "0" then look = {} elseif not ENDS[code] then look[code] = true end
    end
    local names = {}
    for code in pairs(look) do names[#names + 1] = code end
    table.sort(names)
    local name = table.concat(names, ";")
    if text ~= "" then
      parts[#parts + 1] = (name ~= shown and "{" .. name .. "}" or "") .. text
      shown = name
    end
  end
  return table.concat(parts)
end

describe("luacdk diff", function()
  local folder
  local MOVED = { Old = true, New = true } -- one resource, of which `cdk diff` says nothing else

  local function told(lines)
    local list = {}
    for _, line in ipairs(heads(lines, "Resources")) do
      local id = line:gsub("\27%[[%d;]*m", ""):match "^%S+ %S+ (%S+)"
      if not MOVED[id] then list[#list + 1] = styled(line) end
    end
    return list
  end

  local function diff(env, ...)
    local result = luacdk.run(folder, { "diff", "diff.lua", "--against", "before", ... }, { env = env })
    assert.equal(0, result.status, result.err)
    return result
  end

  setup(function()
    folder = luacdk.folder { ["diff.lua"] = luacdk.read(CHANGING) }
    local result = luacdk.run(folder, { "diff.lua", "-o", "before" }, { env = { VERSION = "before" } })
    assert(result.status == 0, result.err)
  end)

  teardown(function() luacdk.remove(folder) end)

  it("tells the resources that cdk diff tells, in its order and words", function()
    local ours = told(lines_of(diff().out))
    assert.same(told(recorded.diff.plainly), ours)
    assert.is_true(#ours > 7)
  end)

  it("tells the other elements, and the changes of access", function()
    local out = diff().out
    for _, section in ipairs { "Parameters", "Outputs" } do
      local theirs, ours = heads(recorded.diff.plainly, section), heads(lines_of(out), section)
      assert.equal(1, #theirs)
      for i, line in ipairs(theirs) do assert.equal(ours[i], line:match "^%S+ %S+ %S+") end
    end
    local rows = 0
    for _, line in ipairs(recorded.diff.plainly) do
      local mark, cells = line:match "^│ ([-+]) │(.*)$"
      if mark then
        local found
        for _, ours in ipairs(lines_of(out)) do
          local all = ours:sub(1, 3) == "[" .. mark .. "]"
          for cell in cells:gmatch "[^│]+" do
            all = all and ours:find((cell:gsub("^%s+", ""):gsub("%s+$", "")), 1, true) ~= nil
          end
          found = found or all
        end
        assert.is_true(found, line)
        rows = rows + 1
      end
    end
    assert.equal(3, rows)
  end)

  it("has the colours of cdk diff, where they are wanted", function()
    local coloured = lines_of(diff({ FORCE_COLOR = "1" }).out)
    assert.same(told(recorded.diff.coloured), told(coloured))
    assert.equal(styled(recorded.diff.coloured[1]), styled(coloured[1]))
    local titles = {}
    for _, list in ipairs { recorded.diff.coloured, coloured } do
      titles[list] = {}
      for _, line in ipairs(list) do
        line = styled(line)
        if line:find "^{1;4}" then table.insert(titles[list], line) end
      end
    end
    assert.same(titles[recorded.diff.coloured], titles[coloured])
    assert.equal(diff().out, (table.concat(coloured, "\n"):gsub("\27%[[%d;]*m", "") .. "\n"):gsub("\nNumber",
      "\n\nNumber"))
    for _, env in ipairs { {}, { NO_COLOR = "1", FORCE_COLOR = "1" }, { FORCE_COLOR = "0" }, { TERM = "dumb" } } do
      assert.not_matches("\27", diff(env).out)
    end
    for _, format in ipairs { "markdown", "json" } do
      assert.not_matches("\27", diff({ FORCE_COLOR = "1" }, "--format", format).out)
    end
  end)

  it("writes the mapping file of cdk refactor, which goes on to ask for credentials", function()
    diff({}, "--write-refactor", "mapping.json")
    assert.same(recorded.diff.mapping, assembly.parse_json(luacdk.read(folder .. "/mapping.json")))
    assert.matches("no credentials have been configured", recorded.diff.refactor.accepted[1])
    assert.matches("Duplicate destination resource 'Shop%.New'", recorded.diff.refactor.refused[1])
  end)
end)

describe("What luacdk writes", function()
  local package = os.getenv "AWS_CDK" or "build/plugs/node_modules/aws-cdk"
  local there = luacdk.exists(package .. "/package.json") and os.execute "command -v node >/dev/null"
  local live = there and it or function(title) pending(title) end

  live("is shown by cdk lsp, cdk explore, cdk validate, cdk diff and cdk refactor as it was recorded", function()
    local command = ("timeout 300 node tools/plugs/session.js '%s' %s %s %s"):format(package, luacdk.program, APP,
      CHANGING)
    local pipe = assert(io.popen(command))
    local text = pipe:read "a"
    assert.truthy(pipe:close())
    assert.same(recorded, assembly.parse_json(text))
  end)

  live("is told once, by cdk, whether cdk runs luacdk or luacdk runs cdk", function()
    local function absolute(path) return path:sub(1, 1) == "/" and path or os.getenv "PWD" .. "/" .. path end
    local program, cdk = absolute(luacdk.program:sub(2, -2)), absolute(package) .. "/bin/cdk"
    local folder = luacdk.folder {
      ["cdk.json"] = ('{ "app": "%s app.lua" }'):format(program),
      ["app.lua"] = [[
local stack = cdk.Stack(cdk.App(), "Shop")
sqs.CfnQueue(stack, "Q", { delay_seconds = 1000 })
cdk.Annotations.of(stack):add_warning_v2("shop:old", "an old shop")
]] }
    local quiet = "HOME=" .. folder .. " CDK_DISABLE_CLI_TELEMETRY=true AWS_EC2_METADATA_DISABLED=true "
    for _, command in ipairs { cdk .. " synth -q", cdk .. " list -l", cdk .. " diff",
      cdk .. " validate --unstable=validate", "CDK=" .. cdk .. " " .. program .. " deploy app.lua" } do
      local pipe = assert(io.popen("cd " .. folder .. " && " .. luacdk.env .. " " .. quiet .. command
        .. " --no-notices 2>&1 </dev/null"))
      local text = pipe:read "a"
      pipe:close()
      local wrong = select(2, text:gsub("1000 is out of bounds", ""))
      local annotated = select(2, text:gsub("an old shop", ""))
      local times = command:find "list" and 0 or 1
      assert.same({ times, times }, { wrong, annotated }, command .. "\n" .. text)
    end
    luacdk.remove(folder)
  end)
end)
