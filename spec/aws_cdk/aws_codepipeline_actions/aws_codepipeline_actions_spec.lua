-- Actions of pipelines. The cases are twins of tools/golden/aws_codepipeline_actions.js.
local actions = require "aws_cdk.aws_codepipeline_actions"
local autoscaling = require "aws_cdk.aws_autoscaling"
local cdk = require "aws_cdk"
local codebuild = require "aws_cdk.aws_codebuild"
local codecommit = require "aws_cdk.aws_codecommit"
local codedeploy = require "aws_cdk.aws_codedeploy"
local codepipeline = require "aws_cdk.aws_codepipeline"
local ec2 = require "aws_cdk.aws_ec2"
local ecr = require "aws_cdk.aws_ecr"
local ecs = require "aws_cdk.aws_ecs"
local elbv2 = require "aws_cdk.aws_elasticloadbalancingv2"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local lambda = require "aws_cdk.aws_lambda"
local s3 = require "aws_cdk.aws_s3"
local sfn = require "aws_cdk.aws_stepfunctions"
local sns = require "aws_cdk.aws_sns"
local targets = require "aws_cdk.aws_events_targets"
local refuses = require "spec.support.refuses"

local ENV = { account = "111122223333", region = "eu-west-1" }

local function deploys(stack, artifact, all)
  return codepipeline.Pipeline(stack, "P", {
    pipeline_type = codepipeline.PipelineType.V2, cross_account_keys = false,
    stages = {
      {
        stage_name = "Source",
        actions = {
          actions.CodeStarConnectionsSourceAction {
            action_name = "Source", connection_arn = "arn:aws:codestar-connections:eu-west-1:111122223333:connection/c",
            owner = "me", repo = "r", output = artifact,
          },
        },
      },
      { stage_name = "Deploy", actions = all },
    },
  })
end

local function sources(stack, id, all)
  return codepipeline.Pipeline(stack, id, {
    pipeline_type = codepipeline.PipelineType.V2, cross_account_keys = false,
    stages = {
      { stage_name = "Source", actions = all },
      { stage_name = "Approve", actions = { actions.ManualApprovalAction { action_name = "Approve" } } },
    },
  })
end

local cases = {}

function cases.s3_sources(app)
  local stack = cdk.Stack(app, "S")
  local bucket = s3.Bucket(stack, "Bucket")
  local key = cdk.CfnParameter(stack, "Key").value_as_string
  local Trigger = actions.S3Trigger
  local one = actions.S3SourceAction {
    action_name = "One", bucket = bucket, bucket_key = "a.zip", output = codepipeline.Artifact "named",
    trigger = Trigger.EVENTS, run_order = 2, variables_namespace = "ns",
  }
  local two = actions.S3SourceAction {
    action_name = "Two", bucket = bucket, bucket_key = key, output = codepipeline.Artifact(), trigger = Trigger.EVENTS,
  }
  sources(stack, "P", {
    one, two,
    actions.S3SourceAction {
      action_name = "Three", bucket = bucket, bucket_key = key, output = codepipeline.Artifact(),
      trigger = Trigger.EVENTS,
    },
    actions.S3SourceAction {
      action_name = "Four", bucket = bucket, bucket_key = "b", output = codepipeline.Artifact(), trigger = Trigger.POLL,
    },
    actions.S3SourceAction {
      action_name = "Five", bucket = bucket, bucket_key = "b", output = codepipeline.Artifact(), trigger = Trigger.NONE,
    },
    actions.S3SourceAction { action_name = "Six", bucket = bucket, bucket_key = "b", output = codepipeline.Artifact() },
  })
  cdk.CfnOutput(stack, "Variables", { value = one.variables.version_id .. " " .. two.variables.e_tag })
end

function cases.sources(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local Trigger = actions.GitHubTrigger
  local token = cdk.SecretValue.secrets_manager "token"
  local function github(name, branch, trigger)
    return actions.GitHubSourceAction {
      action_name = name, owner = "me", repo = "r", oauth_token = token, output = codepipeline.Artifact(),
      branch = branch, trigger = trigger,
    }
  end
  local webhook = github "Webhook"
  sources(stack, "P", {
    webhook, github("Poll", "dev", Trigger.POLL), github("None", "", Trigger.NONE),
    github("Hook", "main", Trigger.WEBHOOK),
  })
  local cloned = actions.CodeStarConnectionsSourceAction {
    action_name = "Cloned", connection_arn = "arn:aws:codestar-connections:eu-west-1:111122223333:connection/c",
    owner = "me", repo = "r", branch = "dev", output = codepipeline.Artifact(), code_build_clone_output = true,
    trigger_on_push = false,
  }
  local repository = ecr.Repository(stack, "Repository")
  local latest = actions.EcrSourceAction {
    action_name = "Latest", repository = repository, output = codepipeline.Artifact(),
  }
  sources(stack, "Q", {
    cloned, latest,
    actions.EcrSourceAction {
      action_name = "Tag", repository = repository, output = codepipeline.Artifact(), image_tag = "v1",
    },
    actions.EcrSourceAction {
      action_name = "Each", repository = ecr.Repository.from_repository_name(stack, "Imported", "imported"),
      output = codepipeline.Artifact(), image_tag = "",
    },
  })
  local g = webhook.variables
  cdk.CfnOutput(stack, "GitHub", {
    value = g.repository_name .. " " .. g.branch_name .. " " .. g.author_date .. " " .. g.committer_date
      .. " " .. g.commit_id .. " " .. g.commit_message .. " " .. g.commit_url,
  })
  local c = cloned.variables
  cdk.CfnOutput(stack, "Connection", {
    value = c.full_repository_name .. " " .. c.branch_name .. " " .. c.author_date .. " " .. c.commit_id
      .. " " .. c.commit_message .. " " .. c.connection_arn,
  })
  local e = latest.variables
  cdk.CfnOutput(stack, "Ecr", {
    value = e.registry_id .. " " .. e.repository_name .. " " .. e.image_digest .. " " .. e.image_tag
      .. " " .. e.image_uri,
  })
end

function cases.code_commit(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local repository = codecommit.Repository(stack, "Repository", { repository_name = "r" })
  local branch = cdk.CfnParameter(stack, "Branch").value_as_string
  local Trigger = actions.CodeCommitTrigger
  local plain = actions.CodeCommitSourceAction {
    action_name = "Plain", repository = repository, output = codepipeline.Artifact(),
  }
  local event_role = iam.Role(stack, "EventRole", { assumed_by = iam.ServicePrincipal "events.amazonaws.com" })
  sources(stack, "P", {
    plain,
    actions.CodeCommitSourceAction {
      action_name = "Dev", repository = repository, output = codepipeline.Artifact(), branch = "dev",
      event_role = event_role,
    },
    actions.CodeCommitSourceAction {
      action_name = "Token", repository = repository, output = codepipeline.Artifact(), branch = branch,
    },
    actions.CodeCommitSourceAction {
      action_name = "TokenToo", repository = repository, output = codepipeline.Artifact(), branch = branch,
    },
    actions.CodeCommitSourceAction {
      action_name = "Poll", repository = repository, output = codepipeline.Artifact(), trigger = Trigger.POLL,
      code_build_clone_output = true,
    },
    actions.CodeCommitSourceAction {
      action_name = "None", repository = repository, output = codepipeline.Artifact(), trigger = Trigger.NONE,
    },
  })
  local topic = sns.Topic(stack, "Topic")
  local event_pattern = { source = { "aws.codecommit" }, detail = { event = { "referenceUpdated" } } }
  sources(stack, "Q", {
    actions.CodeCommitSourceAction {
      action_name = "Custom", repository = repository, output = codepipeline.Artifact(), branch = "custom",
      custom_event_rule = {
        event_pattern = event_pattern, target = targets.SnsTopic(topic), rule_name = "custom", description = "d",
      },
    },
  })
  local v = plain.variables
  cdk.CfnOutput(stack, "Variables", {
    value = v.repository_name .. " " .. v.branch_name .. " " .. v.author_date .. " " .. v.committer_date
      .. " " .. v.commit_id .. " " .. v.commit_message,
  })
  local other = cdk.Stack(app, "Other", { env = { account = "444455556666", region = "eu-west-1" } })
  other.node:set_context("@aws-cdk/aws-codepipeline-actions:useNewDefaultBranchForCodeCommitSource", true)
  local pipeline = codepipeline.Pipeline(other, "P", {
    pipeline_type = codepipeline.PipelineType.V2, cross_account_keys = true,
  })
  local remote = codecommit.Repository.from_repository_arn(
    other, "Remote", "arn:aws:codecommit:eu-west-1:111122223333:remote")
  pipeline:add_stage {
    stage_name = "Source",
    actions = {
      actions.CodeCommitSourceAction { action_name = "Remote", repository = remote, output = codepipeline.Artifact() },
    },
  }
  pipeline:add_stage {
    stage_name = "Approve", actions = { actions.ManualApprovalAction { action_name = "Approve" } },
  }
end

function cases.cloud_formation(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local artifact = codepipeline.Artifact()
  local extra = codepipeline.Artifact "extra"
  local deployment_role = iam.Role.from_role_arn(stack, "Role", "arn:aws:iam::111122223333:role/deploys")
  local template_path = artifact:at_path "t.json"
  local replace = actions.CloudFormationCreateReplaceChangeSetAction {
    action_name = "Replace", stack_name = "x", change_set_name = "c", template_path = template_path,
    admin_permissions = true, run_order = 2,
    cfn_capabilities = { cdk.CfnCapabilities.AUTO_EXPAND, cdk.CfnCapabilities.NAMED_IAM }, extra_inputs = { extra },
    template_configuration = extra:at_path "config.json",
    parameter_overrides = {
      Bucket = artifact.bucket_name, Key = artifact.object_key, Param = extra:get_param("f.json", "k"), Text = "text",
    },
  }
  local create = actions.CloudFormationCreateUpdateStackAction {
    action_name = "Create", stack_name = "y", template_path = template_path, admin_permissions = true,
    replace_on_failure = true, output_file_name = "out.json", output = extra, run_order = 1,
  }
  local pipeline = deploys(stack, artifact, {
    replace, create,
    actions.CloudFormationExecuteChangeSetAction {
      action_name = "Execute", stack_name = "x", change_set_name = "c", run_order = 3, output_file_name = "o",
    },
    actions.CloudFormationExecuteChangeSetAction {
      action_name = "ExecuteToo", stack_name = "x2", change_set_name = "c", run_order = 3,
    },
    actions.CloudFormationCreateUpdateStackAction {
      action_name = "Given", stack_name = "z", template_path = template_path, admin_permissions = false,
      deployment_role = deployment_role, cfn_capabilities = { cdk.CfnCapabilities.NONE },
    },
    actions.CloudFormationDeleteStackAction {
      action_name = "Delete", stack_name = "x", admin_permissions = false, cfn_capabilities = {},
    },
  })
  local added = create:add_to_deployment_role_policy(iam.PolicyStatement {
    actions = { "s3:GetObject" }, resources = { "*" },
  })
  cdk.CfnOutput(stack, "Added", { value = tostring(added) .. " " .. pipeline.stage_count })
  cdk.CfnOutput(stack, "DeploymentRole", { value = replace.deployment_role.role_arn })
end

function cases.cloud_formation_elsewhere(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local artifact = codepipeline.Artifact()
  local pipeline = codepipeline.Pipeline(stack, "P", {
    pipeline_type = codepipeline.PipelineType.V2, cross_account_keys = true,
  })
  pipeline:add_stage {
    stage_name = "Source",
    actions = {
      actions.CodeStarConnectionsSourceAction {
        action_name = "Source", connection_arn = "arn:aws:codestar-connections:eu-west-1:111122223333:connection/c",
        owner = "me", repo = "r", output = artifact,
      },
    },
  }
  pipeline:add_stage {
    stage_name = "Deploy",
    actions = {
      actions.CloudFormationCreateUpdateStackAction {
        action_name = "Create", stack_name = "y", template_path = artifact:at_path "t.json", admin_permissions = true,
        account = "444455556666", region = "us-east-1",
      },
    },
  }
end

function cases.stack_sets(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local artifact = codepipeline.Artifact()
  local template = actions.StackSetTemplate.from_artifact_path(artifact:at_path "t.json")
  local Instances = actions.StackInstances
  local Model = actions.StackSetDeploymentModel
  local Parameters = actions.StackSetParameters
  local administration_role = iam.Role.from_role_arn(stack, "Role", "arn:aws:iam::111122223333:role/administers")
  deploys(stack, artifact, {
    actions.CloudFormationDeployStackSetAction { action_name = "Plain", stack_set_name = "plain", template = template },
    actions.CloudFormationDeployStackSetAction {
      action_name = "Full", stack_set_name = "full", template = template, description = "d",
      cfn_capabilities = { cdk.CfnCapabilities.NAMED_IAM },
      parameters = Parameters.from_literal({ A = "1", B = "two" }, { "C" }), failure_tolerance_percentage = 10,
      max_account_concurrency_percentage = 100,
      stack_instances = Instances.in_accounts({ "111122223333", "444455556666" }, { "us-east-1", "eu-west-1" }),
      stack_set_region = "eu-west-1",
      deployment_model = Model.organizations {
        auto_deployment = actions.StackSetOrganizationsAutoDeployment.ENABLED_WITH_STACK_RETENTION,
      },
    },
    actions.CloudFormationDeployStackSetAction {
      action_name = "Given", stack_set_name = "given", template = template,
      parameters = Parameters.from_artifact_path(artifact:at_path "p.json"),
      deployment_model = Model.self_managed {
        administration_role = administration_role, execution_role_name = "executes",
      },
    },
    actions.CloudFormationDeployStackSetAction {
      action_name = "Bare", stack_set_name = "bare", template = template, deployment_model = Model.organizations(),
    },
    actions.CloudFormationDeployStackInstancesAction {
      action_name = "Instances", stack_set_name = "full", run_order = 2,
      stack_instances = Instances.in_organizational_units({ "ou-1" }, { "us-east-1" }),
      failure_tolerance_percentage = 0,
    },
    actions.CloudFormationDeployStackInstancesAction {
      action_name = "Listed", stack_set_name = "full", run_order = 2, max_account_concurrency_percentage = 5,
      stack_instances = Instances.from_artifact_path(artifact:at_path "targets.json", { "us-east-1" }),
      parameter_overrides = Parameters.from_literal { A = "2" },
    },
  })
end

function cases.invocations(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local artifact = codepipeline.Artifact()
  local own = lambda.Function(stack, "F", {
    code = lambda.Code.from_inline "x", handler = "index.h", runtime = lambda.Runtime.NODEJS_22_X,
  })
  local state_machine = sfn.StateMachine(stack, "M", {
    definition_body = sfn.DefinitionBody.from_chainable(sfn.Pass(stack, "Pass")),
  })
  local Input = actions.StateMachineInput
  local invoke = actions.LambdaInvokeAction {
    action_name = "Lambda", lambda = own, inputs = { artifact }, outputs = { codepipeline.Artifact() },
    user_parameters = { a = own.function_name, b = { 1, "x" }, c = { d = true } },
  }
  local target_pipeline = codepipeline.Pipeline.from_pipeline_arn(
    stack, "Other", "arn:aws:codepipeline:eu-west-1:111122223333:other")
  deploys(stack, artifact, {
    invoke, actions.LambdaInvokeAction { action_name = "LambdaText", lambda = own, user_parameters_string = "text" },
    actions.LambdaInvokeAction { action_name = "LambdaPlain", lambda = own },
    actions.LambdaInvokeAction {
      action_name = "LambdaList", lambda = own, user_parameters = { 1, { d = own.function_name } },
    },
    actions.StepFunctionInvokeAction { action_name = "Plain", state_machine = state_machine },
    actions.StepFunctionInvokeAction {
      action_name = "Literal", state_machine = state_machine, state_machine_input = Input.literal { a = 1, b = "text" },
      execution_name_prefix = "pre", output = codepipeline.Artifact(),
    },
    actions.StepFunctionInvokeAction {
      action_name = "File", state_machine = state_machine,
      state_machine_input = Input.file_path(artifact:at_path "f.json"),
    },
    actions.PipelineInvokeAction { action_name = "Pipeline", target_pipeline = target_pipeline },
    actions.PipelineInvokeAction {
      action_name = "PipelineFull", target_pipeline = target_pipeline,
      variables = { { name = "n", value = own.function_arn } },
      source_revisions = {
        { action_name = "a", revision_type = actions.RevisionType.COMMIT_ID, revision_value = "v" },
      },
    },
  })
  cdk.CfnOutput(stack, "Variable", { value = invoke:variable "any" })
end

function cases.approvals(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local notification_topic = sns.Topic(stack, "Topic")
  local emails = actions.ManualApprovalAction {
    action_name = "Emails", notify_emails = { "a@example.com", "b@example.com" }, additional_information = "look",
    external_entity_link = "https://example.com", timeout = cdk.Duration.days(2),
  }
  deploys(stack, codepipeline.Artifact(), {
    emails,
    actions.ManualApprovalAction {
      action_name = "Topic", notification_topic = notification_topic, notify_emails = { "c@example.com" },
    },
    actions.ManualApprovalAction { action_name = "Nobody", notify_emails = {} },
  })
  emails:grant_manual_approval(iam.User(stack, "User"))
  cdk.CfnOutput(stack, "NewTopic", { value = emails.notification_topic.topic_arn })
end

function cases.deployments(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local artifact = codepipeline.Artifact()
  local CacheControl = actions.CacheControl
  local bucket = s3.Bucket(stack, "Bucket")
  local service = ecs.BaseService.from_service_arn_with_cluster(
    stack, "Service", "arn:aws:ecs:eu-west-1:111122223333:service/c/s")
  local secret = cdk.SecretValue.secrets_manager "secret"
  deploys(stack, artifact, {
    actions.S3DeployAction { action_name = "S3", bucket = bucket, input = artifact },
    actions.S3DeployAction {
      action_name = "S3Full", bucket = bucket, input = artifact, extract = false, object_key = "o",
      access_control = s3.BucketAccessControl.BUCKET_OWNER_FULL_CONTROL, encryption_key = kms.Key(stack, "Key"),
      cache_control = {
        CacheControl.must_revalidate(), CacheControl.no_cache(), CacheControl.no_transform(), CacheControl.no_store(),
        CacheControl.must_understand(), CacheControl.set_public(), CacheControl.set_private(), CacheControl.immutable(),
        CacheControl.proxy_revalidate(), CacheControl.max_age(cdk.Duration.hours(1)),
        CacheControl.s_max_age(cdk.Duration.minutes(1)), CacheControl.stale_while_revalidate(cdk.Duration.seconds(2)),
        CacheControl.stale_if_error(cdk.Duration.days(1)), CacheControl.from_string "own",
      },
    },
    actions.EcsDeployAction { action_name = "Ecs", service = service, input = artifact },
    actions.EcsDeployAction {
      action_name = "EcsFile", service = service, image_file = artifact:at_path "images.json",
      deployment_timeout = cdk.Duration.hours(1),
    },
    actions.ElasticBeanstalkDeployAction {
      action_name = "Beanstalk", application_name = "a", environment_name = "e", input = artifact,
    },
    actions.ServiceCatalogDeployActionBeta1 {
      action_name = "Catalog", template_path = artifact:at_path "t.yaml", product_id = "p", product_version_name = "v",
      product_version_description = "d",
    },
    actions.AlexaSkillDeployAction {
      action_name = "Alexa", client_id = "c", client_secret = secret, refresh_token = secret, skill_id = "s",
      input = artifact, parameter_overrides_artifact = codepipeline.Artifact "overrides", run_order = 2,
    },
    actions.LambdaInvokeAction {
      action_name = "Makes", lambda = lambda.Function.from_function_name(stack, "F", "f"),
      outputs = { codepipeline.Artifact.artifact "overrides" },
    },
  })
end

function cases.instances(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local artifact = codepipeline.Artifact()
  local specifications = actions.Ec2DeploySpecifications.inline {
    target_directory = "/opt", post_script = "post.sh", pre_script = "pre.sh",
  }
  local plain = actions.Ec2DeploySpecifications.inline { target_directory = "/opt", post_script = "post.sh" }
  local group = elbv2.ApplicationTargetGroup.from_target_group_attributes(stack, "Group", {
    target_group_arn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/name/0123456789abcdef",
  })
  local Most = actions.Ec2MaxInstances
  deploys(stack, artifact, {
    actions.Ec2DeployAction {
      action_name = "Plain", input = artifact, instance_type = actions.Ec2InstanceType.EC2, instance_tag_key = "k",
      deploy_specifications = plain, target_groups = {},
    },
    actions.Ec2DeployAction {
      action_name = "Full", input = artifact, instance_type = actions.Ec2InstanceType.SSM_MANAGED_NODE,
      instance_tag_key = "k", instance_tag_value = "v", deploy_specifications = specifications,
      max_batch = Most.targets(2), max_error = Most.percentage(50), target_groups = { group },
    },
  })
end

function cases.images(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local artifact = codepipeline.Artifact()
  local repository = ecr.Repository(stack, "Repository")
  local Type = actions.RegistryType
  local publish = actions.EcrBuildAndPublishAction { action_name = "Plain", repository_name = "r", input = artifact }
  local scan = actions.InspectorSourceCodeScanAction {
    action_name = "Code", input = artifact, output = codepipeline.Artifact(), high_threshold = 3,
  }
  deploys(stack, artifact, {
    publish, scan,
    actions.EcrBuildAndPublishAction {
      action_name = "Public", repository_name = "r", input = artifact, dockerfile_directory_path = "./d",
      image_tags = { "a", "b" }, registry_type = Type.PUBLIC,
    },
    actions.EcrBuildAndPublishAction {
      action_name = "Private", repository_name = "r", input = artifact, image_tags = {}, registry_type = Type.PRIVATE,
    },
    actions.InspectorEcrImageScanAction {
      action_name = "Image", repository = repository, output = codepipeline.Artifact(),
    },
    actions.InspectorEcrImageScanAction {
      action_name = "ImageFull", repository = repository, output = codepipeline.Artifact(), image_tag = "v1",
      critical_threshold = 0, high_threshold = 1, medium_threshold = 2, low_threshold = 3,
    },
  })
  cdk.CfnOutput(stack, "Published", {
    value = publish.variables.ecr_image_digest_id .. " " .. publish.variables.ecr_repository_name,
  })
  cdk.CfnOutput(stack, "Severity", { value = scan.variables.highest_scanned_severity })
end

function cases.jenkins(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local artifact = codepipeline.Artifact()
  local provider = actions.JenkinsProvider(stack, "Provider", {
    provider_name = "own", server_url = "https://j.example.com",
  })
  local imported = actions.JenkinsProvider.from_jenkins_provider_attributes(stack, "Imported", {
    provider_name = "other", server_url = "https://o.example.com", version = "2",
  })
  actions.JenkinsProvider(stack, "Both", {
    provider_name = "both", server_url = "https://b.example.com/", version = "3", for_build = true, for_test = true,
  })
  local Type = actions.JenkinsActionType
  local function jenkins(name, jenkins_provider, type, inputs, outputs)
    return actions.JenkinsAction {
      action_name = name, jenkins_provider = jenkins_provider, project_name = "p", type = type, inputs = inputs,
      outputs = outputs,
    }
  end
  deploys(stack, artifact, {
    jenkins("Build", provider, Type.BUILD, { artifact }, { codepipeline.Artifact() }),
    jenkins("BuildToo", provider, Type.BUILD), jenkins("Test", provider, Type.TEST, { artifact }),
    jenkins("Imported", imported, Type.TEST, { artifact }),
  })
  cdk.CfnOutput(stack, "Provider0", {
    value = provider.version .. " " .. imported.version .. " " .. imported.server_url .. " " .. imported.provider_name,
  })
end

function cases.own_actions(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local artifact = codepipeline.Artifact()
  local Own = actions.Action:extend "Own"
  function Own:_bound(scope, stage, options)
    options.bucket:grant_read(options.role)
    return { configuration = { Of = stage.stage_name, Path = scope.node.id, Var = self:_variable_expression "v" } }
  end
  deploys(stack, artifact, {
    Own {
      action_name = "Own", category = codepipeline.ActionCategory.COMPUTE, provider = "p", owner = "Custom",
      version = "7", inputs = { artifact, artifact },
      artifact_bounds = { min_inputs = 0, max_inputs = 1, min_outputs = 0, max_outputs = 0 },
      timeout = cdk.Duration.minutes(7), commands = { "ls" }, output_variables = { "o" }, region = "eu-west-1",
      account = "111122223333", run_order = 4,
    },
  })
end

function cases.code_deploy(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local artifact = codepipeline.Artifact()
  local vpc = ec2.Vpc(stack, "Vpc", { nat_gateways = 0, max_azs = 1 })
  local group = autoscaling.AutoScalingGroup(stack, "Group", {
    vpc = vpc, vpc_subnets = { subnet_type = ec2.SubnetType.PUBLIC }, instance_type = ec2.InstanceType "t3.micro",
    machine_image = ec2.GenericLinuxImage { ["eu-west-1"] = "ami-1" },
  })
  local servers = codedeploy.ServerDeploymentGroup(stack, "Servers", { auto_scaling_groups = { group } })
  local services = codedeploy.EcsDeploymentGroup.from_ecs_deployment_group_attributes(stack, "Services", {
    application = codedeploy.EcsApplication.from_ecs_application_name(stack, "Application", "a"),
    deployment_group_name = "g",
  })
  deploys(stack, artifact, {
    actions.CodeDeployServerDeployAction { action_name = "Servers", deployment_group = servers, input = artifact },
    actions.CodeDeployEcsDeployAction {
      action_name = "Inputs", deployment_group = services, task_definition_template_input = artifact,
      app_spec_template_input = artifact,
    },
    actions.CodeDeployEcsDeployAction {
      action_name = "Files", deployment_group = services, task_definition_template_file = artifact:at_path "task.json",
      app_spec_template_file = artifact:at_path "spec.yaml",
      container_image_inputs = { { input = artifact }, { input = artifact, task_definition_placeholder = "PLACE" } },
    },
  })
end

function cases.code_build(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local connected = codepipeline.Artifact()
  local committed = codepipeline.Artifact()
  local project = codebuild.PipelineProject(stack, "Project")
  local batch = codebuild.PipelineProject(stack, "Batch")
  local imported = codebuild.Project.from_project_name(stack, "Imported", "imported")
  local Type = actions.CodeBuildActionType
  local build = actions.CodeBuildAction {
    action_name = "Build", project = project, input = connected, extra_inputs = { committed },
    outputs = { codepipeline.Artifact(), codepipeline.Artifact "named" },
    environment_variables = {
      PARAMETER = { type = codebuild.BuildEnvironmentVariableType.PARAMETER_STORE, value = "/parameter" },
      TEXT = { value = "text" },
    },
  }
  codepipeline.Pipeline(stack, "P", {
    pipeline_type = codepipeline.PipelineType.V2, cross_account_keys = true,
    stages = {
      {
        stage_name = "Source",
        actions = {
          actions.CodeStarConnectionsSourceAction {
            action_name = "Connected",
            connection_arn = "arn:aws:codestar-connections:eu-west-1:111122223333:connection/c", owner = "me",
            repo = "r", output = connected, code_build_clone_output = true,
          },
          actions.CodeCommitSourceAction {
            action_name = "Committed",
            repository = codecommit.Repository(stack, "Repository", { repository_name = "r" }), output = committed,
            code_build_clone_output = true,
          },
        },
      },
      {
        stage_name = "Build",
        actions = {
          build,
          actions.CodeBuildAction {
            action_name = "Test", project = project, input = connected, type = Type.TEST, run_order = 2,
          },
          actions.CodeBuildAction {
            action_name = "Batch", project = batch, input = committed, execute_batch_build = true,
            combine_batch_build_artifacts = true, type = Type.BUILD, check_secrets_in_plain_text_env_variables = false,
            environment_variables = { SECRET = { value = cdk.SecretValue.unsafe_plain_text "s":unsafe_unwrap() } },
          },
          actions.CodeBuildAction { action_name = "Imported", project = imported, input = committed },
        },
      },
    },
  })
  cdk.CfnOutput(stack, "Variable", { value = build:variable "V" })
end

describe("aws_codepipeline_actions", function()
  golden.check("aws_codepipeline_actions", cases)

  local artifact = codepipeline.Artifact "a"
  local stack = cdk.Stack(cdk.App(), "S")
  local bucket = s3.Bucket.from_bucket_name(stack, "B", "some-bucket")

  -- Adds an action to a pipeline of its own.
  local function bound(action)
    local own = cdk.Stack(cdk.App(), "S", { env = ENV })
    return codepipeline.Pipeline(own, "P", { stages = { { stage_name = "One", actions = { action } } } })
  end

  it("refuses keys and branches that are empty, and a key twice", function()
    refuses("bucket_key must not be empty", actions.S3SourceAction,
      { action_name = "s", bucket = bucket, bucket_key = "", output = artifact })
    refuses("branch must not be empty", actions.CodeCommitSourceAction, {
      action_name = "s", output = artifact, branch = "",
      repository = codecommit.Repository.from_repository_name(stack, "Repository", "r"),
    })
    local own = cdk.Stack(cdk.App(), "S")
    local source = s3.Bucket(own, "B")
    local function action(name)
      return actions.S3SourceAction {
        action_name = name, bucket = source, bucket_key = "k", output = codepipeline.Artifact(),
        trigger = actions.S3Trigger.EVENTS,
      }
    end
    refuses("the pipeline already has a source action for the key 'k' of this bucket", codepipeline.Pipeline, own, "P",
      { stages = { { stage_name = "One", actions = { action "a", action "b" } } } })
  end)

  it("refuses numbers out of bounds", function()
    refuses("timeout must be between 5 and 86400 minutes, got 1", actions.ManualApprovalAction,
      { action_name = "a", timeout = cdk.Duration.minutes(1) })
    refuses("deployment_timeout must be between 1 and 60 minutes, got 61", actions.EcsDeployAction, {
      action_name = "a", input = artifact, deployment_timeout = cdk.Duration.minutes(61),
      service = ecs.BaseService.from_service_arn_with_cluster(stack, "Service",
        "arn:aws:ecs:eu-west-1:111122223333:service/c/s"),
    })
    refuses("targets must be a positive whole number, got 0", actions.Ec2MaxInstances.targets, 0)
    refuses("percentage must be a whole number between 1 and 100, got 1.5", actions.Ec2MaxInstances.percentage, 1.5)
    refuses("commands must have 1 to 50 items, got 0", actions.CommandsAction,
      { action_name = "a", commands = {}, input = artifact })
    refuses("output_variables must have 1 to 15 items, got 0", actions.CommandsAction,
      { action_name = "a", commands = { "ls" }, input = artifact, output_variables = {} })
    local template = actions.StackSetTemplate.from_artifact_path(artifact:at_path "t")
    refuses("failure_tolerance_percentage must be a whole number between 0 and 100, got 101",
      actions.CloudFormationDeployStackSetAction,
      { action_name = "a", stack_set_name = "s", template = template, failure_tolerance_percentage = 101 })
    refuses("max_account_concurrency_percentage must be a whole number between 0 and 100, got 0.5",
      actions.CloudFormationDeployStackSetAction,
      { action_name = "a", stack_set_name = "s", template = template, max_account_concurrency_percentage = 0.5 })
    local image = { input = artifact }
    refuses("container_image_inputs must have at most 4 items, got 5", actions.CodeDeployEcsDeployAction, {
      action_name = "a", task_definition_template_input = artifact, app_spec_template_input = artifact,
      container_image_inputs = { image, image, image, image, image },
      deployment_group = codedeploy.EcsDeploymentGroup.from_ecs_deployment_group_attributes(stack, "Group", {
        application = codedeploy.EcsApplication.from_ecs_application_name(stack, "Application", "a"),
        deployment_group_name = "g",
      }),
    })
  end)

  it("refuses what must be given once and is given twice, or not at all", function()
    local service = ecs.BaseService.from_service_arn_with_cluster(stack, "S2",
      "arn:aws:ecs:eu-west-1:111122223333:service/c/s")
    refuses("an ECS deploy action needs either input or image_file, got neither", actions.EcsDeployAction,
      { action_name = "a", service = service })
    refuses("an ECS deploy action needs either input or image_file, got both", actions.EcsDeployAction,
      { action_name = "a", service = service, input = artifact, image_file = artifact:at_path "f" })
    local group = codedeploy.EcsDeploymentGroup.from_ecs_deployment_group_attributes(stack, "G2", {
      application = codedeploy.EcsApplication.from_ecs_application_name(stack, "A2", "a"), deployment_group_name = "g",
    })
    refuses("needs either task_definition_template_input or task_definition_template_file, got neither",
      actions.CodeDeployEcsDeployAction,
      { action_name = "a", deployment_group = group, app_spec_template_input = artifact })
    refuses("needs either app_spec_template_input or app_spec_template_file, got both",
      actions.CodeDeployEcsDeployAction, {
        action_name = "a", deployment_group = group, task_definition_template_input = artifact,
        app_spec_template_input = artifact, app_spec_template_file = artifact:at_path "f",
      })
    refuses("user_parameters and user_parameters_string are mutually exclusive", actions.LambdaInvokeAction, {
      action_name = "a", lambda = lambda.Function.from_function_name(stack, "F", "f"), user_parameters = { a = 1 },
      user_parameters_string = "s",
    })
    refuses("accounts must not be empty", actions.StackInstances.in_accounts, {}, { "eu-west-1" })
    refuses("ous must not be empty", actions.StackInstances.in_organizational_units, {}, { "eu-west-1" })
    refuses("regions must not be empty", actions.StackInstances.in_accounts, { "1" }, {})
    refuses("regions must not be empty", actions.StackInstances.from_artifact_path, artifact:at_path "f", {})
  end)

  it("refuses what only a part of a pipeline can do", function()
    local approval = actions.ManualApprovalAction { action_name = "a" }
    refuses("grant_manual_approval needs an action that is part of a stage", approval.grant_manual_approval, approval,
      iam.User(stack, "User"))
    local delete = actions.CloudFormationDeleteStackAction {
      action_name = "a", stack_name = "s", admin_permissions = true,
    }
    refuses("deployment_role needs an action that is part of a pipeline", function() return delete.deployment_role end)
    refuses("add_to_deployment_role_policy needs an action that is part of a pipeline",
      delete.add_to_deployment_role_policy, delete, iam.PolicyStatement { actions = { "a:b" }, resources = { "*" } })
  end)

  it("refuses outputs of a project in another account", function()
    local app = cdk.App()
    local other = cdk.Stack(app, "Other", { env = { account = "444455556666", region = "eu-west-1" } })
    local project = codebuild.PipelineProject(other, "Project", { project_name = "p" })
    local action = actions.CodeBuildAction {
      action_name = "a", project = project, input = artifact, outputs = { codepipeline.Artifact() },
    }
    refuses("a CodeBuild action in another account cannot have outputs", codepipeline.Pipeline,
      cdk.Stack(app, "S", { env = ENV }), "P",
      { cross_account_keys = true, stages = { { stage_name = "One", actions = { action } } } })
  end)

  it("refuses variables that the commands do not set", function()
    local action = actions.CommandsAction {
      action_name = "a", commands = { "ls" }, input = artifact, output_variables = { "A", "B" },
    }
    refuses("the variable 'C' is none of output_variables; they are A, B", action.variable, action, "C")
  end)

  it("refuses deployments to instances without a known tag, or to a relative path", function()
    local function deploy(key, folder)
      return bound(actions.Ec2DeployAction {
        action_name = "a", input = artifact, instance_type = actions.Ec2InstanceType.EC2, instance_tag_key = key,
        deploy_specifications = actions.Ec2DeploySpecifications.inline {
          target_directory = folder, post_script = "p",
        },
      })
    end
    refuses("instance_tag_key must be known, got a token", deploy, cdk.Aws.REGION, "/opt")
    refuses("target_directory must be an absolute path, got 'opt'", deploy, "k", "opt")
  end)
end)
