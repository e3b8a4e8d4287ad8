--- Where in S3 SageMaker reads or writes.
local engine = require "luacdk.engine"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"
local JsonPath = require("aws_cdk.aws_stepfunctions").JsonPath

local S3Location = engine.class "aws_cdk.aws_stepfunctions_tasks.S3Location"

-- The base is abstract; the factories make these.
local InBucket = engine.class("aws_cdk.aws_stepfunctions_tasks.S3LocationInBucket", S3Location)
local Expression = engine.class("aws_cdk.aws_stepfunctions_tasks.S3LocationExpression", S3Location)

function InBucket:init(bucket, key_prefix)
  self._bucket, self._keys, self._uri = bucket, (key_prefix or "") .. "*", bucket:url_for_object(key_prefix)
end

--- Allows the task what it does with the objects; gives their URI.
function InBucket:bind(user, options)
  if options.for_reading then self._bucket:grant_read(user, self._keys) end
  if options.for_writing then self._bucket:grant_write(user, self._keys) end
  return { uri = self._uri }
end

function Expression:init(uri) self._uri = uri end

--- Allows the task what it does with objects of any bucket; gives their URI.
function Expression:bind(user, options)
  local actions = {}
  if options.for_reading then actions = { "s3:GetObject", "s3:ListBucket" } end
  if options.for_writing then actions[#actions + 1] = "s3:PutObject" end
  user.grant_principal:add_to_principal_policy(task.allow(actions, { "*" }))
  return { uri = self._uri }
end

--- The objects of a bucket whose keys begin so.
function S3Location.from_bucket(bucket, key_prefix) return InBucket(bucket, key_prefix) end

--- What a path such as "$.uri" or a JSONata expression gives when the task runs.
function S3Location.from_json_expression(expression)
  return Expression(expression:sub(1, 2) == "{%" and expression or JsonPath.string_at(expression))
end

return { S3Location = S3Location }
