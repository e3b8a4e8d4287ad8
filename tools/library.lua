-- Checks how the library's files are written: run by `make lint` as `luacdk tools/library.lua`.
--
-- What rows, the words of aws_cdk.l2 or the names of files say is not said by hand again.
local engine = require "luacdk.engine"

local problems = 0

local function problem(file, line, text, ...)
  problems = problems + 1
  print(("%s:%d: %s"):format(file, line, text:format(...)))
end

local function each_line(file, visit)
  local number = 0
  for line in io.lines(file) do
    number = number + 1
    visit(line, number)
  end
end

local function files(pattern)
  local list = {}
  local pipe = assert(io.popen("find " .. pattern .. " | LC_ALL=C sort"))
  for file in pipe:lines() do list[#list + 1] = file end
  pipe:close()
  return list
end

-- What is said once, and where.
local BY_HAND = {
  { "PROPERTY_INJECTION_ID%s*=", "ids of property injection are rows" },
  { "get_resource_arn_attribute%(", "the shape of an ARN is a row of l2.resource", except = {
    ["lua/aws_cdk/resource.lua"] = true, ["lua/aws_cdk/l2/init.lua"] = true,
    -- roles and policies that exist already have none of their own
    ["lua/aws_cdk/aws_iam/role.lua"] = true, ["lua/aws_cdk/aws_iam/managed_policy.lua"] = true,
    -- the resource is not `_resource`, or the ARN that of another one
    ["lua/aws_cdk/aws_lambda/alias.lua"] = true, ["lua/aws_cdk/aws_lambda/web_function.lua"] = true,
    ["lua/aws_cdk/aws_secretsmanager/secret.lua"] = true, ["lua/aws_cdk/aws_ec2/placement_group.lua"] = true,
    ["lua/aws_cdk/aws_kinesis/stream_consumer.lua"] = true,
  } },
  { "aws:SecureTransport", "l2.deny_without_tls", except = { ["lua/aws_cdk/l2/init.lua"] = true } },
  -- what no check of a call covers: what a plug-in hands back, an argument of type any, parts of ARNs handed on
  { "check_struct%(", "the arguments of methods and statics are checked where users call them", except = {
    ["lua/aws_cdk/aws_cloudfront/origin.lua"] = true,
    ["lua/aws_cdk/private/validation_plugins.lua"] = true, ["lua/aws_cdk/stack.lua"] = true,
    ["lua/aws_cdk/aws_events_targets/log_group_target_input.lua"] = true,
  } },
}

for _, file in ipairs(files "lua/aws_cdk -name '*.lua'") do
  each_line(file, function(text, line)
    for _, rule in ipairs(BY_HAND) do
      if text:gsub("^%s*%-%-.*", ""):find(rule[1]) and not (rule.except and rule.except[file]) then
        problem(file, line, "by hand: %s", rule[2])
      end
    end
  end)
end

-- ---- bounds ---------------------------------------------------------------------------------------------------------

-- The bounds of the L1 structs of a module: list of { struct, field, kind, low, high }.
local function bounds_of(module)
  local list = {}
  for _, name in ipairs(engine.schema.types(module)) do
    local type = name:find "^Cfn" and engine.schema.type(module .. "." .. name)
    for _, field in ipairs(type and type.fields or {}) do
      for _, kind in ipairs { "number", "length", "items" } do
        local bounds = field[kind]
        if bounds then
          list[#list + 1] = { struct = name, field = field.name, kind = kind, low = bounds.min, high = bounds.max }
        end
      end
    end
  end
  return list
end

-- Numbers that happen to be a bound of a property of that name, or whose other end differs from the property's.
local OTHER_BOUNDS = {
  ["lua/aws_cdk/aws_appsync/event_api.lua"] = { 256 }, -- of owner_contact, for which the rows have 250
  ["lua/aws_cdk/aws_autoscaling/auto_scaling_group.lua"] = { 100, 200 }, -- of percentages that may be -1
  ["lua/aws_cdk/aws_autoscaling/update_policy.lua"] = { 100, 200 }, -- of percentages that cannot be -1
  ["lua/aws_cdk/aws_bedrockagentcore/mcp_target_configuration.lua"] = { 64, 200 }, -- of a tool's name: no row
  ["lua/aws_cdk/aws_bedrockagentcore/private/deliveries.lua"] = { 128 }, -- of the name of a policy of X-Ray
  ["lua/aws_cdk/aws_bedrockagentcore/runtime.lua"] = { 50, 64 }, -- of the number of variables, of the name of a role
  ["lua/aws_cdk/aws_cloudfront/cache_policy.lua"] = { 128 }, -- of name and comment of a cache policy: no row
  ["lua/aws_cdk/aws_cloudfront/origin_access_control.lua"] = { 64 }, -- of the name of an access control: no row
  ["lua/aws_cdk/aws_cloudfront/origin_access_identity.lua"] = { 128 }, -- of the comment of an identity: no row
  ["lua/aws_cdk/aws_cloudfront/private/distributions.lua"] = { 128 }, -- of the comment of a distribution: no row
  ["lua/aws_cdk/aws_cloudfront/vpc_origin.lua"] = { 64 }, -- of the name of a VPC origin: no row
  ["lua/aws_cdk/aws_cloudwatch/metric.lua"] = { 255 }, -- of a dimension's value, for which the rows have 1024
  ["lua/aws_cdk/aws_elasticloadbalancingv2/private/name_problems.lua"] = { 32 }, -- of load balancers: no row
  ["lua/aws_cdk/aws_events/event_bus.lua"] = { 512 }, -- of a bus's description: no row
  ["lua/aws_cdk/aws_glue/schema.lua"] = { 255 }, -- of the length of a char: no row
  ["lua/aws_cdk/aws_glue/table_base.lua"] = { 255 }, -- of the name of a partition index: no row
  ["lua/aws_cdk/aws_lambda/function.lua"] = { 64 }, -- of a function's name: the rows let ARNs pass as well
  ["lua/aws_cdk/aws_lambda/params_and_secrets_layer_version.lua"] = { 65535 }, -- of ports
  ["lua/aws_cdk/aws_lambda/web_function_util.lua"] = { 64 }, -- of a web function's name: no row
  ["lua/aws_cdk/aws_s3/bucket.lua"] = { 64 }, -- of an inventory's id: no row
}

local function is_another(file, number)
  for _, one in ipairs(OTHER_BOUNDS[file] or {}) do
    if one == number then return true end
  end
  return false
end

-- The numbers that a line compares with, keeps as constants, or gives as the last of two to a function, as keys.
local function limits_in(text)
  local found = {}
  text = text:gsub("%s*%-%-.*", "")
  for number in text:gmatch "> (%d+)" do found[tonumber(number)] = true end
  for number in (text:match "^local [%u_, ]*%u = ([%d, ]+)$" or text:match ", %d+, (%d+)%)" or ""):gmatch "%d+" do
    found[tonumber(number)] = true
  end
  return found
end

-- Whether the words of a field's name are among those of a text.
local function names_field(text, field)
  for word in field:gmatch "%a%a%a+" do
    if not text:find(word, 1, true) then return false end
  end
  return true
end

-- l2.within(self, PARTS .. "field", …), l2.limit "module.Struct.field": the rows have bounds for it.
local function check_named_bounds(file, lines)
  local constants = {}
  for line, text in ipairs(lines) do
    local name, value = text:match '^local ([%u_]+) = "(aws_[%w_.]+)"'
    if name then constants[name] = value end
    local prefix, field = text:match 'l2%.%l[%l_]*%(?[^"]-([%u_]*)%s*%.*%s*"([%w_.]+)"'
    local whole = field and (prefix == "" and field or (constants[prefix] or "") .. field)
    local struct, property = (whole or ""):match "^(aws_[%w_]+%.Cfn.*)%.([%w_]+)$"
    if struct and not pcall(engine.bounds, "aws_cdk." .. struct, property) then
      problem(file, line, "the rows have no bounds for %s", whole)
    end
  end
end

for _, module in ipairs(engine.schema.modules()) do
  local folder = module:match "^aws_cdk%.(aws_[%w_]+)$"
  local bounds = folder and bounds_of(module) or {}
  for _, file in ipairs(#bounds > 0 and files(("lua/aws_cdk/%s -name '*.lua' 2>/dev/null"):format(folder)) or {}) do
    local lines = {}
    each_line(file, function(text) lines[#lines + 1] = text end)
    check_named_bounds(file, lines)
    for line, text in ipairs(lines) do
      for number in pairs(limits_in(text)) do
        for _, row in ipairs(number > 2 and bounds or {}) do
          local near = table.concat(lines, " ", math.max(line - 2, 1), math.min(line + 2, #lines))
          if row.high == number and names_field(near:lower(), row.field) and not is_another(file, number) then
            problem(file, line, "by hand: %d is a bound of %s.%s: l2.within", number, row.struct, row.field)
            break
          end
        end
      end
    end
  end
end

-- ---- copies ---------------------------------------------------------------------------------------------------------

local COPIED = 8 -- equal lines of code, without comments, that two files of services may not have

local first_at = {} -- lines → "file:line"

local function check_copies(file)
  local lines, numbers = {}, {}
  each_line(file, function(text, line)
    local code = text:gsub("%s*%-%-.*", ""):match "^%s*(.*)$"
    if code ~= "" and not code:find '^local %w+ = require[ (]' then
      lines[#lines + 1], numbers[#numbers + 1] = code, line
    end
  end)
  local told = 0
  for i = 1, #lines - COPIED + 1 do
    local run = table.concat(lines, "\n", i, i + COPIED - 1)
    local before = first_at[run]
    if before and before.file ~= file and i > told then
      problem(file, numbers[i], "the same %d lines as in %s:%d: a word for aws_cdk.l2?", COPIED, before.file,
        before.line)
      told = i + COPIED
    end
    first_at[run] = before or { file = file, line = numbers[i] }
  end
end

for _, file in ipairs(files "lua/aws_cdk/aws_* -name '*.lua'") do check_copies(file) end

-- ---- exports --------------------------------------------------------------------------------------------------------

-- The file in which a class is looked for: see push_file_of in src/object/module.c.
local function file_named_after(class)
  local words = class:gsub("()(%u)", function(at, letter)
    local apart = at > 1 and (not class:sub(at - 1, at - 1):find "%u" or class:sub(at + 1, at + 1):find "%l")
    return apart and "_" .. letter or letter
  end)
  return words:lower()
end

-- `Topic = "topic"` in the list of a module: a class of the model that is looked for in that file anyway.
for _, file in ipairs(files "lua/aws_cdk -name init.lua") do
  local module
  each_line(file, function(text, line)
    module = text:match 'engine%.module%("([%w_.]+)"' or module
    local class, own = text:match '^  (%u%w*) = "([%w_]+)",$'
    local type = module and class and engine.schema.type(module .. "." .. class)
    if type and type.kind == "class" and file_named_after(class) == own then
      problem(file, line, "%s is looked for in %s.lua without being listed", class, own)
    end
  end)
end

-- ---- members --------------------------------------------------------------------------------------------------------

-- Members that do more than their recipes. (Classes of the core are not looked at: they are part of every start.)
local MORE_THAN_A_ROW = {
  ["aws_cdk.aws_dynamodb.TableBase"] = { metric_user_errors = true },
  ["aws_cdk.aws_dynamodb.TableBaseV2"] = { grant_table_list_streams = true },
  ["aws_cdk.aws_secretsmanager.SecretStringValueBeta1"] = { from_unsafe_plaintext = true }, -- deprecated
}

-- What follows from rows and is written in the file again.
local function check_members(file, text, module, class)
  local full_name = module .. "." .. class
  local recipes = engine.recipes(full_name)
  for member in pairs(recipes) do
    local by_hand = text:find("\n" .. class .. "%." .. member .. " = ")
      or text:find("\nfunction " .. class .. "[.:]" .. member .. "%(")
    if by_hand and not (MORE_THAN_A_ROW[full_name] or {})[member] then
      local _, line = text:sub(1, by_hand):gsub("\n", "")
      problem(file, line + 1, "by hand: %s.%s is a row", class, member)
    end
  end
end

-- `function Role.is_role(x) return engine.is_a(x, Role) end`
local function check_tests_of_class(file, text)
  for at, class, name in text:gmatch "()function (%u%w*)%.is_([%l_]+)%((%w+)%)%s+return engine%.is_a%(%4, %2%)%s+end" do
    if engine.declares("aws_cdk." .. file:match "aws_cdk/(aws_%w+)/" .. "." .. class, "is_" .. name)
      and class:gsub("(%l)(%u)", "%1_%2"):lower() == name then
      local _, line = text:sub(1, at):gsub("\n", "")
      problem(file, line + 1, "by hand: %s.is_%s follows from the model", class, name)
    end
  end
end

-- `class.get.x_ref = function(self) return { x_arn = self.x_arn } end`
local function check_references(file, text)
  for at, fields in text:gmatch "()%w+%.get%.[%w_]+_ref = function%(self%)%s+return {([^{}]*)}%s+end" do
    local follows = true
    for name, own in fields:gmatch "([%w_]+) = self%.([%w_]+)" do follows = follows and name == own end
    if follows and not fields:find "= [^s]" and not fields:find "= self%._" then
      local _, line = text:sub(1, at):gsub("\n", "")
      problem(file, line + 1, "by hand: a reference whose fields are members follows from the model")
    end
  end
end

for _, module in ipairs(engine.schema.modules()) do
  if module:find "^aws_cdk%.aws_" then
    local by_file = {}
    for class, file in pairs(engine.exports(require(module)) or {}) do
      if not file:find "%." then by_file[file] = by_file[file] or {}; table.insert(by_file[file], class) end
    end
    for name, classes in pairs(by_file) do
      local file = ("lua/%s/%s.lua"):format(module:gsub("%.", "/"), name)
      local handle = io.open(file)
      local text = handle and handle:read "a" or ""
      if handle then handle:close() end
      check_references(file, text)
      check_tests_of_class(file, text)
      for _, class in ipairs(classes) do check_members(file, text, module, class) end
    end
  end
end

-- ---- complaints -----------------------------------------------------------------------------------------------------

-- The words with which texts say what to do.
local REMEDIES = {}
for word in ([[add apply attach call change choose clear combine create define delete did encrypt export give import
  install join keep leave make mark merge name nest pass pick prefer put read register remove rename replace return run
  say select set turn use write]]):gmatch "%l+" do REMEDIES[word] = true end

-- What is to be done with a thing is no pair of parts.
local WHOLE = { ["tunnel %d: "] = true, ["spot_specification: "] = true, ["worker_configuration: "] = true,
  ["algorithm_specification: "] = true }

-- "wrong; -> right", "wrong: -> right", and "wrong-> %s" for a text that brings its own joint.
local function check_complaint(file, line, text)
  local thing, arrow = text:match "^([^:]*: )(%-?>? ?)"
  if WHOLE[thing] then
    if arrow == "-> " then problem(file, line, "%s does not say what is wrong", thing) end
    text = text:sub(#thing + 1)
  end
  for joint, mark, word in text:gmatch "(%S) (%-?>? ?)(%w+)" do
    if joint:find "[;:]" and mark == "" and REMEDIES[word] then
      problem(file, line, "'%s %s' begins what would be right: write '%s -> %s'", joint, word, joint, word)
    end
  end
  local _, marks = text:gsub("%-> ", "")
  if marks > 1 then problem(file, line, "there is one '-> ' in a text") end
  if marks == 1 and not text:find "[;:.,] %-> [^ ]" and not text:find "[^ ]%-> %%s" then
    problem(file, line, "before '-> ' ends what is wrong, as in 'wrong; -> right'")
  end
end

-- The literal that a call begins with, put together from its pieces; nil if there is none.
local function literal_at(text, at)
  local pieces, stop = {}, at
  while true do
    local first = text:match("^%s*()\"", stop)
    local last = first and first + 1
    while last and text:sub(last, last) ~= "\"" do
      last = last + (text:sub(last, last) == "\\" and 2 or 1)
      if last > #text then return nil end
    end
    if not last then break end
    pieces[#pieces + 1] = text:sub(first + 1, last - 1)
    stop = text:match("^%s*%.%.()", last + 1) or last + 1
  end
  return pieces[1] and table.concat(pieces)
end

local function check_complaints(file, pattern)
  local handle <close> = assert(io.open(file))
  local text = handle:read "a"
  for at in text:gmatch(pattern) do
    local literal = literal_at(text, at)
    if literal then
      check_complaint(file, 1 + select(2, text:sub(1, at):gsub("\n", "")), literal)
    end
  end
end

for _, file in ipairs(files "lua/aws_cdk -name '*.lua'") do
  check_complaints(file, "fail%([%w_.]+,()")
  check_complaints(file, "[._]fail%(()")
end
for _, file in ipairs(files "src -name '*.c'") do check_complaints(file, "engine_fail%(%s*%w+, [^,]+,()") end

if problems > 0 then os.exit(1) end
