-- Queues.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local l2 = require "aws_cdk.l2"
local sqs = require "aws_cdk.aws_sqs"

local QueueBase = sqs.QueueBase
local is_unresolved, fail, display = engine.is_unresolved, engine.fail, engine.display

local ROW = {
  arn = { "queue_arn", service = "sqs" },
  name = { "queue_name", "attr_queue_name" },
  attributes = { queue_url = "ref" },
}

-- Numbers: L1 property = property, unit. CloudFormation's bounds are errors here.
local NUMBERS = {
  delay_seconds = { "delivery_delay", "seconds" },
  maximum_message_size = { "max_message_size_bytes", "bytes" },
  message_retention_period = { "retention_period", "seconds" },
  receive_message_wait_time_seconds = { "receive_message_wait_time", "seconds" },
  visibility_timeout = { "visibility_timeout", "seconds" },
}

local Queue = l2.resource("aws_cdk.aws_sqs.Queue", QueueBase, ROW)

--------------------------------------------------------------------------------------------------------------------
-- Checks

local function raise_all(self, errors)
  if #errors > 0 then fail(self, "invalid properties of the queue: %s", table.concat(errors, "; ")) end
end

-- The numbers, checked.
local function numbers(self, props)
  local errors = {}
  local values = l2.numbers("aws_cdk.aws_sqs.CfnQueueProps", NUMBERS, props, errors)
  local dead_letter = props.dead_letter_queue
  local count = dead_letter and dead_letter.max_receive_count
  if type(count) == "number" and count < 1 then
    errors[#errors + 1] = ("dead_letter_queue.max_receive_count must be 1 or more, got %s"):format(display(count))
  end
  raise_all(self, errors)
  return values
end

local function check_redrive_allow_policy(self, policy)
  local permission, sources = policy.redrive_permission, policy.source_queues
  local errors = {}
  if permission == "byQueue" then
    if not sources or #sources == 0 then
      errors[1] = "redrive_permission BY_QUEUE needs at least one of source_queues"
    elseif #sources > 10 then
      errors[1] = ("at most 10 source_queues can be named, got %d; use redrive_permission ALLOW_ALL for "
        .. "more"):format(#sources)
    end
  elseif permission and sources then
    errors[1] = "source_queues cannot be given with redrive_permission ALLOW_ALL or DENY_ALL"
  end
  raise_all(self, errors)
end

--------------------------------------------------------------------------------------------------------------------
-- Parts of the properties

local function fifo_properties(self, props)
  local name, fifo = props.queue_name, props.fifo
  local literal = type(name) == "string" and not is_unresolved(name)
  local named_fifo = literal and name:sub(-5) == ".fifo"
  if fifo == nil and (named_fifo or props.content_based_deduplication or props.deduplication_scope
    or props.fifo_throughput_limit) then
    fifo = true
  end
  if literal then
    if fifo and not named_fifo then
      fail(self, "the name of a FIFO queue must end in '.fifo', got %s", display(name))
    end
    if not fifo and named_fifo then
      fail(self, "the name of a queue that is not FIFO must not end in '.fifo', got %s", display(name))
    end
  elseif fifo and type(name) == "string" then
    -- Text with tokens inside counts as it is written.
    if name:sub(-5) ~= ".fifo" then fail(self, "the name of a FIFO queue must end in '.fifo'") end
  end
  for _, option in ipairs { "content_based_deduplication", "deduplication_scope", "fifo_throughput_limit" } do
    if props[option] and not fifo then fail(self, "%s can only be set for FIFO queues; -> set fifo = true", option) end
  end
  return fifo and true or nil
end

local ENCRYPTION_NAMES = { NONE = "UNENCRYPTED" }

-- Returns the encryption in force, the key, and the L1 properties: kms_master_key_id, reuse period, managed SSE.
local function encryption_properties(self, props)
  local encryption, key = props.encryption, props.encryption_master_key
  if encryption == "SQS_MANAGED" and key then
    fail(self, "encryption_master_key cannot be given with encryption SQS_MANAGED; -> use QueueEncryption.KMS")
  end
  if encryption ~= "KMS" and key then
    if encryption ~= nil then
      cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-sqs:queueEncryptionChangedToKMS",
        ("encryption: Automatically changed to QueueEncryption.KMS, was: QueueEncryption.%s\n"
          .. "When encryptionMasterKey is provided, always set `encryption: QueueEncryption.KMS`")
          :format(ENCRYPTION_NAMES[encryption] or encryption))
    end
    encryption = "KMS"
  end
  if encryption == nil then return nil end
  if encryption == "NONE" then return encryption, nil, nil, nil, false end
  if encryption == "SQS_MANAGED" then return encryption, nil, nil, nil, true end
  local reuse = props.data_key_reuse and props.data_key_reuse:to_seconds()
  if encryption == "KMS_MANAGED" then return encryption, nil, "alias/aws/sqs", reuse end
  if encryption == "KMS" then
    key = key or kms.Key(self, "Key", { description = "Created by " .. self.node.path })
    return encryption, key, key.key_arn, reuse
  end
  return fail(self, "encryption must be one of QueueEncryption's values, got %s", display(encryption))
end

local function redrive_allow_properties(policy)
  if not policy then return nil end
  local sources = policy.source_queues
  local arns
  if sources then
    arns = {}
    for i, queue in ipairs(sources) do arns[i] = queue.queue_arn end
  end
  return {
    redrivePermission = policy.redrive_permission or (sources and "byQueue" or "allowAll"), sourceQueueArns = arns,
  }
end

--------------------------------------------------------------------------------------------------------------------

--- Arguments: scope, id, QueueProps. Fails on values out of SQS's ranges and on FIFO properties of other queues.
function Queue:init(scope, id, props)
  QueueBase.init(self, scope, id, { physical_name = props.queue_name })
  local values = numbers(self, props)
  if props.redrive_allow_policy then check_redrive_allow_policy(self, props.redrive_allow_policy) end

  local dead_letter = props.dead_letter_queue
  local encryption, key, key_id, reuse, managed_sse = encryption_properties(self, props)
  local fifo = fifo_properties(self, props)
  values.queue_name = self.physical_name
  values.content_based_deduplication = props.content_based_deduplication
  values.deduplication_scope = props.deduplication_scope
  values.fifo_queue = fifo
  values.fifo_throughput_limit = props.fifo_throughput_limit
  values.kms_data_key_reuse_period_seconds = reuse
  values.kms_master_key_id = key_id
  values.redrive_allow_policy = redrive_allow_properties(props.redrive_allow_policy)
  values.redrive_policy = dead_letter and {
    deadLetterTargetArn = dead_letter.queue.queue_arn, maxReceiveCount = dead_letter.max_receive_count,
  }
  values.sqs_managed_sse_enabled = managed_sse
  self._resource = sqs.CfnQueue(self, "Resource", values)
  self._resource:apply_removal_policy(props.removal_policy or cdk.RemovalPolicy.DESTROY)
  self.auto_create_policy = true
  self.fifo = fifo or false
  self.encryption_type = encryption
  self.encryption_master_key = key
  self.dead_letter_queue = dead_letter
  if props.enforce_ssl then
    self:add_to_resource_policy(l2.deny_without_tls(self.queue_arn, { "sqs:*" }, iam.AnyPrincipal()))
  end
end

--------------------------------------------------------------------------------------------------------------------
-- Imports

local function imported_fifo(self, attrs)
  local name, fifo = self.queue_name, attrs.fifo
  if is_unresolved(self.queue_arn) then return fifo or false end
  local named_fifo = type(name) == "string" and name:sub(-5) == ".fifo"
  if fifo and not named_fifo then fail(self, "the name of a FIFO queue must end in '.fifo', got %s", display(name)) end
  if fifo == false and named_fifo then
    fail(self, "the name of a queue that is not FIFO must not end in '.fifo', got %s", display(name))
  end
  return named_fifo
end

l2.imports(Queue, QueueBase, ROW, function(self, attrs, scope)
  local stack = engine.stack_of(scope)
  local env = self.env
  self.auto_create_policy = false
  self.queue_url = attrs.queue_url
    or "https://sqs." .. env.region .. "." .. stack.url_suffix .. "/" .. env.account .. "/" .. self.queue_name
  if attrs.key_arn then
    self.encryption_master_key = kms.Key.from_key_arn(self, "Key", attrs.key_arn)
    self.encryption_type = "KMS"
  end
  self.fifo = imported_fifo(self, attrs)
end)

return { Queue = Queue }
