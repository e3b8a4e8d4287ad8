#!/usr/bin/env luacdk
-- A REST API: anybody may look at books, from the shop's own pages too (CORS); partners add some, with a key, as often
-- as their plan allows. API Gateway checks what they send before the function sees it, and logs every request.

local app = cdk.App()
local stack = cdk.Stack(app, "BookShop")

local books = dynamodb.TableV2(stack, "Books", {
  partition_key = { name = "isbn", type = dynamodb.AttributeType.STRING },
})

local handler = lambda.Function(stack, "Handler", {
  runtime = lambda.Runtime.PYTHON_3_13,
  architecture = lambda.Architecture.ARM_64,
  handler = "index.handler",
  code = lambda.Code.from_inline [[
import boto3, json, os
table = boto3.resource("dynamodb").Table(os.environ["TABLE"])
def handler(event, context):
    if event["httpMethod"] == "POST":
        table.put_item(Item=json.loads(event["body"]))
        return {"statusCode": 201}
    isbn = (event["pathParameters"] or {}).get("isbn")
    found = table.get_item(Key={"isbn": isbn}).get("Item") if isbn else table.scan(Limit=50)["Items"]
    headers = {"Access-Control-Allow-Origin": "https://shop.example.com"}
    return {"statusCode": 200 if found else 404, "headers": headers, "body": json.dumps(found)}
]],
  environment = { TABLE = books.table_name },
})
books:grant_read_write_data(handler)

local shop = apigateway.RestApi(stack, "Shop", {
  rest_api_name = "books",
  default_integration = apigateway.LambdaIntegration(handler, { scope_permission_to_method = false }),
  default_cors_preflight_options = {
    allow_origins = { "https://shop.example.com" },
    allow_methods = { "GET" },
    max_age = cdk.Duration.hours(1),
  },
  deploy_options = {
    stage_name = "v1",
    throttling_rate_limit = 50,
    throttling_burst_limit = 100,
    access_log_destination = apigateway.LogGroupLogDestination(logs.LogGroup(stack, "Requests", {
      retention = logs.RetentionDays.ONE_MONTH,
    })),
    access_log_format = apigateway.AccessLogFormat.json_with_standard_fields(),
  },
})
shop:add_gateway_response("TooMany", {
  type = apigateway.ResponseType.THROTTLED,
  response_headers = { ["Retry-After"] = "'60'" },
})

local book = shop:add_model("Book", {
  schema = {
    type = apigateway.JsonSchemaType.OBJECT,
    properties = {
      isbn = { type = apigateway.JsonSchemaType.STRING, pattern = "^[0-9]{13}$" },
      title = { type = apigateway.JsonSchemaType.STRING, min_length = 1 },
    },
    required = { "isbn", "title" },
  },
})

local all = shop.root:add_resource "books"
all:add_method "GET"
all:add_resource("{isbn}"):add_method "GET"
local add = all:add_method("POST", nil, {
  api_key_required = true,
  request_models = { ["application/json"] = book },
  request_validator_options = { validate_request_body = true },
})

local plan = shop:add_usage_plan("Partners", {
  quota = { limit = 10000, period = apigateway.Period.MONTH },
  throttle = { rate_limit = 10, burst_limit = 20 },
  api_stages = {
    {
      stage = shop.deployment_stage,
      throttle = { { method = add, throttle = { rate_limit = 1, burst_limit = 5 } } },
    },
  },
})
plan:add_api_key(shop:add_api_key("Publisher", { description = "The first partner" }))

shop:metric_server_error({ period = cdk.Duration.minutes(5) }):create_alarm(stack, "Failing", {
  threshold = 5, evaluation_periods = 1, treat_missing_data = cloudwatch.TreatMissingData.NOT_BREACHING,
})

app:synth()
