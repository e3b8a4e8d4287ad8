-- Queues. The cases are twins of tools/golden/aws_sqs.js.
local cdk = require "aws_cdk"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local sqs = require "aws_cdk.aws_sqs"

local cases = {}

function cases.queue_all_properties(app)
  local stack = cdk.Stack(app, "S")
  local dead = sqs.Queue(stack, "Dead", { retention_period = cdk.Duration.days(14) })
  sqs.Queue(stack, "Queue", {
    queue_name = "orders",
    dead_letter_queue = { queue = dead, max_receive_count = 3 },
    delivery_delay = cdk.Duration.seconds(5),
    max_message_size_bytes = 2048,
    receive_message_wait_time = cdk.Duration.seconds(20),
    visibility_timeout = cdk.Duration.minutes(2),
    removal_policy = cdk.RemovalPolicy.RETAIN,
    redrive_allow_policy = { source_queues = { dead } },
    enforce_ssl = true,
  })
  sqs.Queue(stack, "Deny", { redrive_allow_policy = { redrive_permission = sqs.RedrivePermission.DENY_ALL } })
  sqs.Queue(stack, "Default", { redrive_allow_policy = {} })
end

function cases.fifo(app)
  local stack = cdk.Stack(app, "S")
  sqs.Queue(stack, "Named", { queue_name = "x.fifo" })
  sqs.Queue(stack, "Flag", { fifo = true, content_based_deduplication = false })
  sqs.Queue(stack, "Dedup", { content_based_deduplication = true })
  sqs.Queue(stack, "High", {
    fifo = true, deduplication_scope = sqs.DeduplicationScope.MESSAGE_GROUP,
    fifo_throughput_limit = sqs.FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
  })
  sqs.Queue(stack, "Not", { fifo = false })
end

function cases.encryption(app)
  local stack = cdk.Stack(app, "S")
  sqs.Queue(stack, "None", { encryption = sqs.QueueEncryption.UNENCRYPTED })
  sqs.Queue(stack, "Managed", { encryption = sqs.QueueEncryption.SQS_MANAGED })
  sqs.Queue(stack, "KmsManaged", {
    encryption = sqs.QueueEncryption.KMS_MANAGED, data_key_reuse = cdk.Duration.hours(1),
  })
  local own = sqs.Queue(stack, "Own", { encryption = sqs.QueueEncryption.KMS })
  local given = sqs.Queue(stack, "Given", { encryption_master_key = kms.Key(stack, "Key") })
  local role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "lambda.amazonaws.com" })
  own:grant_send_messages(role)
  given:grant_consume_messages(role)
  own:grant_purge(role)
end

function cases.grants(app)
  local stack = cdk.Stack(app, "S", { env = { account = "111122223333", region = "eu-west-1" } })
  local queue = sqs.Queue(stack, "Queue")
  local user = iam.User(stack, "User")
  queue:grant_send_messages(user)
  queue:grant_consume_messages(iam.ServicePrincipal "events.amazonaws.com")
  queue:grant_purge(iam.AccountPrincipal "444455556666")
  queue:grant(user, "sqs:ListQueues")
  local imported = sqs.Queue.from_queue_arn(stack, "Imported", "arn:aws:sqs:eu-west-1:111122223333:other.fifo")
  imported:grant_send_messages(user)
  imported:grant_send_messages(iam.ServicePrincipal "sns.amazonaws.com")
  local keyed = sqs.Queue.from_queue_attributes(stack, "Keyed", {
    queue_arn = cdk.Fn.import_value "queue", fifo = true, key_arn = "arn:aws:kms:eu-west-1:111122223333:key/k",
  })
  keyed:grant_consume_messages(user)
  cdk.CfnOutput(stack, "Url", { value = imported.queue_url })
  cdk.CfnOutput(stack, "KeyedUrl", { value = keyed.queue_url })
  cdk.CfnOutput(stack, "KeyedName", { value = keyed.queue_name })
  cdk.CfnOutput(stack, "Fifo", { value = ("%s %s %s"):format(imported.fifo, keyed.fifo, queue.fifo) })
  local plain = sqs.CfnQueue(stack, "Plain")
  sqs.QueueGrants.from_queue(plain):send_messages(iam.ServicePrincipal "events.amazonaws.com")
end

function cases.metrics(app)
  local stack = cdk.Stack(app, "S", { env = { account = "111122223333", region = "eu-west-1" } })
  local queue = sqs.Queue(stack, "Queue")
  queue:metric_approximate_number_of_messages_visible():create_alarm(stack, "Visible", {
    threshold = 10, evaluation_periods = 2,
  })
  queue:metric_approximate_number_of_messages_outstanding({ period = cdk.Duration.minutes(1) })
    :create_alarm(stack, "Outstanding", { threshold = 1.5, evaluation_periods = 3, datapoints_to_alarm = 2 })
  queue:metric("Own", { statistic = "p99.9", dimensions_map = { A = "b" } })
    :create_alarm(stack, "Own", { threshold = 1, evaluation_periods = 1 })
end

describe("aws_sqs", function()
  golden.check("aws_sqs", cases)

  it("refuses values out of SQS's ranges", function()
    local stack = cdk.Stack(cdk.App(), "S")
    for text, props in pairs {
      ["delivery_delay must be between 0 and 900 seconds, got 901"] = { delivery_delay = cdk.Duration.seconds(901) },
      ["retention_period must be between 60 and 1209600 seconds, got 5"] =
        { retention_period = cdk.Duration.seconds(5) },
      ["the name of a FIFO queue must end in '.fifo'"] = { queue_name = "x", fifo = true },
      ["must not end in '.fifo'"] = { queue_name = "x.fifo", fifo = false },
      ["content_based_deduplication can only be set for FIFO queues"] =
        { fifo = false, content_based_deduplication = true },
      ["needs at least one of source_queues"] =
        { redrive_allow_policy = { redrive_permission = sqs.RedrivePermission.BY_QUEUE } },
    } do
      local ok, message = pcall(sqs.Queue, stack, "Q" .. text:gsub("%W", ""), props)
      assert.is_false(ok)
      assert.truthy(tostring(message):find(text, 1, true), tostring(message))
    end
  end)
end)
