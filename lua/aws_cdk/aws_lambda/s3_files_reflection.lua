--- What belongs to an access point of S3 Files, found in the tree: file system, mount targets, their security groups.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

local M = {}

-- The resources of a type in the app.
local function resources(construct, resource_type)
  local found = {}
  for _, child in ipairs(construct.node.root.node:find_all()) do
    if engine.is_a(child, cdk.CfnResource) and child.cfn_resource_type == resource_type then
      found[#found + 1] = child
    end
  end
  return found
end

local function same(a, b) return a ~= nil and b ~= nil and tostring(a) == tostring(b) end

local function file_system(ap)
  local id = ap.access_point_ref.access_point_id
  local point
  for _, candidate in ipairs(resources(ap, "AWS::S3Files::AccessPoint")) do
    if same(candidate.access_point_ref.access_point_id, id) then
      point = candidate
      break
    end
  end
  if not point then engine.fail(ap, "the CfnAccessPoint of %s is not in this app", ap.node.path) end
  for _, candidate in ipairs(resources(ap, "AWS::S3Files::FileSystem")) do
    if same(candidate.ref, point.file_system_id) or same(candidate.attr_file_system_id, point.file_system_id) then
      return candidate
    end
  end
  engine.fail(ap, "the CfnFileSystem of the access point %s is not in this app: -> define it here and give its id to "
    .. "the access point", point.node.path)
end

local function mount_targets(ap, filesystem)
  local targets = {}
  for _, candidate in ipairs(resources(ap, "AWS::S3Files::MountTarget")) do
    local id = candidate.file_system_id
    if same(filesystem.ref, id) or same(filesystem.attr_file_system_id, id) then
      targets[#targets + 1] = candidate
    end
  end
  if #targets == 0 then
    engine.fail(ap, "the file system %s has no mount target: -> make at least one CfnMountTarget", filesystem.node.path)
  end
  return targets
end

local function security_groups(targets)
  local groups, seen = {}, {}
  for _, target in ipairs(targets) do
    local ids = target.security_groups
    if not ids or #ids == 0 then
      engine.fail(target, "the mount target %s has no security groups: -> give it some", target.node.path)
    end
    for _, id in ipairs(ids) do
      local text = tostring(id)
      if not seen[text] then
        seen[text] = true
        for _, candidate in ipairs(resources(target, "AWS::EC2::SecurityGroup")) do
          if same(candidate.ref, id) or same(candidate.attr_group_id, id) then
            groups[#groups + 1] = candidate
          end
        end
      end
    end
  end
  return groups
end

--- The file system (L1), mount targets (L1) and security groups (L1) behind an access point.
function M.of(ap)
  local filesystem = file_system(ap)
  local targets = mount_targets(ap, filesystem)
  return filesystem, targets, security_groups(targets)
end

return M
