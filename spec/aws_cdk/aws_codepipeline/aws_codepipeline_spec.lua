-- Pipelines. The cases are twins of tools/golden/aws_codepipeline.js.
local actions = require "aws_cdk.aws_codepipeline_actions"
local cdk = require "aws_cdk"
local codepipeline = require "aws_cdk.aws_codepipeline"
local events = require "aws_cdk.aws_events"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local lambda = require "aws_cdk.aws_lambda"
local s3 = require "aws_cdk.aws_s3"
local sns = require "aws_cdk.aws_sns"
local targets = require "aws_cdk.aws_events_targets"
local refuses = require "spec.support.refuses"

local ENV = { account = "111122223333", region = "eu-west-1" }

local function approval(name) return actions.ManualApprovalAction { action_name = name } end

local function connection(name, output)
  return actions.CodeStarConnectionsSourceAction {
    action_name = name, connection_arn = "arn:aws:codestar-connections:eu-west-1:111122223333:connection/c",
    owner = "me", repo = "r", output = output,
  }
end

local function stages()
  return {
    { stage_name = "Source", actions = { connection("Source", codepipeline.Artifact()) } },
    { stage_name = "Approve", actions = { approval("Approve") } },
  }
end

local cases = {}

function cases.pipelines(app)
  local stack = cdk.Stack(app, "S")
  local plain = codepipeline.Pipeline(stack, "Plain", { stages = stages() })
  codepipeline.Pipeline(stack, "Full", {
    pipeline_name = "full", cross_account_keys = true, enable_key_rotation = true, restart_execution_on_update = true,
    use_pipeline_role_for_actions = true, pipeline_type = codepipeline.PipelineType.V2,
    execution_mode = codepipeline.ExecutionMode.QUEUED, stages = stages(),
  })
  local role = iam.Role.from_role_arn(stack, "Role", "arn:aws:iam::111122223333:role/r")
  codepipeline.Pipeline(stack, "Given", {
    artifact_bucket = s3.Bucket.from_bucket_name(stack, "Bucket", "some-bucket"), role = role,
    pipeline_type = codepipeline.PipelineType.V1, execution_mode = codepipeline.ExecutionMode.SUPERSEDED,
    stages = stages(),
  })
  codepipeline.Pipeline(stack, "WithoutKeys", {
    cross_account_keys = false, pipeline_type = codepipeline.PipelineType.V2, stages = stages(),
  })
  plain:add_to_role_policy(iam.PolicyStatement { actions = { "s3:ListAllMyBuckets" }, resources = { "*" } })
  cdk.CfnOutput(stack, "Arn", { value = plain.pipeline_arn })
  cdk.CfnOutput(stack, "Name", { value = plain.pipeline_name })
  cdk.CfnOutput(stack, "Version", { value = plain.pipeline_version })
  cdk.CfnOutput(stack, "Count", { value = plain.stage_count .. " " .. plain.stages[1].stage_name })
  local imported = codepipeline.Pipeline.from_pipeline_arn(
    stack, "Imported", "arn:aws:codepipeline:us-east-1:444455556666:other")
  cdk.CfnOutput(stack, "ImportedName", {
    value = imported.pipeline_name .. " " .. imported.env.region .. " " .. imported.pipeline_ref.pipeline_name,
  })
  imported:on_event "Event"
end

function cases.stages(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local pipeline = codepipeline.Pipeline(stack, "P", {
    pipeline_type = codepipeline.PipelineType.V2, cross_account_keys = false,
  })
  local source = pipeline:add_stage { stage_name = "Source" }
  local artifact = codepipeline.Artifact("Named", { "a/**", "b" })
  source:add_action(connection("One", artifact))
  source:add_action(connection("Two.x@y", codepipeline.Artifact()))
  local last = pipeline:add_stage {
    stage_name = "Last", actions = { approval("A") }, transition_to_enabled = false,
    placement = { just_after = source },
  }
  pipeline:add_stage {
    stage_name = "Before", actions = { approval("B") }, transition_to_enabled = false,
    transition_disabled_reason = "not yet", placement = { right_before = last },
  }
  local role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "codepipeline.amazonaws.com" })
  local rule = codepipeline.Rule {
    name = "rule", provider = "LambdaInvoke", version = "1", region = "us-east-1", role = role,
    configuration = { FunctionName = "f" }, input_artifacts = { "Named" }, commands = { "ls" },
  }
  pipeline:add_stage {
    stage_name = "Conditions", actions = { approval("C") },
    before_entry = { conditions = { { rules = { rule }, result = codepipeline.Result.SKIP }, { rules = {} } } },
    on_success = {
      conditions = { { rules = { codepipeline.Rule { name = "window", provider = "DeploymentWindow" } } } },
    },
    on_failure = {
      result = codepipeline.Result.RETRY, retry_mode = codepipeline.RetryMode.FAILED_ACTIONS,
      conditions = { { result = codepipeline.Result.ROLLBACK } },
    },
  }
  pipeline:add_stage {
    stage_name = "Empty", actions = { approval("D") }, before_entry = {}, on_failure = {},
    on_success = { conditions = {} },
  }
  cdk.CfnOutput(stack, "Rule", { value = rule:reference() .. " " .. rule.rule_name })
  cdk.CfnOutput(stack, "Stage", { value = pipeline:stage "Last".stage_name })
  cdk.CfnOutput(stack, "Actions", { value = source.actions[2].action_properties.action_name })
end

function cases.variables(app)
  local stack = cdk.Stack(app, "S")
  local artifact = codepipeline.Artifact()
  local source = connection("Source", artifact)
  local variable = codepipeline.Variable { variable_name = "one", default_value = "d", description = "first" }
  local pipeline = codepipeline.Pipeline(stack, "P", {
    pipeline_type = codepipeline.PipelineType.V2, cross_account_keys = false, variables = { variable },
    stages = { { stage_name = "Source", actions = { source } } },
  })
  local commands = actions.CommandsAction {
    action_name = "Commands", commands = { "ls" }, input = artifact, output_variables = { "A", "B" },
    variables_namespace = "given", output = codepipeline.Artifact(), extra_inputs = { artifact },
  }
  local unused = actions.CommandsAction {
    action_name = "Unused", commands = { "ls" }, input = artifact, variables_namespace = "kept",
  }
  pipeline:add_stage { stage_name = "Build", actions = { commands, unused } }
  pipeline:add_stage {
    stage_name = "Approve",
    actions = {
      actions.ManualApprovalAction {
        action_name = "Approve",
        additional_information =
          source.variables.commit_id .. " " .. commands:variable "A" .. " " .. variable:reference(),
        external_entity_link = codepipeline.GlobalVariables.EXECUTION_ID,
      },
    },
  }
  pipeline:add_variable(codepipeline.Variable { variable_name = "two" })
  cdk.CfnOutput(stack, "Variable", { value = variable.variable_name })
  cdk.CfnOutput(stack, "Name", { value = artifact.bucket_name })
  cdk.CfnOutput(stack, "Url", { value = artifact.url })
  cdk.CfnOutput(stack, "Param", { value = artifact:get_param("f.json", "key") })
  cdk.CfnOutput(stack, "Key", { value = artifact.s3_location.object_key })
  cdk.CfnOutput(stack, "Location", { value = artifact:at_path "x".location })
  cdk.CfnOutput(stack, "Static", { value = codepipeline.ArtifactPath.artifact_path("name", "file").location })
  artifact:set_metadata("k", "v")
  cdk.CfnOutput(stack, "Metadata", { value = artifact:get_metadata "k" })
end

function cases.triggers(app)
  local stack = cdk.Stack(app, "S")
  local one = connection("One", codepipeline.Artifact())
  local two = connection("Two", codepipeline.Artifact())
  local provider_type = codepipeline.ProviderType.CODE_STAR_SOURCE_CONNECTION
  local pipeline = codepipeline.Pipeline(stack, "P", {
    pipeline_type = codepipeline.PipelineType.V2, cross_account_keys = false,
    stages = {
      { stage_name = "Source", actions = { one, two } },
      { stage_name = "Approve", actions = { approval("A") } },
    },
    triggers = {
      {
        provider_type = provider_type,
        git_configuration = {
          source_action = one,
          push_filter = {
            { tags_includes = { "v*" }, tags_excludes = { "w" } },
            {
              branches_includes = { "main" }, branches_excludes = {}, file_paths_includes = { "a" },
              file_paths_excludes = { "b" },
            },
          },
        },
      },
    },
  })
  local Event = codepipeline.GitPullRequestEvent
  local trigger = pipeline:add_trigger {
    provider_type = provider_type,
    git_configuration = {
      source_action = two, push_filter = {},
      pull_request_filter = {
        { branches_includes = { "main" }, events = { Event.OPEN, Event.CLOSED, Event.OPEN } },
        { branches_excludes = { "x" }, file_paths_includes = { "a" } },
      },
    },
  }
  pipeline:add_trigger { provider_type = provider_type }
  cdk.CfnOutput(stack, "Source", { value = trigger.source_action.action_properties.provider })
end

function cases.events(app)
  local stack = cdk.Stack(app, "S")
  local topic = sns.Topic(stack, "Topic")
  local pipeline = codepipeline.Pipeline(stack, "P", {
    pipeline_type = codepipeline.PipelineType.V2, cross_account_keys = false,
  })
  local source = connection("Source", codepipeline.Artifact())
  local stage = pipeline:add_stage { stage_name = "Source", actions = { source } }
  local action = approval("A")
  pipeline:add_stage { stage_name = "Approve", actions = { action } }
  pipeline:on_event("Event", {
    event_pattern = { detail = { state = { "FAILED" } } }, description = "d", rule_name = "r",
  })
  pipeline:on_state_change("State", { target = targets.SnsTopic(topic) })
  stage:on_state_change("Stage", targets.SnsTopic(topic), { description = "of a stage" })
  stage:on_state_change "NoTarget"
  action:on_state_change("Action", targets.SnsTopic(topic), { enabled = false })
  pipeline:notify_on("On", topic, { events = { codepipeline.PipelineNotificationEvents.MANUAL_APPROVAL_NEEDED } })
  pipeline:notify_on_execution_state_change("Execution", topic, { notification_rule_name = "n" })
  pipeline:notify_on_any_stage_state_change("AnyStage", topic)
  pipeline:notify_on_any_action_state_change("AnyAction", topic, { enabled = false })
  pipeline:notify_on_any_manual_approval_state_change("Approval", topic)
  local nightly = events.Rule(stack, "Nightly", { schedule = events.Schedule.rate(cdk.Duration.days(1)) })
  nightly:add_target(targets.CodePipeline(pipeline))
end

function cases.cross_region(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local other = cdk.Stack(app, "Other", { env = { account = "111122223333", region = "us-east-1" } })
  local in_other = s3.Bucket(other, "Bucket", { bucket_name = "in-other" })
  local artifact = codepipeline.Artifact()
  local function deletes(name, region)
    return actions.CloudFormationDeleteStackAction {
      action_name = name, stack_name = "x", admin_permissions = false, region = region,
    }
  end
  local pipeline = codepipeline.Pipeline(stack, "P", {
    cross_account_keys = true, enable_key_rotation = true, pipeline_type = codepipeline.PipelineType.V2,
    stages = { { stage_name = "Source", actions = { connection("Source", artifact) } } },
  })
  local invoked = lambda.Function.from_function_arn(stack, "F", "arn:aws:lambda:ap-south-1:111122223333:function:f")
  pipeline:add_stage {
    stage_name = "Deploy",
    actions = {
      actions.S3DeployAction { action_name = "S3", bucket = in_other, input = artifact },
      deletes("Tokyo", "ap-northeast-1"), deletes("TokyoToo", "ap-northeast-1"), deletes("Here", "eu-west-1"),
      actions.LambdaInvokeAction { action_name = "Invoke", lambda = invoked },
    },
  }
  local single = codepipeline.Pipeline(stack, "Single", {
    cross_account_keys = false, reuse_cross_region_support_stacks = false, pipeline_type = codepipeline.PipelineType.V2,
    stages = {
      { stage_name = "Source", actions = { connection("Source", codepipeline.Artifact()) } },
      { stage_name = "Deploy", actions = { deletes("Tokyo", "ap-northeast-1") } },
    },
  })
  cdk.CfnOutput(stack, "Support", { value = single.cross_region_support["ap-northeast-1"].stack.stack_name })
  local given = codepipeline.Pipeline(stack, "Given", {
    cross_region_replication_buckets = {
      ["eu-west-1"] = s3.Bucket.from_bucket_name(stack, "Ireland", "ireland"),
      ["us-east-1"] = s3.Bucket.from_bucket_name(stack, "Virginia", "virginia"),
    },
    pipeline_type = codepipeline.PipelineType.V2,
    stages = { { stage_name = "Source", actions = { connection("Source", codepipeline.Artifact()) } } },
  })
  given:add_stage { stage_name = "Deploy", actions = { deletes("Virginia", "us-east-1") } }
  cdk.CfnOutput(stack, "Bucket", { value = given.artifact_bucket.bucket_name })
end

function cases.cross_account(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local other = cdk.Stack(app, "Other", { env = { account = "444455556666", region = "us-east-1" } })
  local bucket = s3.Bucket(other, "Bucket", { bucket_name = "in-other" })
  local role = iam.Role(other, "Role", { assumed_by = iam.AccountPrincipal "111122223333", role_name = "other-role" })
  local artifact = codepipeline.Artifact()
  local function deletes(name, account, region, given)
    return actions.CloudFormationDeleteStackAction {
      action_name = name, stack_name = "x", admin_permissions = true, account = account, region = region, role = given,
    }
  end
  codepipeline.Pipeline(stack, "P", {
    cross_account_keys = true, pipeline_type = codepipeline.PipelineType.V2,
    stages = {
      { stage_name = "Source", actions = { connection("Source", artifact) } },
      {
        stage_name = "Deploy",
        actions = {
          actions.S3DeployAction { action_name = "S3", bucket = bucket, input = artifact },
          deletes("Third", "777788889999"), deletes("ThirdToo", "777788889999", "us-east-1"),
          deletes("Role", "444455556666", "us-east-1", role),
        },
      },
    },
  })
end

function cases.flags(app)
  app.node:set_context("@aws-cdk/aws-codepipeline:crossAccountKeysDefaultValueToFalse", true)
  app.node:set_context("@aws-cdk/aws-codepipeline:defaultPipelineTypeToV2", true)
  app.node:set_context("@aws-cdk/aws-codepipeline:crossAccountKeyAliasStackSafeResourceName", true)
  app.node:set_context("@aws-cdk/pipelines:reduceStageRoleTrustScope", true)
  app.node:set_context("@aws-cdk/pipelines:reduceCrossAccountActionRoleTrustScope", true)
  local stack = cdk.Stack(app, "S", { env = ENV })
  codepipeline.Pipeline(stack, "Plain", { stages = stages() })
  local pipeline = codepipeline.Pipeline(stack, "Keys", {
    cross_account_keys = true, stages = stages(),
  })
  pipeline:add_stage {
    stage_name = "Other",
    actions = {
      actions.CloudFormationDeleteStackAction {
        action_name = "Delete", stack_name = "x", admin_permissions = true, account = "777788889999",
        region = "us-east-1",
      },
    },
  }
end

function cases.custom_actions(app)
  local stack = cdk.Stack(app, "S")
  local artifact_bounds = { min_inputs = 0, max_inputs = 5, min_outputs = 1, max_outputs = 2 }
  codepipeline.CustomActionRegistration(stack, "Plain", {
    category = codepipeline.ActionCategory.BUILD, provider = "own", artifact_bounds = artifact_bounds,
  })
  codepipeline.CustomActionRegistration(stack, "Full", {
    category = codepipeline.ActionCategory.TEST, provider = "own", version = "2", entity_url = "https://e",
    execution_url = "https://x", artifact_bounds = artifact_bounds,
    action_properties = {
      { name = "p", required = true },
      { name = "q", required = false, key = true, secret = true, queryable = true, type = "Number", description = "d" },
    },
  })
end

-- A pipeline in an app of its own.
local function pipeline_with(props, stack_props)
  local stack = cdk.Stack(cdk.App(), "S", stack_props)
  return codepipeline.Pipeline(stack, "P", props)
end

describe("aws_codepipeline", function()
  golden.check("aws_codepipeline", cases)

  it("refuses names with other characters, or too long", function()
    refuses("the name of a pipeline must have 1 to 100 letters, digits and . @ _ -, got 'a b'", pipeline_with,
      { pipeline_name = "a b" })
    refuses("the name of a stage must have 1 to 100", pipeline_with, { stages = { { stage_name = "a b" } } })
    refuses("the name of an action must have 1 to 100", pipeline_with,
      { stages = { { stage_name = "a", actions = { approval "a/b" } } } })
    refuses("the name of an artifact must have 1 to 100 letters, digits and _ -", codepipeline.Artifact, "a.b")
    refuses("the name of a variable must have 1 to 128", codepipeline.Variable, { variable_name = "a.b" })
    refuses("the name of a rule must have 1 to 100", codepipeline.Rule, { name = ("a"):rep(101) })
    refuses("the name of a variables_namespace must have 1 to 100 letters, digits and @ _ -", pipeline_with, {
      stages = {
        {
          stage_name = "a",
          actions = { actions.ManualApprovalAction { action_name = "x", variables_namespace = "a.b" } },
        },
      },
    })
  end)

  it("refuses options of pipelines that contradict each other", function()
    local stack = cdk.Stack(cdk.App(), "S", { env = ENV })
    local bucket = s3.Bucket.from_bucket_name(stack, "B", "some-bucket")
    refuses("artifact_bucket and cross_region_replication_buckets are mutually exclusive", codepipeline.Pipeline, stack,
      "P", { artifact_bucket = bucket, cross_region_replication_buckets = { ["eu-west-1"] = bucket } })
    refuses("enable_key_rotation needs cross_account_keys = true", pipeline_with,
      { enable_key_rotation = true, cross_account_keys = false })
    refuses("execution_mode PARALLEL needs a pipeline of the type PipelineType.V2", pipeline_with,
      { execution_mode = "PARALLEL" })
    refuses("a pipeline across regions or accounts needs to know its own region", pipeline_with,
      { cross_region_replication_buckets = { ["eu-west-1"] = bucket } })
  end)

  it("refuses two of one name", function()
    local source = connection("a", codepipeline.Artifact())
    local pipeline = pipeline_with {
      stages = { { stage_name = "One", actions = { source } } }, variables = {
        codepipeline.Variable { variable_name = "v" },
      },
    }
    refuses("the pipeline already has a stage 'One'", pipeline.add_stage, pipeline, { stage_name = "One" })
    refuses("the stage 'One' already has an action 'a'", pipeline:stage("One").add_action, pipeline:stage "One",
      approval "a")
    refuses("the pipeline already has a variable 'v'", pipeline.add_variable, pipeline,
      codepipeline.Variable { variable_name = "v" })
    local trigger = {
      provider_type = codepipeline.ProviderType.CODE_STAR_SOURCE_CONNECTION,
      git_configuration = { source_action = source, push_filter = { { tags_includes = { "v" } } } },
    }
    pipeline:add_trigger(trigger)
    refuses("the source action 'a' already has a trigger", pipeline.add_trigger, pipeline, trigger)
    refuses("the pipeline has no stage 'Two'; it has One", pipeline.stage, pipeline, "Two")
  end)

  it("refuses to place a stage beside one of another pipeline", function()
    local pipeline = pipeline_with()
    local other = pipeline_with { stages = { { stage_name = "One" }, { stage_name = "Two" } } }
    refuses("the stage 'One' of placement is not one of this pipeline", pipeline.add_stage, pipeline,
      { stage_name = "New", placement = { right_before = other:stage "One" } })
    refuses("the stage 'One' of placement is not one of this pipeline", pipeline.add_stage, pipeline,
      { stage_name = "Newer", placement = { just_after = other:stage "One" } })
    refuses("right_before and just_after are mutually exclusive", other.add_stage, other,
      { stage_name = "New", placement = { just_after = other:stage "One", right_before = other:stage "Two" } })
  end)

  it("refuses artifacts and variables that are out of bounds", function()
    refuses("artifact_files must have 1 to 10 items, got 0", codepipeline.Artifact, "a", {})
    refuses("default_value of the variable 'v' must have 1 to 1000 characters, got 1001", codepipeline.Variable,
      { variable_name = "v", default_value = ("x"):rep(1001) })
    refuses("description of the variable 'v' must have at most 200 characters, got 201", codepipeline.Variable,
      { variable_name = "v", description = ("x"):rep(201) })
  end)

  it("refuses triggers without filters, or with filters that say too little", function()
    local source = connection("a", codepipeline.Artifact())
    local function trigger(git)
      git.source_action = git.source_action or source
      return codepipeline.Trigger {
        provider_type = codepipeline.ProviderType.CODE_STAR_SOURCE_CONNECTION, git_configuration = git,
      }
    end
    local nine = { "1", "2", "3", "4", "5", "6", "7", "8", "9" }
    refuses("the source action of a trigger must be of the provider CodeStarSourceConnection, got 'Manual'", trigger,
      { source_action = approval "b" })
    refuses("git_configuration needs push_filter or pull_request_filter (source action 'a')", trigger, {})
    refuses("push_filter must have at most 3 items, got 4", trigger, { push_filter = { {}, {}, {}, {} } })
    refuses("pull_request_filter must have at most 3 items, got 4", trigger,
      { pull_request_filter = { {}, {}, {}, {} } })
    refuses("tags_includes must have at most 8 items, got 9", trigger, { push_filter = { { tags_includes = nine } } })
    refuses("file_paths_excludes must have at most 8 items, got 9", trigger,
      { pull_request_filter = { { branches_includes = { "a" }, file_paths_excludes = nine } } })
    refuses("file paths in push_filter need branches_includes or branches_excludes", trigger,
      { push_filter = { { file_paths_includes = { "a" }, tags_includes = { "v" } } } })
    refuses("push_filter needs branches or tags", trigger, { push_filter = { {} } })
    refuses("pull_request_filter needs branches_includes or branches_excludes", trigger,
      { pull_request_filter = { {} } })
  end)

  it("refuses actions elsewhere that cannot be reached", function()
    local function with(action, props, env)
      props.stages = { { stage_name = "One", actions = { action } } }
      return pipeline_with(props, { env = env })
    end
    local function delete(place)
      return actions.CloudFormationDeleteStackAction {
        action_name = "d", stack_name = "x", admin_permissions = false, account = place.account, region = place.region,
        role = place.role,
      }
    end
    refuses("the artifact bucket needs a KMS key for the action 'd' in another account (pipeline 111122223333, action "
      .. "444455556666)", with, delete { account = "444455556666" }, { cross_account_keys = false }, ENV)
    refuses("a pipeline across regions or accounts needs to know its own region", with,
      delete { region = "us-east-1" }, {})
    refuses("an action in another region needs to know the pipeline's account", with,
      delete { region = "us-east-1" }, {}, { region = "eu-west-1" })
    refuses("a pipeline across regions or accounts needs to know its own account", with,
      delete { account = "444455556666" }, {})
    local stack = cdk.Stack(cdk.App(), "Other", { env = { account = "111122223333", region = "us-east-1" } })
    refuses("the account of the action 'd' must be known, as that of the pipeline is", with,
      delete { account = cdk.Aws.ACCOUNT_ID }, {}, ENV)
    refuses("the source action 's' must be in the region of its pipeline, 'eu-west-1', got 'us-east-1'", with,
      actions.S3SourceAction {
        action_name = "s", bucket = s3.Bucket(stack, "B"), bucket_key = "k", output = codepipeline.Artifact(),
      }, {}, ENV)
    local Own = actions.Action:extend "Own"
    function Own._bound() return {} end
    refuses("only actions whose owner is AWS take a role; the owner of the action 'own' in the stage 'One' is 'Me'",
      with, Own {
        action_name = "own", category = "Build", owner = "Me", provider = "p", role = iam.Role.from_role_arn(stack, "R",
          "arn:aws:iam::111122223333:role/r"),
        artifact_bounds = { min_inputs = 0, max_inputs = 0, min_outputs = 0, max_outputs = 0 },
      }, {}, ENV)
    local loose = cdk.Stack(require("constructs").RootConstruct(), "Loose", { env = ENV })
    refuses("must be part of an App or a Stage", codepipeline.Pipeline, loose, "P",
      { stages = { { stage_name = "One", actions = { delete { region = "us-east-1" } } } } })
  end)

  it("refuses to use actions before they are part of a stage", function()
    local action = approval "a"
    refuses("on_state_change needs an action that is part of a stage", action.on_state_change, action, "Id")
    local stack = cdk.Stack(cdk.App(), "S")
    local source = connection("a", codepipeline.Artifact())
    cdk.CfnOutput(stack, "O", { value = source.variables.commit_id })
    refuses("the action 'a' is in no pipeline, so nothing can refer to its variables", stack.node.root.synth,
      stack.node.root)
  end)

  it("tells all that is wrong with the stages of a finished pipeline", function()
    local artifact, missing = codepipeline.Artifact "a", codepipeline.Artifact "missing"
    local bounds = { min_inputs = 1, max_inputs = 1, min_outputs = 0, max_outputs = 1 }
    local Own = actions.Action:extend "Own"
    function Own._bound() return {} end
    local function own(name, inputs, outputs, run_order)
      return Own {
        action_name = name, category = "Build", provider = "p", artifact_bounds = bounds, inputs = inputs,
        outputs = outputs, run_order = run_order,
      }
    end
    local pipeline = pipeline_with {
      cross_account_keys = false, variables = { codepipeline.Variable { variable_name = "v" } },
      triggers = { { provider_type = codepipeline.ProviderType.CODE_STAR_SOURCE_CONNECTION } },
      stages = {
        { stage_name = "One", actions = { approval "first" } },
        {
          stage_name = "Two",
          actions = {
            connection("late", codepipeline.Artifact()), own("none", {}, { artifact }, 2),
            own("both", { artifact, missing }, { artifact }), own("unnamed", { codepipeline.Artifact() }, {}),
          },
        },
        { stage_name = "Three" },
      },
    }
    local ok, message = pcall(function() return pipeline.node.root:synth() end)
    assert.is_false(ok)
    for _, text in ipairs {
      "the first stage may only have source actions, got 'first' of the category Approval in the stage 'One'",
      "'late' of the category Source is in the stage 'Two'; source actions belong into the first stage",
      "the stage 'Three' needs at least one action",
      "Build/p needs at least 1 input artifacts, got 0 (action 'none')",
      "Build/p takes at most 1 input artifacts, got 2 (action 'both')",
      "the actions 'none' and 'both' both produce the artifact 'a'",
      "the action 'both' takes the artifact 'missing', which no action of this pipeline produces",
      "the action 'unnamed' takes an artifact that no action of this pipeline produces",
      "'both' (stage 'Two', run_order 1) takes the artifact 'a' before it is produced by 'none' (stage 'Two', "
        .. "run_order 2)",
      "variables need a pipeline of the type PipelineType.V2",
      "triggers need a pipeline of the type PipelineType.V2",
    } do
      assert.truthy(tostring(message):find(text, 1, true), text .. "\n" .. tostring(message))
    end
    refuses("a pipeline needs at least two stages, got 0", function() return pipeline_with().node.root:synth() end)
  end)
end)
