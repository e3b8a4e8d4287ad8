-- What one can make many of, for bench/growth.lua: for each kind a script that makes `n` of it.
--
-- A kind is { name =, n =, script =, files =, command =, least =, most =, why =, fails =, written = }. `n` is where its
-- growth begins to be measured; `files(n)` gives further files, text by name; `command(n)` the command line, else the
-- script is synthesised; `least` is the smallest number that is still the same thing, else 1; `most` is how many there
-- can be, and `why` says what stands in the way of more; `fails`, that it ends with an error; `written`, that it grows
-- with the bytes that are written; `bytes(n)`, with those of the paths that are walked.
local kinds = {}

local UNLIMITED = "@aws-cdk/core:stackResourceLimit"
local APP = ("local n = tonumber((...)) local app = cdk.App { context = { ['%s'] = 0 } }\n"):format(UNLIMITED)
local MINIMIZING = APP:gsub("{ %[", "{ ['@aws-cdk/aws-iam:minimizePolicies'] = true, [")
  .. "local stack = cdk.Stack(app, 'S')\n"
local STACK = APP .. "local stack = cdk.Stack(app, 'S')\n"
local function many(command) return function(n) return command .. " -- " .. n end end

local function kind(name, n, script, more)
  more = more or {}
  kinds[#kinds + 1] = { name = name, n = n, script = script, files = more.files, command = more.command,
    least = more.least, most = more.most, why = more.why, fails = more.fails, written = more.written,
    bytes = more.bytes }
end

-- Kinds of the core: what `script` does begins with an app and a stack.
local function in_stack(name, n, script, more)
  kind(name, n, STACK .. script, more)
end

-- `n` of a line, with its number for each %d, between `open` and `close`.
local function lines(n, line, separator, open, close)
  local all = {}
  for i = 1, n do all[i] = line:gsub("%%d", i) end
  return (open or "") .. table.concat(all, separator) .. (close or "")
end

local function file(name, line, separator, open, close)
  return function(n) return { [name] = lines(n, line, separator, open, close) } end
end

local function options(line)
  return function(n) return lines(n, line, " ") .. " app.lua" end
end

-- ---- what is read --------------------------------------------------------------------------------------------------

kind("keys of a JSON object", 10000, "cdk.read_json 'data.json'",
  { files = file("data.json", '"key%d": %d', ",\n", "{", "}") })
kind("numbers as keys of a JSON object", 10000, "cdk.read_json 'data.json'",
  { files = file("data.json", '"%d": %d', ",\n", "{", "}") })
kind("items of a JSON list", 10000, "cdk.read_json 'data.json'", { files = file("data.json", "%d", ",\n", "[", "]") })
kind("keys of a YAML map", 4000, "cdk.read_yaml 'data.yaml'", {
  files = file("data.yaml", "key%d: %d", "\n"), most = 499999, why = "the reader's limit" })
kind("items of a YAML list", 4000, "cdk.read_yaml 'data.yaml'", {
  files = file("data.yaml", "- %d", "\n"), most = 999999, why = "the reader's limit" })
kind("anchors of a YAML document", 200, "cdk.read_yaml 'data.yaml'",
  { files = file("data.yaml", "k%d: &a%d v\nl%d: *a%d", "\n"), most = 1000, why = "the reader's limit" })
kind("numbers as keys in JSON, reversed", 4000, "cdk.read_json 'data.json'", { files = function(n)
  local all = {}
  for i = 1, n do all[i] = ('"%d": 1'):format(n - i) end
  return { ["data.json"] = "{" .. table.concat(all, ",\n") .. "}" }
end })
kind("keys of the context file", 4000, "cdk.App()", {
  files = file("cdk.context.json", '"k%d": %d', ",\n", "{", "}"), most = 800000, why = "files of 16 MiB" })
kind("keys of cdk.json's context", 4000, "cdk.App()",
  { files = file("cdk.json", '"k%d": %d', ",\n", '{ "context": {', "} }"), most = 800000, why = "files of 16 MiB" })
kind("contexts on the command line", 500, "cdk.App()", { command = options "-c k%d=%d",
  most = 50000, why = "2 MiB of command line, Linux's limit" })
kind("arguments of a script", 1000, "for i = 1, #arg do local _ = arg[i] end", {
  most = 100000, why = "2 MiB of command line",
  command = function(n) return "app.lua -- " .. lines(n, "%d", " ") end })
kind("lines of a script", 2000, "", { files = file("app.lua", "(function() return %d end)()", ";\n"), most = 130000,
  why = "one chunk holds no more functions" })
kind("files that are included", 1000, "for i = 1, (...) do include(('f%07d.lua'):format(i)) end", { files = function(n)
  local all = {}
  for i = 1, n do all[("f%07d.lua"):format(i)] = "return " .. i end
  return all
end, most = 100000, why = "files on the disk" })
kind("files that are required", 200, "for i = 1, (...) do require(('f%07d'):format(i)) end", { files = function(n)
  local all = {}
  for i = 1, n do all[("f%07d.lua"):format(i)] = "return " .. i end
  return all
end, most = 100000, why = "files on the disk" })
kind("files that include each other", 40, "include 'f1.lua'", { files = function(n)
  local all = { ["f" .. n .. ".lua"] = "return 1" }
  for i = 1, n - 1 do all["f" .. i .. ".lua"] = ("return include 'f%d.lua'"):format(i + 1) end
  return all
end, most = 190, why = "Lua's limit of nested C calls" })
in_stack("files that are read", 200, [[
  for i = 1, n do cdk.read_json(('f%07d.json'):format(i)) end]], { files = function(n)
  local all = {}
  for i = 1, n do all[("f%07d.json"):format(i)] = "[" .. i .. "]" end
  return all
end, command = function(n) return "--depfile d app.lua -- " .. n end, most = 100000, why = "files on the disk" })
kind("lines printed", 4000, "for i = 1, (...) do print(i) end")

-- ---- the tree ------------------------------------------------------------------------------------------------------

in_stack("context by set_context", 4000,
  "app = cdk.App() for i = 1, n do app.node:set_context('k' .. i, i) end")
in_stack("contexts of the app", 2000,
  "local c = {} for i = 1, n do c['k' .. i] = i end cdk.App { context = c }")
in_stack("missing contexts", 500, [[
  local other = cdk.Stack(app, 'T', { env = { account = '123456789012', region = 'eu-west-1' } })
  for i = 1, n do ssm.StringParameter.value_from_lookup(other, '/p' .. i) end]])
in_stack("children of a node", 4000, "for i = 1, n do constructs.Construct(stack, 'C' .. i) end")
in_stack("children found", 4000,
  "for i = 1, n do constructs.Construct(stack, 'C' .. i) stack.node:find_child('C' .. i) end")
in_stack("children removed", 2000, [[
  for i = 1, n do constructs.Construct(stack, 'C' .. i) end
  for i = 1, n do stack.node:try_remove_child('C' .. i) end]])
in_stack("children removed from behind", 2000, [[
  for i = 1, n do constructs.Construct(stack, 'C' .. i) end
  for i = n, 1, -1 do stack.node:try_remove_child('C' .. i) end]])
in_stack("children come and gone", 2000,
  "for i = 1, n do constructs.Construct(stack, 'C') stack.node:try_remove_child('C') end")
in_stack("levels of nodes", 100, "local at = stack for i = 1, n do at = constructs.Construct(at, 'C') end", {
  most = 990, why = "the limit of levels", written = true })
in_stack("resources", 1000,
  "for i = 1, n do cdk.CfnResource(stack, 'R' .. i, { type = 'A::B::C', properties = { A = i } }) end")
in_stack("resources in constructs", 1000, [[
  for i = 1, n do
    cdk.CfnResource(constructs.Construct(stack, 'C' .. i), 'R', { type = 'A::B::C', properties = { A = i } })
  end]])
in_stack("L1 resources", 1000, "for i = 1, n do sqs.CfnQueue(stack, 'Q' .. i, { delay_seconds = 1 }) end")
in_stack("ids that are renamed", 1000, [[
  for i = 1, n do
    cdk.CfnResource(stack, 'R' .. i, { type = 'A::B::C' })
    stack:rename_logical_id('R' .. i, 'Q' .. i)
  end]])
in_stack("ids that are overridden", 1000,
  "for i = 1, n do cdk.CfnResource(stack, 'R' .. i, { type = 'A::B::C' }):override_logical_id('Q' .. i) end")
in_stack("outputs", 1000, "for i = 1, n do cdk.CfnOutput(stack, 'O' .. i, { value = 'v' .. i }) end")
in_stack("exports", 1000, "for i = 1, n do cdk.CfnOutput(stack, 'O' .. i, { value = 'v', export_name = 'e' .. i }) end")
in_stack("parameters", 1000, "for i = 1, n do cdk.CfnParameter(stack, 'P' .. i) end")
in_stack("conditions", 1000,
  "for i = 1, n do cdk.CfnCondition(stack, 'C' .. i, { expression = cdk.Fn.condition_equals('a', 'b') }) end")
in_stack("rules of a template", 1000, [[
  for i = 1, n do cdk.CfnRule(stack, 'R' .. i, { assertions = {
    { assert = cdk.Fn.condition_equals('a', 'b'), assert_description = 'd' } } }) end]])
in_stack("assertions of a rule", 1000, [[
  local rule = cdk.CfnRule(stack, 'R')
  for i = 1, n do rule:add_assertion(cdk.Fn.condition_equals('a', 'b'), 'd' .. i) end]])
in_stack("transforms", 1000, "for i = 1, n do stack:add_transform('T' .. i) end")
in_stack("metadata of a template", 1000, "for i = 1, n do stack:add_metadata('k' .. i, i) end")
in_stack("values exported", 500, [[
  for i = 1, n do stack:export_value(cdk.CfnResource(stack, 'R' .. i, { type = 'A::B::C' }).ref) end]])
in_stack("references across stacks", 200, [[
  local other = cdk.Stack(app, 'T')
  for i = 1, n do
    local r = cdk.CfnResource(stack, 'R' .. i, { type = 'A::B::C' })
    cdk.CfnResource(other, 'U' .. i, { type = 'A::B::C', properties = { R = r.ref } })
  end]])
in_stack("references to one resource", 200, [[
  local other = cdk.Stack(app, 'T')
  local r = cdk.CfnResource(stack, 'R', { type = 'A::B::C' })
  for i = 1, n do cdk.CfnResource(other, 'U' .. i, { type = 'A::B::C', properties = { R = r.ref } }) end]])
in_stack("references across regions", 100, [[
  local one = cdk.Stack(app, 'A', { cross_region_references = true, env = { account = '1', region = 'eu-west-1' } })
  local two = cdk.Stack(app, 'B', { cross_region_references = true, env = { account = '1', region = 'eu-west-2' } })
  for i = 1, n do
    local r = s3.CfnBucket(one, 'R' .. i)
    cdk.CfnResource(two, 'U' .. i, { type = 'A::B::C', properties = { R = r.attr_arn } })
  end]])
in_stack("references into a nested stack", 200, [[
  local other = cdk.NestedStack(stack, 'N')
  for i = 1, n do
    local r = cdk.CfnResource(stack, 'R' .. i, { type = 'A::B::C' })
    cdk.CfnResource(other, 'U' .. i, { type = 'A::B::C', properties = { R = r.ref } })
  end]])
in_stack("references out of a nested stack", 200, [[
  local other = cdk.NestedStack(stack, 'N')
  for i = 1, n do
    local r = cdk.CfnResource(other, 'R' .. i, { type = 'A::B::C' })
    cdk.CfnResource(stack, 'U' .. i, { type = 'A::B::C', properties = { R = r.ref } })
  end]])
in_stack("stacks", 125, "for i = 1, n do cdk.Stack(app, 'S' .. i) end")
in_stack("stacks that depend on one", 125, "for i = 1, n do cdk.Stack(app, 'S' .. i):add_dependency(stack) end")
in_stack("stacks that one depends on", 125, "for i = 1, n do stack:add_dependency(cdk.Stack(app, 'S' .. i)) end")
in_stack("stacks in a chain", 125, [[
  local before = stack
  for i = 1, n do local s = cdk.Stack(app, 'S' .. i) s:add_dependency(before) before = s end]])
in_stack("stages", 60, "for i = 1, n do cdk.Stack(cdk.Stage(app, 'G' .. i), 'S') end", {
  most = 9999, why = "the reader's limit of assemblies in each other" })
in_stack("nested stacks", 60, [[
  for i = 1, n do cdk.CfnResource(cdk.NestedStack(stack, 'N' .. i), 'R', { type = 'A::B::C' }) end]])
in_stack("stacks listed", 125, "for i = 1, n do cdk.Stack(app, 'S' .. i) end",
  { command = many "ls -l app.lua" })
in_stack("stacks listed with what they need", 125, [[
  local last
  for i = 1, n do
    local s = cdk.Stack(app, 'S' .. i)
    if last then last:add_dependency(s) end
    last = s
  end]], { command = many "ls app.lua S1" })
in_stack("tags of a resource", 500, [[
  local bucket = s3.CfnBucket(stack, 'B')
  for i = 1, n do cdk.Tags.of(bucket):add('k' .. i, 'v') end]])
in_stack("tags of a stack", 500, "for i = 1, n do cdk.Tags.of(stack):add('k' .. i, 'v') end")
in_stack("tags removed", 500, [[
  local bucket = s3.CfnBucket(stack, 'B')
  for i = 1, n do cdk.Tags.of(bucket):add('k' .. i, 'v') cdk.Tags.of(bucket):remove('k' .. i) end]])
in_stack("tags set by a manager", 500, [[
  local bucket = s3.CfnBucket(stack, 'B')
  for i = 1, n do bucket.tags:set_tag('k' .. i, 'v') end]])
in_stack("tags given", 800, [[
  local tags = {} for i = 1, n do tags[i] = { key = 'k' .. i, value = 'v' } end
  s3.CfnBucket(stack, 'B', { tags = tags })]])
in_stack("resources that are tagged", 500, [[
  cdk.Tags.of(app):add('a', 'b')
  for i = 1, n do s3.CfnBucket(stack, 'B' .. i) end]])
in_stack("resources with a tag each", 300, [[
  for i = 1, n do cdk.Tags.of(s3.CfnBucket(stack, 'B' .. i)):add('a', 'b') end]])
in_stack("aspects", 500, "for i = 1, n do cdk.Aspects.of(stack):add { visit = function() end } end")
in_stack("aspects of priorities", 500,
  "for i = 1, n do cdk.Aspects.of(stack):add({ visit = function() end }, { priority = n - i }) end")
in_stack("resources that an aspect makes", 500, [[
  cdk.Aspects.of(stack):add { visit = function(_, at)
    if at == stack then for i = 1, n do cdk.CfnResource(stack, 'R' .. i, { type = 'A::B::C' }) end end
  end }]])
in_stack("resources that an aspect visits", 1000, [[
  cdk.Aspects.of(stack):add { visit = function() end }
  for i = 1, n do cdk.CfnResource(stack, 'R' .. i, { type = 'A::B::C' }) end]])
in_stack("property injectors", 200, [[
  local list = {}
  for i = 1, n do list[i] = { construct_unique_id = 'u' .. i, inject = function(_, p) return p end } end
  s3.Bucket(cdk.Stack(app, 'T', { property_injectors = list }), 'B')]])
in_stack("metadata of a node", 800, "for i = 1, n do stack.node:add_metadata('k' .. i, i) end")
in_stack("metadata of a resource", 800, [[
  local r = cdk.CfnResource(stack, 'R', { type = 'A::B::C' })
  for i = 1, n do r:add_metadata('k' .. i, i) end]])
in_stack("infos", 500, "for i = 1, n do cdk.Annotations.of(stack):add_info('k' .. i) end")
in_stack("warnings with ids", 500, "for i = 1, n do cdk.Annotations.of(stack):add_warning_v2('k' .. i, 'm' .. i) end")
in_stack("warnings that are shown", 500, [[
  for i = 1, n do cdk.Annotations.of(cdk.CfnResource(stack, 'R' .. i, { type = 'A::B::C' })):add_warning('w') end]],
  { command = many "app.lua" })
in_stack("warnings acknowledged", 250, [[
  for i = 1, n do
    cdk.Annotations.of(stack):add_warning_v2('k' .. i, 'm')
    cdk.Annotations.of(stack):acknowledge_warning('k' .. i)
  end]])
in_stack("warnings acknowledged above them", 250, [[
  for i = 1, n do
    cdk.Annotations.of(constructs.Construct(stack, 'C' .. i)):add_warning_v2('k', 'm' .. i)
    cdk.Annotations.of(stack):acknowledge_warning('k' .. i)
  end]])
in_stack("warnings acknowledged behind each other", 250, [[
  for i = 1, n do cdk.Annotations.of(stack):add_warning_v2('k' .. i, 'm') end
  for i = 1, n do cdk.Annotations.of(stack):acknowledge_warning('k' .. i) end]])
in_stack("warnings acknowledged beside them", 250, [[
  for i = 1, n do
    cdk.Annotations.of(constructs.Construct(stack, 'C' .. i)):add_warning_v2('k', 'm')
    cdk.Annotations.of(constructs.Construct(stack, 'D' .. i)):acknowledge_warning('k')
  end]])
in_stack("acknowledgements beforehand", 250, [[
  for i = 1, n do cdk.Annotations.of(stack):acknowledge_warning('k' .. i) end
  for i = 1, n do cdk.Annotations.of(stack):add_warning_v2('k' .. i, 'm') end]])
in_stack("validations", 800, "for i = 1, n do stack.node:add_validation { validate = function() return {} end } end")
in_stack("errors of validations", 500, [[
  for i = 1, n do stack.node:add_validation { validate = function() return { 'e' .. i } end } end]],
  { command = many "app.lua", fails = true })
in_stack("lazies", 800, [[
  local list = {} for i = 1, n do list[i] = cdk.Lazy.string { produce = function() return 'x' end } end
  cdk.CfnResource(stack, 'R', { type = 'A::B::C', properties = { P = list } })]])
in_stack("tokens as lists", 500, [[
  for i = 1, n do
    cdk.CfnResource(stack, 'R' .. i, { type = 'A::B::C', properties = {
      P = cdk.Token.as_list(cdk.Fn.get_att('X', 'L')) } })
  end]])
in_stack("dependencies of a resource", 500, [[
  local last = cdk.CfnResource(stack, 'Last', { type = 'A::B::C' })
  for i = 1, n do last:add_dependency(cdk.CfnResource(stack, 'R' .. i, { type = 'A::B::C' })) end]])
in_stack("dependencies on a resource", 500, [[
  local first = cdk.CfnResource(stack, 'First', { type = 'A::B::C' })
  for i = 1, n do cdk.CfnResource(stack, 'R' .. i, { type = 'A::B::C' }):add_dependency(first) end]])
in_stack("dependencies of a node", 500, [[
  local last = cdk.CfnResource(stack, 'Last', { type = 'A::B::C' })
  for i = 1, n do last.node:add_dependency(cdk.CfnResource(stack, 'R' .. i, { type = 'A::B::C' })) end]])
in_stack("dependencies removed", 500, [[
  local last = cdk.CfnResource(stack, 'Last', { type = 'A::B::C' })
  local all = {}
  for i = 1, n do all[i] = cdk.CfnResource(stack, 'R' .. i, { type = 'A::B::C' }) last:add_dependency(all[i]) end
  for i = 1, n do last:remove_dependency(all[i]) end]])
in_stack("dependencies in a chain", 500, [[
  local before = cdk.CfnResource(stack, 'R0', { type = 'A::B::C' })
  for i = 1, n do
    local r = cdk.CfnResource(stack, 'R' .. i, { type = 'A::B::C' })
    r.node:add_dependency(before)
    before = r
  end]])
in_stack("resources of a construct that is depended on", 500, [[
  local many = constructs.Construct(stack, 'Many')
  for i = 1, n do cdk.CfnResource(many, 'R' .. i, { type = 'A::B::C' }) end
  cdk.CfnResource(stack, 'R', { type = 'A::B::C' }).node:add_dependency(many)]])
in_stack("resources of a construct that depends", 500, [[
  local many = constructs.Construct(stack, 'Many')
  for i = 1, n do cdk.CfnResource(many, 'R' .. i, { type = 'A::B::C' }) end
  many.node:add_dependency(cdk.CfnResource(stack, 'R', { type = 'A::B::C' }))]])
in_stack("dependencies across stacks", 200, [[
  local other = cdk.Stack(app, 'T')
  for i = 1, n do
    cdk.CfnResource(stack, 'R' .. i, { type = 'A::B::C' }).node:add_dependency(
      cdk.CfnResource(other, 'R' .. i, { type = 'A::B::C' }))
  end]])

-- ---- values of properties ------------------------------------------------------------------------------------------

local function property(name, n, script, more)
  in_stack(name, n, script .. " cdk.CfnResource(stack, 'R', { type = 'A::B::C', properties = { P = value } })", more)
end

property("keys of a property", 20000, "local value = {} for i = 1, n do value['k' .. i] = i end")
property("numbers as keys of a property", 20000, "local value = {} for i = 1, n do value[tostring(i)] = i end")
property("numbers as keys, reversed", 2000, [[
  local value = cdk.read_json 'data.json']], { files = function(n)
  local all = {}
  for i = 1, n do all[i] = ('"%d": 1'):format(n - i) end
  return { ["data.json"] = "{" .. table.concat(all, ",\n") .. "}" }
end })
property("words and numbers as keys", 20000,
  "local value = {} for i = 1, n do value['k' .. i] = i value[tostring(i)] = i end")
property("items of a property", 20000, "local value = {} for i = 1, n do value[i] = 'x' .. i end")
property("levels of a property", 50, "local value = {} for i = 1, n do value = { k = value } end", {
  most = 188, why = "the limit of levels" })
property("bytes of a text", 1000000, "local value = ('x'):rep(n)")
property("lines of a text", 200000, "local value = ('x\\n'):rep(n)")
property("control characters of a text", 100000, "local value = ('\\1'):rep(n)")
in_stack("overrides of a resource", 1000, [[
  local r = cdk.CfnResource(stack, 'R', { type = 'A::B::C' })
  for i = 1, n do r:add_property_override('K' .. i, i) end]])
in_stack("numbers as overrides", 1000, [[
  local r = cdk.CfnResource(stack, 'R', { type = 'A::B::C' })
  for i = 1, n do r:add_property_override('A.' .. i, i) end]])
in_stack("overrides below a key", 1000, [[
  local r = cdk.CfnResource(stack, 'R', { type = 'A::B::C' })
  for i = 1, n do r:add_property_override('A.K' .. i, i) end]])
in_stack("overrides of a large property", 1000, [[
  local map = {} for i = 1, n do map['K' .. i] = i end
  local r = cdk.CfnResource(stack, 'R', { type = 'A::B::C', properties = { A = map } })
  for i = 1, n do r:add_property_override('A.K' .. i, 0) end]])
in_stack("deletions", 1000, [[
  local map = {} for i = 1, n do map['K' .. i] = i end
  local r = cdk.CfnResource(stack, 'R', { type = 'A::B::C', properties = { A = map } })
  for i = 1, n do r:add_property_deletion_override('A.K' .. i) end]])
in_stack("items that are overridden", 500, [[
  local list = {} for i = 1, n do list[i] = i end
  local r = cdk.CfnResource(stack, 'R', { type = 'A::B::C', properties = { A = list } })
  for i = 1, n do r:add_property_override('A.' .. i - 1, 'x') end]])
in_stack("entries of a mapping", 1000, [[
  local m = cdk.CfnMapping(stack, 'M')
  for i = 1, n do m:set_value('a' .. i, 'b', i) end]])
in_stack("entries of a mapping below a key", 1000, [[
  local m = cdk.CfnMapping(stack, 'M')
  for i = 1, n do m:set_value('a', 'b' .. i, i) end]])
in_stack("mappings", 500, "for i = 1, n do cdk.CfnMapping(stack, 'M' .. i, { mapping = { a = { b = 'c' } } }) end")
in_stack("look-ups in a mapping", 500, [[
  local m = cdk.CfnMapping(stack, 'M', { mapping = { a = { b = 'c' } } })
  for i = 1, n do cdk.CfnOutput(stack, 'O' .. i, { value = m:find_in_map('a', 'b') }) end]])
in_stack("parts of a join", 800, [[
  local parts = {} for i = 1, n do parts[i] = cdk.Fn.ref('P' .. i) end
  cdk.CfnOutput(stack, 'O', { value = cdk.Fn.join(',', parts) })]])
in_stack("variables of a substitution", 800, [[
  local map = {} for i = 1, n do map['k' .. i] = 'v' end
  cdk.CfnOutput(stack, 'O', { value = cdk.Fn.sub('x', map) })]])
in_stack("tokens in a text", 800, [[
  local parts = {} for i = 1, n do parts[i] = 'x' .. tostring(cdk.Fn.ref('P' .. i)) end
  cdk.CfnOutput(stack, 'O', { value = table.concat(parts) })]])
in_stack("tokens joined by ..", 125, [[
  local text = 'x' for i = 1, n do text = text .. cdk.Fn.ref('P' .. i) end
  cdk.CfnOutput(stack, 'O', { value = text })]])
in_stack("keys of a JSON text with tokens", 4000, [[
  local map = {} for i = 1, n do map['k' .. i] = cdk.Fn.ref('P' .. i) end
  cdk.CfnOutput(stack, 'O', { value = stack:to_json_string(map) })]])
in_stack("values made JSON by CloudFormation", 200, [[
  for i = 1, n do cdk.CfnJson(stack, 'J' .. i, { value = { a = cdk.Fn.ref('P') } }) end]])
in_stack("calls of a method that is checked", 4000,
  "for i = 1, n do cdk.Duration.seconds(i):to_minutes { integral = false } end")
in_stack("unique names", 1000, "for i = 1, n do cdk.Names.unique_id(constructs.Construct(stack, 'C' .. i)) end")

-- ---- services ------------------------------------------------------------------------------------------------------

local ROLE = "local role = iam.Role(stack, 'R', { assumed_by = iam.ServicePrincipal 'a.amazonaws.com' })\n"
local STATEMENT = "iam.PolicyStatement { actions = { 's3:' .. i }, resources = { 'r' .. i } }"
local ANYBODY = "iam.PolicyStatement { actions = { 's3:' .. i }, resources = { 'r' .. i }, " ..
  "principals = { iam.AccountPrincipal '123456789012' } }"

in_stack("statements of a role", 250, ROLE .. "for i = 1, n do role:add_to_policy(" .. STATEMENT .. ") end")
kind("statements that are minimized", 250, MINIMIZING .. ROLE ..
  "for i = 1, n do role:add_to_policy(" .. STATEMENT .. ") end")
kind("statements that become one", 250, MINIMIZING .. ROLE .. [[
  for i = 1, n do
    role:add_to_policy(iam.PolicyStatement { actions = { 's3:Get' }, resources = { 'r' .. i } })
  end]])
in_stack("statements that are equal", 250,
  ROLE .. "for i = 1, n do role:add_to_policy(iam.PolicyStatement { actions = { 's3:Get' }, resources = { 'r' } }) end")
in_stack("statements of a document", 250, "local list = {} for i = 1, n do list[i] = " .. STATEMENT .. " end " ..
  "iam.ManagedPolicy(stack, 'M', { statements = list })")
in_stack("statements of a document with Sids", 250, "local d = iam.PolicyDocument { assign_sids = true } " ..
  "for i = 1, n do d:add_statements(" .. STATEMENT .. ") end iam.ManagedPolicy(stack, 'M', { document = d })")
in_stack("statements of a bucket's policy", 250,
  "local b = s3.Bucket(stack, 'B') for i = 1, n do b:add_to_resource_policy(" .. ANYBODY .. ") end")
in_stack("statements of a topic's policy", 250,
  "local b = sns.Topic(stack, 'B') for i = 1, n do b:add_to_resource_policy(" .. ANYBODY .. ") end")
in_stack("statements of a key's policy", 250,
  "local b = kms.Key(stack, 'B') for i = 1, n do b:add_to_resource_policy(" .. ANYBODY .. ") end")
in_stack("actions of a statement", 800, "local list = {} for i = 1, n do list[i] = 's3:' .. i end " ..
  "iam.ManagedPolicy(stack, 'M', { statements = { iam.PolicyStatement { actions = list, resources = { '*' } } } })")
in_stack("resources of a statement", 800, "local list = {} for i = 1, n do list[i] = 'r' .. i end " ..
  "iam.ManagedPolicy(stack, 'M', { statements = { iam.PolicyStatement { actions = { 's3:x' }, resources = list } } })")
in_stack("resources added to a statement", 800, "local s = iam.PolicyStatement { actions = { 's3:x' } } " ..
  "for i = 1, n do s:add_resources('r' .. i) end iam.ManagedPolicy(stack, 'M', { statements = { s } })")
in_stack("principals of a statement", 400, [[
  local list = {} for i = 1, n do list[i] = iam.ArnPrincipal('arn:aws:iam::1:role/r' .. i) end
  s3.Bucket(stack, 'B'):add_to_resource_policy(
    iam.PolicyStatement { actions = { 's3:x' }, resources = { '*' }, principals = list })]])
in_stack("conditions of a statement", 400, [[
  local s = iam.PolicyStatement { actions = { 's3:x' }, resources = { '*' } }
  for i = 1, n do s:add_condition('StringEquals', { ['k' .. i] = 'v' }) end
  iam.ManagedPolicy(stack, 'M', { statements = { s } })]])
in_stack("principals of a composite", 400, [[
  local list = {} for i = 1, n do list[i] = iam.ServicePrincipal('s' .. i .. '.amazonaws.com') end
  iam.Role(stack, 'R', { assumed_by = iam.CompositePrincipal(table.unpack(list)) })]],
  { most = 200, why = "arguments of one call in Lua" })
in_stack("managed policies of a role", 400, ROLE .. [[
  for i = 1, n do role:add_managed_policy(iam.ManagedPolicy.from_aws_managed_policy_name('P' .. i)) end]])
in_stack("roles of a policy", 200, [[
  local policy = iam.Policy(stack, 'P', { statements = {
    iam.PolicyStatement { actions = { 's3:x' }, resources = { '*' } } } })
  for i = 1, n do
    policy:attach_to_role(iam.Role(stack, 'R' .. i, { assumed_by = iam.ServicePrincipal 'a.amazonaws.com' }))
  end]])
in_stack("users of a group", 200, [[
  local group = iam.Group(stack, 'G') for i = 1, n do group:add_user(iam.User(stack, 'U' .. i)) end]])
in_stack("groups of a user", 200, [[
  local user = iam.User(stack, 'U') for i = 1, n do user:add_to_group(iam.Group(stack, 'G' .. i)) end]])
in_stack("roles", 200,
  "for i = 1, n do iam.Role(stack, 'R' .. i, { assumed_by = iam.ServicePrincipal 'a.amazonaws.com' }) end")
in_stack("inline policies of a role", 200, [[
  local map = {}
  for i = 1, n do map['p' .. i] = iam.PolicyDocument { statements = {
    iam.PolicyStatement { actions = { 's3:x' }, resources = { '*' } } } } end
  iam.Role(stack, 'R', { assumed_by = iam.ServicePrincipal 'a.amazonaws.com', inline_policies = map })]])
in_stack("grants of one role", 100, ROLE .. "for i = 1, n do s3.Bucket(stack, 'B' .. i):grant_read(role) end")
in_stack("grants of one bucket", 100, "local b = s3.Bucket(stack, 'B') " .. [[
  for i = 1, n do
    b:grant_read(iam.Role(stack, 'R' .. i, { assumed_by = iam.ServicePrincipal 'a.amazonaws.com' }))
  end]])
in_stack("grants to accounts", 100,
  "local b = s3.Bucket(stack, 'B') for i = 1, n do b:grant_read(iam.AccountPrincipal('' .. 100000000000 + i)) end")

local FUNCTION = [[
  local f = lambda.Function(stack, 'F', { code = lambda.Code.from_inline 'x', handler = 'i.h',
    runtime = lambda.Runtime.NODEJS_24_X })
]]
in_stack("functions", 100, [[
  for i = 1, n do lambda.Function(stack, 'F' .. i, { code = lambda.Code.from_inline 'x', handler = 'i.h',
    runtime = lambda.Runtime.NODEJS_24_X }) end]])
in_stack("variables of a function", 200, FUNCTION .. "for i = 1, n do f:add_environment('K' .. i, 'v') end")
in_stack("permissions of a function", 200, FUNCTION ..
  "for i = 1, n do f:add_permission('P' .. i, { principal = iam.ServicePrincipal('s' .. i .. '.amazonaws.com') }) end")
in_stack("invocations granted", 100, FUNCTION ..
  "for i = 1, n do f:grant_invoke(iam.ServicePrincipal('s' .. i .. '.amazonaws.com')) end")
in_stack("event sources of a function", 60, FUNCTION .. [[
  for i = 1, n do f:add_event_source(lambda_event_sources.SqsEventSource(sqs.Queue(stack, 'Q' .. i))) end]])
in_stack("aliases of a version", 60, FUNCTION .. [[
  for i = 1, n do lambda.Alias(stack, 'A' .. i, { alias_name = 'a' .. i, version = f.current_version }) end]])
in_stack("rules of events", 200,
  "for i = 1, n do events.Rule(stack, 'R' .. i, { event_pattern = { source = { 'a' } } }) end")
in_stack("targets of rules", 60, [[
  for i = 1, n do
    local rule = events.Rule(stack, 'R' .. i, { event_pattern = { source = { 'a' } } })
    rule:add_target(events_targets.SqsQueue(sqs.Queue(stack, 'Q' .. i)))
  end]])
in_stack("patterns of a rule", 400, [[
  local rule = events.Rule(stack, 'R', { event_pattern = { source = { 'a' } } })
  for i = 1, n do rule:add_event_pattern { source = { 'a' .. i } } end]])
in_stack("alarms", 100, [[
  for i = 1, n do
    cloudwatch.Metric { namespace = 'a', metric_name = 'm' .. i }:create_alarm(stack, 'A' .. i,
      { threshold = 1, evaluation_periods = 1 })
  end]])
in_stack("actions of an alarm", 400, [[
  local alarm = cloudwatch.Metric { namespace = 'a', metric_name = 'm' }:create_alarm(stack, 'A',
      { threshold = 1, evaluation_periods = 1 })
  local action = { bind = function() return { alarm_action_arn = 'arn' } end }
  for i = 1, n do alarm:add_alarm_action(action) end]])
in_stack("alarms of a composite", 60, [[
  local list = {}
  for i = 1, n do
    list[i] = cloudwatch.Metric { namespace = 'a', metric_name = 'm' .. i }:create_alarm(stack, 'A' .. i,
      { threshold = 1, evaluation_periods = 1 })
  end
  cloudwatch.CompositeAlarm(stack, 'C', { alarm_rule = cloudwatch.AlarmRule.any_of(table.unpack(list)) })]],
  { most = 160, why = "calls within calls" })
in_stack("widgets of a dashboard", 200, [[
  local board = cloudwatch.Dashboard(stack, 'D')
  for i = 1, n do board:add_widgets(cloudwatch.TextWidget { markdown = 'm' .. i }) end]])
in_stack("widgets of a row", 100, [[
  local list = {} for i = 1, n do list[i] = cloudwatch.TextWidget { markdown = 'm' .. i } end
  cloudwatch.Dashboard(stack, 'D', { widgets = { list } })]])
in_stack("metrics of a graph", 200, [[
  local left = {} for i = 1, n do left[i] = cloudwatch.Metric { namespace = 'a', metric_name = 'm' .. i } end
  cloudwatch.Dashboard(stack, 'D', { widgets = { { cloudwatch.GraphWidget { left = left } } } })]])
in_stack("variables of a dashboard", 100, [[
  local board = cloudwatch.Dashboard(stack, 'D')
  for i = 1, n do board:add_variable(cloudwatch.DashboardVariable { id = 'v' .. i, value = 'x',
    type = cloudwatch.VariableType.PATTERN, input_type = cloudwatch.VariableInputType.INPUT }) end]])
in_stack("buckets", 200, "for i = 1, n do s3.Bucket(stack, 'B' .. i) end")
in_stack("life cycles of a bucket", 200, [[
  local b = s3.Bucket(stack, 'B')
  for i = 1, n do b:add_lifecycle_rule { id = 'i' .. i, expiration = cdk.Duration.days(3) } end]])
in_stack("CORS rules of a bucket", 200, [[
  local b = s3.Bucket(stack, 'B')
  for i = 1, n do b:add_cors_rule { allowed_methods = { s3.HttpMethods.GET }, allowed_origins = { 'o' .. i } } end]])
in_stack("metrics of a bucket", 200,
  "local b = s3.Bucket(stack, 'B') for i = 1, n do b:add_metric { id = 'i' .. i } end")
in_stack("inventories of a bucket", 60, [[
  local b, to = s3.Bucket(stack, 'B'), s3.Bucket(stack, 'To')
  for i = 1, n do b:add_inventory { inventory_id = 'i' .. i, destination = { bucket = to } } end]])
in_stack("notifications of a bucket", 60, [[
  local b = s3.Bucket(stack, 'B')
  for i = 1, n do
    b:add_event_notification(s3.EventType.OBJECT_CREATED, s3_notifications.SqsDestination(sqs.Queue(stack, 'Q' .. i)),
      { prefix = 'p' .. i .. '/' })
  end]])
in_stack("subscriptions of a topic", 60, [[
  local topic = sns.Topic(stack, 'T')
  for i = 1, n do topic:add_subscription(sns_subscriptions.SqsSubscription(sqs.Queue(stack, 'Q' .. i))) end]])
in_stack("addresses of a topic", 200, [[
  local topic = sns.Topic(stack, 'T')
  for i = 1, n do topic:add_subscription(sns_subscriptions.EmailSubscription('a' .. i .. '@b.c')) end]])
in_stack("subscriptions of a queue", 60, [[
  local queue = sqs.Queue(stack, 'Q')
  for i = 1, n do sns.Topic(stack, 'T' .. i):add_subscription(sns_subscriptions.SqsSubscription(queue)) end]])
in_stack("queues", 200, "for i = 1, n do sqs.Queue(stack, 'Q' .. i) end")
in_stack("tables", 100, [[
  for i = 1, n do dynamodb.Table(stack, 'T' .. i,
    { partition_key = { name = 'k', type = dynamodb.AttributeType.STRING } }) end]])
in_stack("indexes of a table", 100, [[
  local t = dynamodb.Table(stack, 'T', { partition_key = { name = 'k', type = dynamodb.AttributeType.STRING } })
  for i = 1, n do t:add_global_secondary_index { index_name = 'i' .. i,
    partition_key = { name = 'k' .. i, type = dynamodb.AttributeType.STRING } } end]])
in_stack("rules of a security group", 200, [[
  local vpc = ec2.Vpc.from_vpc_attributes(stack, 'V', { vpc_id = 'v', availability_zones = { 'a' } })
  local group = ec2.SecurityGroup(stack, 'G', { vpc = vpc, allow_all_outbound = false })
  for i = 1, n do group:add_ingress_rule(ec2.Peer.ipv4('10.0.0.0/8'), ec2.Port.tcp(i % 65536), 'd' .. i) end]])
in_stack("rules of a security group apart", 200, [[
  local vpc = ec2.Vpc.from_vpc_attributes(stack, 'V', { vpc_id = 'v', availability_zones = { 'a' } })
  local group = ec2.SecurityGroup(stack, 'G', { vpc = vpc, disable_inline_rules = true })
  for i = 1, n do group:add_ingress_rule(ec2.Peer.prefix_list('p' .. i), ec2.Port.tcp(80)) end]])
in_stack("security groups", 100, [[
  local vpc = ec2.Vpc.from_vpc_attributes(stack, 'V', { vpc_id = 'v', availability_zones = { 'a' } })
  for i = 1, n do ec2.SecurityGroup(stack, 'G' .. i, { vpc = vpc }) end]])
in_stack("security groups of connections", 60, [[
  local vpc = ec2.Vpc.from_vpc_attributes(stack, 'V', { vpc_id = 'v', availability_zones = { 'a' } })
  local server = ec2.SecurityGroup(stack, 'G', { vpc = vpc })
  for i = 1, n do
    server.connections:allow_from(ec2.SecurityGroup(stack, 'G' .. i, { vpc = vpc }), ec2.Port.tcp(80))
  end]])
in_stack("networks", 20, "for i = 1, n do ec2.Vpc(stack, 'V' .. i, { max_azs = 2 }) end")
in_stack("kinds of subnets", 20, [[
  local list = {}
  for i = 1, n do list[i] = { name = 's' .. i, cidr_mask = 28, subnet_type = ec2.SubnetType.PUBLIC } end
  ec2.Vpc(stack, 'V', { max_azs = 2, subnet_configuration = list })]], { most = 2000, why = "addresses of a network" })
in_stack("endpoints of a network", 60, [[
  local vpc = ec2.Vpc(stack, 'V', { max_azs = 2 })
  for i = 1, n do vpc:add_interface_endpoint('E' .. i, { service = ec2.InterfaceVpcEndpointService('s' .. i) }) end]])
in_stack("entries of an ACL", 200, [[
  local vpc = ec2.Vpc.from_vpc_attributes(stack, 'V', { vpc_id = 'v', availability_zones = { 'a' } })
  local acl = ec2.NetworkAcl(stack, 'N', { vpc = vpc })
  for i = 1, n do acl:add_entry('E' .. i, { cidr = ec2.AclCidr.any_ipv4(), rule_number = i,
    traffic = ec2.AclTraffic.all_traffic() }) end]])
in_stack("commands of user data", 1000, [[
  local data = ec2.UserData.for_linux() for i = 1, n do data:add_commands('c' .. i) end
  cdk.CfnOutput(stack, 'O', { value = data:render() })]])
in_stack("parts of user data", 200, [[
  local data = ec2.MultipartUserData()
  for i = 1, n do data:add_user_data_part(ec2.UserData.custom('c' .. i)) end
  cdk.CfnOutput(stack, 'O', { value = data:render() })]])
in_stack("filters of a log group", 100, [[
  local group = logs.LogGroup(stack, 'G')
  for i = 1, n do group:add_metric_filter('F' .. i, { metric_name = 'm', metric_namespace = 'n',
    filter_pattern = logs.FilterPattern.all_events() }) end]])
in_stack("log groups", 200, "for i = 1, n do logs.LogGroup(stack, 'G' .. i) end")
in_stack("terms of a filter", 400, [[
  local list = {} for i = 1, n do list[i] = 't' .. i end
  logs.LogGroup(stack, 'G'):add_metric_filter('F', { metric_name = 'm', metric_namespace = 'n',
    filter_pattern = logs.FilterPattern.all_terms(table.unpack(list)) })]],
  { most = 200, why = "arguments of one call in Lua" })
in_stack("parameters of Systems Manager", 200,
  "for i = 1, n do ssm.StringParameter(stack, 'P' .. i, { string_value = 'v' }) end")
in_stack("values of Systems Manager", 200,
  "for i = 1, n do ssm.StringParameter.value_for_string_parameter(stack, '/p' .. i) end")
in_stack("keys", 100, "for i = 1, n do kms.Key(stack, 'K' .. i) end")
in_stack("aliases of a key", 200, "local k = kms.Key(stack, 'K') for i = 1, n do k:add_alias('alias/a' .. i) end")
in_stack("secrets", 100, "for i = 1, n do secretsmanager.Secret(stack, 'S' .. i) end")
in_stack("repositories", 100, "for i = 1, n do ecr.Repository(stack, 'R' .. i) end")
in_stack("life cycles of a repository", 100, [[
  local r = ecr.Repository(stack, 'R')
  for i = 1, n do r:add_lifecycle_rule { max_image_count = 3, tag_prefix_list = { 't' .. i } } end]])
in_stack("streams", 100, "for i = 1, n do kinesis.Stream(stack, 'S' .. i) end")
in_stack("steps of a scaling", 60, [[
  local list = {} for i = 1, n do list[i] = { lower = i * 10, change = i } end
  local target = applicationautoscaling.ScalableTarget(stack, 'T', { service_namespace =
    applicationautoscaling.ServiceNamespace.ECS, resource_id = 'r', scalable_dimension = 'd', min_capacity = 1,
    max_capacity = 9 })
  target:scale_on_metric('M', { metric = cloudwatch.Metric { namespace = 'a', metric_name = 'm' },
    scaling_steps = list })]], { least = 2, most = 40, why = "the limit of steps" })
in_stack("custom resources", 100,
  "for i = 1, n do cdk.CustomResource(stack, 'C' .. i, { service_token = 't', properties = { A = i } }) end")

-- ---- assets --------------------------------------------------------------------------------------------------------

local ASSET = "os.execute 'mkdir -p tree' io.open('tree/a', 'w'):close()\n"
in_stack("file assets", 125, [[
  for i = 1, n do
    local f = assert(io.open('asset' .. i .. '.txt', 'w')) f:write(i) f:close()
    s3_assets.Asset(stack, 'A' .. i, { path = 'asset' .. i .. '.txt' })
  end]], { most = 100000, why = "files on the disk" })
in_stack("assets of one file", 125, ASSET ..
  "for i = 1, n do s3_assets.Asset(stack, 'A' .. i, { path = 'tree/a' }) end")
in_stack("images", 60, ASSET .. [[
  local f = assert(io.open('tree/Dockerfile', 'w')) f:write 'FROM x' f:close()
  for i = 1, n do ecr_assets.DockerImageAsset(stack, 'A' .. i, { directory = 'tree', target = 't' .. i }) end]],
  { most = 4000, why = "a folder each" })
in_stack("files of an asset", 250, [[
  os.execute 'mkdir -p tree'
  for i = 1, n do local f = assert(io.open('tree/' .. i, 'w')) f:write(i) f:close() end
  s3_assets.Asset(stack, 'A', { path = 'tree' })]], { most = 100000, why = "files on the disk" })
in_stack("files that are ignored", 250, [[
  os.execute 'mkdir -p tree'
  for i = 1, n do local f = assert(io.open('tree/' .. i, 'w')) f:write(i) f:close() end
  s3_assets.Asset(stack, 'A', { path = 'tree', exclude = { '*' } })]], { most = 100000, why = "files on the disk" })
in_stack("folders in an asset", 500, [[
  os.execute('mkdir -p $(seq -f tree/%05.0f ' .. n .. ')')
  s3_assets.Asset(stack, 'A', { path = 'tree' })]], { most = 20000, why = "2 MiB of command line" })
in_stack("levels of folders in an asset", 60, [[
  os.execute('mkdir -p tree/' .. ('a/'):rep(n))
  s3_assets.Asset(stack, 'A', { path = 'tree' })]],
  { most = 2000, why = "4096 bytes of a path", bytes = function(n) return n * (n + 1) end })
in_stack("links in an asset", 250, ASSET .. [[
  os.execute('seq ' .. n .. ' | (cd tree && xargs -n 1 ln -s a)')
  s3_assets.Asset(stack, 'A', { path = 'tree' })]], { most = 10000, why = "files on the disk" })
for _, mode in ipairs { "GLOB", "GIT", "DOCKER" } do
  local of = " (" .. mode:lower() .. ")"
  local function patterns(name, n, script, more)
    in_stack(name .. of, n, ASSET .. script .. (" s3_assets.Asset(stack, 'A', { path = 'tree', exclude = patterns, " ..
      "ignore_mode = cdk.IgnoreMode.%s })"):format(mode), more)
  end
  patterns("patterns of an asset", 500, "local patterns = {} for i = 1, n do patterns[i] = 'x' .. i .. '*' end")
  patterns("patterns of a path", 500, "local patterns = {} for i = 1, n do patterns[i] = 'x/y/' .. i end")
  patterns("patterns that take back", 500, "local patterns = {} for i = 1, n do patterns[i] = '!x' .. i end")
  local glob = mode == "GLOB" and { most = 8000, why = "64 KiB of a pattern" } or nil
  local function up_to(most) return glob or { most = most, why = "JavaScript's limit of expressions" } end
  local long = up_to(197000)
  patterns("bytes of a pattern", 1000, "local patterns = { ('x'):rep(n) }", long)
  patterns("stars of a pattern", 500, "local patterns = { ('*a'):rep(n) }", up_to(49000))
  patterns("parts of a pattern", 500, "local patterns = { ('a/'):rep(n) .. 'a' }", up_to(98000))
  patterns("double stars of a pattern", 250, "local patterns = { ('**/a/'):rep(n) .. 'a' }", up_to(19000))
  patterns("sets of a pattern", 250, "local patterns = { ('[a-c]'):rep(n) }", long)
  patterns("characters of a set", 1000, "local patterns = { '[' .. ('ab'):rep(n) .. ']' }", glob)
  patterns("backslashes of a pattern", 1000, "local patterns = { ('\\\\a'):rep(n) }", long)
  patterns("brackets that stay open", 500, "local patterns = { ('['):rep(n) .. '/' }",
    glob or { fails = true })
  patterns("way to what is taken back", 500, "local patterns = { '*', '!' .. ('a/'):rep(n) .. 'a' }", up_to(98000))
  patterns("question marks of a pattern", 500, "local patterns = { ('?'):rep(n) }", long)
end

-- ---- services that need more ----------------------------------------------------------------------------------------

local CLUSTER = [[
  local eks = require 'aws_cdk.aws_eks'
  local vpc = ec2.Vpc.from_vpc_attributes(stack, 'V', { vpc_id = 'v', availability_zones = { 'a' },
    private_subnet_ids = { 's1' }, public_subnet_ids = { 's2' } })
  local cluster = eks.Cluster(stack, 'C', { version = eks.KubernetesVersion.V1_31, vpc = vpc, default_capacity = 0,
    authentication_mode = eks.AuthenticationMode.API_AND_CONFIG_MAP,
    kubectl_layer = lambda.LayerVersion.from_layer_version_arn(stack, 'L', 'arn:aws:lambda:eu-west-1:1:layer:l:1') })
]]
local function cluster(name, n, script, more) in_stack(name, n, CLUSTER .. script, more) end
cluster("manifests of a cluster", 60, [[
  for i = 1, n do
    cluster:add_manifest('M' .. i, { apiVersion = 'v1', kind = 'Pod', metadata = { name = 'p' .. i } })
  end]])
cluster("objects of a manifest of a cluster", 1000, [[
  local all = {}
  for i = 1, n do all[i] = { apiVersion = 'v1', kind = 'Pod', metadata = { name = 'p' .. i } } end
  eks.KubernetesManifest(stack, 'M', { cluster = cluster, manifest = all })]])
cluster("values of a chart", 2000, [[
  local values = {} for i = 1, n do values['k' .. i] = i end
  cluster:add_helm_chart('H', { chart = 'c', values = values })]])
cluster("accounts of a cluster's services", 30, "for i = 1, n do cluster:add_service_account('A' .. i) end")
cluster("groups of nodes of a cluster", 30, [[
  for i = 1, n do cluster:add_nodegroup_capacity('N' .. i, { instance_types = { ec2.InstanceType 'm5.large' } }) end]])
cluster("groups of instances of a cluster", 20, [[
  for i = 1, n do
    cluster:add_auto_scaling_group_capacity('N' .. i, { instance_type = ec2.InstanceType 'm5.large' })
  end]])
cluster("profiles of Fargate", 30,
  "for i = 1, n do cluster:add_fargate_profile('P' .. i, { selectors = { { namespace = 'n' .. i } } }) end")
cluster("policies of an entry of a cluster", 400, [[
  for i = 1, n do
    cluster:grant_access('A', 'arn:aws:iam::1:role/r', { eks.AccessPolicy.from_access_policy_name('P' .. i,
      { access_scope_type = 'cluster' }) })
  end]])
cluster("roles in a cluster", 200, [[
  for i = 1, n do
    cluster.aws_auth:add_role_mapping(iam.Role.from_role_arn(stack, 'R' .. i, 'arn:aws:iam::1:role/r' .. i),
      { groups = { 'g' } })
  end]])
in_stack("networks outside of a cluster", 1000, [[
  local eks = require 'aws_cdk.aws_eks'
  local function block(i) return ('10.%d.%d.0/24'):format(i // 256, i % 256) end
  local list = {} for i = 1, n do list[i] = { cidrs = { block(i - 1) } } end
  eks.Cluster(stack, 'C', { version = eks.KubernetesVersion.V1_31, default_capacity = 0, remote_node_networks = list,
    vpc = ec2.Vpc.from_vpc_attributes(stack, 'V', { vpc_id = 'v', availability_zones = { 'a' },
      private_subnet_ids = { 's1' }, public_subnet_ids = { 's2' } }),
    kubectl_layer = lambda.LayerVersion.from_layer_version_arn(stack, 'L', 'arn:aws:lambda:eu-west-1:1:layer:l:1') })]])
in_stack("blocks of a network outside of a cluster", 1000, [[
  local eks = require 'aws_cdk.aws_eks'
  local list = {} for i = 1, n do list[i] = ('10.%d.%d.0/24'):format((i - 1) // 256, (i - 1) % 256) end
  eks.Cluster(stack, 'C', { version = eks.KubernetesVersion.V1_31, default_capacity = 0,
    remote_node_networks = { { cidrs = list } }, remote_pod_networks = { { cidrs = { '11.0.0.0/8' } } },
    vpc = ec2.Vpc.from_vpc_attributes(stack, 'V', { vpc_id = 'v', availability_zones = { 'a' },
      private_subnet_ids = { 's1' }, public_subnet_ids = { 's2' } }),
    kubectl_layer = lambda.LayerVersion.from_layer_version_arn(stack, 'L', 'arn:aws:lambda:eu-west-1:1:layer:l:1') })]])
local CATALOG = [[
  local sc = require 'aws_cdk.aws_servicecatalog'
  local portfolio = sc.Portfolio(stack, 'P', { display_name = 'n', provider_name = 'p' })
  local function product(i)
    return sc.CloudFormationProduct(stack, 'X' .. i, { product_name = 'n', owner = 'o', product_versions = {
      { cloud_formation_template = sc.CloudFormationTemplate.from_url 'https://example.com/t.json' } } })
  end
]]
local function catalog(name, n, script, more) in_stack(name, n, CATALOG .. script, more) end
catalog("products of a portfolio", 100, "for i = 1, n do portfolio:add_product(product(i)) end")
catalog("versions of a product", 200, [[
  local all = {}
  for i = 1, n do
    all[i] = { cloud_formation_template = sc.CloudFormationTemplate.from_url 'https://example.com/t.json',
      product_version_name = 'v' .. i }
  end
  sc.CloudFormationProduct(stack, 'X', { product_name = 'n', owner = 'o', product_versions = all })]])
catalog("accounts of a portfolio", 200, "for i = 1, n do portfolio:share_with_account('' .. 100000000000 + i) end")
catalog("values of a tag option", 100, [[
  local all = {} for i = 1, n do all[i] = 'v' .. i end
  portfolio:associate_tag_options(sc.TagOptions(stack, 'T', { allowed_values_for_tags = { k = all } }))]])
catalog("parameters that a portfolio constrains", 100, [[
  local x = product(1)
  for i = 1, n do
    portfolio:constrain_cloud_formation_parameters(x, { rule = { rule_name = 'r' .. i, assertions = {
      { assert = cdk.Fn.condition_equals('a', 'b') } } } })
  end]])
catalog("products that are stacks", 30, [[
  for i = 1, n do
    local s = sc.ProductStack(stack, 'S' .. i)
    cdk.CfnResource(s, 'R', { type = 'A::B::C' })
    portfolio:add_product(sc.CloudFormationProduct(stack, 'X' .. i, { product_name = 'n', owner = 'o',
      product_versions = { { cloud_formation_template = sc.CloudFormationTemplate.from_product_stack(s) } } }))
  end]])
catalog("products with a bucket each", 20, ASSET .. [[
  portfolio:share_with_account '123456789012'
  for i = 1, n do
    local b = s3.Bucket(stack, 'B' .. i, { bucket_name = 'bucket-' .. i })
    local s = sc.ProductStack(stack, 'S' .. i, { asset_bucket = b })
    cdk.CfnResource(s, 'R', { type = 'A::B::C' })
    s3_assets.Asset(s, 'A', { path = 'tree/a' })
    portfolio:add_product(sc.CloudFormationProduct(stack, 'X' .. i, { product_name = 'n', owner = 'o',
      product_versions = { { cloud_formation_template = sc.CloudFormationTemplate.from_product_stack(s) } } }))
  end]])
catalog("accounts that read a product's bucket", 200, ASSET .. [[
  local b = s3.Bucket(stack, 'B', { bucket_name = 'bucket' })
  local s = sc.ProductStack(stack, 'S', { asset_bucket = b })
  cdk.CfnResource(s, 'R', { type = 'A::B::C' })
  s3_assets.Asset(s, 'A', { path = 'tree/a' })
  portfolio:add_product(sc.CloudFormationProduct(stack, 'X', { product_name = 'n', owner = 'o',
    product_versions = { { cloud_formation_template = sc.CloudFormationTemplate.from_product_stack(s) } } }))
  for i = 1, n do portfolio:share_with_account('' .. 100000000000 + i) end]])
local MAIL = "local ses = require 'aws_cdk.aws_ses' local set = ses.ReceiptRuleSet(stack, 'Set')\n"
in_stack("rules for e-mails", 100, MAIL .. "for i = 1, n do set:add_rule('R' .. i) end")
in_stack("actions of a rule for e-mails", 200, MAIL .. [[
  local rule, actions = set:add_rule 'R', require 'aws_cdk.aws_ses_actions'
  for i = 1, n do rule:add_action(actions.AddHeader { name = 'n' .. i, value = 'v' }) end]])
in_stack("identities for e-mails", 100, MAIL ..
  "for i = 1, n do ses.EmailIdentity(stack, 'I' .. i, { identity = ses.Identity.domain('d' .. i .. '.example') }) end")
in_stack("destinations of a configuration for e-mails", 60, MAIL .. [[
  local set = ses.ConfigurationSet(stack, 'C')
  for i = 1, n do set:add_event_destination('D' .. i, { destination = ses.EventDestination.cloud_watch_dimensions {
    { source = ses.CloudWatchDimensionSource.MESSAGE_TAG, name = 'n', default_value = 'd' } } }) end]])
local CANARY = [[
  local synthetics = require 'aws_cdk.aws_synthetics'
  local function canary(i)
    return synthetics.Canary(stack, 'C' .. i, { canary_name = 'c' .. i,
      runtime = synthetics.Runtime.SYNTHETICS_NODEJS_PUPPETEER_13_0,
      test = synthetics.Test.custom { code = synthetics.Code.from_inline '1', handler = 'index.handler' } })
  end
]]
in_stack("canaries", 30, CANARY .. "for i = 1, n do canary(i) end")
local MESH = [[
  local appmesh = require 'aws_cdk.aws_appmesh'
  local mesh = appmesh.Mesh(stack, 'M')
  local discovery = appmesh.ServiceDiscovery.dns 'a.local'
]]
in_stack("nodes of a mesh", 100, MESH .. "for i = 1, n do mesh:add_virtual_node('N' .. i) end")
in_stack("routes of a router", 60, MESH .. [[
  local router = mesh:add_virtual_router 'R'
  local node = mesh:add_virtual_node('N', { service_discovery = discovery,
    listeners = { appmesh.VirtualNodeListener.http() } })
  local spec = appmesh.RouteSpec.http { weighted_targets = { { virtual_node = node } } }
  for i = 1, n do router:add_route('R' .. i, { route_spec = spec }) end]])
in_stack("backends of a node", 60, MESH .. [[
  local node = mesh:add_virtual_node('N', { service_discovery = discovery })
  local nobody = appmesh.VirtualServiceProvider.none(mesh)
  for i = 1, n do
    node:add_backend(appmesh.Backend.virtual_service(appmesh.VirtualService(stack, 'S' .. i, {
      virtual_service_provider = nobody })))
  end]])
local AGENTS = "local core = require 'aws_cdk.aws_bedrockagentcore'\n" .. FUNCTION
in_stack("targets of a gateway of agents", 30, AGENTS .. [[
  local gateway = core.Gateway(stack, 'G', { authorizer_configuration = core.GatewayAuthorizer.using_aws_iam() })
  for i = 1, n do
    gateway:add_lambda_target('T' .. i, { gateway_target_name = 't' .. i, lambda_function = f,
      tool_schema = core.ToolSchema.from_inline { { name = 't', description = 'd', input_schema = {
        type = core.SchemaDefinitionType.OBJECT } } } })
  end]])
in_stack("memories of agents", 60,
  AGENTS .. "for i = 1, n do core.Memory(stack, 'M' .. i, { memory_name = 'm' .. i }) end")
in_stack("strategies of a memory", 60, AGENTS .. [[
  local memory = core.Memory(stack, 'M', { memory_name = 'm' })
  for i = 1, n do
    memory:add_memory_strategy(core.MemoryStrategy.using_semantic { strategy_name = 's' .. i,
      namespaces = { '/n' .. i } })
  end]])
in_stack("runtimes of agents", 30, AGENTS .. [[
  local artifact = core.AgentRuntimeArtifact.from_image_uri '111122223333.dkr.ecr.eu-west-1.amazonaws.com/a:b'
  for i = 1, n do core.Runtime(stack, 'R' .. i, { agent_runtime_artifact = artifact, runtime_name = 'r' .. i }) end]])
local ACTIONS = [[
  local codepipeline, actions = require 'aws_cdk.aws_codepipeline', require 'aws_cdk.aws_codepipeline_actions'
  local pipeline = codepipeline.Pipeline(stack, 'P', { cross_account_keys = false,
    pipeline_type = codepipeline.PipelineType.V2 })
  local output = codepipeline.Artifact()
  local source = pipeline:add_stage { stage_name = 'Source', actions = { actions.CodeStarConnectionsSourceAction {
    action_name = 'a', owner = 'o', repo = 'r', output = output,
    connection_arn = 'arn:aws:codestar-connections:eu-west-1:111122223333:connection/c' } } }
]]
in_stack("stages of a pipeline", 60, ACTIONS .. [[
  for i = 1, n do
    pipeline:add_stage { stage_name = 'S' .. i, actions = { actions.ManualApprovalAction { action_name = 'a' } } }
  end]])
in_stack("stages before a stage of a pipeline", 60, ACTIONS .. [[
  local last = pipeline:add_stage { stage_name = 'L', actions = { actions.ManualApprovalAction { action_name = 'a' } } }
  for i = 1, n do
    pipeline:add_stage { stage_name = 'S' .. i, placement = { right_before = last },
      actions = { actions.ManualApprovalAction { action_name = 'a' } } }
  end]])
in_stack("actions of a stage of a pipeline", 60, ACTIONS .. [[
  local stage = pipeline:add_stage { stage_name = 'S' }
  for i = 1, n do stage:add_action(actions.ManualApprovalAction { action_name = 'a' .. i }) end]])
in_stack("variables of a pipeline", 1000, ACTIONS .. [[
  for i = 1, n do pipeline:add_variable(codepipeline.Variable { variable_name = 'v' .. i, default_value = 'd' }) end
  pipeline:add_stage { stage_name = 'S', actions = { actions.ManualApprovalAction { action_name = 'a' } } }]])
local DELIVERY = [[
  local pipelines = require 'aws_cdk.pipelines'
  local stack = cdk.Stack(app, 'P', { env = { account = '111122223333', region = 'eu-west-1' } })
  local source = pipelines.CodePipelineSource.connection('me/repo', 'main', { connection_arn =
    'arn:aws:codestar-connections:eu-west-1:111122223333:connection/c' })
  local function stage(i)
    local s = cdk.Stage(app, 'G' .. i, { env = { account = '111122223333', region = 'eu-west-1' } })
    cdk.CfnResource(cdk.Stack(s, 'S'), 'R', { type = 'A::B::C' })
    return s
  end
  local function deliver(props)
    props = props or {}
    props.synth = pipelines.ShellStep('Synth', { input = source, commands = { 'make' } })
    return pipelines.CodePipeline(stack, 'D', props)
  end
]]
local function delivery(name, n, script, more) in_stack(name, n, DELIVERY .. script, more) end
delivery("stages of a delivery", 20, "local p = deliver() for i = 1, n do p:add_stage(stage(i)) end")
delivery("stacks in a chain of a delivery", 40, [[
  local s, before = cdk.Stage(app, 'G', { env = { account = '111122223333', region = 'eu-west-1' } })
  for i = 1, n do
    local one = cdk.Stack(s, 'S' .. i)
    cdk.CfnResource(one, 'R', { type = 'A::B::C' })
    if before then one:add_dependency(before) end
    before = one
  end
  deliver():add_stage(s)]])
delivery("steps of a delivery", 20, [[
  local w = deliver():add_wave 'W'
  for i = 1, n do w:add_post(pipelines.ShellStep('T' .. i, { commands = { 'x' } })) end
  w:add_stage(stage(1))]])
delivery("steps in a chain of a delivery", 20, [[
  local w, before = deliver():add_wave 'W'
  for i = 1, n do
    local step = pipelines.ManualApprovalStep('T' .. i)
    if before then step:add_step_dependency(before) end
    w:add_post(step)
    before = step
  end
  w:add_stage(stage(1))]])
delivery("assets of a delivery", 20, [[
  local s = cdk.Stage(app, 'G', { env = { account = '111122223333', region = 'eu-west-1' } })
  local one = cdk.Stack(s, 'S')
  for i = 1, n do
    local f = assert(io.open('asset' .. i .. '.txt', 'w')) f:write(i) f:close()
    s3_assets.Asset(one, 'A' .. i, { path = 'asset' .. i .. '.txt' })
  end
  deliver():add_stage(s)]])
local BATCH = [[
  local batch = require 'aws_cdk.aws_batch'
  local vpc = ec2.Vpc.from_vpc_attributes(stack, 'V', { vpc_id = 'v', availability_zones = { 'a' },
    private_subnet_ids = { 's1' } })
]]
in_stack("queues of jobs", 100, BATCH .. [[
  local e = batch.FargateComputeEnvironment(stack, 'E', { vpc = vpc })
  local list = { { compute_environment = e, order = 1 } }
  for i = 1, n do batch.JobQueue(stack, 'Q' .. i, { compute_environments = list }) end]])
in_stack("environments of a queue of jobs", 60, BATCH .. [[
  local e = batch.FargateComputeEnvironment(stack, 'E', { vpc = vpc })
  local q = batch.JobQueue(stack, 'Q')
  for i = 1, n do q:add_compute_environment(e, i) end]])
local GLUE = "local glue = require 'aws_cdk.aws_glue' local database = glue.Database(stack, 'D')\n"
in_stack("columns of a table of Glue", 200, GLUE .. [[
  local all = {} for i = 1, n do all[i] = { name = 'c' .. i, type = glue.Schema.STRING } end
  glue.S3Table(stack, 'T', { database = database, columns = all, data_format = glue.DataFormat.JSON })]])
in_stack("partitions of a table of Glue", 200, GLUE .. [[
  local all = {} for i = 1, n do all[i] = { name = 'p' .. i, type = glue.Schema.STRING } end
  glue.S3Table(stack, 'T', { database = database, columns = { { name = 'c', type = glue.Schema.STRING } },
    partition_keys = all, data_format = glue.DataFormat.JSON })]])
in_stack("projections of a table of Glue", 500, GLUE .. [[
  local all, map = {}, {}
  for i = 1, n do
    all[i] = { name = 'p' .. i, type = glue.Schema.STRING }
    map['p' .. i] = glue.PartitionProjectionConfiguration.integer { min = 1, max = 9 }
  end
  glue.S3Table(stack, 'T', { database = database, columns = { { name = 'c', type = glue.Schema.STRING } },
    partition_keys = all, partition_projection = map, data_format = glue.DataFormat.JSON })]])

in_stack("grants of L1 buckets", 100, [[
  local role = iam.Role(stack, 'R', { assumed_by = iam.ServicePrincipal 'a.amazonaws.com' })
  for i = 1, n do s3.BucketGrants.from_bucket(s3.CfnBucket(stack, 'B' .. i)):read(role) end]])
in_stack("grants of one L1 bucket", 100, [[
  local bucket = s3.CfnBucket(stack, 'B')
  for i = 1, n do
    s3.BucketGrants.from_bucket(bucket):read(iam.Role(stack, 'R' .. i,
      { assumed_by = iam.ServicePrincipal 'a.amazonaws.com' }))
  end]])
in_stack("public L1 buckets", 100,
  "for i = 1, n do s3.BucketGrants.from_bucket(s3.CfnBucket(stack, 'B' .. i)):public_access() end")
in_stack("public accesses of one L1 bucket", 100, [[
  local bucket = s3.CfnBucket(stack, 'B')
  for i = 1, n do s3.BucketGrants.from_bucket(bucket):public_access('p' .. i) end]])
in_stack("public L1 buckets with a policy", 100, [[
  for i = 1, n do
    local bucket = s3.CfnBucket(stack, 'B' .. i)
    s3.CfnBucketPolicy(stack, 'P' .. i, { bucket = bucket.ref, policy_document = { Statement = {} } })
    s3.BucketGrants.from_bucket(bucket):public_access()
  end]])
in_stack("grants of L1 buckets with a key", 100, [[
  local role = iam.Role(stack, 'R', { assumed_by = iam.ServicePrincipal 'a.amazonaws.com' })
  for i = 1, n do
    local key = kms.CfnKey(stack, 'K' .. i)
    s3.BucketGrants.from_bucket(s3.CfnBucket(stack, 'B' .. i, { bucket_encryption = {
      server_side_encryption_configuration = { { server_side_encryption_by_default = {
        sse_algorithm = 'aws:kms', kms_master_key_id = key.attr_arn } } } } })):read(role)
  end]])
in_stack("grants of L1 queues with a key", 100, [[
  local role = iam.Role(stack, 'R', { assumed_by = iam.ServicePrincipal 'a.amazonaws.com' })
  for i = 1, n do
    local key = kms.CfnKey(stack, 'K' .. i)
    sqs.QueueGrants.from_queue(sqs.CfnQueue(stack, 'Q' .. i, { kms_master_key_id = key.ref })):send_messages(role)
  end]])
in_stack("grants of L1 tables with a key", 100, [[
  local role = iam.Role(stack, 'R', { assumed_by = iam.ServicePrincipal 'a.amazonaws.com' })
  local key = kms.CfnKey(stack, 'K')
  for i = 1, n do
    dynamodb.TableGrants.from_table(dynamodb.CfnTable(stack, 'T' .. i, {
      key_schema = { { attribute_name = 'a', key_type = 'HASH' } },
      sse_specification = { sse_enabled = true, kms_master_key_id = key.attr_arn } })):read_data(role)
  end]])
in_stack("grants of L1 keys", 100, [[
  local role = iam.Role(stack, 'R', { assumed_by = iam.ServicePrincipal 'a.amazonaws.com' })
  for i = 1, n do kms.KeyGrants.from_key(kms.CfnKey(stack, 'K' .. i)):decrypt(role) end]])
in_stack("grants of one L1 key", 100, [[
  local key = kms.CfnKey(stack, 'K')
  for i = 1, n do
    kms.KeyGrants.from_key(key):decrypt(iam.Role(stack, 'R' .. i,
      { assumed_by = iam.ServicePrincipal 'a.amazonaws.com' }))
  end]])
in_stack("grants of one L1 table", 100, [[
  local t = dynamodb.CfnTable(stack, 'T', { key_schema = { { attribute_name = 'a', key_type = 'HASH' } } })
  for i = 1, n do
    dynamodb.TableGrants.from_table(t):read_data(iam.AccountPrincipal('' .. 100000000000 + i))
  end]])
in_stack("subscriptions to endpoints known later", 100, [[
  local topic = sns.Topic(stack, 'T')
  for i = 1, n do
    topic:add_subscription(sns_subscriptions.UrlSubscription(cdk.CfnParameter(stack, 'P' .. i).value_as_string,
      { protocol = sns.SubscriptionProtocol.HTTPS }))
  end]])
in_stack("topics with an endpoint known later", 60, [[
  local url = cdk.CfnParameter(stack, 'P').value_as_string
  local topics = {}
  for i = 1, n do topics[i] = sns.Topic(stack, 'T' .. i) end
  for _ = 1, 2 do
    for i = 1, n do
      topics[i]:add_subscription(sns_subscriptions.UrlSubscription(url, { protocol = sns.SubscriptionProtocol.HTTPS }))
    end
  end]])
in_stack("access points of S3 Files", 30, [[
  local s3files = require 'aws_cdk.aws_s3files'
  local vpc = ec2.Vpc(stack, 'V', { max_azs = 2 })
  local group = ec2.SecurityGroup(stack, 'G', { vpc = vpc })
  local files = s3files.CfnFileSystem(stack, 'F', { bucket = 'arn:aws:s3:::b', role_arn = 'arn:aws:iam::1:role/r' })
  s3files.CfnMountTarget(stack, 'M', { file_system_id = files.attr_file_system_id,
    subnet_id = vpc.private_subnets[1].subnet_id, security_groups = { group.security_group_id } })
  for i = 1, n do
    local point = s3files.CfnAccessPoint(stack, 'P' .. i, { file_system_id = files.attr_file_system_id })
    lambda.FileSystem.from_s3_files_access_point(point, '/mnt/p')
  end]])
in_stack("file systems of S3 Files", 30, [[
  local s3files = require 'aws_cdk.aws_s3files'
  local vpc = ec2.Vpc(stack, 'V', { max_azs = 2 })
  for i = 1, n do
    local group = ec2.CfnSecurityGroup(stack, 'G' .. i, { group_description = 'g', vpc_id = vpc.vpc_id })
    local files = s3files.CfnFileSystem(stack, 'F' .. i,
      { bucket = 'arn:aws:s3:::b', role_arn = 'arn:aws:iam::1:role/r' })
    s3files.CfnMountTarget(stack, 'M' .. i, { file_system_id = files.attr_file_system_id,
      subnet_id = vpc.private_subnets[1].subnet_id, security_groups = { group.attr_group_id } })
    local point = s3files.CfnAccessPoint(stack, 'P' .. i, { file_system_id = files.attr_file_system_id })
    lambda.FileSystem.from_s3_files_access_point(point, '/mnt/p')
  end]])
in_stack("proxies of a cluster", 30, [[
  local rds = require 'aws_cdk.aws_rds'
  local vpc = ec2.Vpc(stack, 'V', { max_azs = 2 })
  local cluster = rds.DatabaseCluster(stack, 'C', { vpc = vpc, writer = rds.ClusterInstance.serverless_v2 'w',
    engine = rds.DatabaseClusterEngine.aurora_mysql { version = rds.AuroraMysqlEngineVersion.VER_3_08_0 } })
  for i = 1, n do
    rds.DatabaseProxy(stack, 'P' .. i, { vpc = vpc, secrets = { cluster.secret },
      proxy_target = rds.ProxyTarget.from_cluster(cluster) })
  end]])
in_stack("artifacts of agents that are shared", 30, [[
  local agents = require 'aws_cdk.aws_bedrockagentcore'
  for i = 1, n do
    local artifact = agents.AgentRuntimeArtifact.from_ecr_repository(ecr.Repository(stack, 'E' .. i), 'v1')
    agents.Runtime(stack, 'A' .. i, { agent_runtime_artifact = artifact, runtime_name = 'a' .. i })
    agents.Runtime(stack, 'B' .. i, { agent_runtime_artifact = artifact, runtime_name = 'b' .. i })
  end]])

-- ---- reports and manifests -----------------------------------------------------------------------------------------

local PLUGIN = STACK .. [[
  cdk.CfnResource(stack, 'R0', { type = 'A::B::C' })
  local tool = { name = 'tool', version = '1', validate = function() end }
  cdk.Validations.of(app):add_plugins(tool)
]]
kind("violations of a plug-in", 500, PLUGIN .. [[
  function tool:validate(context)
    local all = {}
    for i = 1, n do
      all[i] = { rule_name = 'R' .. i, description = 'd', severity = 'warning', violating_resources = {
        { resource_logical_id = 'R0', template_path = context.template_paths[1], locations = { 'Properties.A' } } } }
    end
    return { success = true, violations = all }
  end]])
kind("resources of a violation", 500, PLUGIN .. [[
  for i = 1, n do cdk.CfnResource(stack, 'R' .. i, { type = 'A::B::C' }) end
  function tool:validate(context)
    local all = {}
    for i = 1, n do
      all[i] = { resource_logical_id = 'R' .. i, template_path = context.template_paths[1], locations = {} }
    end
    return { success = true, violations = {
      { rule_name = 'R', description = 'd', severity = 'warning', violating_resources = all } } }
  end]])
kind("violations that are acknowledged", 250, PLUGIN .. [[
  for i = 1, n do
    local r = cdk.CfnResource(stack, 'R' .. i, { type = 'A::B::C' })
    cdk.Validations.of(r):acknowledge { id = 'tool::X', reason = 'known' }
  end
  function tool:validate(context)
    local all = {}
    for i = 1, n do
      all[i] = { resource_logical_id = 'R' .. i, template_path = context.template_paths[1], locations = {} }
    end
    return { success = true, violations = {
      { rule_name = 'X', description = 'd', severity = 'warning', violating_resources = all } } }
  end]])
kind("rules that are acknowledged", 250, PLUGIN .. [[
  local r = cdk.CfnResource(stack, 'R', { type = 'A::B::C' })
  for i = 1, n do cdk.Validations.of(r):acknowledge { id = 'tool::X' .. i, reason = 'known' } end
  function tool:validate(context)
    local all = {}
    for i = 1, n do
      all[i] = { rule_name = 'X' .. i, description = 'd', severity = 'warning', violating_resources = {
        { resource_logical_id = 'R', template_path = context.template_paths[1], locations = {} } } }
    end
    return { success = true, violations = all }
  end]])
kind("plug-ins of validation", 60, STACK .. [[
  for i = 1, n do
    cdk.Validations.of(app):add_plugins {
      name = 'tool' .. i, version = '1', validate = function() return { success = true, violations = {} } end }
  end]])
kind("stacks that a plug-in reads", 60, PLUGIN .. [[
  for i = 1, n do cdk.CfnResource(cdk.Stack(app, 'S' .. i), 'R', { type = 'A::B::C' }) end
  function tool:validate(context) return { success = #context.template_paths > n, violations = {} } end]])
local MANIFEST = [[
  local n = tonumber((...))
  local schema = require 'aws_cdk.cloud_assembly_schema'
]]
kind("artifacts of a manifest that is written", 500, MANIFEST .. [[
  local artifacts = {}
  for i = 1, n do
    artifacts['S' .. i] = { type = 'aws:cloudformation:stack', environment = 'aws://unknown-account/unknown-region',
      properties = { template_file = 't' .. i }, metadata = { ['/S' .. i] = { { type = 'a', data = 'd' } } } }
  end
  schema.Manifest.save_assembly_manifest({ version = 'any', artifacts = artifacts }, 'm.json')
  local read = schema.Manifest.load_assembly_manifest('m.json', { validate_schema = true })
  assert(read.artifacts['S' .. n].type)]])
kind("metadata of an artifact of a manifest", 500, MANIFEST .. [[
  local entries = {}
  for i = 1, n do entries[i] = { type = 'aws:cdk:stack-tags', data = { { key = 'k' .. i, value = 'v' } } } end
  schema.Manifest.save_assembly_manifest({ version = 'any', artifacts = { S = { type = 'aws:cloudformation:stack',
    environment = 'aws://unknown-account/unknown-region', properties = { template_file = 't' },
    metadata = { ['/S'] = entries } } } }, 'm.json')
  local read = schema.Manifest.load_assembly_manifest('m.json', { validate_schema = true })
  assert(#read.artifacts.S.metadata['/S'] == n)]])
kind("tags of a stack of a manifest", 500, MANIFEST .. [[
  local tags = {}
  for i = 1, n do tags[i] = { key = 'k' .. i, value = 'v' } end
  schema.Manifest.save_assembly_manifest({ version = 'any', artifacts = { S = { type = 'aws:cloudformation:stack',
    environment = 'aws://unknown-account/unknown-region', properties = { template_file = 't' },
    metadata = { ['/S'] = { { type = 'aws:cdk:stack-tags', data = tags } } } } } }, 'm.json')
  schema.Manifest.load_assembly_manifest('m.json', { validate_schema = true })]])
kind("files of a manifest of assets", 500, MANIFEST .. [[
  local files = {}
  for i = 1, n do
    files['h' .. i] = { source = { packaging = 'zip', path = 'p' }, destinations = {
      d = { bucket_name = 'b', object_key = 'k' } } }
  end
  schema.Manifest.save_asset_manifest({ version = 'any', files = files }, 'm.json')
  schema.Manifest.load_asset_manifest('m.json')]])

-- ---- definitions ---------------------------------------------------------------------------------------------------

local LIST = [[
  return cdk.template { name = "s", params = { l = { type = "list", of = "string", default = {} } },
    build = function() end }]]
local MAP = [[
  return cdk.template { name = "s", params = { m = { type = "map", of = "string" } }, build = function(scope, p)
    cdk.CfnResource(scope, "R", { type = "A::B::C", properties = { P = p.m } })
  end }]]

local function values_of(name, line, separator, open, close)
  return {
    files = file(name, line, separator, open, close),
    command = function() return "--trust --values " .. name .. " app.lua" end,
  }
end

kind("values of a definition (JSON)", 500, MAP, values_of("values.json", '"key%d": "%d"', ",\n", '{ "m": {', "} }"))
kind("values of a definition (YAML)", 500, MAP, values_of("values.yaml", "  key%d: v%d", "\n", "m:\n"))
kind("values of a definition (Lua)", 500, MAP,
  values_of("values.lua", "  key%d = 'v%d'", ",\n", "return { m = {", "} }"))
kind("values on the command line", 250, MAP, { command = function(n)
  return "--trust " .. lines(n, "--set m.k%d=%d", " ") .. " app.lua"
end, most = 50000, why = "2 MiB of command line" })
kind("values appended on the command line", 1000, LIST, { command = function(n)
  return "--trust " .. lines(n, "--set l+=v%d", " ") .. " app.lua"
end, most = 50000, why = "2 MiB of command line" })
kind("values explained", 250, MAP, { files = file("values.json", '"key%d": "%d"', ",\n", '{ "m": {', "} }"),
  command = function() return "--trust --explain-values --values values.json app.lua" end })
kind("values files", 60, MAP, { files = function(n)
  local all = {}
  for i = 1, n do all["v" .. i .. ".json"] = ('{ "m": { "k%d": "v" } }'):format(i) end
  return all
end, command = function(n) return "--trust " .. lines(n, "--values v%d.json", " ") .. " app.lua" end,
  most = 50000, why = "2 MiB of command line" })
kind("values that are wrong", 250, [[
  return cdk.template { name = "s", params = { m = { type = "map", of = "integer" } }, build = function() end }]], {
  files = file("values.json", '"key%d": "x"', ",\n", '{ "m": {', "} }"),
  command = function() return "--trust --values values.json app.lua" end, fails = true })
local PARAMS = [[
  local n = N local params = {}
  for i = 1, n do params["p" .. i] = { type = "integer", default = 1 } end
  return cdk.template { name = "s", params = params, build = function(scope, p)
    for i = 1, n do local _ = p["p" .. i] end
  end }]]
local function with_n(script)
  return function(n) return { ["app.lua"] = script:gsub("%f[%w]N%f[%W]", n) } end
end
kind("params of a definition", 250, "", { files = with_n(PARAMS), command = function() return "--trust app.lua" end })
kind("params listed", 250, "", { files = with_n(PARAMS), command = function() return "params --trust app.lua" end })
kind("params as a schema", 250, "",
  { files = with_n(PARAMS), command = function() return "params --json-schema --trust app.lua" end })
kind("params as Markdown", 250, "",
  { files = with_n(PARAMS), command = function() return "params --markdown --trust app.lua" end })
kind("params of a definition in the sandbox", 250, "",
  { files = with_n(PARAMS), command = function() return "--sandbox app.lua" end })
kind("cells of a matrix", 10, "", { files = with_n [[
  local cells = {} for i = 1, N do cells[i] = "c" .. i end
  return cdk.matrix { env = cells, template = cdk.template { name = "s", params = {}, build = function(scope)
    cdk.CfnOutput(scope, "O", { value = scope.stack_name })
  end } }]], command = function() return "--trust --jobs 1 app.lua" end, least = 2, most = 1000,
  why = "a process each" })
kind("cells that are left out", 500, "", { files = with_n [[
  local cells = {} for i = 1, N do cells[i] = "c" .. i end
  return cdk.matrix { env = cells, template = cdk.template { name = "s", params = {}, build = function(scope)
    cdk.CfnOutput(scope, "O", { value = scope.stack_name })
  end } }]], command = function() return "--trust --only env=c1 app.lua" end })

local RESOURCES = [[
  local n = N
  return cdk.template { name = "s", params = {}, build = function(scope)
    for i = 1, n do cdk.CfnResource(scope, "R" .. i, { type = "A::B::C", properties = { A = "V" .. i } }) end
  end }]]
local FREE = "-c " .. UNLIMITED .. "=0 --trust app.lua"
kind("resources rendered", 500, "", { files = with_n(RESOURCES), command = function() return "render " .. FREE end })
kind("resources rendered as YAML", 500, "",
  { files = with_n(RESOURCES), command = function() return "render --format yaml " .. FREE end })
kind("resources compared", 250, "", { files = with_n(RESOURCES), command = function()
  return "render --update " .. FREE .. " && PROGRAM render --check " .. FREE
end })
kind("resources that differ", 250, "", { files = with_n(RESOURCES), command = function()
  return "render --update " .. FREE .. " && sed -i 's/\"V/\"W/' app.lua && { PROGRAM render --check " .. FREE ..
    " || true; }"
end })
kind("resources that are gone", 250, "", { files = with_n(RESOURCES), command = function()
  return "render --update " .. FREE .. " && sed -i 's/\"R\"/\"Q\"/' app.lua && { PROGRAM render --check " .. FREE ..
    " || true; }"
end })

-- ---- templates -----------------------------------------------------------------------------------------------------

local BUCKETS = file("t.json", '"R%d": { "Type": "AWS::S3::Bucket" }', ",\n", '{ "Resources": {', "} }")
local CHAIN = function(n)
  return { ["t.json"] = lines(n, '"R%d": { "Type": "AWS::S3::Bucket", "DependsOn": "R0" }', ",\n",
    '{ "Resources": { "R0": { "Type": "AWS::S3::Bucket" },', "} }") }
end
local REFS = file("t.json", '"R%d": { "Type": "AWS::S3::Bucket" }, "S%d": { "Type": "AWS::S3::Bucket", ' ..
  '"Properties": { "BucketName": { "Ref": "R%d" } } }', ",\n", '{ "Resources": {', "} }")
local OUTPUTS = file("t.json", '"O%d": { "Value": "v" }', ",\n",
  '{ "Resources": { "R": { "Type": "AWS::S3::Bucket" } }, "Outputs": {', "} }")
local PARAMETERS = file("t.json", '"O%d": { "Type": "String" }', ",\n",
  '{ "Resources": { "R": { "Type": "AWS::S3::Bucket" } }, "Parameters": {', "} }")
local MAPPINGS = file("t.json", '"O%d": { "a": { "b": "c" } }', ",\n",
  '{ "Resources": { "R": { "Type": "AWS::S3::Bucket" } }, "Mappings": {', "} }")
local CONDITIONS = file("t.json", '"O%d": { "Fn::Equals": ["a", "b"] }', ",\n",
  '{ "Resources": { "R": { "Type": "AWS::S3::Bucket" } }, "Conditions": {', "} }")
local INCLUDE = "require('aws_cdk.cloudformation_include').CfnInclude(stack, 'I', { template_file = 't.json' })"
for _, of in ipairs { { "resources", BUCKETS }, { "resources with dependencies", CHAIN },
  { "resources with references", REFS }, { "outputs", OUTPUTS }, { "parameters", PARAMETERS },
  { "mappings", MAPPINGS }, { "conditions", CONDITIONS } } do
  in_stack(of[1] .. " of an included template", 250, INCLUDE, { files = of[2] })
  kind(of[1] .. " of an imported template", 250, "",
    { files = of[2], command = function() return "import t.json -o out.lua" end })
end
in_stack("resources of a core include", 250, "cdk.CfnInclude(stack, 'I', { template = cdk.read_json 't.json' })",
  { files = BUCKETS })
kind("stacks of an imported assembly", 30, STACK .. "for i = 1, n do cdk.Stack(app, 'S' .. i) end", {
  command = function(n) return "app.lua -- " .. n .. " && PROGRAM import cdk.out -o out.lua" end,
})

-- ---- sessions ------------------------------------------------------------------------------------------------------

local function session(name, n, line, more)
  more = more or {}
  kind(name, n, "", { files = function(count)
    return { lines = (more.before or "") .. lines(count, line, "\n") .. "\n" .. (more.after or "") }
  end, command = function() return "repl <lines" end, most = more.most, why = more.why })
end
local SESSION = "stack = cdk.Stack(cdk.App(), 'S')\n"
session("lines of a session", 250, "x%d = %d")
session("lines of a chunk of a session", 1000, "  x%d = %d,", { before = "t = {\n", after = "}\n" })
session("locals of a session", 250, "local x%d = %d")
session("resources of a session", 125, "cdk.CfnResource(stack, 'R%d', { type = 'A::B::C' })", { before = SESSION })
session("results of a session", 250, "%d")
session("lines undone", 60, "x%d = %d\n:undo")
session("marks of a session", 60, "x%d = %d\n:mark m%d")
session("lines saved", 250, "x%d = %d", { after = ":save s.lua\n" })

-- ---- looking up ----------------------------------------------------------------------------------------------------

kind("types asked of the schema", 100, [==[
  local services = { s3, sqs, sns, iam, lambda, ec2, kms, logs, events, ssm }
  for i = 1, tonumber((...)) do
    local service = services[i % 10 + 1]
    pcall(function() return service[("CfnNone%07d"):format(i)] end)
  end]==])

-- Kinds whose manifest is then as long as a text can be in Node.js, 512 MiB, so that `cdk` could not read a longer one.
local LONGEST_MANIFEST = {
  ["values exported"] = 850000, ["references across stacks"] = 590000, ["references across regions"] = 930000,
  ["references into a nested stack"] = 590000, ["references out of a nested stack"] = 600000, ["stacks"] = 200000,
  ["stacks that depend on one"] = 200000, ["stacks that one depends on"] = 200000, ["stacks in a chain"] = 200000,
  ["stacks listed"] = 200000, ["stacks listed with what they need"] = 200000, ["nested stacks"] = 550000,
  ["stacks of an imported assembly"] = 200000, ["dependencies across stacks"] = 930000,
  ["grants of one bucket"] = 870000, ["functions"] = 860000, ["event sources of a function"] = 790000,
  ["targets of rules"] = 590000, ["notifications of a bucket"] = 880000, ["subscriptions of a topic"] = 580000,
  ["subscriptions of a queue"] = 860000, ["security groups of connections"] = 830000, ["networks"] = 70000,
  ["endpoints of a network"] = 820000, ["resources with references of an included template"] = 930000,
}
for _, one in ipairs(kinds) do
  if LONGEST_MANIFEST[one.name] then
    one.most, one.why = LONGEST_MANIFEST[one.name], "a manifest of 512 MiB, Node.js's longest text"
  end
end

return kinds
