--- Findings that the user does not want to be told: rules named on the command line (`--ignore`) or in the context
--- (`luacdk:ignore-rules`), and rules that `cdk.Validations.of(construct):acknowledge` accepts, there and below. What
--- the library refuses cannot be silenced: there is no template without it.
local cdk = require "aws_cdk"
local engine = require "luacdk.engine"
local rules = require "luacdk.check.rules"
local settings = require "luacdk.settings"

local silence = {}

local CONTEXT = "luacdk:ignore-rules"

-- Under these names the reference acknowledges rules of its validator, and annotations.
local NAMESPACES = { "CloudFormation-Validate::", "Annotation::", "" }

local function ignored()
  local ids = {}
  for id in (settings.checking and settings.checking.ignore or ""):gmatch "[^,%s]+" do ids[id] = "--ignore" end
  local list = settings.context and settings.context[CONTEXT]
  if type(list) == "string" then list = { list } end
  for _, id in ipairs(type(list) == "table" and list or {}) do ids[id] = ids[id] or CONTEXT end
  return ids
end

local acknowledged = {} -- by id: set of paths

--- Notes what the constructs of an app acknowledge.
function silence.note(app)
  local key = cdk.Validations.ACKNOWLEDGED_RULES_METADATA_KEY
  for _, construct in ipairs(engine.find(app, "metadata")) do
    for _, entry in ipairs(construct.node.metadata) do
      for id in pairs(entry.type == key and entry.data or {}) do
        acknowledged[id] = acknowledged[id] or {}
        acknowledged[id][construct.node.path] = true
      end
    end
  end
end

local function is_acknowledged(finding)
  for _, namespace in ipairs(NAMESPACES) do
    local paths, path = acknowledged[namespace .. finding.id], finding.path or ""
    while paths do
      if paths[path] then return true end
      if path == "" then break end
      path = path:match "^(.*)/[^/]*$" or ""
    end
  end
  return false
end

-- Findings about templates; the validator finds their like, and CDK_VALIDATION=false switches it off.
local OF_TEMPLATES = { Schema = true, Deprecation = true, IAM = true, Code = true, Structure = true,
  Intrinsic = true, Reference = true, Resource = true }

--- Whether CDK_VALIDATION=false leaves out the finding.
function silence.is_switched_off(finding)
  return os.getenv "CDK_VALIDATION" == "false" and OF_TEMPLATES[finding.category or ""] == true
    and finding.id ~= "luacdk::deprecated"
end

local ids

--- Complaints about ids that no rule has, in order: { wrong, right or nil }. `told` are all findings: annotations and
--- plug-ins have ids of their own.
function silence.unknown(told)
  local known, names, list = {}, {}, {}
  for _, rule in ipairs(rules.all()) do names[#names + 1] = rule.id end
  for _, finding in ipairs(told) do known[finding.id] = true end
  ids = ids or ignored()
  for id in require "luacdk.check.validator_ids":gmatch "%S+" do known[id] = true end
  for id, where in pairs(ids) do
    id = tostring(id)
    local nearest = engine.nearest(id, names)
    -- Annotations, plug-ins and other tools have ids of their own, and may tell nothing this time.
    local ours = nearest or id:find "^luacdk::" or id:find "^%u%d+$"
    if ours and not known[id] and not rules.find(id) then
      list[#list + 1] = { ("%s names '%s', which is the id of no rule"):format(where, id),
        nearest and ("did you mean '%s'?"):format(nearest) or nil }
    end
  end
  table.sort(list, function(a, b) return a[1] < b[1] end)
  return list
end

--- Whether the finding is not to be told.
function silence.covers(finding)
  ids = ids or ignored()
  if finding.refused or finding.category == "Call" or finding.category == "Run" and finding.level == "error" then
    return false
  end
  return ids[finding.id] ~= nil or is_acknowledged(finding) or silence.is_switched_off(finding)
end

return silence
