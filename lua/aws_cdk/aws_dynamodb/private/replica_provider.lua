-- The functions that make and delete replicas of a table: a nested stack, one for all tables of a stack.
local engine = require "luacdk.engine"
local bundled_function = require "aws_cdk.custom_resources.bundled_function"
local cdk = require "aws_cdk"
local custom_resources = require "aws_cdk.custom_resources"
local iam = require "aws_cdk.aws_iam"

local ID = "@aws-cdk/aws-dynamodb.ReplicaProvider"
local PROGRAM = "aws-dynamodb/replica-handler"

local ReplicaProvider = engine.class("aws_cdk.aws_dynamodb.ReplicaProvider", cdk.NestedStack)

function ReplicaProvider:init(scope, id, props)
  cdk.NestedStack.init(self, scope, id)
  local on_event = bundled_function(self, "OnEventHandler", PROGRAM, "onEventHandler", {
    timeout = cdk.Duration.minutes(5),
  })
  local is_complete = bundled_function(self, "IsCompleteHandler", PROGRAM, "isCompleteHandler", {
    timeout = cdk.Duration.seconds(30),
  })
  on_event:add_to_role_policy(iam.PolicyStatement {
    actions = { "iam:CreateServiceLinkedRole" },
    resources = { self:format_arn {
      service = "iam", region = "", resource = "role",
      resource_name = "aws-service-role/replication.dynamodb.amazonaws.com/AWSServiceRoleForDynamoDBReplication",
    } },
  })
  on_event:add_to_role_policy(iam.PolicyStatement { actions = { "dynamodb:DescribeLimits" }, resources = { "*" } })
  local arns = {}
  for i, region in ipairs(props.regions) do
    arns[i] = "arn:" .. cdk.Aws.PARTITION .. ":dynamodb:" .. region .. ":" .. self.account .. ":table/"
      .. props.table_name
  end
  on_event:add_to_role_policy(iam.PolicyStatement {
    actions = { "dynamodb:DeleteTable", "dynamodb:DeleteTableReplica" }, resources = arns,
  })
  self.on_event_handler, self.is_complete_handler = on_event, is_complete
  self.provider = custom_resources.Provider(self, "Provider", {
    on_event_handler = on_event, is_complete_handler = is_complete, query_interval = cdk.Duration.seconds(10),
    total_timeout = props.timeout, disable_waiter_state_machine_logging = true,
  })
end

--- The provider of the stack that contains `scope`; made with `props` if there is none yet.
function ReplicaProvider.get_or_create(scope, props)
  local stack = engine.stack_of(scope)
  return stack.node:try_find_child(ID) or ReplicaProvider(stack, ID, props)
end

return ReplicaProvider
