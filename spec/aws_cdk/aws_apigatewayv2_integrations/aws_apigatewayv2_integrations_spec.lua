-- What stands behind the routes of APIs. The cases are twins of tools/golden/aws_apigatewayv2_integrations.js.
local apigw = require "aws_cdk.aws_apigatewayv2"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local elbv2 = require "aws_cdk.aws_elasticloadbalancingv2"
local events = require "aws_cdk.aws_events"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local integrations = require "aws_cdk.aws_apigatewayv2_integrations"
local lambda = require "aws_cdk.aws_lambda"
local servicediscovery = require "aws_cdk.aws_servicediscovery"
local sfn = require "aws_cdk.aws_stepfunctions"
local sqs = require "aws_cdk.aws_sqs"

local HttpMethod, ParameterMapping, MappingValue = apigw.HttpMethod, apigw.ParameterMapping, apigw.MappingValue

local ENV = { account = "111122223333", region = "eu-west-1" }
local LISTENER = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/a/1/2"

local function function_in(stack, id)
  return lambda.Function(stack, id, {
    code = lambda.Code.from_inline "x", handler = "index.handler", runtime = lambda.Runtime.PYTHON_3_12,
  })
end

local cases = {}

function cases.functions(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local Http, WebSocket = integrations.HttpLambdaIntegration, integrations.WebSocketLambdaIntegration
  local fn = function_in(stack, "F")
  local api = apigw.HttpApi(stack, "Api", { default_integration = Http("Fallback", fn) })
  local shared = Http("Shared", fn)
  api:add_routes { path = "/a", methods = { HttpMethod.GET, HttpMethod.POST }, integration = shared }
  api:add_routes { path = "/a/{id}", integration = shared }
  api:add_routes {
    path = "/full",
    integration = Http("Full", fn, {
      payload_format_version = apigw.PayloadFormatVersion.VERSION_1_0, timeout = cdk.Duration.seconds(5),
      parameter_mapping = ParameterMapping():remove_header "x", scope_permission_to_route = true,
    }),
  }
  local wide = { scope_permission_to_route = false }
  local once = apigw.HttpApi(stack, "Once")
  once:add_routes { path = "/a", methods = { HttpMethod.GET, HttpMethod.PUT }, integration = Http("A", fn, wide) }
  once:add_routes { path = "/b", integration = Http("B", fn, wide) }
  once:add_routes { path = "/c", integration = Http("C", function_in(stack, "G"), wide) }
  apigw.HttpApi(stack, "Twice"):add_routes { path = "/", integration = Http("D", fn, wide) }
  local imported =
    lambda.Function.from_function_arn(stack, "Imported", "arn:aws:lambda:us-east-1:444455556666:function:f")
  once:add_routes {
    path = "/imported", methods = { HttpMethod.GET, HttpMethod.PUT }, integration = Http("E", imported, wide),
  }
  local other = cdk.Stack(app, "Other", { env = ENV })
  apigw.HttpApi(other, "Api"):add_routes { path = "/", integration = Http("F", fn) }
  local web_socket = apigw.WebSocketApi(stack, "WebSocket", {
    connect_route_options = { integration = WebSocket("Connect", fn) },
  })
  web_socket:add_route("send", {
    integration = WebSocket("Send", fn, {
      timeout = cdk.Duration.seconds(10), content_handling = apigw.ContentHandling.CONVERT_TO_BINARY,
    }),
  })
end

function cases.private_services(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2, nat_gateways = 1 })
  local application = elbv2.ApplicationLoadBalancer(stack, "Application", { vpc = vpc })
    :add_listener("L", { port = 80, default_action = elbv2.ListenerAction.fixed_response(200) })
  local network = elbv2.NetworkLoadBalancer(stack, "Network", { vpc = vpc }):add_listener("L", {
    port = 80, default_target_groups = { elbv2.NetworkTargetGroup(stack, "T", { vpc = vpc, port = 80 }) },
  })
  local api = apigw.HttpApi(stack, "Api")
  local function route(path, integration) api:add_routes { path = path, integration = integration } end
  route("/a", integrations.HttpAlbIntegration("A", application))
  route("/n", integrations.HttpNlbIntegration("N", network))
  local link = apigw.VpcLink(stack, "Link", { vpc = vpc })
  local full = {
    method = HttpMethod.PATCH, secure_server_name = "s", timeout = cdk.Duration.seconds(3), vpc_link = link,
    parameter_mapping = ParameterMapping():overwrite_path(MappingValue.custom "/x"),
  }
  route("/af", integrations.HttpAlbIntegration("Af", application, full))
  route("/nf", integrations.HttpNlbIntegration("Nf", network, full))
  local imported_link = apigw.VpcLink.from_vpc_link_attributes(stack, "ImportedLink", { vpc_link_id = "l", vpc = vpc })
  local imported = elbv2.ApplicationListener.from_application_listener_attributes(stack, "Ail", {
    listener_arn = LISTENER, security_group = ec2.SecurityGroup.from_security_group_id(stack, "Sg", "sg-1"),
  })
  route("/ai", integrations.HttpAlbIntegration("Ai", imported, { vpc_link = imported_link }))
  local service = servicediscovery.CfnService(stack, "Service", { name = "s" })
  route("/s", integrations.HttpServiceDiscoveryIntegration("S", service, { vpc_link = link }))
  route("/sf", integrations.HttpServiceDiscoveryIntegration("Sf", service, full))
end

function cases.aws_services(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local Subtype = apigw.HttpIntegrationSubtype
  local api = apigw.HttpApi(stack, "Api")
  local function route(path, integration) api:add_routes { path = path, integration = integration } end
  local queue = sqs.Queue(stack, "Queue")
  route("/q", integrations.HttpSqsIntegration("Q", { queue = queue }))
  for _, kind in ipairs { "SEND_MESSAGE", "RECEIVE_MESSAGE", "DELETE_MESSAGE", "PURGE_QUEUE" } do
    route("/" .. kind, integrations.HttpSqsIntegration(kind, { queue = queue, subtype = Subtype["SQS_" .. kind] }))
  end
  route("/own", integrations.HttpSqsIntegration("Own", {
    queue = queue, parameter_mapping = ParameterMapping():custom("QueueUrl", "u"),
  }))
  local bus = events.EventBus(stack, "Bus").event_bus_ref
  route("/e", integrations.HttpEventBridgeIntegration("E", { event_bus_ref = bus }))
  route("/ef", integrations.HttpEventBridgeIntegration("Ef", {
    event_bus_ref = bus, subtype = Subtype.EVENTBRIDGE_PUT_EVENTS,
    parameter_mapping = ParameterMapping():custom("Detail", "$request.body"),
  }))
  route("/eb", integrations.HttpEventBridgeIntegration("Eb", {
    event_bus_ref = bus,
    parameter_mapping = ParameterMapping.from_object {
      EventBusName = MappingValue.custom "b", Detail = MappingValue.custom "d",
    },
  }))
  route("/u", integrations.HttpUrlIntegration("U", "https://example.com/{proxy}", {
    method = HttpMethod.GET, timeout = cdk.Duration.seconds(2),
    parameter_mapping = ParameterMapping():remove_query_string "q",
  }))
  local web_socket = apigw.WebSocketApi(stack, "WebSocket")
  web_socket:add_route("aws", {
    integration = integrations.WebSocketAwsIntegration("Aws", {
      integration_uri = "arn:aws:apigateway:eu-west-1:dynamodb:action/PutItem", integration_method = "POST",
      content_handling = apigw.ContentHandling.CONVERT_TO_TEXT,
      passthrough_behavior = apigw.PassthroughBehavior.WHEN_NO_MATCH,
      credentials_role = iam.Role.from_role_arn(stack, "Role", "arn:aws:iam::111122223333:role/r"),
      request_parameters = { ["integration.request.header.b"] = "'1'" },
      request_templates = { ["application/json"] = '{ "b": 1, "a": 2 }' },
      template_selection_expression = "\\$default", timeout = cdk.Duration.seconds(4),
    }),
  })
  web_socket:add_route("mock", {
    integration = integrations.WebSocketMockIntegration("Mock", {
      request_templates = { default = '{ "statusCode": 200 }' }, template_selection_expression = "default",
    }),
  })
end

local function machine_in(stack, id, kind)
  return sfn.StateMachine(stack, id, {
    state_machine_type = kind, definition_body = sfn.DefinitionBody.from_chainable(sfn.Pass(stack, id .. "Pass")),
  })
end

function cases.state_machines(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local Subtype = apigw.HttpIntegrationSubtype
  local api = apigw.HttpApi(stack, "Api")
  local standard = machine_in(stack, "Standard")
  local express = machine_in(stack, "Express", sfn.StateMachineType.EXPRESS)
  local function route(id, props)
    api:add_routes { path = "/" .. id, integration = integrations.HttpStepFunctionsIntegration(id, props) }
  end
  route("plain", { state_machine = standard })
  route("start", { state_machine = express, subtype = Subtype.STEPFUNCTIONS_START_EXECUTION })
  route("sync", { state_machine = express, subtype = Subtype.STEPFUNCTIONS_START_SYNC_EXECUTION })
  route("stop", {
    state_machine = standard, subtype = Subtype.STEPFUNCTIONS_STOP_EXECUTION,
    parameter_mapping = ParameterMapping():custom("ExecutionArn", "$request.querystring.executionArn"),
  })
end

describe("aws_apigatewayv2_integrations", function()
  golden.check("aws_apigatewayv2_integrations", cases)

  local stack
  before_each(function() stack = cdk.Stack(cdk.App(), "S", { env = ENV }) end)

  local function refuses(text, integration)
    local api = apigw.HttpApi(stack, text)
    local ok, message = pcall(api.add_routes, api, { path = "/", integration = integration })
    assert.is_false(ok, text)
    assert.truthy(tostring(message):find(text, 1, true), tostring(message))
  end

  it("asks for the link to what is in a VPC that it does not know", function()
    local listener = elbv2.ApplicationListener.from_application_listener_attributes(stack, "L", {
      listener_arn = LISTENER, security_group = ec2.SecurityGroup.from_security_group_id(stack, "Sg", "sg-1"),
    })
    refuses("the VPC of an imported listener is not known; give vpc_link",
      integrations.HttpAlbIntegration("A", listener))
    refuses("HttpServiceDiscoveryIntegration needs vpc_link",
      integrations.HttpServiceDiscoveryIntegration("S", servicediscovery.CfnService(stack, "Service", { name = "s" })))
  end)

  it("refuses subtypes of another service", function()
    local Subtype = apigw.HttpIntegrationSubtype
    refuses("subtype must be one of the HttpIntegrationSubtypes that begin with SQS-, got 'EventBridge-PutEvents'",
      integrations.HttpSqsIntegration("Q", {
        queue = sqs.Queue(stack, "Queue"), subtype = Subtype.EVENTBRIDGE_PUT_EVENTS,
      }))
    refuses("begin with EventBridge-, got 'SQS-SendMessage'", integrations.HttpEventBridgeIntegration("E", {
      event_bus_ref = events.EventBus(stack, "Bus").event_bus_ref, subtype = Subtype.SQS_SEND_MESSAGE,
    }))
  end)

  it("waits for executions of express state machines only", function()
    local Subtype = apigw.HttpIntegrationSubtype
    local standard = machine_in(stack, "Standard")
    refuses("STEPFUNCTIONS_START_SYNC_EXECUTION needs a state machine of the type EXPRESS, S/Standard is STANDARD",
      integrations.HttpStepFunctionsIntegration("I", {
        state_machine = standard, subtype = Subtype.STEPFUNCTIONS_START_SYNC_EXECUTION,
      }))
    refuses("begin with StepFunctions-, got 'SQS-SendMessage'", integrations.HttpStepFunctionsIntegration("I", {
      state_machine = standard, subtype = Subtype.SQS_SEND_MESSAGE,
    }))
  end)
end)
