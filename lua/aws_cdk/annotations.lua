local engine = require "luacdk.engine"

--- Messages attached to constructs; the CLI shows them. Errors make it refuse to deploy.
local Annotations = engine.class("aws_cdk.Annotations")

local INFO, WARNING, ERROR = "aws:cdk:info", "aws:cdk:warning", "aws:cdk:error"

function Annotations:init(scope) self._scope = scope end

function Annotations.of(scope)
  if not engine.is_construct(scope) then
    engine.fail(nil, "Annotations.of() expects a construct, got %s", engine.display(scope))
  end
  return Annotations(scope)
end

-- Acknowledgements and the contexts of warnings belong to the app, keyed by construct path: they also apply below it.
local function register(scope, name)
  local root = scope.node.root
  local found = root[name]
  if not found then
    found = {}
    root[name] = found
  end
  return found
end

local function holds(where, context)
  if type(where) ~= "table" then return where == context end
  if type(context) ~= "table" then return false end
  for key, value in pairs(where) do
    if not holds(value, context[key]) then return false end
  end
  return true
end

local function acknowledged(scope, id, context)
  local root = scope.node.root
  local known = root._acknowledgements
  local path = scope.node.path
  while known do
    for _, record in ipairs(known[path] and known[path][id] or {}) do
      if not record.where or holds(record.where, context or {}) then return true end
    end
    local parent = path:match("^(.*)/[^/]*$")
    if not parent then return false end
    path = parent
  end
  return false
end

local function acknowledge(scope, id, where)
  local known = register(scope, "_acknowledgements")
  local path = scope.node.path
  known[path] = known[path] or {}
  local records = known[path][id] or {}
  known[path][id] = records
  where = where and next(where) ~= nil and where or nil
  if not where and #records > 0 and not records[#records].where then return end
  table.insert(records, { where = where })
end

-- Removes messages that were added before they were acknowledged.
local function remove(scope, level, id, where)
  local matches = where and next(where) ~= nil and function(construct, text)
    local contexts = scope.node.root._warning_contexts
    local recorded = contexts and contexts[construct.node.path]
    return holds(where, recorded and recorded[text] or {})
  end
  engine.remove_messages(scope, level, id, matches or nil)
end

local function add(scope, level, message)
  if engine.has_metadata(scope, message) then return end
  if type(message) ~= "string" then message = engine.json(message) end
  local disabled = scope.node:try_get_context("aws:cdk:disable-stack-trace") or os.getenv("CDK_DISABLE_STACK_TRACE")
  scope.node:add_metadata(level, message, { stack_trace = not disabled })
end

function Annotations:add_info(message) add(self._scope, INFO, message) end
function Annotations:add_warning(message) add(self._scope, WARNING, message) end
function Annotations:add_error(message) add(self._scope, ERROR, message) end

--- An informational message that can be acknowledged by its id.
function Annotations:add_info_v2(id, message)
  if not acknowledged(self._scope, id) then add(self._scope, INFO, message .. " [ack: " .. id .. "]") end
end

--- A warning that can be acknowledged by its id; `options.context` is data an acknowledgement may ask for.
function Annotations:add_warning_v2(id, message, options)
  local context = options and options.context
  if acknowledged(self._scope, id, context) then return end
  local data = message .. " [ack: " .. id .. "]"
  add(self._scope, WARNING, data)
  if context and next(context) ~= nil then
    local contexts = register(self._scope, "_warning_contexts")
    local path = self._scope.node.path
    contexts[path] = contexts[path] or {}
    contexts[path][data] = context
  end
end

--- Silences a warning here and below, whether it was added before or will be.
function Annotations:acknowledge_warning(id, message) -- luacheck: no unused args
  self:_acknowledge_warning(id)
end

function Annotations:_acknowledge_warning(id, where)
  acknowledge(self._scope, id, where)
  remove(self._scope, WARNING, id, where)
end

function Annotations:acknowledge_info(id, message) -- luacheck: no unused args
  acknowledge(self._scope, id)
  remove(self._scope, INFO, id)
end

--- An error that tools can tell by a code.
function Annotations:_add_trackable_error(id, message)
  self:add_error(message)
  if engine.has_metadata(self._scope, id) then
    for _, entry in ipairs(self._scope.node.metadata) do
      if entry.type == "aws:cdk:error-code" and entry.data == id then return end
    end
  end
  self._scope.node:add_metadata("aws:cdk:error-code", id)
end

--- Warns that an API is going to be removed; with CDK_BLOCK_DEPRECATIONS set, that is an error.
function Annotations:add_deprecation(api, message)
  local text = ("%s is deprecated and will be removed in the next major version: %s"):format(api, message)
  if os.getenv("CDK_BLOCK_DEPRECATIONS") then engine.fail(self._scope, "%s", text) end
  self:add_warning_v2("Deprecated:" .. api, text)
end

return { Annotations = Annotations }
