--- Endpoints of one region.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local globalaccelerator = require "aws_cdk.aws_globalaccelerator"
local l2 = require "aws_cdk.l2"

local ENDPOINT = "aws_cdk.aws_globalaccelerator.IEndpoint"
local GROUP_NAME, GROUP_ID = "GlobalAccelerator", "SecurityGroups.0.GroupId"

local EndpointGroup = engine.class("aws_cdk.aws_globalaccelerator.EndpointGroup", cdk.Resource)

local function region_of(self)
  for _, endpoint in ipairs(self._endpoints) do
    local region = engine.has(endpoint, "region") and endpoint.region
    if region and region ~= "" then return region end
  end
  return self.stack.region
end

local function configurations(self)
  local list = {}
  for i, endpoint in ipairs(self._endpoints) do
    list[i] = engine.ask(self, ENDPOINT, "render_endpoint_configuration", endpoint)
  end
  return list
end

local function overrides(given)
  if not given then return nil end
  local list = {}
  for i, one in ipairs(given) do list[i] = { endpoint_port = one.endpoint_port, listener_port = one.listener_port } end
  return list
end

--- Arguments: scope, id, EndpointGroupProps: listener (required).
function EndpointGroup:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  self._endpoints = {}
  local interval = props.health_check_interval
  local resource = globalaccelerator.CfnEndpointGroup(self, "Resource", {
    listener_arn = props.listener.listener_ref.listener_arn,
    endpoint_group_region = props.region or engine.lazy(function() return region_of(self) end, { kind = "string" }),
    endpoint_configurations =
      engine.lazy(function() return configurations(self) end, { kind = "any", omit_empty = true }),
    health_check_interval_seconds = interval and interval:to_seconds { integral = true },
    health_check_path = props.health_check_path,
    health_check_port = props.health_check_port,
    health_check_protocol = props.health_check_protocol,
    threshold_count = props.health_check_threshold,
    traffic_dial_percentage = props.traffic_dial_percentage,
    port_overrides = overrides(props.port_overrides),
  })
  self.endpoint_group_arn = resource.attr_endpoint_group_arn
  self.endpoint_group_name = props.endpoint_group_name or resource.logical_id
  for _, endpoint in ipairs(props.endpoints or {}) do self:add_endpoint(endpoint) end
end

--- Sends connections to the endpoint as well.
function EndpointGroup:add_endpoint(endpoint) table.insert(self._endpoints, endpoint) end

--- The security group of Global Accelerator's own network interfaces in the VPC, as the other side of rules. It exists
--- once the endpoint group does.
function EndpointGroup:connections_peer(id, vpc)
  local resources = require "aws_cdk.custom_resources"
  local asked = resources.AwsCustomResource(self, id .. "CustomResource", {
    on_update = {
      service = "EC2",
      action = "describeSecurityGroups",
      parameters = engine.ordered("Filters", {
        engine.ordered("Name", "group-name", "Values", { GROUP_NAME }),
        engine.ordered("Name", "vpc-id", "Values", { vpc.vpc_id }),
      }),
      physical_resource_id = resources.PhysicalResourceId.from_response(GROUP_ID),
    },
    policy = resources.AwsCustomResourcePolicy.from_sdk_calls {
      resources = resources.AwsCustomResourcePolicy.ANY_RESOURCE,
    },
    install_latest_aws_sdk = false,
  })
  asked.node:add_dependency(self.node.default_child)
  local peer = require "aws_cdk.aws_ec2.peer"
  return peer.of_security_group("GlobalAcceleratorGroup", asked:get_response_field(GROUP_ID))
end

l2.imported_by(EndpointGroup, "endpoint_group_arn")

return { EndpointGroup = EndpointGroup }
