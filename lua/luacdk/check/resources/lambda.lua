--- Rules about functions, their permissions and event sources.
local facts = require "luacdk.check.resources.fact_rows"
local values = require "luacdk.check.resources.values"

local has, text, number, at = values.has, values.text, values.number, values.at

local function starts_with_one_of(name, prefixes)
  for _, prefix in ipairs(prefixes) do
    if name:sub(1, #prefix) == prefix then return true end
  end
  return false
end

local function takes_snapshots(runtime)
  return starts_with_one_of(runtime, facts.snapstart_runtime_prefixes)
    and not starts_with_one_of(runtime, facts.snapstart_unsupported_runtime_prefixes)
    and not values.is_one_of(runtime, facts.snapstart_unsupported_runtimes)
end

local function reserved_names(props, tell)
  if props.Environment == nil then return end
  local variables = values.object(at(props, "Environment.Variables"))
  for _, name in ipairs(facts.lambda_reserved_environment_keys) do
    if variables[name] ~= nil then
      tell("E3663", "Environment.Variables." .. name, ("'%s' is set by Lambda itself"):format(name),
        "use another name")
    end
  end
end

local function image_without_runtime(props, tell)
  if props.PackageType ~= "Image" then return end
  for _, name in ipairs(facts.lambda_image_excluded_properties) do
    if has(props, name) then
      return tell("E3685", name, ("a function from an image has no %s: the image says that"):format(name),
        ("leave %s out"):format(name))
    end
  end
end

local function inline_code(props, tell)
  local runtime = values.object(props.Code).ZipFile ~= nil and text(props.Runtime)
  if runtime and not runtime:find "^nodejs" and not runtime:find "^python" then
    tell("E3677", "Runtime", ("inline code does not run on '%s'"):format(runtime),
      "use nodejs or python, or code from a file")
  end
end

local function snapshots(props, tell)
  if props.SnapStart == nil then return end
  local runtime = text(props.Runtime)
  if runtime and at(props, "SnapStart.ApplyOn") == "PublishedVersions" and not takes_snapshots(runtime) then
    tell("E2530", "SnapStart.ApplyOn", ("SnapStart does not work with '%s'"):format(runtime),
      "use a newer Python, Java or .NET")
  end
end

local function zip_needs(props, tell)
  local code = values.object(props.Code)
  local is_zip = props.PackageType == "Zip"
    or not has(props, "PackageType") and (code.ZipFile ~= nil or code.S3Key ~= nil)
  if not is_zip then return end
  local missing = {}
  for _, name in ipairs(facts.lambda_zip_required_properties) do
    if not has(props, name) then missing[#missing + 1] = name end
  end
  if #missing > 0 then
    tell("W2533", "Code", ("code from a zip file needs %s"):format(table.concat(missing, " and ")), nil)
  end
end

local function fifo_batch(props, tell, all)
  local queue = all.find(props.EventSourceArn, "AWS::SQS::Queue")
  local size = number(props.BatchSize)
  if queue and values.is_true(queue.props.FifoQueue) and size and size > 10 then
    tell("E3705", "BatchSize", ("a batch of %s is too large for a FIFO queue"):format(size), "there may be at most 10")
  end
end

-- A message must not be seen again while the function still works on it.
local function visibility(props, tell, all)
  local queue = all.find(props.EventSourceArn, "AWS::SQS::Queue")
  local fn = all.find(props.FunctionName, "AWS::Lambda::Function")
  if not queue or not fn then return end
  local function given(owner, name, default)
    if not has(owner, name) then return default end
    return number(owner[name])
  end
  local seen, runs = given(queue.props, "VisibilityTimeout", 30), given(fn.props, "Timeout", 3)
  if seen and runs and seen < runs then
    tell("E3505", "VisibilityTimeout", ("messages are hidden for %s s, and '%s' may work for %s s"):format(seen, fn.id,
      runs), "give the queue a visibility timeout of at least that", queue)
  end
end

-- A log group has at most two subscriptions.
local function subscriptions(resources, tell)
  local by_group, order = {}, {}
  for _, one in ipairs(resources) do
    local name = text(one.props.LogGroupName)
    local group = name and "=" .. name or values.target(one.props.LogGroupName)
    if group then
      if not by_group[group] then
        by_group[group] = {}
        order[#order + 1] = group
      end
      table.insert(by_group[group], one)
    end
  end
  for _, group in ipairs(order) do
    local list = by_group[group]
    if #list > 2 then
      tell("E2529", "LogGroupName", ("the log group has %d subscriptions"):format(#list), "there may be at most 2",
        list[1])
    end
  end
end

return {
  each = {
    ["AWS::Lambda::Function"] = { reserved_names, image_without_runtime, inline_code, snapshots, zip_needs },
    ["AWS::Lambda::EventSourceMapping"] = { fifo_batch, visibility },
  },
  together = { ["AWS::Logs::SubscriptionFilter"] = subscriptions },
  also = { "AWS::SQS::Queue" },
  only = {
    ["AWS::Lambda::Function"] = { "Code:", "Environment", "Handler", "Layers", "PackageType", "Runtime", "SnapStart",
      "Timeout" },
  },
}
