-- COUNT tables, queues and functions in one stack; each function may use its table and its queue.
local cdk = require "aws_cdk"
local dynamodb = require "aws_cdk.aws_dynamodb"
local lambda = require "aws_cdk.aws_lambda"
local sqs = require "aws_cdk.aws_sqs"

local app = cdk.App()
local stack = cdk.Stack(app, "Grants")
for i = 1, math.tointeger(os.getenv "COUNT") do
  local tab = dynamodb.Table(stack, "Table" .. i, {
    partition_key = { name = "id", type = dynamodb.AttributeType.STRING },
  })
  local queue = sqs.Queue(stack, "Queue" .. i)
  local fn = lambda.Function(stack, "Function" .. i, {
    runtime = lambda.Runtime.NODEJS_22_X, handler = "index.handler",
    code = lambda.Code.from_inline "exports.handler = async () => {}",
  })
  tab:grant_read_write_data(fn)
  queue:grant_send_messages(fn)
end
app:synth()
