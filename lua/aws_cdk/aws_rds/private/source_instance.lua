--- Instances with an engine of their own: new ones and those from a snapshot.
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local engine = require "luacdk.engine"
local engine_text = require "aws_cdk.aws_rds.private.engine_text"
local l2 = require "aws_cdk.l2"
local master_user = require "aws_cdk.aws_rds.private.master_user"
local rds = require "aws_cdk.aws_rds"
local s3_roles = require "aws_cdk.aws_rds.private.s3_roles"

local NewInstance = require "aws_cdk.aws_rds.private.new_instance"

local fail = engine.fail

local DEFAULT_STORAGE = "100"

local SourceInstance = engine.class("aws_cdk.aws_rds.SourceDatabaseInstance", NewInstance)

-- The roles of the instance for S3, with the features of the engine that they are for.
local function associated_roles(self, import, export, of, features)
  local list = {}
  features = features or {}
  if import and not features.s3_import then fail(self, "%s cannot import from S3", engine_text(of)) end
  if export and not features.s3_export then fail(self, "%s cannot export to S3", engine_text(of)) end
  if import then list[#list + 1] = { role_arn = import.role_arn, feature_name = features.s3_import } end
  if export and features.s3_import ~= features.s3_export then
    list[#list + 1] = { role_arn = export.role_arn, feature_name = features.s3_export }
  end
  return #list > 0 and list or nil
end

local function parameter_group_name(self, props)
  if not props.parameters then return self._new_cfn_props.db_parameter_group_name end
  if props.parameter_group then fail(self, "parameter_group and parameters are mutually exclusive") end
  local group = rds.ParameterGroup(self, "ParameterGroup", { engine = props.engine, parameters = props.parameters })
  return group:bind_to_instance({}).parameter_group_name
end

--- Arguments: scope, id, DatabaseInstanceSourceProps. The properties of the instance are then in _source_cfn_props.
function SourceInstance:init(scope, id, props)
  NewInstance.init(self, scope, id, props)
  local of = props.engine
  self.engine = of
  self.single_user_rotation_application = of.single_user_rotation_application
  self.multi_user_rotation_application = of.multi_user_rotation_application
  self.check_lifecycle_support(self, props, of.engine_type)
  local combine = of.engine_type:find "^oracle%-" or of.engine_type:find "^sqlserver%-"
  local import, export = s3_roles(self, props, combine)
  local options = l2.with({}, props)
  options.s3_import_role, options.s3_export_role = import, export
  local config = of:bind_to_instance(self, options)
  self._instance_type = props.instance_type or ec2.InstanceType "m5.large"
  local storage = props.allocated_storage
  self._source_cfn_props = l2.with(l2.with({}, self._new_cfn_props), {
    associated_roles = associated_roles(self, import, export, of, config.features),
    allocated_storage = storage ~= nil and cdk.Tokenization.stringify_number(storage) or DEFAULT_STORAGE,
    allow_major_version_upgrade = props.allow_major_version_upgrade,
    db_name = props.database_name,
    engine = of.engine_type,
    engine_version = of.engine_version and of.engine_version.full_version,
    license_model = props.license_model,
    timezone = props.timezone,
    db_parameter_group_name = parameter_group_name(self, props),
  })
  self._source_cfn_props.option_group_name = config.option_group and config.option_group.option_group_name
end

master_user.rotates(SourceInstance)

--- Lets the grantee log in by IAM as a user of the database, by default the one of the secret.
function SourceInstance:grant_connect(grantee, db_user)
  if not db_user or db_user == "" then
    if not self.secret then fail(self, "grant_connect needs the user of the database, as there is no secret") end
    db_user = self.secret:secret_value_from_json("username"):unsafe_unwrap()
  end
  return NewInstance.grant_connect(self, grantee, db_user)
end

return SourceInstance
