-- CDK Pipelines. The cases are twins of tools/golden/pipelines.js.
local actions = require "aws_cdk.aws_codepipeline_actions"
local assets = require "aws_cdk.aws_s3_assets"
local cdk = require "aws_cdk"
local codebuild = require "aws_cdk.aws_codebuild"
local codecommit = require "aws_cdk.aws_codecommit"
local codepipeline = require "aws_cdk.aws_codepipeline"
local ec2 = require "aws_cdk.aws_ec2"
local ecr = require "aws_cdk.aws_ecr"
local ecr_assets = require "aws_cdk.aws_ecr_assets"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local luacdk = require "spec.support.luacdk"
local pipelines = require "aws_cdk.pipelines"
local s3 = require "aws_cdk.aws_s3"
local secretsmanager = require "aws_cdk.aws_secretsmanager"
local sns = require "aws_cdk.aws_sns"
local sqs = require "aws_cdk.aws_sqs"
local refuses = require "spec.support.refuses"

local ENV = { account = "111122223333", region = "eu-west-1" }
local US = { account = "111122223333", region = "us-east-1" }
local CONNECTION = "arn:aws:codestar-connections:eu-west-1:111122223333:connection/c"
local FILE = "spec/fixtures/appsync/schema.graphql"

local function source(name)
  return pipelines.CodePipelineSource.connection(name, "main", { connection_arn = CONNECTION })
end

local function make_stage(scope, id, env)
  local stage = cdk.Stage(scope, id, { env = env })
  local first = cdk.Stack(stage, "First", { tags = { Team = "one" } })
  local queue = sqs.Queue(first, "Queue")
  assets.Asset(first, "Asset", { path = FILE, display_name = "A file" })
  local second = cdk.Stack(stage, "Second", { stack_name = "named-" .. id })
  cdk.CfnOutput(second, "Other", { value = queue.queue_arn })
  cdk.CfnOutput(first, "Name", { value = queue.queue_name })
  return stage
end

local cases = {}

function cases.plain(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local pipeline = pipelines.CodePipeline(stack, "P", {
    synth = pipelines.ShellStep("Synth", {
      input = source("me/repo"), commands = { "npm ci", "npx cdk synth" },
    }),
  })
  pipeline:add_stage(make_stage(app, "Test", ENV))
  pipeline:add_stage(make_stage(stack, "Prod", US), {
    pre = { pipelines.ManualApprovalStep "Approve" },
  })
end

function cases.agnostic(app)
  local stack = cdk.Stack(app, "S")
  local pipeline = pipelines.CodePipeline(stack, "P", {
    self_mutation = false, use_change_sets = false, pipeline_name = "named",
    synth = pipelines.ShellStep("Synth", {
      input = source("group/sub/repo"), commands = { "make" }, install_commands = { "apt install" },
      primary_output_directory = "out", env = { A = "b" },
    }),
  })
  local stage = cdk.Stage(stack, "Stage")
  local deployed = cdk.Stack(stage, "Deployed")
  local queue = sqs.Queue(deployed, "Queue")
  local output = cdk.CfnOutput(deployed, "Output", { value = queue.queue_name })
  pipeline:add_stage(stage, {
    post = { pipelines.ShellStep("Test", { commands = { "test $NAME" }, env_from_cfn_outputs = { NAME = output } }) },
  })
  pipeline:build_pipeline()
  cdk.CfnOutput(stack, "Project", { value = pipeline.synth_project.project_name })
  cdk.CfnOutput(stack, "Pipeline", { value = pipeline.pipeline.pipeline_arn })
end

function cases.sources(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local Source = pipelines.CodePipelineSource
  local repository = codecommit.Repository(stack, "Repository", { repository_name = "r" })
  local images = ecr.Repository.from_repository_name(stack, "Images", "group/images")
  local bucket = s3.Bucket(stack, "Bucket")
  local github = Source.git_hub("me/repo", "main", {
    authentication = cdk.SecretValue.secrets_manager "own", trigger = actions.GitHubTrigger.POLL,
  })
  pipelines.CodePipeline(stack, "P", {
    synth = pipelines.ShellStep("Synth", {
      input = github, commands = { "make" },
      additional_inputs = {
        ["../other"] = Source.git_hub("me/other", "main"),
        commit = Source.code_commit(repository, "main", {
          trigger = actions.CodeCommitTrigger.POLL, action_name = "Commit",
        }),
        images = Source.ecr(images, { image_tag = "v1" }),
        ["nested/bucket"] = Source.s3(bucket, "key.zip", {
          action_name = "Bucket", trigger = actions.S3Trigger.EVENTS,
        }),
      },
      env = { COMMIT = github:source_attribute "CommitId", PLAIN = "plain" },
    }),
  })
end

function cases.steps(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local vpc = ec2.Vpc.from_vpc_attributes(stack, "Vpc", {
    vpc_id = "vpc-0123456789abcdef0", availability_zones = { "a", "b" },
    private_subnet_ids = { "subnet-0123456789abcdef0", "subnet-0123456789abcdef1" },
  })
  local synth = pipelines.CodeBuildStep("Synth", {
    input = source("me/repo"), commands = { "make" }, project_name = "synth", vpc = vpc,
    timeout = cdk.Duration.minutes(20),
    role_policy_statements = { iam.PolicyStatement { actions = { "s3:ListAllMyBuckets" }, resources = { "*" } } },
    partial_build_spec = codebuild.BuildSpec.from_object {
      phases = { pre_build = { commands = { "echo" } } }, version = "0.2",
    },
    build_environment = { compute_type = codebuild.ComputeType.LARGE, environment_variables = { V = { value = "w" } } },
    action_role = iam.Role.from_role_arn(stack, "ActionRole", "arn:aws:iam::111122223333:role/acts"),
  })
  local more = synth:add_output_directory "more"
  local pipeline = pipelines.CodePipeline(stack, "P", {
    synth = synth,
    code_build_defaults = {
      build_environment = { build_image = codebuild.LinuxBuildImage.STANDARD_6_0 }, timeout = cdk.Duration.hours(2),
    },
    synth_code_build_defaults = {
      role_policy = { iam.PolicyStatement { actions = { "s3:GetObject" }, resources = { "*" } } },
    },
    self_mutation_code_build_defaults = { cache = codebuild.Cache.local_(codebuild.LocalCacheMode.SOURCE) },
    asset_publishing_code_build_defaults = { timeout = cdk.Duration.minutes(6) }, docker_enabled_for_synth = true,
    docker_enabled_for_self_mutation = true, cli_version = "2.100.0", cdk_assets_cli_version = "3",
  })
  local variable = pipelines.CodeBuildStep("Exports", { commands = { "export X=1" }, input = more })
  local approve = pipelines.ManualApprovalStep("Approve", {
    comment = "see " .. variable:exported_variable "X", review_url = "https://example.com",
    notification_topic = sns.Topic(stack, "Topic"),
  })
  local stage = make_stage(app, "Test", ENV)
  local first = stage.node:find_child "First"
  local deployment = pipeline:add_stage(stage, {
    stack_steps = {
      {
        stack = first, pre = { pipelines.ManualApprovalStep "BeforeStack" },
        change_set = { pipelines.ManualApprovalStep "OnChangeSet" },
        post = {
          pipelines.ShellStep("AfterStack", { commands = { "ls" }, env = { X = variable:exported_variable "X" } }),
        },
      },
    },
  })
  deployment:add_pre(approve, pipelines.ShellStep("Before", { commands = { "ls" }, input = synth }))
  deployment:add_post(table.unpack(pipelines.Step.sequence({
    pipelines.ShellStep("B", { commands = { "b" } }), pipelines.ShellStep("A", { commands = { "a" } }),
  })))
  pipeline:build_pipeline()
  cdk.CfnOutput(stack, "Exports", { value = variable.project.project_name })
  cdk.CfnOutput(stack, "SelfMutation", { value = pipeline.self_mutation_project.project_name })
end

function cases.waves(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local pipeline = pipelines.CodePipeline(stack, "P", {
    synth = pipelines.ShellStep("Synth", { input = source("me/repo"), commands = { "make" } }),
    cross_account_keys = true, enable_key_rotation = true, pipeline_type = codepipeline.PipelineType.V2,
    execution_mode = codepipeline.ExecutionMode.PARALLEL, use_pipeline_role_for_actions = true,
  })
  local wave = pipeline:add_wave("Wave", { post = { pipelines.ShellStep("AfterWave", { commands = { "ls" } }) } })
  wave:add_stage(make_stage(app, "Ireland", ENV))
  wave:add_stage(make_stage(app, "Other", { account = "444455556666", region = "us-east-1" }))
  wave:add_pre(pipelines.ManualApprovalStep "Approve")
  wave:add_post(pipelines.ManualApprovalStep "Done")
  local large = cdk.Stage(app, "Large", { env = ENV })
  for _, number in ipairs {
    "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19",
    "20", "21", "22", "23", "24", "25", "26",
  } do
    sqs.Queue(cdk.Stack(large, "Stack" .. number), "Queue")
  end
  pipeline:add_stage(large)
end

function cases.docker(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local Credential = pipelines.DockerCredential
  local Usage = pipelines.DockerCredentialUsage
  local secret = secretsmanager.Secret.from_secret_complete_arn(
    stack, "Secret", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:s-abcdef")
  local assume_role = iam.Role.from_role_arn(stack, "Role", "arn:aws:iam::111122223333:role/r")
  local pipeline = pipelines.CodePipeline(stack, "P", {
    synth = pipelines.ShellStep("Synth", { input = source("me/repo"), commands = { "make" } }),
    docker_credentials = {
      Credential.docker_hub(secret),
      Credential.custom_registry("registry.example.com", secret, {
        secret_username_field = "user", secret_password_field = "password", assume_role = assume_role,
        usages = { Usage.SYNTH, Usage.ASSET_PUBLISHING },
      }),
      Credential.ecr(
        { ecr.Repository(stack, "Own"), ecr.Repository.from_repository_name(stack, "Other", "other") },
        { usages = { Usage.SELF_UPDATE } }),
    },
  })
  local stage = cdk.Stage(app, "Test", { env = ENV })
  ecr_assets.DockerImageAsset(cdk.Stack(stage, "Images"), "Image", {
    directory = "spec/fixtures/appsync", file = "schema.graphql", display_name = "An image",
  })
  pipeline:add_stage(stage)
end

function cases.single_publisher(app)
  app.node:set_context("@aws-cdk/pipelines:reduceAssetRoleTrustScope", true)
  app.node:set_context("@aws-cdk/aws-codepipeline:defaultPipelineTypeToV2", true)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local pipeline = pipelines.CodePipeline(stack, "P", {
    synth = pipelines.ShellStep("Synth", { input = source("me/repo"), commands = { "make" } }),
    publish_assets_in_parallel = false,
  })
  local stage = make_stage(app, "Test", ENV)
  assets.Asset(cdk.Stack(stage, "Third"), "Asset", { path = "spec/fixtures/appsync" })
  pipeline:add_stage(stage)
end

function cases.existing_pipeline(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local artifact = codepipeline.Artifact "given"
  local code_pipeline = codepipeline.Pipeline(stack, "Inner", {
    cross_account_keys = false, pipeline_type = codepipeline.PipelineType.V2,
  })
  local synth = pipelines.ShellStep("Synth", {
    commands = { "make" }, input = source("me/repo"),
    additional_inputs = { given = pipelines.CodePipelineFileSet.from_artifact(artifact) },
  })
  local pipeline = pipelines.CodePipeline(stack, "P", {
    synth = synth, code_pipeline = code_pipeline, self_mutation = false,
  })
  local stage = cdk.Stage(app, "Test", { env = ENV })
  sqs.Queue(cdk.Stack(stage, "Queues"), "Queue")
  pipeline:add_stage(stage)
  pipeline:build_pipeline()
  local first = code_pipeline:stage "Source".actions[1]
  cdk.CfnOutput(stack, "First", { value = first.action_properties.action_name })
  code_pipeline:stage "Source":add_action(actions.S3SourceAction {
    action_name = "Given", bucket = code_pipeline.artifact_bucket, bucket_key = "k", output = artifact,
  })
end

function cases.permissions_check(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local pipeline = pipelines.CodePipeline(stack, "P", {
    synth = pipelines.ShellStep("Synth", { input = source("me/repo"), commands = { "make" } }),
  })
  local notification_topic = sns.Topic(stack, "Topic")
  local one = cdk.Stage(app, "One", { env = ENV })
  sqs.Queue(cdk.Stack(one, "Queues"), "Queue")
  pipeline:add_stage(one, {
    pre = { pipelines.ConfirmPermissionsBroadening("Check", { stage = one, notification_topic = notification_topic }) },
  })
  local two = cdk.Stage(app, "Two", { env = ENV })
  sqs.Queue(cdk.Stack(two, "Queues"), "Queue")
  pipeline:add_stage(two, { pre = { pipelines.ConfirmPermissionsBroadening("Check", { stage = two }) } })
end

describe("pipelines", function()
  golden.check("pipelines", cases)

  local function shell(id, props)
    props = props or {}
    props.commands = props.commands or { "make" }
    return pipelines.ShellStep(id, props)
  end

  -- A pipeline in an app of its own, whose source is a connection.
  local function pipeline_with(props, folder)
    local stack = cdk.Stack(cdk.App { outdir = folder }, "S", { env = ENV })
    props = props or {}
    props.synth = props.synth or shell("Synth", { input = source "me/repo" })
    return pipelines.CodePipeline(stack, "P", props)
  end

  -- A stage with one queue, beside the pipeline.
  local function small_stage(pipeline, id)
    local stage = cdk.Stage(pipeline.node.root, id, { env = ENV })
    local stack = cdk.Stack(stage, "Stack")
    return stage, cdk.CfnOutput(stack, "Name", { value = sqs.Queue(stack, "Queue").queue_name }), stack
  end

  it("refuses steps without a known id, or with inputs that make no files", function()
    refuses("the id of a step must be known, got a token", shell, cdk.Aws.REGION)
    refuses("input of the step 'A' must be a step that makes files, got 'Approve'", shell, "A",
      { input = pipelines.ManualApprovalStep "Approve" })
    refuses("additional_inputs of the step 'A' cannot have the directory '.'; use input for it", shell, "A",
      { additional_inputs = { ["."] = source "me/repo" } })
    refuses("the synth step 'Approve' makes no files", pipeline_with,
      { synth = pipelines.ManualApprovalStep "Approve" })
  end)

  it("gives a step one primary output directory", function()
    local step = shell "A"
    assert.equal(step:primary_output_directory "out", step:primary_output_directory "out")
    assert.equal(step:add_output_directory "more", step:add_output_directory "more")
    refuses("the primary output directory of the step 'A' is 'out' already, it cannot become 'other'",
      step.primary_output_directory, step, "other")
  end)

  it("refuses file sets without or with two producers", function()
    local files = pipelines.FileSet "files"
    refuses("no step makes the file set 'files'; call produced_by(step)", function() return files.producer end)
    files:produced_by(shell "A")
    refuses("the file set 'files' is already made by the step 'A'", files.produced_by, files, shell "B")
    assert.equal("FileSet(files) ShellStep(A)", files:to_string() .. " " .. files.producer:to_string())
  end)

  it("refuses repositories of another form", function()
    local Source = pipelines.CodePipelineSource
    refuses("a repository on GitHub has the form <owner>/<repository>, got 'a/b/c'", Source.git_hub, "a/b/c", "main")
    refuses("a repository has the form <owner>/<repository> or <owner>/<group>/…/<repository>, got 'a//b'",
      Source.connection, "a//b", "main", { connection_arn = CONNECTION })
    refuses("DockerCredential.ecr needs at least one repository", pipelines.DockerCredential.ecr, {})
  end)

  it("refuses changes of a pipeline that is built, and reading of one that is not", function()
    local folder = luacdk.folder()
    local pipeline = pipeline_with({ self_mutation = false }, folder)
    refuses("the pipeline is not built yet; call build_pipeline() first", function() return pipeline.pipeline end)
    refuses("the pipeline is not built yet", function() return pipeline.synth_project end)
    local step = pipelines.CodeBuildStep("A", { commands = { "a" } })
    refuses("the project of the step 'A' does not exist yet", function() return step.project end)
    pipeline:build_pipeline()
    refuses("there is no project that updates the pipeline", function() return pipeline.self_mutation_project end)
    refuses("the pipeline is built already, so build_pipeline is too late", pipeline.build_pipeline, pipeline)
    refuses("the pipeline is built already, so add_wave is too late", pipeline.add_wave, pipeline, "W")
    refuses("the pipeline is built already, so add_stage is too late", pipeline.add_stage, pipeline,
      (small_stage(pipeline, "Late")))
    assert.is_true(pipelines.PipelineBase.is_pipeline(pipeline))
    luacdk.remove(folder)
  end)

  it("refuses stages without stacks, and steps for stacks of other stages", function()
    local folder = luacdk.folder()
    local pipeline = pipeline_with(nil, folder)
    refuses("the stage 'Empty' needs at least one stack", pipeline.add_stage, pipeline,
      cdk.Stage(pipeline.node.root, "Empty"))
    local one, _, _ = small_stage(pipeline, "One")
    local _, _, stack = small_stage(pipeline, "Two")
    refuses("stack_steps names the stack 'Two/Stack', which is not part of the stage", pipeline.add_stage, pipeline,
      one, { stack_steps = { { stack = stack } } })
    luacdk.remove(folder)
  end)

  -- Builds a pipeline to which `change` has added something.
  local function build(change, props)
    local folder = luacdk.folder()
    local pipeline = pipeline_with(props, folder)
    change(pipeline)
    local ok, message = pcall(pipeline.build_pipeline, pipeline)
    luacdk.remove(folder)
    if not ok then error(message, 0) end
  end

  it("refuses steps that wait for each other, have one name, or use what is not there", function()
    refuses("steps of the pipeline wait for each other in a circle: A => B => A", build, function(pipeline)
      local a, b = shell "A", shell "B"
      a:add_step_dependency(b)
      b:add_step_dependency(a)
      pipeline:add_wave("W", { pre = { a, b } })
    end)
    refuses("steps of the pipeline wait for each other in a circle: B => A => B", build, function(pipeline)
      local a, b = shell "A", shell "B"
      a:add_step_dependency(b)
      local wave = pipeline:add_wave("W", { pre = { a } })
      wave:add_stage(small_stage(pipeline, "Missing"), { pre = { b } })
    end)
    refuses("there are two steps, stacks or stages named 'A' in 'W' of the pipeline", build, function(pipeline)
      pipeline:add_wave("W", { pre = { shell "A", shell "A" } })
    end)
    refuses("the stack 'Missing/Stack' with the output 'Name' is not part of the pipeline", build, function(pipeline)
      local _, output = small_stage(pipeline, "Missing")
      pipeline:add_wave("W", { pre = { shell("A", { env_from_cfn_outputs = { N = output } }) } })
    end)
    refuses("the stack 'One-Stack' cannot have change_set steps, because the pipeline makes no change sets", build,
      function(pipeline)
        local stage, _, stack = small_stage(pipeline, "One")
        pipeline:add_stage(stage, { stack_steps = { { stack = stack, change_set = { shell "A" } } } })
      end, { use_change_sets = false })
    local Own = pipelines.Step:extend "Own"
    refuses("the step 'own' of the class Own cannot be part of a CodePipeline", build, function(pipeline)
      pipeline:add_wave("W", { pre = { Own "own" } })
    end)
    refuses("file_system_locations of the step 'A' need a vpc, and privileged = true in build_environment", build,
      function(pipeline)
        local location = codebuild.FileSystemLocation.efs {
          identifier = "i", location = "fs.example.com:/m", mount_point = "/m",
        }
        pipeline:add_wave("W", {
          pre = { pipelines.CodeBuildStep("A", { commands = { "a" }, file_system_locations = { location } }) },
        })
      end)
    refuses("the step 'Synth' needs an input, because the pipeline has no source", build, function() end,
      { synth = shell "Synth" })
  end)

  it("refuses options of a new pipeline with a given one", function()
    local stack = cdk.Stack(cdk.App(), "S", { env = ENV })
    for name, value in pairs {
      pipeline_name = "n", cross_account_keys = false, enable_key_rotation = false, execution_mode = "QUEUED",
      reuse_cross_region_support_stacks = true,
    } do
      refuses(name .. " and code_pipeline are mutually exclusive", build, function() end, {
        [name] = value, code_pipeline = codepipeline.Pipeline(stack, name),
      })
    end
  end)

  it("lets steps of one's own add actions", function()
    local folder = luacdk.folder()
    local Own = pipelines.Step:extend "Own"
    function Own:produce_action(stage, options)
      stage:add_action(actions.ManualApprovalAction {
        action_name = options.action_name, run_order = options.run_order, additional_information = self.id,
      })
      return { run_orders_consumed = 1 }
    end
    local pipeline = pipeline_with({ self_mutation = false }, folder)
    pipeline:add_wave("W", { pre = { Own "own" } })
    pipeline:build_pipeline()
    assert.equal("own", pipeline.pipeline:stage("W").actions[1].action_properties.action_name)
    luacdk.remove(folder)
  end)
end)
