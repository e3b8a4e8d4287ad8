--- What the validation plug-ins of an app find (`cdk.Validations.of(scope):add_plugins`). They read templates from
--- files, so these are in a temporary folder while they run.
local assets = require "luacdk.assets"
local cdk = require "aws_cdk"
local engine = require "luacdk.engine"
local validation_plugins = require "aws_cdk.private.validation_plugins"

local plugins = {}

local LEVELS = { fatal = "error", error = "error", warning = "warning", info = "info" }

local function known(value) return not engine.is_unresolved(value) and value or nil end

-- The top-level stacks of a stage, each with its template in a file of the folder.
local function stacks_of(preview, stage, folder)
  local list, by_file = {}, {}
  for number, stack in ipairs(preview.stacks) do
    local construct = preview.find(stack, stack.path)
    local within = construct and not stack.nested
    local at = within and engine.stage_of(construct)
    while at and at ~= stage do at = at.parent_stage end
    if at then
      local file = ("%s/%d.%s.template.json"):format(folder, number, stack.id)
      assert(assets.write_file(file, stack.text))
      by_file[file] = stack
      list[#list + 1] = { stack_construct_path = stack.path, template_path = file,
        account_id = known(construct.account), region = known(construct.region) }
    end
  end
  return list, by_file
end

local function add_violations(list, name, report, by_file)
  local tool = name:gsub(" ", "-")
  for _, violation in ipairs(report.violations) do
    local level = LEVELS[(violation.severity or "error"):lower()] or "warning"
    for _, place in ipairs(#violation.violating_resources > 0 and violation.violating_resources or { {} }) do
      local stack = by_file[place.template_path or ""]
      local element = stack and place.resource_logical_id and stack.by_id[place.resource_logical_id] or {}
      list[#list + 1] = { id = cdk.Validations._qualified(violation.rule_name, tool), level = level,
        text = violation.description .. (violation.fix and "; " .. violation.fix or ""), wrong = violation.description,
        right = violation.fix, path = place.construct_path or element.path, location = element.location,
        property = (place.locations or {})[1] }
    end
  end
end

--- Findings: { id =, level =, text =, path =, location =, property =, wrong =, right = }. Ids are `tool::rule`.
function plugins.of(preview)
  local list, folder = {}, nil
  local remover <close> = setmetatable({}, { __close = function() -- luacheck: ignore
    if folder then assets.remove_tree(folder) end
  end })
  for _, app in ipairs(preview.apps) do
    for _, stage in ipairs(validation_plugins.stages(app)) do
      for _, plugin in ipairs(stage._validation_plugins) do
        folder = folder or cdk.FileSystem.mkdtemp "luacdk-check-"
        local stacks, by_file = stacks_of(preview, stage, folder)
        local name = validation_plugins.name(plugin)
        local ok, report = validation_plugins.ask(plugin, app, stacks)
        if ok then
          add_violations(list, name, report, by_file)
        else
          list[#list + 1] = { id = "luacdk::plugin", level = "error",
            text = ("validation plug-in '%s' failed: %s"):format(name, report) }
        end
      end
    end
  end
  return list
end

return plugins
