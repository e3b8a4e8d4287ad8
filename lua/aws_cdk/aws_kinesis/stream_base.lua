-- What streams made here and imported ones have in common.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local kinesis = require "aws_cdk.aws_kinesis"
local l2 = require "aws_cdk.l2"

local READ = {
  "kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards",
  "kinesis:SubscribeToShard", "kinesis:DescribeStream", "kinesis:ListStreams", "kinesis:DescribeStreamConsumer",
}
local WRITE = { "kinesis:ListShards", "kinesis:PutRecord", "kinesis:PutRecords" }

-- Actions that the policy of a stream cannot have.
local NOT_IN_POLICIES = {
  ["kinesis:DescribeStreamConsumer"] = true, ["kinesis:ListStreams"] = true, ["kinesis:SubscribeToShard"] = true,
}

local StreamBase = engine.class("aws_cdk.aws_kinesis.StreamBase", cdk.Resource)

StreamBase.get.encryption_key = function(self) return self._encryption_key end

l2.takes_policy(StreamBase, function(self) return kinesis.ResourcePolicy(self, "Policy", { stream = self }) end)

-- The stream as grants see it: its policy takes what such policies can have.
local function with_filtered_policy(stream)
  return {
    env = stream.env,
    add_to_resource_policy = function(_, statement)
      local actions = {}
      for _, action in ipairs(statement.actions) do
        if not NOT_IN_POLICIES[action] then actions[#actions + 1] = action end
      end
      if #actions == 0 then return { statement_added = false } end
      return stream:add_to_resource_policy(statement:copy { actions = actions })
    end,
  }
end

local function grant(self, grantee, actions)
  return iam.Grant.add_to_principal_or_resource {
    grantee = grantee, actions = actions, resource_arns = { self.stream_arn }, resource = with_filtered_policy(self),
  }
end

--- Lets the grantee perform the given actions on the stream.
function StreamBase:grant(grantee, ...) return grant(self, grantee, { ... }) end

local function grant_with_key(self, grantee, actions, on_key)
  local result = grant(self, grantee, actions)
  local key = self.encryption_key
  if key then key[on_key](key, grantee) end
  return result
end

--- Lets the grantee read records, and decrypt them.
function StreamBase:grant_read(grantee) return grant_with_key(self, grantee, READ, "grant_decrypt") end

--- Lets the grantee put records, and encrypt them.
function StreamBase:grant_write(grantee) return grant_with_key(self, grantee, WRITE, "grant_encrypt") end

--- Lets the grantee read and put records.
function StreamBase:grant_read_write(grantee)
  local actions, seen = {}, {}
  for _, list in ipairs { READ, WRITE } do
    for _, action in ipairs(list) do
      if not seen[action] then actions[#actions + 1] = action end
      seen[action] = true
    end
  end
  return grant_with_key(self, grantee, actions, "grant_encrypt_decrypt")
end

return { StreamBase = StreamBase }
