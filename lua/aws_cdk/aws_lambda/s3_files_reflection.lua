--- What belongs to an access point of S3 Files, found in the tree: file system, mount targets, their security groups.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local related = require "aws_cdk.private.related"
local s3files = require "aws_cdk.aws_s3files"

local M = {}

-- Whether it is a resource of that type.
local function is(value, cfn_type)
  return value and engine.is_a(value, cdk.CfnResource) and value.cfn_resource_type == cfn_type
end

-- The resource of the type that `value` refers to by its Ref or by an attribute, if that belongs to `construct`.
local function referenced(construct, value, cfn_type, id_attribute)
  local target, attribute = related.target(value)
  if is(target, cfn_type) and (attribute == nil or attribute == id_attribute)
    and related.is_found(construct, target) then
    return target
  end
end

local ACCESS_POINT, FILE_SYSTEM = "AWS::S3Files::AccessPoint", "AWS::S3Files::FileSystem"

local function file_system(ap)
  local child = ap.node.default_child
  local point = is(ap, ACCESS_POINT) and ap or is(child, ACCESS_POINT) and child
    or referenced(ap, ap.access_point_ref.access_point_id, ACCESS_POINT, "AccessPointId")
  if not point then engine.fail(ap, "the CfnAccessPoint of %s is not in this app", ap.node.path) end
  return referenced(point, point.file_system_id, FILE_SYSTEM, "FileSystemId")
    or engine.fail(ap, "the CfnFileSystem of the access point %s is not in this app: -> define it here and give its id "
      .. "to the access point", point.node.path)
end

-- By file system: its mount targets.
local mounting = related.index(s3files.CfnMountTarget, "file_system_id")

local function mount_targets(ap, filesystem)
  local targets, root = {}, ap.node.root
  for target in pairs(mounting[filesystem] or {}) do
    local found, attribute = related.target(target.file_system_id)
    if found == filesystem and (attribute == nil or attribute == "FileSystemId") and target.node.root == root
      and related.is_in_tree(target) then
      targets[#targets + 1] = target
    end
  end
  if #targets == 0 then
    engine.fail(ap, "the file system %s has no mount target: -> make at least one CfnMountTarget", filesystem.node.path)
  end
  table.sort(targets, engine.precedes)
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
        groups[#groups + 1] = referenced(target, id, ec2.CfnSecurityGroup.CFN_RESOURCE_TYPE_NAME, "GroupId")
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
