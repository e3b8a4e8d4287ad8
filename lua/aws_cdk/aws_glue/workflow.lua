--- Workflows: jobs and crawlers that triggers start one after the other.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local glue = require "aws_cdk.aws_glue"
local l2 = require "aws_cdk.l2"

local WINDOW = 900 -- seconds

local WorkflowBase = engine.class("aws_cdk.aws_glue.WorkflowBase", cdk.Resource)

local function rendered(list)
  if not list then return nil end
  local all = engine.list {}
  for i, one in ipairs(list) do all[i] = one:_render() end
  return all
end

-- The L1 trigger out of what the user gave, and what is different for its type.
local function add_trigger(self, id, type_, options, more)
  return glue.CfnTrigger(self, id, l2.with({
    workflow_name = self.workflow_name, type = type_, name = options.name, actions = rendered(options.actions),
    description = (type_ ~= "ON_DEMAND" or options.description ~= "") and options.description or nil,
  }, more))
end

-- 0 and nothing stand for the defaults.
local function batching(condition)
  local size = condition and condition.batch_size or 0
  local window = condition and condition.batch_window and condition.batch_window:to_seconds() or 0
  return { batch_size = size ~= 0 and size or 1, batch_window = window ~= 0 and window or WINDOW }
end

--- A trigger that users fire.
-- @param options aws_glue.OnDemandTriggerOptions: actions (required)
function WorkflowBase:add_on_demand_trigger(id, options)
  return add_trigger(self, id, "ON_DEMAND", options)
end

--- A trigger that a schedule fires.
-- @param options aws_glue.ScheduledTriggerOptions: actions, schedule (required)
function WorkflowBase:add_scheduled_trigger(id, options)
  return add_trigger(self, id, "SCHEDULED", options, {
    schedule = options.schedule.expression_string, start_on_creation = options.start_on_creation or false,
  })
end

--- A trigger that events of EventBridge fire, after as many, or as long, as event_batching_condition says.
-- @param options aws_glue.EventTriggerOptions: actions (required)
function WorkflowBase:add_event_trigger(id, options)
  return add_trigger(self, id, "EVENT", options, {
    event_batching_condition = batching(options.event_batching_condition),
  })
end

--- A trigger that fires when jobs and crawlers are in given states.
-- @param options aws_glue.ConditionalTriggerOptions: actions, predicate (required)
function WorkflowBase:add_conditional_trigger(id, options)
  local conditions = rendered(options.predicate.conditions)
  local logical = options.predicate.logical or "AND"
  if conditions and #conditions == 1 then logical = nil end
  return add_trigger(self, id, "CONDITIONAL", options, {
    predicate = { logical = logical, conditions = conditions },
    start_on_creation = options.start_on_creation,
    event_batching_condition = batching(),
  })
end

--- The ARN of the workflow of that name in the stack of `scope`.
function WorkflowBase:_build_workflow_arn(scope, workflow_name)
  return engine.stack_of(scope):format_arn { service = "glue", resource = "workflow", resource_name = workflow_name }
end

--- The name of a workflow in its ARN.
function WorkflowBase._extract_name_from_arn(scope, workflow_arn)
  return engine.stack_of(scope):split_arn(workflow_arn, cdk.ArnFormat.SLASH_RESOURCE_NAME).resource_name
end

local Workflow = l2.resource("aws_cdk.aws_glue.Workflow", WorkflowBase, { name = { "workflow_name" } })

l2.kept(Workflow, "workflow_arn", function(self) return self:_build_workflow_arn(self, self.workflow_name) end)

--- Arguments: scope, id, WorkflowProps.
function Workflow:init(scope, id, props)
  props = props or {}
  WorkflowBase.init(self, scope, id, { physical_name = props.workflow_name })
  self._resource = glue.CfnWorkflow(self, "Resource", {
    name = self.physical_name,
    description = props.description,
    default_run_properties = props.default_run_properties,
    max_concurrent_runs = props.max_concurrent_runs,
  })
end

local Imported = engine.class("aws_cdk.aws_glue.ImportedWorkflow", WorkflowBase, "aws_cdk.aws_glue.IWorkflow")

function Imported:init(scope, id, name)
  WorkflowBase.init(self, scope, id)
  self.workflow_name = name
  self.workflow_arn = self:_build_workflow_arn(scope, name)
end

--- A workflow made elsewhere, in the account and region of the scope's stack, by WorkflowAttributes: workflow_name.
function Workflow.from_workflow_attributes(scope, id, attrs) return Imported(scope, id, attrs.workflow_name) end

--- A workflow made elsewhere, in the account and region of the scope's stack.
function Workflow.from_workflow_name(scope, id, workflow_name) return Imported(scope, id, workflow_name) end

--- The workflow with the name of this ARN, in the account and region of the scope's stack.
function Workflow.from_workflow_arn(scope, id, workflow_arn)
  return Imported(scope, id, WorkflowBase._extract_name_from_arn(scope, workflow_arn))
end

return { Workflow = Workflow, WorkflowBase = WorkflowBase }
