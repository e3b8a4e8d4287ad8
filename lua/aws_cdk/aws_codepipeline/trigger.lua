--- Triggers: which changes in a connected repository start the pipeline.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"

local fail = engine.fail

local PROVIDER = "CodeStarSourceConnection"
local MOST_FILTERS, MOST_PATTERNS = 3, 8

local Trigger = engine.class "aws_cdk.aws_codepipeline.Trigger"

-- ---- checks ---------------------------------------------------------------------------------------------------------

local function has(filter, kind) return filter[kind .. "_includes"] ~= nil or filter[kind .. "_excludes"] ~= nil end

local function check_lengths(filter, of, kinds)
  for _, kind in ipairs(kinds) do
    for _, way in ipairs { "_excludes", "_includes" } do
      local list = filter[kind .. way]
      if list and #list > MOST_PATTERNS then
        fail(nil, "%s%s must have at most %d items, got %d%s", kind, way, MOST_PATTERNS, #list, of)
      end
    end
  end
end

local function check_push(filter, of)
  check_lengths(filter, of, { "branches", "file_paths", "tags" })
  if has(filter, "file_paths") and not has(filter, "branches") then
    fail(nil, "file paths in push_filter need branches_includes or branches_excludes%s", of)
  end
  if not has(filter, "tags") and not has(filter, "branches") then
    fail(nil, "push_filter needs branches or tags; -> give one of branches_includes, branches_excludes, tags_includes "
      .. "and tags_excludes%s", of)
  end
end

local function check_pull_request(filter, of)
  if not has(filter, "branches") then
    fail(nil, "pull_request_filter needs branches_includes or branches_excludes%s", of)
  end
  check_lengths(filter, of, { "branches", "file_paths" })
end

local function check_filters(filters, name, of, check)
  if not filters then return end
  if #filters > MOST_FILTERS then
    fail(nil, "%s must have at most %d items, got %d%s", name, MOST_FILTERS, #filters, of)
  end
  for _, filter in ipairs(filters) do check(filter, of) end
end

local function check_git(git)
  local action = git.source_action.action_properties
  local of = (" (source action %s)"):format(engine.display(action.action_name))
  if action.provider ~= PROVIDER then
    fail(nil, "the source action of a trigger must be of the provider %s, got %s%s", PROVIDER,
      engine.display(action.provider), of)
  end
  if #(git.push_filter or {}) == 0 and #(git.pull_request_filter or {}) == 0 then
    fail(nil, "git_configuration needs push_filter or pull_request_filter%s", of)
  end
  check_filters(git.push_filter, "push_filter", of, check_push)
  check_filters(git.pull_request_filter, "pull_request_filter", of, check_pull_request)
end

-- ---- rendering ------------------------------------------------------------------------------------------------------

local function filled(list) return list and #list > 0 and list or nil end

local function patterns(filter, kind)
  local excludes, includes = filled(filter[kind .. "_excludes"]), filled(filter[kind .. "_includes"])
  return (excludes or includes) and { excludes = excludes, includes = includes } or nil
end

local function events_of(filter)
  if not filled(filter.events) then
    return l2.pluck(engine.schema.type("aws_cdk.aws_codepipeline.GitPullRequestEvent").values, "value")
  end
  local list, seen = {}, {}
  for _, event in ipairs(filter.events) do
    if not seen[event] then list[#list + 1] = event end
    seen[event] = true
  end
  return list
end

local function rendered(filters, last, value_of)
  if not filled(filters) then return nil end
  local list = {}
  for i, filter in ipairs(filters) do
    list[i] = {
      branches = patterns(filter, "branches"), file_paths = patterns(filter, "file_paths"), [last] = value_of(filter),
    }
  end
  return list
end

-- ---------------------------------------------------------------------------------------------------------------------

--- Arguments: TriggerProps: provider_type (required), git_configuration: source_action, push_filter,
-- pull_request_filter.
function Trigger:init(props)
  local git = props.git_configuration
  self._props = props
  self.source_action = git and git.source_action
  if git then check_git(git) end
end

function Trigger:_render()
  local git = self._props.git_configuration
  return {
    provider_type = self._props.provider_type,
    git_configuration = git and {
      push = rendered(git.push_filter, "tags", function(filter) return patterns(filter, "tags") end),
      pull_request = rendered(git.pull_request_filter, "events", events_of),
      source_action_name = git.source_action.action_properties.action_name,
    },
  }
end

return { Trigger = Trigger }
