-- What tables made here and imported ones have in common.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local dynamodb = require "aws_cdk.aws_dynamodb"
local l2 = require "aws_cdk.l2"
local metrics = require "aws_cdk.aws_dynamodb.private.metrics"

local TableBase = engine.class("aws_cdk.aws_dynamodb.TableBase", cdk.Resource)

l2.has_key(TableBase, "encryption_key")

metrics.add(TableBase, function(self, name, statistic, props)
  props.statistic = props.statistic or statistic
  return self:metric(name, props)
end)

TableBase.get.grants = function(self) return dynamodb.TableGrants.from_table(self, self.regions) end

TableBase.get.stream_grants = function(self)
  local arn = self.table_stream_arn
  if not arn then
    engine.fail(self, "the table has no stream: -> give it `stream`, e.g. dynamodb.StreamViewType.NEW_IMAGE")
  end
  return dynamodb.StreamGrants { table_stream_arn = arn, encryption_key = self.encryption_key }
end

--- Lets the grantee perform the actions named after it.
function TableBase:grant(grantee, ...) return self.grants:actions(grantee, ...) end

--- Lets the grantee perform the actions named after it on the stream.
function TableBase:grant_stream(grantee, ...) return self.stream_grants:actions(grantee, ...) end

--- Lets the grantee read the stream.
function TableBase:grant_stream_read(grantee) return self.stream_grants:read(grantee) end

--- Lets the grantee list streams.
function TableBase:grant_table_list_streams(grantee) return self.stream_grants:list(grantee) end

return { TableBase = TableBase }
