-- What tables of the second kind made here, their replicas and imported ones have in common.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local cloudwatch = require "aws_cdk.aws_cloudwatch"
local grantee = require "aws_cdk.aws_dynamodb.private.grantee"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local metrics = require "aws_cdk.aws_dynamodb.private.metrics"
local perms = require "aws_cdk.aws_dynamodb.private.perms"

local TableBaseV2 = engine.class("aws_cdk.aws_dynamodb.TableBaseV2", cdk.Resource)

l2.has_key(TableBaseV2, "encryption_key")

TableBaseV2.get._region = function(self) return self.region end

-- ---- grants ---------------------------------------------------------------------------------------------------------

local KEY_ALL = l2.concat(perms.KEY_READ, perms.KEY_WRITE)

local function arns(self)
  local own = self.table_arn
  return self._has_index and { own, own .. "/index/*" } or { own }
end

local function give(self, identity, actions, own_arns)
  return iam.Grant.add_to_principal_or_resource {
    grantee = identity, actions = actions, resource_arns = arns(self), resource_self_arns = own_arns, resource = self,
  }
end

-- Actions on the key, on the table, and those on the table that only principals can be allowed.
local function give_all(self, identity, key_actions, actions, by_principal)
  grantee.check(self, identity)
  if self.encryption_key then self.encryption_key:grant(identity, table.unpack(key_actions)) end
  local result = give(self, identity, actions, { "*" })
  if not by_principal then return result end
  return result:combine(iam.Grant.add_to_principal {
    grantee = identity, actions = by_principal, resource_arns = arns(self),
  })
end

--- Lets the grantee perform the actions named after it.
function TableBaseV2:grant(identity, ...)
  grantee.check(self, identity)
  return give(self, identity, { ... })
end

--- Lets the grantee read items.
function TableBaseV2:grant_read_data(identity)
  return give_all(self, identity, perms.KEY_READ, l2.concat(perms.READ, perms.DESCRIBE), perms.READ_BY_PRINCIPAL)
end

--- Lets the grantee write items.
function TableBaseV2:grant_write_data(identity)
  return give_all(self, identity, KEY_ALL, l2.concat(perms.WRITE, perms.DESCRIBE))
end

--- Lets the grantee read and write items.
function TableBaseV2:grant_read_write_data(identity)
  return give_all(self, identity, KEY_ALL, l2.concat(perms.READ, perms.WRITE, perms.DESCRIBE), perms.READ_BY_PRINCIPAL)
end

--- Lets the grantee do everything with the table.
function TableBaseV2:grant_full_access(identity) return give_all(self, identity, KEY_ALL, perms.ALL) end

local function give_stream(self, identity, actions)
  local arn = self.table_stream_arn
  if not arn then engine.fail(self, "the table's stream is not known; -> import it with table_stream_arn") end
  return iam.Grant.add_to_principal { grantee = identity, actions = actions, resource_arns = { arn } }
end

--- Lets the grantee perform the actions named after it on the stream.
function TableBaseV2:grant_stream(identity, ...) return give_stream(self, identity, { ... }) end

--- Lets the grantee list the stream.
function TableBaseV2:grant_table_list_streams(identity) return give_stream(self, identity, perms.LIST_STREAMS) end

--- Lets the grantee read the stream.
function TableBaseV2:grant_stream_read(identity)
  self:grant_table_list_streams(identity)
  grantee.check(self, identity)
  if self.encryption_key then self.encryption_key:grant(identity, table.unpack(perms.KEY_READ)) end
  return give_stream(self, identity, perms.READ_STREAM)
end

-- ---- policies -------------------------------------------------------------------------------------------------------

--- Gives `class` add_to_resource_policy and add_to_stream_resource_policy.
function TableBaseV2._take_policies(class)
  local function adder(field)
    return function(self, statement)
      local document = self[field] or iam.PolicyDocument()
      self[field] = document
      document:add_statements(statement)
      return { statement_added = true, policy_dependable = document }
    end
  end
  --- Adds a statement to the table's policy.
  class.add_to_resource_policy = adder "resource_policy"
  --- Adds a statement to the policy of the table's stream.
  class.add_to_stream_resource_policy = adder "stream_resource_policy"
end

-- ---- metrics --------------------------------------------------------------------------------------------------------

-- A metric says the region of the table, which may be that of a replica.
local function metric(self, name, statistic, props)
  local all = l2.with({
    namespace = "AWS/DynamoDB", metric_name = name, dimensions_map = { TableName = self.table_name },
    statistic = statistic, region = self.region, account = self.stack.account,
  }, props)
  return cloudwatch.Metric(all)
end

metrics.add(TableBaseV2, metric)

--- Any metric of the table.
function TableBaseV2:metric(name, props) return metric(self, name, nil, props) end

for member, name in pairs {
  metric_consumed_read_capacity_units = "ConsumedReadCapacityUnits",
  metric_consumed_write_capacity_units = "ConsumedWriteCapacityUnits",
  metric_conditional_check_failed_requests = "ConditionalCheckFailedRequests",
  metric_throttled_requests = "ThrottledRequests",
} do
  TableBaseV2[member] = function(self, props) return metric(self, name, "Sum", props) end
end

return { TableBaseV2 = TableBaseV2 }
