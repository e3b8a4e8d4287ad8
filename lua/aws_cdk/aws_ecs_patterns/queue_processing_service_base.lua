--- Services that work through a queue: the longer it is, the more tasks they have.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local constructs = require "constructs"
local pattern = require "aws_cdk.aws_ecs_patterns.private.pattern"
local sqs = require "aws_cdk.aws_sqs"

local fail, display = engine.fail, engine.display

local RETENTION_DAYS, RECEIVES = 14, 3
local LONGEST_COOLDOWN = 999999999
local LEAST_TASKS, MOST_TASKS, CPU_TARGET = 1, 2, 50

local QueueProcessingServiceBase = pattern.class "QueueProcessingServiceBase"

local function set(number) return number ~= nil and number ~= 0 end

local function check_queue(self, props)
  local names = {}
  if props.retention_period then names[#names + 1] = "retention_period" end
  if props.visibility_timeout then names[#names + 1] = "visibility_timeout" end
  if set(props.max_receive_count) then names[#names + 1] = "max_receive_count" end
  if #names > 0 then
    fail(self, "%s cannot be combined with queue; -> give the queue its own", table.concat(names, ", "))
  end
end

-- A queue whose messages go to another one when tasks fail to handle them.
local function make_queues(self, props)
  self.dead_letter_queue = sqs.Queue(self, "EcsProcessingDeadLetterQueue", {
    retention_period = props.retention_period or cdk.Duration.days(RETENTION_DAYS),
  })
  self.sqs_queue = sqs.Queue(self, "EcsProcessingQueue", {
    visibility_timeout = props.visibility_timeout,
    dead_letter_queue = {
      queue = self.dead_letter_queue,
      max_receive_count = set(props.max_receive_count) and props.max_receive_count or RECEIVES,
    },
  })
  cdk.CfnOutput(self, "SQSDeadLetterQueue", { value = self.dead_letter_queue.queue_name })
  cdk.CfnOutput(self, "SQSDeadLetterQueueArn", { value = self.dead_letter_queue.queue_arn })
end

local function check_cooldown(self, cooldown)
  local seconds = cooldown and cooldown:to_seconds()
  if type(seconds) == "number" and seconds > LONGEST_COOLDOWN then
    fail(self, "cooldown must be at most %d seconds, got %s", LONGEST_COOLDOWN, display(seconds))
  end
end

local function environment(self, given)
  local all = engine.ordered()
  for _, name in ipairs(given and engine.keys(given) or {}) do all[name] = given[name] end
  all.QUEUE_NAME = self.sqs_queue.queue_name
  return all
end

--- Arguments: scope, id, QueueProcessingServiceBaseProps.
function QueueProcessingServiceBase:init(scope, id, props)
  constructs.Construct.init(self, scope, id)
  self.cluster = pattern.only_cluster(self, props)
  if props.queue then
    check_queue(self, props)
    self.sqs_queue = props.queue
  else
    make_queues(self, props)
  end
  check_cooldown(self, props.cooldown)
  self.scaling_steps = props.scaling_steps
    or { { upper = 0, change = -1 }, { lower = 100, change = 1 }, { lower = 500, change = 5 } }
  self._cooldown, self._scales_on_cpu = props.cooldown, not props.disable_cpu_based_scaling
  self._cpu_target = props.cpu_target_utilization_percent == nil and CPU_TARGET or props.cpu_target_utilization_percent
  self.log_driver = pattern.log_driver(self, props)
  self.environment, self.secrets = environment(self, props.environment), props.secrets
  self.min_capacity = props.min_scaling_capacity == nil and LEAST_TASKS or props.min_scaling_capacity
  self.max_capacity = set(props.max_scaling_capacity) and props.max_scaling_capacity or MOST_TASKS
  cdk.CfnOutput(self, "SQSQueue", { value = self.sqs_queue.queue_name })
  cdk.CfnOutput(self, "SQSQueueArn", { value = self.sqs_queue.queue_arn })
end

--- Scales the service with the length of the queue and, unless that is off, with the CPU that it uses.
function QueueProcessingServiceBase:_configure_autoscaling_for_service(service)
  local target = service:auto_scale_task_count { max_capacity = self.max_capacity, min_capacity = self.min_capacity }
  if self._scales_on_cpu then
    target:scale_on_cpu_utilization("CpuScaling", { target_utilization_percent = self._cpu_target })
  end
  target:scale_on_metric("QueueMessagesVisibleScaling", {
    metric = self.sqs_queue:metric_approximate_number_of_messages_visible(), scaling_steps = self.scaling_steps,
    cooldown = self._cooldown,
  })
end

--- Lets the tasks of the service receive and delete messages.
function QueueProcessingServiceBase:_grant_permissions_to_service(service)
  self.sqs_queue:grant_consume_messages(service.task_definition.task_role)
end

return { QueueProcessingServiceBase = QueueProcessingServiceBase }
