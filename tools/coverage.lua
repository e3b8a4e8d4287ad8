-- How much of the library's model is there: run by `make coverage` as
--
--   luacdk tools/coverage.lua [-- --missing | --markdown | --whole | --lint | MODULE …]
--
-- A row a module: how many of the model's L2 classes and of their public members (methods, statics, constants,
-- properties) are there. For the modules named, or all with --missing, what is not there is listed below the row.
-- --markdown prints the table of services in README, --whole the names of the modules all of whose classes are there,
-- with commas between. --lint (`make lint`) fails on a class with a file that lacks a member which ABSENT does not
-- list, and on a member listed there that is there. A property counts as there when it is computed, when its
-- class's recipe has it, or when a file of its module, or of a base class's, has a field of that name.
local engine = require "luacdk.engine"

local schema = engine.schema

local function read(path)
  local file = io.open(path, "rb")
  if not file then return "" end
  local text = file:read "a"
  file:close()
  return text
end

-- Members that classes with a file lack, and why.
local ABSENT = {
  -- L1 classes have it, and all resources of the model are made by them
  ["aws_cdk.CfnResource:cfn_property_name"] = true,
  -- tokens of ours: what the reference calls on its own ones
  ["aws_cdk.aws_events.EventField:creation_stack"] = true, ["aws_cdk.aws_events.EventField:display_hint"] = true,
  ["aws_cdk.aws_events.EventField:to_json"] = true, ["aws_cdk.aws_events.EventField:to_string"] = true,
  ["aws_cdk.aws_events.Match:as_list"] = true, ["aws_cdk.aws_events.Match:creation_stack"] = true,
  ["aws_cdk.aws_events.Match:to_string"] = true, ["aws_cdk.aws_iam.PolicyDocument:creation_stack"] = true,
}

local sources = {}

-- The text of all files of a module, and of those that other modules share with it.
local function source_of(module)
  if not sources[module] then
    local folder = "lua/" .. module:gsub("%.", "/")
    local deep = module == "aws_cdk" and "-maxdepth 1" or ""
    local pipe = assert(io.popen(("find %s %s -name '*.lua' 2>/dev/null"):format(folder, deep)))
    local all = {}
    for path in pipe:lines() do all[#all + 1] = read(path) end
    pipe:close()
    for i = 1, #all do
      for shared in all[i]:gmatch 'require "(aws_cdk%.[%w_]+%.private%.[%w_]+)"' do
        local path = "lua/" .. shared:gsub("%.", "/") .. ".lua"
        if not path:find(folder .. "/", 1, true) then all[#all + 1] = read(path) end
      end
    end
    sources[module] = table.concat(all, "\n")
  end
  return sources[module]
end

-- Whether a file of the class's module, or of one of its bases', speaks of a field of that name.
local function is_set(type, name)
  while type do
    local text = source_of(type.module)
    if text:find("%f[%w_]" .. name .. "%f[^%w_]") then return true end
    type = type.base and schema.type(type.base)
  end
  return false
end

local function value_of(table, name)
  local ok, value = pcall(function() return table[name] end)
  return ok and value or nil
end

local function class_of(module, name)
  local found = value_of({ module = require(module) }, "module")
  for step in name:gmatch "[^.]+" do found = found and value_of(found, step) end
  return found
end

-- Whether the recipe that makes the class whole gives it a field of that name.
local function follows(class, name)
  local _, recipe = engine.recipes(class.__name)
  return recipe ~= nil and recipe:find('"' .. name .. '"', 1, true) ~= nil
end

local function has(class, type, member)
  if member.static then return value_of(class, member.name) ~= nil or is_set(type, member.name) end
  if engine.has(setmetatable({}, class), member.name) then return true end
  return member.kind ~= "method" and (is_set(type, member.name) or follows(class, member.name))
end

local function new_row(module)
  return { module = module, classes = 0, classes_there = 0, constructs = 0, constructs_there = 0, members = 0,
    members_there = 0, missing = {} }
end

local function is_construct(type)
  while type.base do
    if type.base == "constructs.Construct" then return true end
    type = schema.type(type.base)
  end
  return false
end

local function measure(module)
  local row = new_row(module)
  local names, kinds = schema.types(module)
  for i, name in ipairs(names) do
    if kinds[i] == "class" then
      local type = schema.type(module .. "." .. name)
      local class = class_of(module, name)
      row.classes = row.classes + 1
      if class then row.classes_there = row.classes_there + 1 else row.missing[#row.missing + 1] = name end
      if is_construct(type) then
        row.constructs = row.constructs + 1
        row.constructs_there = row.constructs_there + (class and 1 or 0)
      end
      for _, member in ipairs(type.members or {}) do
        if not member.protected then
          row.members = row.members + 1
          if class and has(class, type, member) then
            row.members_there = row.members_there + 1
          elseif class then
            row.missing[#row.missing + 1] = name .. (member.static and "." or ":") .. member.name
          end
        end
      end
    end
  end
  return row
end

local function short(module) return module == "aws_cdk" and "aws_cdk (core)" or (module:gsub("^aws_cdk%.", "")) end

local wanted, names_missing, markdown, whole, lint = {}, false, false, false, false
for _, word in ipairs(arg) do
  if word == "--missing" then names_missing = true
  elseif word == "--markdown" then markdown = true
  elseif word == "--whole" then whole = true
  elseif word == "--lint" then lint = true
  else wanted[word:find "^aws_cdk" and word or "aws_cdk." .. word] = true end
end

local rows, all = {}, new_row "all"
for _, module in ipairs(schema.modules()) do
  if not next(wanted) or wanted[module] then
    local row = measure(module)
    if row.classes > 0 then
      rows[#rows + 1] = row
      for key, number in pairs(row) do
        if type(number) == "number" then all[key] = all[key] + number end
      end
    end
  end
end

-- Nodes of constructs are userdata, whose members are in C.
local function is_in_lua(name) return not name:find "^constructs%.Node:" end

if lint then
  local problems, found = 0, {}
  local function problem(...)
    problems = problems + 1
    print(string.format(...))
  end
  for _, row in ipairs(rows) do
    local exports = engine.exports(require(row.module)) or {}
    for _, name in ipairs(row.missing) do
      local class, full = name:match "^([%w_.]-)[.:][%l_][%w_]*$", row.module .. "." .. name
      if class and exports[class] and is_in_lua(full) and not exports[class]:find "^luacdk%." then
        found[full] = true
        if not ABSENT[full] then
          problem("lua/%s/%s.lua: the model has %s; write it, or list it in tools/coverage.lua",
            row.module:gsub("%.", "/"), exports[class], full)
        end
      end
    end
  end
  for full in pairs(ABSENT) do
    if not found[full] then problem("tools/coverage.lua: %s is there: take it out of ABSENT", full) end
  end
  os.exit(problems == 0)
end

if whole then
  local names = { "core" }
  for _, row in ipairs(rows) do
    if row.classes_there == row.classes and row.module:find "^aws_cdk%." then names[#names + 1] = short(row.module) end
  end
  print(table.concat(names, ","))
  return
end

-- The kinds of services in README's table. A module such as `aws_s3.mixins` counts with the one it belongs to.
local KINDS = {
  { "Functions", "lambda lambda_destinations lambda_event_sources lambda_nodejs lambda_layer_awscli "
    .. "lambda_layer_node_proxy_agent signer" },
  { "Machines", "ec2 applicationautoscaling autoscaling autoscaling_hooktargets batch" },
  { "Containers", "ecr ecr_assets ecs ecs_patterns eks eks_v2 servicediscovery appmesh" },
  { "Load balancers", "elasticloadbalancing elasticloadbalancingv2 elasticloadbalancingv2_actions "
    .. "elasticloadbalancingv2_targets" },
  { "Delivery", "route53 route53_patterns route53_targets cloudfront cloudfront_origins globalaccelerator "
    .. "globalaccelerator_endpoints" },
  { "APIs", "apigateway apigatewayv2 apigatewayv2_authorizers apigatewayv2_integrations appsync" },
  { "Storage", "s3 s3_assets s3_deployment s3_notifications efs fsx backup" },
  { "Databases", "dynamodb rds docdb elasticsearch opensearchservice glue" },
  { "Messages", "sqs sns sns_subscriptions ses ses_actions kinesis kinesisfirehose" },
  { "Events", "events events_targets scheduler scheduler_targets stepfunctions stepfunctions_tasks" },
  { "Identity", "iam kms secretsmanager ssm cognito cognito_identitypool certificatemanager acmpca" },
  { "Monitoring", "cloudwatch cloudwatch_actions logs logs_destinations cloudtrail config synthetics "
    .. "codeguruprofiler" },
  { "Code", "codecommit codebuild codestarnotifications" },
  { "Pipelines", "codepipeline codepipeline_actions codedeploy pipelines" },
  { "Other", "appconfig bedrock bedrockagentcore chatbot inspector servicecatalog" },
  { "CDK core", "core constructs cx_api cloud_assembly_schema region_info" },
  { "CDK tools", "assertions cloudformation_include custom_resources triggers" },
}

-- Which column a module stands in: 1, whole, when all L2 classes are there; 2, in part, when some constructs are, or,
-- if it has none, a quarter of the classes; else 3.
local function column_of(row)
  if row.classes_there == row.classes then return 1 end
  local some = row.constructs_there > 0 or row.constructs == 0 and row.classes_there * 4 >= row.classes
  return some and 2 or 3
end

-- "lambda (destinations, event_sources), signer"
local function collapsed(names)
  local heads, tails = {}, {}
  for _, name in ipairs(names) do
    local head
    for _, one in ipairs(heads) do
      if name:sub(1, #one + 1) == one .. "_" then head = one end
    end
    if head then
      table.insert(tails[head], name:sub(#head + 2))
    else
      heads[#heads + 1] = name
      tails[name] = {}
    end
  end
  for i, head in ipairs(heads) do
    if #tails[head] > 0 then heads[i] = ("%s (%s)"):format(head, table.concat(tails[head], ", ")) end
  end
  return table.concat(heads, ", ")
end

local function services()
  local by_name = {}
  for _, row in ipairs(rows) do
    by_name[row.module == "aws_cdk" and "core" or short(row.module):gsub("^aws_", "")] = row
  end
  local rows_of, used = {}, {}
  for _, kind in ipairs(KINDS) do
    local columns = { {}, {}, {} }
    for name in kind[2]:gmatch "%S+" do
      local column = column_of(assert(by_name[name], name))
      table.insert(columns[column], name)
      by_name[name], used[column] = nil, true
    end
    rows_of[#rows_of + 1] = { kind[1], columns }
  end
  for name in pairs(by_name) do assert(name:find "%.", name .. " is of no kind: see KINDS") end
  -- Only columns that something stands in, without a title if that is one.
  local one = not (used[2] or used[3])
  local function line(first, cell)
    local cells = { first }
    for column = 1, 3 do
      if used[column] then cells[#cells + 1] = cell(column) end
    end
    return "| " .. table.concat(cells, " | ") .. " |"
  end
  local titles = one and { "" } or { "whole", "in part", "L1 classes only" }
  local lines = { line("", function(column) return titles[column] end), line("---", function() return "---" end) }
  for _, row in ipairs(rows_of) do
    lines[#lines + 1] = line(row[1], function(column) return collapsed(row[2][column]) end)
  end
  return table.concat(lines, "\n")
end

if markdown then
  print(services())
  return
end

local function show(row)
  print(("%-36s %4d of %4d classes  %5d of %5d members"):format(short(row.module), row.classes_there, row.classes,
    row.members_there, row.members))
end

for _, row in ipairs(rows) do
  show(row)
  if names_missing or next(wanted) then
    for _, name in ipairs(row.missing) do print("    " .. name) end
  end
end
show(all)
