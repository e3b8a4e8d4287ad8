#!/usr/bin/env luacdk
-- A whole service: a function made from an image, in a VPC that has no way out to the internet. The function mounts a
-- file system with its models, and reads its credentials from Secrets Manager by an endpoint of the VPC. What it cannot
-- do waits in a queue, and an alarm tells of it.

local here = arg[0]:match "^(.*)/" or "."

local app = cdk.App()
local stack = cdk.Stack(app, "ImageService", { env = { account = "111111111111", region = "eu-central-1" } })

local vpc = ec2.Vpc(stack, "Network", {
  availability_zones = { "eu-central-1a", "eu-central-1b" },
  nat_gateways = 0,
  subnet_configuration = { { name = "Inside", subnet_type = ec2.SubnetType.PRIVATE_ISOLATED, cidr_mask = 24 } },
})
local secrets = vpc:add_interface_endpoint("Secrets", {
  service = ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER, open = false,
})

local files = efs.FileSystem(stack, "Files", {
  vpc = vpc,
  encrypted = true,
  lifecycle_policy = efs.LifecyclePolicy.AFTER_30_DAYS,
  throughput_mode = efs.ThroughputMode.ELASTIC,
  removal_policy = cdk.RemovalPolicy.RETAIN,
})
local models = files:add_access_point("Models", {
  path = "/models",
  create_acl = { owner_uid = "1000", owner_gid = "1000", permissions = "750" },
  posix_user = { uid = "1000", gid = "1000" },
})

local credentials = secretsmanager.Secret(stack, "Credentials", {
  generate_secret_string = {
    secret_string_template = '{"user":"predictor"}', generate_string_key = "password", exclude_punctuation = true,
  },
})
local failed = sqs.Queue(stack, "Failed", { encryption = sqs.QueueEncryption.SQS_MANAGED, enforce_ssl = true })

local predict = lambda.DockerImageFunction(stack, "Predict", {
  code = lambda.DockerImageCode.from_image_asset(here .. "/image"),
  architecture = lambda.Architecture.ARM_64,
  memory_size = 3008,
  timeout = cdk.Duration.minutes(1),
  vpc = vpc,
  allow_all_outbound = false,
  filesystem = lambda.FileSystem.from_efs_access_point(models, "/mnt/models"),
  environment = { CREDENTIALS = credentials.secret_arn, MODELS = "/mnt/models" },
  on_failure = lambda_destinations.SqsDestination(failed),
})
credentials:grant_read(predict)
secrets.connections:allow_default_port_from(predict, "Credentials of the function")

failed:metric_approximate_number_of_messages_visible({ period = cdk.Duration.minutes(1) })
  :create_alarm(stack, "Failures", { threshold = 1, evaluation_periods = 1 })

app:synth()
