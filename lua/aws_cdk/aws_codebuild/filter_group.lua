--- Which events of a repository start a build: one of some actions, and all of some conditions.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"

local FilterGroup = engine.class "aws_cdk.aws_codebuild.FilterGroup"

function FilterGroup:init(actions, filters)
  self._actions, self._filters = actions, filters
end

--- A group for events of those EventActions.
function FilterGroup.in_event_of(...)
  local actions = {}
  for _, action in ipairs { ... } do
    if not l2.includes(actions, action) then actions[#actions + 1] = action end
  end
  if #actions == 0 then engine.fail(nil, "a filter group needs at least one EventAction") end
  return FilterGroup(actions, {})
end

-- A group has and_<name>_is and and_<name>_is_not: the type of the filter, and what comes before the given text.
local CONDITIONS = {
  branch = { "HEAD_REF", "refs/heads/" },
  tag = { "HEAD_REF", "refs/tags/" },
  head_ref = { "HEAD_REF", "" },
  base_branch = { "BASE_REF", "refs/heads/" },
  base_ref = { "BASE_REF", "" },
  commit_message = { "COMMIT_MESSAGE", "" },
  actor_account = { "ACTOR_ACCOUNT_ID", "" },
  file_path = { "FILE_PATH", "" },
  repository_name = { "REPOSITORY_NAME", "" },
}

for name, row in pairs(CONDITIONS) do
  local kind, start = row[1], row[2]
  local function add(self, text, excludes)
    if kind == "BASE_REF" and l2.includes(self._actions, "PUSH") then
      engine.fail(nil, "a filter group with the action PUSH has no base branch; -> use another group for it")
    end
    local filters = table.move(self._filters, 1, #self._filters, 1, {})
    filters[#filters + 1] = {
      type = kind, pattern = start ~= "" and start .. text or text, exclude_matched_pattern = excludes,
    }
    return FilterGroup(self._actions, filters)
  end
  FilterGroup["and_" .. name .. "_is"] = function(self, text) return add(self, text) end
  FilterGroup["and_" .. name .. "_is_not"] = function(self, text) return add(self, text, true) end
end

--- The L1 property.
function FilterGroup:_render()
  local all = { { type = "EVENT", pattern = table.concat(self._actions, ", ") } }
  return table.move(self._filters, 1, #self._filters, 2, all)
end

return { FilterGroup = FilterGroup }
