--- Where real-time logs go.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"

local Endpoint = engine.class "aws_cdk.aws_cloudfront.Endpoint"

local KinesisEndpoint = engine.class("aws_cdk.aws_cloudfront.KinesisEndpoint", Endpoint)

local ROLE_ID = "RealtimeLogKinesisRole"

function KinesisEndpoint:init(stream, role) self._stream, self._role = stream, role end

local function default_role(scope)
  return scope.node:try_find_child(ROLE_ID) or iam.Role(scope, ROLE_ID, {
    role_name = cdk.PhysicalName.GENERATE_IF_NEEDED,
    assumed_by = iam.ServicePrincipal "cloudfront.amazonaws.com",
  })
end

--- The endpoint as L1 resources have it, with permission to write to the stream.
function KinesisEndpoint:_render_endpoint(scope)
  local stream, role = self._stream, self._role or default_role(scope)
  stream:grant(role, "kinesis:DescribeStreamSummary", "kinesis:DescribeStream", "kinesis:PutRecord",
    "kinesis:PutRecords")
  local key = stream.encryption_key
  if key then key:grant(role, "kms:GenerateDataKey") end
  return {
    kinesis_stream_config = { role_arn = role.role_arn, stream_arn = stream.stream_arn }, stream_type = "Kinesis",
  }
end

--- A data stream, with the role that writes to it.
function Endpoint.from_kinesis_stream(stream, role) return KinesisEndpoint(stream, role) end

return { Endpoint = Endpoint }
