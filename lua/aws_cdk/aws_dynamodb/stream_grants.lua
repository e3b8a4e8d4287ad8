-- Permissions on the stream of a table.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"
local perms = require "aws_cdk.aws_dynamodb.private.perms"

local StreamGrants = engine.class "aws_cdk.aws_dynamodb.StreamGrants"

--- Argument: StreamGrantsProps: table_stream_arn (required), encryption_key.
function StreamGrants:init(props)
  self._stream_arn = props.table_stream_arn
  self._key = props.encryption_key
end

local function give(identity, actions, arn)
  return iam.Grant.add_to_principal { grantee = identity, actions = actions, resource_arns = { arn } }
end

--- Lets the grantee perform the actions named after it.
function StreamGrants:actions(identity, ...) return give(identity, { ... }, self._stream_arn) end

--- Lets the grantee list the streams of the account.
function StreamGrants.list(_, identity) return give(identity, perms.LIST_STREAMS, "*") end

--- Lets the grantee read the stream, and decrypt it.
function StreamGrants:read(identity)
  self:list(identity)
  if self._key then self._key:grant(identity, table.unpack(perms.KEY_READ)) end
  return give(identity, perms.READ_STREAM, self._stream_arn)
end

return { StreamGrants = StreamGrants }
