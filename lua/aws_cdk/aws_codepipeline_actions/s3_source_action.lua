--- Takes a file of a bucket as the source of a pipeline.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local targets = require "aws_cdk.aws_events_targets"
local actions = require "aws_cdk.aws_codepipeline_actions"
local common = require "aws_cdk.aws_codepipeline_actions.private.common"

local S3SourceAction = engine.class("aws_cdk.aws_codepipeline_actions.S3SourceAction", actions.Action)

--- Arguments: S3SourceActionProps: action_name, bucket, bucket_key, output (all required), trigger (POLL).
function S3SourceAction:init(props)
  actions.Action.init(self, common.source(props, "S3", { resource = props.bucket }))
  if props.bucket_key == "" then engine.fail(nil, "bucket_key must not be empty") end
  self._props = props
end

common.variables(S3SourceAction, { version_id = "VersionId", e_tag = "ETag" })

-- The id of the rule below the bucket: with the key in it, or with a number if the key is known only at deployment.
local function rule_id(props, stage)
  local node, key = props.bucket.node, props.bucket_key
  local id = cdk.Names.node_unique_id(stage.pipeline.node) .. "SourceEventRule"
  if not engine.is_unresolved(key) then
    if node:try_find_child(id .. key) then
      engine.fail(stage.pipeline, "the pipeline already has a source action for the key %s of this bucket",
        engine.display(key))
    end
    return id .. key
  end
  local candidate, count = id, 0
  while node:try_find_child(candidate) do
    count = count + 1
    candidate = id .. count
  end
  return candidate
end

function S3SourceAction:_bound(_, stage, options)
  local props = self._props
  local bucket, key, trigger = props.bucket, props.bucket_key, props.trigger
  if trigger == "Events" then
    bucket:on_cloud_trail_write_object(rule_id(props, stage), {
      target = targets.CodePipeline(stage.pipeline), paths = { key }, cross_stack_scope = stage.pipeline,
    })
  end
  bucket:grant_read(options.role, key)
  options.bucket:grant_write(options.role)
  local polls
  if trigger ~= nil then polls = trigger == "Poll" end
  return {
    configuration = engine.ordered(
      "S3Bucket", bucket.bucket_name,
      "S3ObjectKey", key,
      "PollForSourceChanges", polls),
  }
end

return { S3SourceAction = S3SourceAction }
