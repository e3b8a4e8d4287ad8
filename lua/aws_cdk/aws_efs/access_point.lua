--- Access points of a file system: each shows a folder of it, as a given user.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local efs = require "aws_cdk.aws_efs"
local l2 = require "aws_cdk.l2"
local whole_file_system = require "aws_cdk.aws_efs.private.whole_file_system"

local fail = engine.fail

local function arn_of(scope, id)
  return engine.stack_of(scope):format_arn {
    service = "elasticfilesystem", resource = "access-point", resource_name = id,
  }
end

local AccessPointBase = engine.class("aws_cdk.aws_efs.AccessPointBase", cdk.Resource)

local AccessPoint = engine.class("aws_cdk.aws_efs.AccessPoint", AccessPointBase)

--- Arguments: scope, id, AccessPointProps.
function AccessPoint:init(scope, id, props)
  AccessPointBase.init(self, scope, id)
  local token = props.client_token
  l2.within(self, "aws_efs.CfnAccessPointProps.client_token", token)
  local acl, user = props.create_acl, props.posix_user
  local resource = efs.CfnAccessPoint(self, "Resource", {
    file_system_id = props.file_system.file_system_ref.file_system_id,
    root_directory = {
      creation_info = acl and { owner_gid = acl.owner_gid, owner_uid = acl.owner_uid, permissions = acl.permissions },
      path = props.path,
    },
    posix_user = user and { uid = user.uid, gid = user.gid, secondary_gids = user.secondary_gids },
    client_token = token,
  })
  cdk.Tags.of(self):add("Name", self.node.path)
  self.access_point_id = resource.ref
  self.access_point_arn = arn_of(scope, self.access_point_id)
  self._file_system = props.file_system
end

AccessPoint.get.file_system = function(self) return whole_file_system(self, self._file_system, "file_system") end

local Imported = engine.class("aws_cdk.aws_efs.ImportedAccessPoint", AccessPointBase, "aws_cdk.aws_efs.IAccessPoint")

function Imported:init(scope, id, attrs)
  AccessPointBase.init(self, scope, id)
  local given_id, given_arn = attrs.access_point_id, attrs.access_point_arn
  if given_id == "" then given_id = nil end
  if given_arn == "" then given_arn = nil end
  if (given_id == nil) == (given_arn == nil) then
    fail(self, "an access point is imported with access_point_id or access_point_arn, got %s",
      given_id and "both" or "neither")
  end
  if not given_id then
    given_id = engine.stack_of(scope):split_arn(given_arn, cdk.ArnFormat.SLASH_RESOURCE_NAME).resource_name
    if not given_id or given_id == "" then
      fail(self, "the ARN of an access point ends in access-point/<access point id>, got %s", engine.display(given_arn))
    end
  end
  self.access_point_id = given_id
  self.access_point_arn = given_arn or arn_of(scope, given_id)
  self._file_system = attrs.file_system
end

Imported.get.file_system = function(self)
  if not self._file_system then
    fail(self, "the file system of an imported access point is not known: -> import it with "
      .. "from_access_point_attributes and file_system")
  end
  return whole_file_system(self, self._file_system, "file_system")
end

--- An access point made elsewhere, by its id or ARN; `file_system` says of which file system it is.
function AccessPoint.from_access_point_attributes(scope, id, attrs)
  return Imported(scope, id, attrs)
end

--- An access point made elsewhere.
function AccessPoint.from_access_point_id(scope, id, access_point_id)
  return Imported(scope, id, { access_point_id = access_point_id })
end

return { AccessPoint = AccessPoint }
