--- Asks for approval when a deployment would give more permissions.
local engine = require "luacdk.engine"
local actions = require "aws_cdk.aws_codepipeline_actions"
local pipelines = require "aws_cdk.pipelines"

local ID = "PipelinesSecurityCheck"

local ConfirmPermissionsBroadening = engine.class("aws_cdk.pipelines.ConfirmPermissionsBroadening", pipelines.Step)

--- Arguments: id, PermissionsBroadeningCheckProps: stage (required), notification_topic.
function ConfirmPermissionsBroadening:init(id, props)
  pipelines.Step.init(self, id)
  self._props = props
end

local function check_of(pipeline)
  local SecurityCheck = require "aws_cdk.pipelines.private.security_check"
  local found = pipeline.node:try_find_child(ID)
  if found and not engine.is_a(found, SecurityCheck) then
    engine.fail(pipeline, "the id %s of a construct in the pipeline is needed for its security check", ID)
  end
  return found or SecurityCheck(pipeline, ID, pipeline.pipeline)
end

--- Adds the check and the approval to a stage of the pipeline.
function ConfirmPermissionsBroadening:produce_action(stage, options)
  local props = self._props
  local project, topic, node = check_of(options.pipeline).project, props.notification_topic, props.stage.node
  if topic then topic:grant_publish(project) end
  local approval = options.action_name .. ".Confirm"
  local variables = engine.ordered(
    "STAGE_PATH", { value = node.path },
    "STAGE_NAME", { value = stage.stage_name },
    "ACTION_NAME", { value = approval })
  if topic then
    engine.extend(variables, engine.ordered(
      "NOTIFICATION_ARN", { value = topic.topic_arn },
      "NOTIFICATION_SUBJECT", { value = "Confirm permission broadening in " .. props.stage.stage_name }))
  end
  stage:add_action(actions.CodeBuildAction {
    run_order = options.run_order,
    action_name = options.action_name .. ".Check",
    input = options.artifacts:to_code_pipeline(options.pipeline.cloud_assembly_file_set),
    project = project,
    variables_namespace = node.addr,
    environment_variables = variables,
  })
  stage:add_action(actions.ManualApprovalAction {
    action_name = approval,
    run_order = options.run_order + 1,
    additional_information = "#{" .. node.addr .. ".MESSAGE}",
    external_entity_link = "#{" .. node.addr .. ".LINK}",
  })
  return { run_orders_consumed = 2 }
end

return { ConfirmPermissionsBroadening = ConfirmPermissionsBroadening }
