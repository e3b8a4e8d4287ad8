--- Findings that the user does not want to be told: rules named on the command line (`--ignore`) or in the context
--- (`luacdk:ignore-rules`), and rules that `cdk.Validations.of(construct):acknowledge` accepts, there and below. What
--- the library refuses cannot be silenced: there is no template without it.
local cdk = require "aws_cdk"
local engine = require "luacdk.engine"
local settings = require "luacdk.settings"

local silence = {}

local CONTEXT = "luacdk:ignore-rules"

-- Under these names the reference acknowledges rules of its validator, and annotations.
local NAMESPACES = { "CloudFormation-Validate::", "Annotation::", "" }

local function ignored()
  local ids = {}
  for id in (settings.checking and settings.checking.ignore or ""):gmatch "[^,%s]+" do ids[id] = true end
  local list = settings.context and settings.context[CONTEXT]
  if type(list) == "string" then list = { list } end
  for _, id in ipairs(type(list) == "table" and list or {}) do ids[id] = true end
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
  Intrinsic = true, Reference = true }

--- Whether CDK_VALIDATION=false leaves out the finding.
function silence.is_switched_off(finding)
  return os.getenv "CDK_VALIDATION" == "false" and OF_TEMPLATES[finding.category or ""] == true
    and finding.id ~= "luacdk::deprecated"
end

local ids

--- Whether the finding is not to be told.
function silence.covers(finding)
  ids = ids or ignored()
  if finding.refused or finding.category == "Call" or finding.category == "Run" and finding.level == "error" then
    return false
  end
  return ids[finding.id] == true or is_acknowledged(finding) or silence.is_switched_off(finding)
end

return silence
