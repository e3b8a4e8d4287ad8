--- Options of CodeBuild projects from several places, put together.
local codebuild = require "aws_cdk.aws_codebuild"
local engine = require "luacdk.engine"

local options = {}

local ENVIRONMENT = {
  "build_image", "compute_type", "docker_server", "fleet", "host_kernel", "privileged", "certificate",
}
local LISTS = { "role_policy", "security_groups", "file_system_locations" }
local VALUES = { "vpc", "subnet_selection", "timeout", "cache", "logging" }

local function later(first, second)
  if second ~= nil then return second end
  return first
end

--- Two environments as one; what the second says counts.
function options.environments(first, second)
  if not first or not second then return first or second end
  local all = {}
  for _, name in ipairs(ENVIRONMENT) do all[name] = later(first[name], second[name]) end
  all.environment_variables = engine.ordered()
  for _, variables in ipairs { first.environment_variables or {}, second.environment_variables or {} } do
    engine.extend(all.environment_variables, variables)
  end
  return all
end

--- Two build specifications as one.
function options.build_specs(first, second)
  if not first or not second then return first or second end
  return codebuild.BuildSpec._merge(first, second)
end

local function joined(first, second)
  local list = table.move(second or {}, 1, #(second or {}), #(first or {}) + 1, { table.unpack(first or {}) })
  return #list > 0 and list or nil
end

local function merged(first, second)
  local all = {
    build_environment = options.environments(first.build_environment, second.build_environment),
    partial_build_spec = options.build_specs(first.partial_build_spec, second.partial_build_spec),
  }
  for _, name in ipairs(LISTS) do all[name] = joined(first[name], second[name]) end
  for _, name in ipairs(VALUES) do all[name] = later(first[name], second[name]) end
  return all
end

--- CodeBuildOptions from several, any of which may be nil; later ones count. They are joined from the last to the
--- first, which decides the order of commands.
function options.merge(...)
  local given = {}
  for i = 1, select("#", ...) do given[#given + 1] = (select(i, ...)) end
  local all = given[#given] or {}
  for i = #given - 1, 1, -1 do all = merged(given[i], all) end
  return merged({}, all)
end

return options
