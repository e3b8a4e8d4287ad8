--- What instances made here and imported ones have in common.
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local rds = require "aws_cdk.aws_rds"
local secretsmanager = require "aws_cdk.aws_secretsmanager"

local fail = engine.fail

local ARN = { "instance_arn", service = "rds", resource = "db", format = cdk.ArnFormat.COLON_RESOURCE_NAME }

-- The attribute of the L1 resource is not used: imported instances have an ARN too.
function ARN.made(self)
  return engine.stack_of(self):format_arn {
    service = ARN.service, resource = ARN.resource, resource_name = self.instance_identifier, arn_format = ARN.format,
  }
end

local DatabaseInstanceBase = l2.resource("aws_cdk.aws_rds.DatabaseInstanceBase", cdk.Resource, { arn = ARN })

--- Arguments: scope, id, ResourceProps. For classes of your own.
function DatabaseInstanceBase:init(scope, id, props) cdk.Resource.init(self, scope, id, props) end

DatabaseInstanceBase.get.db_instance_ref = function(self)
  return { db_instance_identifier = self.instance_identifier, db_instance_arn = self.instance_arn }
end

--- What a secret that is attached to the instance needs to know.
function DatabaseInstanceBase:as_secret_attachment_target()
  return {
    target_id = self.instance_identifier, target_type = secretsmanager.AttachmentTargetType.RDS_DB_INSTANCE,
  }
end

--- Adds a proxy in front of the instance: id, DatabaseProxyOptions.
function DatabaseInstanceBase:add_proxy(id, options)
  return rds.DatabaseProxy(self, id, l2.with({ proxy_target = rds.ProxyTarget.from_instance(self) }, options))
end

--- Lets the grantee log in by IAM as a user of the database.
function DatabaseInstanceBase:grant_connect(grantee, db_user)
  local id = self.instance_resource_id
  if self._enable_iam_authentication == false then
    fail(self, "iam_authentication is false, so nobody can log in by IAM; -> set it to true, or leave it out")
  end
  if not id or id == "" then
    fail(self, "the imported instance has no instance_resource_id, which permissions to log in need; -> import it with "
      .. "instance_resource_id")
  end
  if not db_user or db_user == "" then
    fail(self, "grant_connect of an imported instance needs the user of the database as its second argument")
  end
  self._enable_iam_authentication = true
  return iam.Grant.add_to_principal {
    grantee = grantee, actions = { "rds-db:connect" },
    resource_arns = { engine.stack_of(self):format_arn {
      service = "rds-db", resource = "dbuser", resource_name = id .. "/" .. db_user,
      arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME,
    } },
  }
end

--- A rule for events of the instance: id, OnEventOptions.
function DatabaseInstanceBase:on_event(id, options)
  return l2.event_rule(self, id, options,
    engine.ordered("source", { "aws.rds" }, "resources", { self.instance_arn }))
end

-- ---- imports --------------------------------------------------------------------------------------------------------

local Imported = l2.imported(DatabaseInstanceBase, DatabaseInstanceBase)

function Imported:init(scope, id, attrs)
  DatabaseInstanceBase.init(self, scope, id)
  self.connections = ec2.Connections {
    security_groups = attrs.security_groups, default_port = ec2.Port.tcp(attrs.port),
  }
  self.instance_identifier = attrs.instance_identifier
  self.db_instance_endpoint_address = attrs.instance_endpoint_address
  self.db_instance_endpoint_port = cdk.Tokenization.stringify_number(attrs.port)
  self.instance_endpoint = rds.Endpoint(attrs.instance_endpoint_address, attrs.port)
  self.engine = attrs.engine
  self.instance_resource_id = attrs.instance_resource_id
  self._enable_iam_authentication = true
end

--- An instance that exists already: DatabaseInstanceAttributes.
function DatabaseInstanceBase.from_database_instance_attributes(scope, id, attrs) return Imported(scope, id, attrs) end

--- An instance that exists already: the CLI looks it up by its identifier.
function DatabaseInstanceBase.from_lookup(scope, id, options)
  local identifier = options.instance_identifier
  local found = cdk.ContextProvider.get_value(scope, {
    provider = "cc-api-provider",
    props = engine.ordered(
      "typeName", "AWS::RDS::DBInstance", "exactIdentifier", identifier,
      "propertiesToReturn", {
        "DBInstanceArn", "Endpoint.Address", "Endpoint.Port", "DbiResourceId", "DBSecurityGroups", "VPCSecurityGroups",
      }),
    dummy_value = { engine.ordered(
      "Identifier", "TEST", "DBInstanceArn", "TESTARN", "Endpoint.Address", "TESTADDRESS", "Endpoint.Port", "5432",
      "DbiResourceId", "TESTID", "DBSecurityGroups", engine.list {}, "VPCSecurityGroups", engine.list {}) },
  }).value[1]
  local group_ids = found.DBSecurityGroups
  if not group_ids or #group_ids == 0 then group_ids = found.VPCSecurityGroups end
  return Imported(scope, id, {
    instance_endpoint_address = found["Endpoint.Address"], port = tonumber(found["Endpoint.Port"]),
    instance_identifier = identifier, instance_resource_id = found.DbiResourceId,
    security_groups = require "aws_cdk.aws_rds.private.looked_up_groups"(scope, group_ids),
  })
end

return { DatabaseInstanceBase = DatabaseInstanceBase }
