--- Ways out of Lambda into a VPC.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local lambda = require "aws_cdk.aws_lambda"
local tag_list = require("aws_cdk.aws_lambda.capacity_provider").tag_list

local fail = engine.fail
local is_unresolved = engine.is_unresolved

local MAX_SUBNETS, MAX_GROUPS = 16, 5

local NetworkConnectorConfiguration = engine.class("aws_cdk.aws_lambda.NetworkConnectorConfiguration")

--- Requests leave by these subnets.
function NetworkConnectorConfiguration.vpc_egress(config)
  local configuration = NetworkConnectorConfiguration()
  configuration._vpc_egress = config
  return configuration
end

function NetworkConnectorConfiguration:_render(scope)
  local config = self._vpc_egress
  local subnet_ids = config.vpc:select_subnets(config.vpc_subnets).subnet_ids
  if not is_unresolved(subnet_ids) and (#subnet_ids < 1 or #subnet_ids > MAX_SUBNETS) then
    fail(scope, "vpc_subnets must select 1 to %d subnets, got %d", MAX_SUBNETS, #subnet_ids)
  end
  local groups = l2.pluck(config.security_groups, "security_group_ref.security_group_id")
  if #groups < 1 or #groups > MAX_GROUPS then
    fail(scope, "security_groups must have 1 to %d items, got %d", MAX_GROUPS, #groups)
  end
  return {
    vpc_egress_configuration = {
      subnet_ids = subnet_ids,
      security_group_ids = groups,
      network_protocol = config.network_protocol or lambda.NetworkConnectorProtocol.IPV4,
      associated_compute_resource_types = { config.compute_type },
    },
  }
end

local NetworkConnectorBase = engine.class("aws_cdk.aws_lambda.NetworkConnectorBase", cdk.Resource,
  "aws_cdk.aws_lambda.INetworkConnector")

local NetworkConnector = engine.class("aws_cdk.aws_lambda.NetworkConnector", NetworkConnectorBase)

local OPERATOR_POLICY = "AWSLambdaNetworkConnectorOperatorPolicy"

local function attach_policy(self, role, policy)
  local annotations = cdk.Annotations.of(self)
  if cdk.Resource.is_owned_resource(role) and engine.has(role, "add_managed_policy") then
    role:add_managed_policy(policy)
    annotations:add_warning_v2("@aws-cdk/aws-lambda:networkConnectorOperatorRoleShared",
      ("the managed policy %s was attached to the operator role %s. The service assumes the role without naming an "
        .. "account or ARN, so its trust cannot be narrowed: use a role for this connector alone"):format(
        OPERATOR_POLICY, role.node.path))
    return
  end
  annotations:add_warning_v2("@aws-cdk/aws-lambda:networkConnectorOperatorRoleNotModified",
    ("the operator role %s cannot be changed from here, so the managed policy %s was not attached to it. See that it "
      .. "has this policy or the same permissions, and that it is for this connector alone"):format(role.node.path,
      OPERATOR_POLICY))
end

function NetworkConnector:init(scope, id, props)
  cdk.Resource.init(self, scope, id, { physical_name = props.network_connector_name })
  local policy = iam.ManagedPolicy.from_aws_managed_policy_name(OPERATOR_POLICY)
  local role = props.operator_role
  if role then
    self.operator_role = role
    attach_policy(self, role, policy)
  else
    role = iam.Role(self, "OperatorRole", {
      assumed_by = iam.ServicePrincipal "lambda.amazonaws.com",
      managed_policies = { policy },
    })
    self.operator_role = role
  end
  self.resource = lambda.CfnNetworkConnector(self, "Resource", {
    name = self.physical_name,
    configuration = props.configuration:_render(self),
    operator_role = role.role_ref.role_arn,
    tags = props.tags and tag_list(props.tags),
  })
end

NetworkConnector.get.network_connector_arn = function(self) return self.resource.attr_arn end

NetworkConnector.get.latest_version_arn = function(self)
  return self.resource.attr_latest_version_arn
end

-- ---- imports --------------------------------------------------------------------------------------------------------

local ImportedConnector = engine.class("aws_cdk.aws_lambda.ImportedNetworkConnector", NetworkConnectorBase)

function ImportedConnector:init(scope, id, arn, version_arn)
  cdk.Resource.init(self, scope, id, { environment_from_arn = arn })
  self.network_connector_arn = arn
  self._version_arn = version_arn
end

ImportedConnector.get.latest_version_arn = function(self)
  return self._version_arn or fail(self, "the network connector %s was imported without a version, and a web function "
    .. "needs one: -> import it by NetworkConnector.from_network_connector_version_arn",
    engine.display(self.network_connector_arn))
end

-- Name and version of a connector's ARN; no version if it has none.
local function split_version(resource_name)
  local name, version = resource_name:match "^(.*):(%d+)$"
  return name or resource_name, version
end

--- A version of a connector defined elsewhere.
function NetworkConnector.from_network_connector_version_arn(scope, id, network_connector_version_arn)
  local parts = cdk.Arn.split(network_connector_version_arn, cdk.ArnFormat.COLON_RESOURCE_NAME)
  local name = parts.resource_name or ""
  if not is_unresolved(network_connector_version_arn) then
    local version
    name, version = split_version(name)
    if not version then
      fail(scope, "the ARN of a network connector's version ends in ':<version>'; got %s. -> Use "
        .. "from_network_connector_arn for one without", engine.display(network_connector_version_arn))
    end
  end
  local arn = engine.stack_of(scope):format_arn {
    partition = parts.partition,
    service = parts.service,
    region = parts.region,
    account = parts.account,
    resource = parts.resource,
    resource_name = name,
    arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME,
  }
  return ImportedConnector(scope, id, arn, network_connector_version_arn)
end

--- A connector defined elsewhere, by its ARN without a version.
function NetworkConnector.from_network_connector_arn(scope, id, network_connector_arn)
  if not is_unresolved(network_connector_arn) then
    local parts = cdk.Arn.split(network_connector_arn, cdk.ArnFormat.COLON_RESOURCE_NAME)
    local _, version = split_version(parts.resource_name or "")
    if version then
      fail(scope, "the ARN %s ends in a version; -> use from_network_connector_version_arn for it",
        engine.display(network_connector_arn))
    end
  end
  return ImportedConnector(scope, id, network_connector_arn)
end

--- A connector defined elsewhere, described by its attributes.
function NetworkConnector.from_network_connector_attributes(scope, id, attrs)
  return ImportedConnector(scope, id, attrs.network_connector_arn, attrs.latest_version_arn)
end

return { NetworkConnector = NetworkConnector, NetworkConnectorConfiguration = NetworkConnectorConfiguration }
