local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

--- Messages with ids that name a validation tool and a rule, and their acknowledgement.
local Validations = engine.class("aws_cdk.Validations")

Validations.ACKNOWLEDGED_RULES_METADATA_KEY = "aws:cdk:acknowledged-rules"

local ANNOTATION = "Annotation"

function Validations:init(scope) self._scope = scope end

function Validations.of(scope)
  if not engine.is_construct(scope) then
    engine.fail(nil, "Validations.of() expects a construct, got %s", engine.display(scope))
  end
  return Validations(scope)
end

local CLOSES = { [")"] = "(", ["]"] = "[", ["}"] = "{" }

-- `tool::rule`, where a bare rule belongs to the annotations. Colons inside brackets belong to the rule.
local function qualified(id, namespace)
  local open, separator, position = {}, nil, 1
  while position <= #id do
    local c = id:sub(position, position)
    if c == ":" and #open == 0 and id:sub(position + 1, position + 1) == ":" then
      if separator then engine.fail(nil, "the rule id %s has '::' twice; -> write tool::rule", engine.display(id)) end
      separator = position
      position = position + 1
    elseif c == "(" or c == "[" or c == "{" then
      open[#open + 1] = c
    elseif CLOSES[c] and table.remove(open) ~= CLOSES[c] then
      engine.fail(nil, "the rule id %s has an unbalanced bracket '%s'", engine.display(id), c)
    end
    position = position + 1
  end
  if separator == 1 then engine.fail(nil, "the rule id %s has no tool before '::'", engine.display(id)) end
  local tool = separator and id:sub(1, separator - 1):gsub(" ", "-") or namespace or ANNOTATION
  local rule = (separator and id:sub(separator + 2) or id):gsub(" ", "-")
  if tool == "annotation" or tool == "Construct-Annotations" then tool = ANNOTATION end
  return tool .. "::" .. rule
end

Validations._qualified = qualified

function Validations:add_warning(id, message, options)
  cdk.Annotations.of(self._scope):add_warning_v2(qualified(id), message, options)
end

function Validations:add_error(id, message)
  cdk.Annotations.of(self._scope):add_error(message .. " (" .. qualified(id) .. ")")
end

--- Accepts rules `{ id, reason, where }` here and below.
function Validations:acknowledge(...)
  for _, rule in ipairs { ... } do
    local id = qualified(rule.id)
    self._scope.node:add_metadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, { [id] = rule.reason },
      { stack_trace = true })
    local annotations = cdk.Annotations.of(self._scope)
    annotations:_acknowledge_warning(id, rule.where)
    local own = id:match("^" .. ANNOTATION .. "::(.*)$")
    if own then annotations:_acknowledge_warning(own, rule.where) end
  end
end

--- Adds policy validation plug-ins to the enclosing stage: tables with `name` and `validate(self, context)`.
function Validations:add_plugins(...)
  local scope = self._scope
  local stage = engine.is_a(scope, cdk.Stage) and scope or engine.stage_of(scope)
  if not stage then
    engine.fail(scope, "validation plug-ins need an enclosing Stage or App, and %s has none",
      engine.display(scope.node.path))
  end
  stage:_add_validation_plugins(...)
end

return { Validations = Validations }
