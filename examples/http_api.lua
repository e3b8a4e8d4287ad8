#!/usr/bin/env luacdk
-- An HTTP API of one's own domain: a function keeps notes in a table. Whoever has a token of the company's sign-in may
-- read them, and write them with the scope "write"; browsers of one site may call.

local app = cdk.App()
local stack = cdk.Stack(app, "HttpApi")

local notes = dynamodb.TableV2(stack, "Notes", {
  partition_key = { name = "id", type = dynamodb.AttributeType.STRING },
  removal_policy = cdk.RemovalPolicy.DESTROY,
})

local handler = lambda.Function(stack, "Handler", {
  runtime = lambda.Runtime.PYTHON_3_13,
  architecture = lambda.Architecture.ARM_64,
  handler = "index.handler",
  code = lambda.Code.from_inline [[
import boto3, json, os
table = boto3.resource("dynamodb").Table(os.environ["TABLE"])
def handler(event, context):
    if event["requestContext"]["http"]["method"] == "PUT":
        table.put_item(Item={**json.loads(event["body"]), "id": event["pathParameters"]["id"]})
        return {"statusCode": 204}
    return {"statusCode": 200, "body": json.dumps(table.scan()["Items"], default=str)}
]],
  environment = { TABLE = notes.table_name },
})
notes:grant_read_write_data(handler)

local zone = route53.HostedZone.from_hosted_zone_attributes(stack, "Zone", {
  hosted_zone_id = "Z0123456789ABCDEFGHIJ", zone_name = "example.com",
})
local domain = apigatewayv2.DomainName(stack, "Domain", {
  domain_name = "notes.example.com",
  certificate = certificatemanager.Certificate(stack, "Certificate", {
    domain_name = "notes.example.com",
    validation = certificatemanager.CertificateValidation.from_dns(zone),
  }),
})

local api = apigatewayv2.HttpApi(stack, "Api", {
  description = "Notes of the company",
  cors_preflight = {
    allow_origins = { "https://www.example.com" },
    allow_methods = { apigatewayv2.CorsHttpMethod.GET, apigatewayv2.CorsHttpMethod.PUT },
    allow_headers = { "authorization", "content-type" },
    max_age = cdk.Duration.hours(1),
  },
  default_authorizer = apigatewayv2_authorizers.HttpJwtAuthorizer("Company", "https://login.example.com", {
    jwt_audience = { "notes" },
  }),
  create_default_stage = false,
})
local integration = apigatewayv2_integrations.HttpLambdaIntegration("Handler", handler)
api:add_routes { path = "/notes", methods = { apigatewayv2.HttpMethod.GET }, integration = integration }
api:add_routes {
  path = "/notes/{id}",
  methods = { apigatewayv2.HttpMethod.PUT },
  integration = integration,
  authorization_scopes = { "write" },
}

local logs_of_calls = logs.LogGroup(stack, "Calls", {
  retention = logs.RetentionDays.ONE_MONTH, removal_policy = cdk.RemovalPolicy.DESTROY,
})
local stage = api:add_stage("Live", {
  auto_deploy = true,
  throttle = { rate_limit = 50, burst_limit = 100 },
  domain_mapping = { domain_name = domain },
  access_log_settings = { destination = apigatewayv2.LogGroupLogDestination(logs_of_calls) },
})

route53.ARecord(stack, "Alias", {
  zone = zone,
  record_name = "notes",
  target = route53.RecordTarget.from_alias(
    route53_targets.ApiGatewayv2DomainProperties(domain.regional_domain_name, domain.regional_hosted_zone_id)),
})

stage:metric_server_error({ period = cdk.Duration.minutes(5) })
  :create_alarm(stack, "Errors", { threshold = 5, evaluation_periods = 1 })
cdk.CfnOutput(stack, "Url", { value = stage.domain_url })

app:synth()
