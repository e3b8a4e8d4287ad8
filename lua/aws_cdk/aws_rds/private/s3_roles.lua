--- Roles with which a database reads and writes buckets.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"

local function role_for(self, id, buckets, given, other, combine, option, verb)
  if not buckets or #buckets == 0 then return given end
  if given then engine.fail(self, "%s_role and %s_buckets are mutually exclusive", option, option) end
  local role = combine and other
    or iam.Role(self, id, { assumed_by = iam.ServicePrincipal "rds.amazonaws.com" })
  for _, bucket in ipairs(buckets) do bucket[verb](bucket, role) end
  return role
end

--- The roles of import and export, or nil. With `combine` one role does both.
return function(self, props, combine)
  local export = props.s3_export_role
  local import = role_for(self, "S3ImportRole", props.s3_import_buckets, props.s3_import_role, export, combine,
    "s3_import", "grant_read")
  export = role_for(self, "S3ExportRole", props.s3_export_buckets, export, import, combine, "s3_export",
    "grant_read_write")
  return import, export
end
