-- AWS AppConfig. The cases are twins of tools/golden/aws_appconfig.js.
local appconfig = require "aws_cdk.aws_appconfig"
local cdk = require "aws_cdk"
local cloudwatch = require "aws_cdk.aws_cloudwatch"
local events = require "aws_cdk.aws_events"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local lambda = require "aws_cdk.aws_lambda"
local s3 = require "aws_cdk.aws_s3"
local secrets = require "aws_cdk.aws_secretsmanager"
local sns = require "aws_cdk.aws_sns"
local sqs = require "aws_cdk.aws_sqs"
local ssm = require "aws_cdk.aws_ssm"
local refuses = require "spec.support.refuses"

local ENV = { account = "111122223333", region = "eu-west-1" }
local FILES = "spec/fixtures/appconfig/"
local ARN = "arn:aws:appconfig:eu-west-1:111122223333:"

local function outputs(stack)
  return function(id, value) cdk.CfnOutput(stack, "Out" .. id, { value = value }) end
end

local cases = {}

function cases.applications_and_environments(app)
  local Application, Environment, Monitor, DeletionProtectionCheck =
    appconfig.Application, appconfig.Environment, appconfig.Monitor, appconfig.DeletionProtectionCheck
  local stack = cdk.Stack(app, "S", { env = ENV })
  local out = outputs(stack)
  local application = Application(stack, "App", { application_name = "named", description = "d" })
  local plain = Application(stack, "Plain")
  local metric = cloudwatch.Metric { namespace = "n", metric_name = "m" }
  local alarm = cloudwatch.Alarm(stack, "Alarm", { metric = metric, threshold = 1, evaluation_periods = 1 })
  local role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "appconfig.amazonaws.com" })
  local user = iam.User(stack, "User")
  local environment = application:add_environment("Env", {
    environment_name = "env", description = "d", deletion_protection_check = DeletionProtectionCheck.BYPASS,
    monitors = {
      Monitor.from_cloud_watch_alarm(alarm), Monitor.from_cloud_watch_alarm(alarm, role),
      Monitor.from_cfn_monitors_property { alarm_arn = "a" }, Monitor.from_cloud_watch_alarm(alarm),
    },
  })
  local second = Environment(stack, "Second", { application = plain })
  environment:grant(user, "appconfig:A")
  second:grant_read_config(user)
  local imported = Environment.from_environment_arn(
    stack, "ByArn", ARN .. "application/a/environment/e")
  imported:grant_read_config(user)
  local given = Environment.from_environment_attributes(stack, "Given", {
    application = application, environment_id = "e", name = "n",
  })
  out("Arn", application.application_arn)
  out("Id", plain.application_ref.application_id)
  out("Environment", environment.environment_arn)
  out("EnvironmentRef", second.environment_ref.environment_id)
  out("ImportedApp", imported.application_id)
  out("Given", given.environment_arn)
  out("AppByArn", Application.from_application_arn(
    stack, "AppByArn", ARN .. "application/a").application_id)
  out("AppById", Application.from_application_id(stack, "AppById", "a").application_arn)
  out("Layer", Application.get_lambda_layer_version_arn "eu-west-1")
  out("Gov", Application.get_lambda_layer_version_arn("us-gov-west-1", appconfig.Platform.X86_64))
  out("Arm", Application.get_lambda_layer_version_arn("eu-west-1", appconfig.Platform.ARM_64))
end

function cases.configurations(app)
  local Content, Source =
    appconfig.ConfigurationContent, appconfig.ConfigurationSource
  local Strategy, StrategyId, Rollout =
    appconfig.DeploymentStrategy, appconfig.DeploymentStrategyId, appconfig.RolloutStrategy
  local stack = cdk.Stack(app, "S", { env = ENV })
  local out = outputs(stack)
  local application = appconfig.Application(stack, "App")
  local one = application:add_environment "One"
  local two = application:add_environment("Two", { environment_name = "two" })
  local key = kms.Key(stack, "Key")
  local bucket = s3.Bucket(stack, "Bucket")
  local own = Strategy(stack, "Own", {
    deployment_strategy_name = "own", description = "d",
    rollout_strategy = Rollout.linear { growth_factor = 7.5, deployment_duration = cdk.Duration.hours(1) },
  })
  Strategy(stack, "Fast", { rollout_strategy = Rollout.ALL_AT_ONCE })
  Strategy(stack, "Steps", { rollout_strategy = Rollout.LINEAR_20_PERCENT_EVERY_6_MINUTES })
  Strategy(stack, "Half", { rollout_strategy = Rollout.LINEAR_50_PERCENT_EVERY_30_SECONDS })
  local known = Strategy.from_deployment_strategy_id(stack, "Known", StrategyId.ALL_AT_ONCE)
  local fn = lambda.Function(stack, "Fn", {
    runtime = lambda.Runtime.PYTHON_3_12, handler = "index.handler", code = lambda.Code.from_inline "pass",
  })
  local hosted = appconfig.HostedConfiguration(stack, "Hosted", {
    application = application, name = "hosted", description = "d", type = appconfig.ConfigurationType.FEATURE_FLAGS,
    content = Content.from_file(FILES .. "flags.json"), latest_version_number = 3, version_label = "l",
    validators = {
      appconfig.JsonSchemaValidator.from_inline "{}", appconfig.JsonSchemaValidator.from_file(FILES .. "flags.json"),
      appconfig.LambdaValidator.from_function(fn),
    },
    deploy_to = { one }, deployment_key = key, kms_key = key, deployment_strategy = own,
    deletion_protection_check = appconfig.DeletionProtectionCheck.APPLY,
  })
  application:add_hosted_configuration("Plain", {
    content = Content.from_inline_text "text", deployment_strategy = known,
  })
  application:add_hosted_configuration("Yaml", { content = Content.from_inline_yaml "a: 1" })
  application:add_hosted_configuration("Json", {
    content = Content.from_inline_json "{}", deploy_to = { one, two }, deployment_strategy = known,
  })
  application:add_hosted_configuration("Bytes", { content = Content.from_inline "x", deployment_strategy = known })
  application:add_hosted_configuration("File", {
    content = Content.from_file(FILES .. "settings.yaml"), deployment_strategy = known,
  })
  application:add_hosted_configuration("NoType", {
    content = Content.from_file(FILES .. "none"), deployment_strategy = known,
  })
  application:add_hosted_configuration("Typed", {
    content = Content.from_file(FILES .. "none", "own/type"), deployment_strategy = known,
  })
  local sourced = application:add_sourced_configuration("Object", {
    location = Source.from_bucket(bucket, "a/b", key), deployment_strategy = known, version_number = "1",
    deploy_to = { two },
  })
  application:add_sourced_configuration("Secret", {
    location = Source.from_secret(secrets.Secret(stack, "Value", { encryption_key = key })),
    deployment_strategy = known,
  })
  application:add_sourced_configuration("Parameter", {
    location = Source.from_parameter(ssm.StringParameter(stack, "Param", { string_value = "v" })),
    deployment_strategy = known, deploy_to = { one },
  })
  application:add_sourced_configuration("Document", {
    location = Source.from_cfn_document(ssm.CfnDocument(stack, "Doc", { content = {} })), deployment_strategy = known,
  })
  appconfig.SourcedConfiguration(stack, "WithRole", {
    application = application, location = Source.from_bucket(bucket, "c"),
    retrieval_role = iam.Role.from_role_arn(stack, "Given", "arn:aws:iam::111122223333:role/r"),
  })
  local imported = appconfig.Environment.from_environment_attributes(stack, "Imported", {
    application = application, environment_id = "e", name = "imported",
  })
  application:add_hosted_configuration("There", {
    content = Content.from_inline_text "text", deploy_to = { imported }, deployment_strategy = own,
  })
  imported:add_deployments(hosted, sourced)
  out("Profile", hosted.configuration_profile_arn)
  out("Version", hosted.hosted_configuration_version_arn)
  out("Sourced", sourced.configuration_profile_arn)
  out("Role", sourced.retrieval_role.role_arn)
  out("Strategy", own.deployment_strategy_arn)
  out("ById", known.deployment_strategy_arn)
  out("ByArn", Strategy.from_deployment_strategy_arn(
    stack, "ByArn", ARN .. "deploymentstrategy/s").deployment_strategy_ref.deployment_strategy_id)
end

function cases.extensions(app)
  local Action, ActionPoint, Extension, Parameter =
    appconfig.Action, appconfig.ActionPoint, appconfig.Extension, appconfig.Parameter
  local LambdaDestination, SqsDestination, SnsDestination, EventBridgeDestination =
    appconfig.LambdaDestination, appconfig.SqsDestination, appconfig.SnsDestination, appconfig.EventBridgeDestination
  local stack = cdk.Stack(app, "S", { env = ENV })
  local out = outputs(stack)
  local application = appconfig.Application(stack, "App", { application_name = "app" })
  local environment = application:add_environment "Env"
  local configuration = application:add_hosted_configuration("Config", {
    content = appconfig.ConfigurationContent.from_inline_text "text",
  })
  local fn = lambda.Function(stack, "Fn", {
    runtime = lambda.Runtime.PYTHON_3_12, handler = "index.handler", code = lambda.Code.from_inline "pass",
  })
  local queue = SqsDestination(sqs.Queue(stack, "Queue"))
  local topic = SnsDestination(sns.Topic(stack, "Topic"))
  local bus = EventBridgeDestination(events.EventBus(stack, "Bus"))
  local extension = Extension(stack, "Ext", {
    extension_name = "ext", description = "d", latest_version_number = 2,
    parameters = {
      Parameter.required("a", "x", "d"), Parameter.not_required "b", Parameter.not_required("c", "y"),
      Parameter.required(cdk.Lazy.string(function() return "lazy" end), "z"),
    },
    actions = {
      Action {
        action_points = { ActionPoint.PRE_START_DEPLOYMENT, ActionPoint.ON_DEPLOYMENT_STEP }, event_destination = queue,
        name = "n", description = "d",
      },
      Action {
        action_points = { ActionPoint.ON_DEPLOYMENT_COMPLETE }, event_destination = topic,
        execution_role = iam.Role.from_role_arn(stack, "Given", "arn:aws:iam::111122223333:role/r"),
      },
      Action {
        action_points = { ActionPoint.ON_DEPLOYMENT_BAKING }, event_destination = topic,
        invoke_without_execution_role = true,
      },
      Action { action_points = { ActionPoint.AT_DEPLOYMENT_TICK }, event_destination = bus },
      Action { action_points = { ActionPoint.ON_DEPLOYMENT_START }, event_destination = LambdaDestination(fn) },
    },
  })
  application:add_extension(extension)
  environment:add_extension(Extension.from_extension_arn(
    stack, "ByArn", ARN .. "extension/e/2"))
  configuration:add_extension(Extension.from_extension_attributes(stack, "ByAttributes", {
    extension_id = "e", extension_version_number = 3, name = "long-name",
  }))
  application:pre_create_hosted_configuration_version(LambdaDestination(fn))
  application:on_deployment_step(queue, {
    extension_name = "own", description = "d", latest_version_number = 1, parameters = { Parameter.required("p", "v") },
  })
  environment:pre_start_deployment(queue, { extension_name = "pre" })
  environment:on_deployment_start(topic, { extension_name = "start" })
  environment:on_deployment_rolled_back(bus, { extension_name = "back" })
  configuration:on_deployment_baking(topic, { extension_name = "bake" })
  configuration:on_deployment_complete(bus, { extension_name = "done" })
  configuration:at_deployment_tick(bus, { extension_name = "tick" })
  configuration:on(ActionPoint.ON_DEPLOYMENT_START, queue, { extension_name = "any" })
  appconfig.Application.from_application_arn(
    stack, "AppByArn", ARN .. "application/a"):on_deployment_start(bus, {
    extension_name = "there",
  })
  out("Arn", extension.extension_arn)
  out("Id", extension.extension_ref.extension_id)
end

describe("aws_appconfig", function()
  golden.check("aws_appconfig", cases)

  local stack
  before_each(function() stack = cdk.Stack(cdk.App(), "S") end)

  it("refuses ARNs of other things", function()
    local function wrong(text, make, ending) refuses(text, make, stack, "Id" .. ending, ARN .. ending) end
    wrong("the ARN of an application has the form", appconfig.Application.from_application_arn, "application")
    wrong("the ARN of an environment has the form", appconfig.Environment.from_environment_arn, "application/a")
    wrong("the ARN of an environment has the form", appconfig.Environment.from_environment_arn,
      "application/a/environment/")
    wrong("the ARN of an extension has the form", appconfig.Extension.from_extension_arn, "extension/e")
    wrong("the ARN of a deployment strategy has the form",
      appconfig.DeploymentStrategy.from_deployment_strategy_arn, "deploymentstrategy")
  end)

  it("refuses to deploy to an environment whose name is not known", function()
    local application = appconfig.Application(stack, "App")
    local environment = appconfig.Environment.from_environment_arn(stack, "Env", ARN .. "application/a/environment/e")
    refuses("the name of the environment is not known", application.add_hosted_configuration, application, "Config",
      { content = appconfig.ConfigurationContent.from_inline_text "x", deploy_to = { environment } })
  end)

  it("refuses to give back what was given as a reference only", function()
    local application = appconfig.Application(stack, "App")
    application:add_existing_environment(appconfig.CfnEnvironment(stack, "Env", { application_id = "a", name = "n" }))
    refuses("environments must be IEnvironments to be read again", application.environments, application)
    local strategy = appconfig.CfnDeploymentStrategy(stack, "Strategy", {
      name = "s", deployment_duration_in_minutes = 1, growth_factor = 1, replicate_to = "NONE",
    })
    local configuration = application:add_hosted_configuration("Config", {
      content = appconfig.ConfigurationContent.from_inline_text "x", deployment_strategy = strategy,
    })
    refuses("deployment_strategy must be an IDeploymentStrategy to be read again",
      function() return configuration.deployment_strategy end)
    refuses("retrieval_role must be an IRole", application.add_sourced_configuration, application, "Sourced", {
      location = appconfig.ConfigurationSource.from_bucket(s3.Bucket(stack, "Bucket"), "k"),
      retrieval_role = iam.CfnRole(stack, "Role", { assume_role_policy_document = {} }),
    })
  end)

  it("refuses files that are not there, and monitors without an alarm", function()
    refuses("none.json", appconfig.ConfigurationContent.from_file, FILES .. "none.json")
    refuses("none.json", appconfig.JsonSchemaValidator.from_file, FILES .. "none.json")
    refuses("alarm_arn", appconfig.Monitor.from_cfn_monitors_property, {})
  end)

  it("knows no layer in regions without one", function()
    assert.is_nil(appconfig.Application.get_lambda_layer_version_arn("cn-north-1", appconfig.Platform.ARM_64))
    assert.is_nil(appconfig.Application.get_lambda_layer_version_arn "nowhere")
  end)
end)
