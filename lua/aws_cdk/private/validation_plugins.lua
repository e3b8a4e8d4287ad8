--- The validation plug-ins of an app and its stages, and how they are asked: for the validation report of what was
--- written, and for `luacdk check`.
local engine = require "luacdk.engine"

local M = {}

local function add_stages(stage, list)
  for _, nested in ipairs(engine.nested_stages(stage)) do add_stages(nested, list) end
  list[#list + 1] = stage
  return list
end

--- The app and its stages, each behind those inside it: the order in which plug-ins are asked.
function M.stages(app) return add_stages(app, {}) end

local function common(stacks, name)
  for _, stack in ipairs(stacks) do
    if stack[name] ~= stacks[1][name] then return nil end
  end
  return stacks[1] and stacks[1][name]
end

--- Asks a plug-in about stacks: { stack_construct_path =, template_path =, account_id =, region = }. Returns true and
--- its report, or false and what went wrong.
function M.ask(plugin, app, stacks)
  local paths = {}
  for i, stack in ipairs(stacks) do paths[i] = stack.template_path end
  return pcall(function()
    local report = plugin:validate {
      template_paths = paths, stack_templates = stacks, app_construct = app,
      account_id = common(stacks, "account_id"), region = common(stacks, "region"),
    }
    return engine.check_struct("aws_cdk.PolicyValidationPluginReport", report, "the report")
  end)
end

return M
