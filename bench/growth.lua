-- Does the cost of a thing grow with the number of things, or faster? Run by `make growth`:
--
--   luacdk bench/growth.lua [-- KIND…]
--
-- Each kind is a script that makes N of something. It runs with N and 4 N in processes of their own, under valgrind's
-- callgrind, which counts instructions: other load does not disturb it. What an empty script takes is taken off. The
-- exponent of the growth is log4 of the ratio: 1 is linear, 2 is quadratic; sorting alone makes 1.05. More than LIMIT
-- fails.
local LIMIT = 1.08

local program = os.getenv "LUACDK" or arg[-1] or "build/luacdk"

-- kind → { n =, files = function(n) → { name = text }, script =, arguments = }
local KINDS = {}

local function kind(name, n, script, more)
  more = more or {}
  KINDS[#KINDS + 1] = { name = name, n = n, script = script, files = more.files, arguments = more.arguments }
end

local STACK = "local n = tonumber(arg[1]) local app = cdk.App() local stack = cdk.Stack(app, 'S')\n"

local function object_of(n, line, open, close)
  local lines = {}
  for i = 1, n do lines[i] = line:format(i, i) end
  return open .. table.concat(lines, ",\n") .. close
end

local function json_object(name)
  return function(n) return { [name] = object_of(n, '"key%d": %d', "{", "}") } end
end

kind("keys of a JSON object", 10000, "cdk.read_json 'data.json'", { files = json_object "data.json" })
kind("numbers as keys of a JSON object", 10000, "cdk.read_json 'data.json'", { files = function(n)
  return { ["data.json"] = object_of(n, '"%d": %d', "{", "}") }
end })
kind("items of a JSON list", 10000, "cdk.read_json 'data.json'", { files = function(n)
  return { ["data.json"] = object_of(n, "%d", "[", "]") }
end })
kind("keys of a YAML map", 4000, "cdk.read_yaml 'data.yaml'", { files = function(n)
  return { ["data.yaml"] = object_of(n, "key%d: %d", "", ""):gsub(",\n", "\n") }
end })
kind("keys of the context file", 4000, "cdk.App()", { files = json_object "cdk.context.json" })
kind("contexts on the command line", 200, "cdk.App()", { arguments = function(n)
  local words = {}
  for i = 1, n do words[i] = ("-c k%d=%d"):format(i, i) end
  return table.concat(words, " ")
end })
kind("context by set_context", 4000,
  "local n, app = tonumber(arg[1]), cdk.App() for i = 1, n do app.node:set_context('k' .. i, i) end")
kind("children of a node", 4000, STACK .. "for i = 1, n do constructs.Construct(stack, 'C' .. i) end")
kind("children found", 4000,
  STACK .. "for i = 1, n do constructs.Construct(stack, 'C' .. i) stack.node:find_child('C' .. i) end")
kind("levels of nodes", 100, STACK .. "local at = stack for i = 1, n do at = constructs.Construct(at, 'C') end")
kind("resources", 1000,
  STACK .. "for i = 1, n do cdk.CfnResource(stack, 'R' .. i, { type = 'A::B::C', properties = { A = i } }) end")
kind("outputs", 1000, STACK .. "for i = 1, n do cdk.CfnOutput(stack, 'O' .. i, { value = 'v' .. i }) end")
kind("exports", 1000,
  STACK .. "for i = 1, n do cdk.CfnOutput(stack, 'O' .. i, { value = 'v', export_name = 'e' .. i }) end")
kind("parameters", 1000, STACK .. "for i = 1, n do cdk.CfnParameter(stack, 'P' .. i) end")
kind("conditions", 1000, STACK ..
  "for i = 1, n do cdk.CfnCondition(stack, 'C' .. i, { expression = cdk.Fn.condition_equals('a', 'b') }) end")
kind("references across stacks", 200, STACK .. [[
  local other = cdk.Stack(app, 'T')
  for i = 1, n do
    local r = cdk.CfnResource(stack, 'R' .. i, { type = 'A::B::C' })
    cdk.CfnResource(other, 'U' .. i, { type = 'A::B::C', properties = { R = r.ref } })
  end]])
kind("stacks", 125, STACK .. "for i = 1, n do cdk.Stack(app, 'S' .. i) end")
kind("tags of a resource", 500, STACK .. [[
  local bucket = s3.CfnBucket(stack, 'B')
  for i = 1, n do cdk.Tags.of(bucket):add('k' .. i, 'v') end]])
kind("tags given", 800, STACK .. [[
  local tags = {} for i = 1, n do tags[i] = { key = 'k' .. i, value = 'v' } end
  s3.CfnBucket(stack, 'B', { tags = tags })]])
kind("aspects", 500, STACK .. "for i = 1, n do cdk.Aspects.of(stack):add { visit = function() end } end")
kind("metadata of a node", 800, STACK .. "for i = 1, n do stack.node:add_metadata('k' .. i, i) end")
kind("metadata of a resource", 800, STACK .. [[
  local r = cdk.CfnResource(stack, 'R', { type = 'A::B::C' })
  for i = 1, n do r:add_metadata('k' .. i, i) end]])
kind("warnings", 500, STACK .. "for i = 1, n do cdk.Annotations.of(stack):add_info('k' .. i) end")
kind("validations", 800, STACK ..
  "for i = 1, n do stack.node:add_validation { validate = function() return {} end } end")
kind("keys of a property", 2000, STACK .. [[
  local map = {} for i = 1, n do map['k' .. i] = i end
  cdk.CfnResource(stack, 'R', { type = 'A::B::C', properties = { P = map } })]])
kind("numbers as keys of a property", 2000, STACK .. [[
  local map = {} for i = 1, n do map[tostring(i)] = i end
  cdk.CfnResource(stack, 'R', { type = 'A::B::C', properties = { P = map } })]])
kind("items of a property", 2000, STACK .. [[
  local list = {} for i = 1, n do list[i] = 'x' .. i end
  cdk.CfnResource(stack, 'R', { type = 'A::B::C', properties = { P = list } })]])
kind("overrides of a resource", 1000, STACK .. [[
  local r = cdk.CfnResource(stack, 'R', { type = 'A::B::C' })
  for i = 1, n do r:add_property_override('K' .. i, i) end]])
kind("overrides below a key", 1000, STACK .. [[
  local r = cdk.CfnResource(stack, 'R', { type = 'A::B::C' })
  for i = 1, n do r:add_property_override('A.K' .. i, i) end]])
kind("entries of a mapping", 1000, STACK .. [[
  local m = cdk.CfnMapping(stack, 'M')
  for i = 1, n do m:set_value('a' .. i, 'b', i) end]])
kind("dependencies of a resource", 500, STACK .. [[
  local last = cdk.CfnResource(stack, 'Last', { type = 'A::B::C' })
  for i = 1, n do last:add_dependency(cdk.CfnResource(stack, 'R' .. i, { type = 'A::B::C' })) end]])
kind("dependencies in a chain", 500, STACK .. [[
  local before = cdk.CfnResource(stack, 'R0', { type = 'A::B::C' })
  for i = 1, n do
    local r = cdk.CfnResource(stack, 'R' .. i, { type = 'A::B::C' })
    r.node:add_dependency(before)
    before = r
  end]])
kind("parts of a join", 800, STACK .. [[
  local parts = {} for i = 1, n do parts[i] = cdk.Fn.ref('P' .. i) end
  cdk.CfnOutput(stack, 'O', { value = cdk.Fn.join(',', parts) })]])
kind("tokens in a text", 800, STACK .. [[
  local parts = {} for i = 1, n do parts[i] = 'x' .. tostring(cdk.Fn.ref('P' .. i)) end
  cdk.CfnOutput(stack, 'O', { value = table.concat(parts) })]])
kind("tokens joined by ..", 125, STACK .. [[
  local text = 'x' for i = 1, n do text = text .. cdk.Fn.ref('P' .. i) end
  cdk.CfnOutput(stack, 'O', { value = text })]])
kind("keys of a JSON text with tokens", 800, STACK .. [[
  local map = {} for i = 1, n do map['k' .. i] = cdk.Fn.ref('P' .. i) end
  cdk.CfnOutput(stack, 'O', { value = stack:to_json_string(map) })]])
kind("statements of a policy", 250, STACK .. [[
  local role = iam.Role(stack, 'R', { assumed_by = iam.ServicePrincipal 'a.amazonaws.com' })
  for i = 1, n do role:add_to_policy(iam.PolicyStatement { actions = { 's3:' .. i }, resources = { 'r' .. i } }) end]])
kind("variables of a function", 200, STACK .. [[
  local f = lambda.Function(stack, 'F', { code = lambda.Code.from_inline 'x', handler = 'i.h',
    runtime = lambda.Runtime.NODEJS_24_X })
  for i = 1, n do f:add_environment('K' .. i, 'v') end]])
kind("file assets", 125, STACK .. [[
  for i = 1, n do
    local f = assert(io.open('asset' .. i .. '.txt', 'w')) f:write(i) f:close()
    s3_assets.Asset(stack, 'A' .. i, { path = 'asset' .. i .. '.txt' })
  end]])
kind("files of an asset", 250, STACK .. [[
  os.execute 'mkdir -p tree'
  for i = 1, n do local f = assert(io.open('tree/' .. i, 'w')) f:write(i) f:close() end
  s3_assets.Asset(stack, 'A', { path = 'tree' })]])
kind("patterns of an asset", 500, STACK .. [[
  os.execute 'mkdir -p tree' io.open('tree/a', 'w'):close()
  local patterns = {} for i = 1, n do patterns[i] = 'x' .. i .. '*' end
  s3_assets.Asset(stack, 'A', { path = 'tree', exclude = patterns, ignore_mode = cdk.IgnoreMode.GIT })]])
kind("imported resources", 500, STACK .. [[
  require('aws_cdk.cloudformation_include').CfnInclude(stack, 'I', { template_file = 't.json' })]], {
  files = function(n)
    return { ["t.json"] = object_of(n, '"R%d": { "Type": "AWS::S3::Bucket" }', '{ "Resources": {', "} }") }
  end })
kind("values of a definition", 500, [[
  return cdk.template { name = "s", params = { m = { type = "map" } }, build = function(scope, p)
    cdk.CfnResource(scope, "R", { type = "A::B::C", properties = { P = p.m } })
  end }]], {
  arguments = function() return "--trust --values values.json" end,
  files = function(n) return { ["values.json"] = object_of(n, '"key%d": "%d"', '{ "m": {', "} }") } end })

-- ---- measuring ------------------------------------------------------------------------------------------------------

local folder = io.popen("mktemp -d"):read "l"

local function write(name, text)
  local file = assert(io.open(folder .. "/" .. name, "w"))
  file:write(text)
  file:close()
end

-- The instructions of a run with that many; nil and what it said if it failed.
local function instructions(subject, n)
  os.execute("rm -rf " .. folder .. "/*")
  write("app.lua", subject.script)
  for name, text in pairs(subject.files and subject.files(n) or {}) do write(name, text) end
  local more = subject.arguments and subject.arguments(n) or ""
  write("run", ("cd %s && exec timeout 20 valgrind --tool=callgrind --callgrind-out-file=/dev/null " ..
    "%s -q --no-schema-check %s app.lua -- %d 2>&1\n"):format(folder, program, more, n))
  local pipe = io.popen("sh " .. folder .. "/run")
  local text = pipe:read "a"
  local ok = pipe:close()
  if not ok then return nil, text end
  return tonumber(text:match "Collected : (%d+)")
end

local base = { script = "" }

local function exponent(subject)
  base.count = base.count or assert(instructions(base, 0))
  local n = subject.n
  local small, why = instructions(subject, n)
  if not small then return nil, why end
  local large
  large, why = instructions(subject, 4 * n)
  if not large then return nil, why end
  return math.log((large - base.count) / math.max(small - base.count, 1)) / math.log(4), n, small, large
end

local function wanted(name)
  if #arg == 0 then return true end
  for _, pattern in ipairs(arg) do
    if name:find(pattern, 1, true) then return true end
  end
  return false
end

program = io.popen("realpath " .. program):read "l"
local bad = 0
for _, subject in ipairs(KINDS) do
  if wanted(subject.name) then
    local power, n, small, large = exponent(subject)
    local verdict = not power and "fails: " .. tostring(n):sub(-300)
      or power <= LIMIT and "" or "grows too fast"
    if verdict ~= "" then bad = bad + 1 end
    if power then
      print(("%-34s %7d %8.1f M   %7d %8.1f M   N^%.2f  %s"):format(subject.name, n, small / 1e6, 4 * n, large / 1e6,
        power, verdict))
    else
      print(("%-34s %s"):format(subject.name, verdict))
    end
    io.stdout:flush()
  end
end
os.execute("rm -rf " .. folder)
if bad > 0 then os.exit(1) end
