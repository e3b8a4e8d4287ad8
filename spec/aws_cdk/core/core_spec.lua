-- The core library against the reference: programs of tools/golden/core.js, recorded in spec/golden/core.
local assembly = require "luacdk.assembly"
local golden = require "spec.support.golden"
local luacdk = require "spec.support.luacdk"
local cdk = require "aws_cdk"
local constructs = require "constructs"
local engine = require "luacdk.engine"
local s3 = require "aws_cdk.aws_s3"
local sqs = require "aws_cdk.aws_sqs"
local ssm = require "aws_cdk.aws_ssm"

local Fn, Duration, Size = cdk.Fn, cdk.Duration, cdk.Size
local ENV = { account = "111111111111", region = "us-east-1" }

local function res(scope, id, properties)
  return cdk.CfnResource(scope, id, { type = "Test::Res::Type", properties = properties })
end

local cases = {}

function cases.stack_options(app)
  local stack = cdk.Stack(app, "S", {
    description = "what it is", env = ENV, stack_name = "my-name", termination_protection = true,
    tags = { b = "2", a = "1", B = "3" }, notification_arns = { "arn:aws:sns:us-east-1:111111111111:t" },
  })
  stack:add_transform "A"
  stack:add_transform "B"
  stack:add_transform "A"
  stack:add_metadata("k", { z = 1, a = { 1, 2 } })
  stack.template_options.template_format_version = "2010-09-09"
  res(stack, "R", { Arn = stack:format_arn { service = "s3", resource = "bucket", resource_name = "x" } })
  cdk.Stack(app, "Other", { suppress_template_indentation = true })
end

function cases.stack_names(app)
  local group = constructs.Construct(app, "Grp")
  cdk.Stack(group, "My")
  local stage = cdk.Stage(app, "Prod", { env = ENV })
  cdk.Stack(constructs.Construct(stage, "Deep"), "Er")
  cdk.Stack(stage, "Direct")
  cdk.Stage(stage, "Inner", { stage_name = "other" })
  cdk.Stack(stage.node:find_child "Inner", "In")
end

function cases.tokens(app)
  local stack = cdk.Stack(app, "S")
  local r = res(stack, "Res", { A = 1 })
  local att = r:get_att "Arn"
  local Aws, Lazy, Token = cdk.Aws, cdk.Lazy, cdk.Token
  res(stack, "Use", {
    Concat = "x" .. r.ref .. "y" .. att .. "z",
    Join = Fn.join("-", { "a", "b", r.ref, "c", "d" }),
    JoinInJoin = Fn.join("", { "a", Fn.join("", { "b", r.ref }), "c" }),
    JoinOther = Fn.join("-", { "a", Fn.join("", { "b", r.ref }), "c" }),
    Literal = Fn.join("-", { "a", "b" }),
    Split = Fn.select(1, Fn.split("/", r.ref)),
    SplitLiteral = Fn.split("/", "a/b/c"),
    SplitLength = Fn.split("/", r.ref, 2),
    SelectLiteral = Fn.select(1, { "a", "b" }),
    Sub = Fn.sub("${A}", { A = r.ref }),
    SubPlain = Fn.sub "${AWS::Region}",
    Base64 = Fn.base64(r.ref),
    Cidr = Fn.cidr(att, 3, "8"),
    Azs = Fn.get_azs(),
    Domain = Fn.parse_domain_name "https://example.com/x/y",
    DomainToken = Fn.parse_domain_name(att),
    Import = Fn.import_value "abc",
    ImportList = Fn.import_list_value("abc", 2),
    Output = Fn.get_stack_output("st", "out", "eu-west-1"),
    Transform = Fn.transform("M", { P = 1 }),
    Ref = Fn.ref "Plain",
    Att = Fn.get_att("Plain", "Arn"),
    If = Fn.condition_if("C", 1, { Ref = "AWS::NoValue" }),
    Len = Fn.len { "a", "b" },
    Json = Fn.to_json_string { a = 1 },
    RefAll = Fn.ref_all "AWS::EC2::VPC::Id",
    ValueOf = Fn.value_of("P", "A"),
    Pseudo = {
      Aws.ACCOUNT_ID, Aws.REGION, Aws.PARTITION, Aws.URL_SUFFIX, Aws.STACK_NAME, Aws.STACK_ID, Aws.NO_VALUE,
    },
    Notify = Aws.NOTIFICATION_ARNS,
    Number = Token.as_number(r:get_att "N"),
    NumberText = cdk.Tokenization.stringify_number(Token.as_number(r:get_att "N")),
    List = Token.as_list(r:get_att "L"),
    JsonText = stack:to_json_string { a = r.ref, b = { att, 1, true }, c = 'q"x' },
    Lazy = Lazy.string { produce = function() return "later" end },
    LazyGone = Lazy.string { produce = function() end },
    LazyEmpty = Lazy.list({ produce = function() return {} end }, { omit_empty = true }),
    LazyNumber = Lazy.number { produce = function() return 7 end },
    LazyAny = Lazy.any { produce = function() return { x = r.ref } end },
    Dynamic = cdk.CfnDynamicReference(cdk.CfnDynamicReferenceService.SSM, "name:1"):to_string(),
  })
end

function cases.extensions(app)
  local stack = cdk.Stack(app, "S")
  local r = res(stack, "Res", {})
  local map = cdk.CfnMapping(stack, "Map", { mapping = { a = { x = "1" } } })
  res(stack, "Use", {
    Map = map:find_in_map(cdk.Aws.REGION, "x", "none"),
    Len = Fn.len(cdk.Token.as_list(r:get_att "L")),
    Json = Fn.to_json_string(r:get_att "J"),
  })
end

function cases.secrets(app)
  local stack = cdk.Stack(app, "S")
  local p = cdk.CfnParameter(stack, "P", { no_echo = true })
  local r = res(stack, "Res", {})
  local SecretValue = cdk.SecretValue
  res(stack, "Use", {
    A = SecretValue.secrets_manager "id",
    B = SecretValue.secrets_manager("id", { json_field = "f", version_stage = "s" }),
    C = SecretValue.ssm_secure("n", "1"),
    D = SecretValue.ssm_secure "n",
    E = SecretValue.unsafe_plain_text "t",
    F = SecretValue.cfn_parameter(p),
    G = SecretValue.resource_attribute(r:get_att "Pw"),
    H = "x" .. SecretValue.secrets_manager("id"):unsafe_unwrap(),
  })
end

function cases.elements(app)
  local stack = cdk.Stack(app, "S")
  local p = cdk.CfnParameter(stack, "Param", {
    type = "Number", default = 3, description = "d", min_value = 1, max_value = 9, no_echo = false,
    constraint_description = "c", allowed_values = { "1", "3" }, allowed_pattern = ".*", min_length = 1, max_length = 2,
  })
  local list = cdk.CfnParameter(stack, "List", { type = "CommaDelimitedList" })
  local cond = cdk.CfnCondition(stack, "Cond", { expression = Fn.condition_equals(p.value_as_number, 3) })
  local two = cdk.CfnCondition(stack, "Two", { expression = Fn.condition_not(cond) })
  local twelve = {}
  for i = 0, 11 do twelve[#twelve + 1] = Fn.condition_equals(list.value_as_list, tostring(i)) end
  cdk.CfnCondition(stack, "Many", { expression = Fn.condition_or(table.unpack(twelve)) })
  cdk.CfnCondition(stack, "One", { expression = Fn.condition_and(cond) })
  local r = res(stack, "Res", { P = p, N = p.value_as_number, L = list.value_as_list, S = p.value_as_string })
  r.cfn_options.condition = two
  cdk.CfnOutput(stack, "Out", { value = r.ref, description = "o", export_name = "My:Export-1", condition = cond })
  cdk.CfnOutput(stack, "Keyed", { value = "v", key = "OtherKey" })
  cdk.CfnMapping(stack, "Mapping", { mapping = { k = { a = 1, b = "two" } } })
  local lazy = cdk.CfnMapping(stack, "LazyMap", { lazy = true, mapping = { k = { a = 1 } } })
  res(stack, "Mapped", { Now = lazy:find_in_map("k", "a") })
  local rule = cdk.CfnRule(stack, "Rule", { rule_condition = Fn.condition_equals(p, "3") })
  rule:add_assertion(Fn.condition_each_member_in(list.value_as_list, { "a" }), "must be a")
  cdk.CfnHook(stack, "Hook", { type = "T", properties = { X = 1 } })
  cdk.CfnInclude(stack, "Inc", {
    template = { Resources = { Included = { Type = "X" } }, Outputs = { IncludedOut = { Value = 1 } } },
  })
end

function cases.keys_known_late(app)
  local lambda = require "aws_cdk.aws_lambda"
  local stack = cdk.Stack(app, "S")
  local key = cdk.Lazy.string { produce = function() return "key" end }
  ssm.CfnParameter(stack, "Parameter", { type = "String", value = "v", tags = { [key] = "v", a = "b" } })
  lambda.Function(stack, "Function", {
    code = lambda.Code.from_inline "x", handler = "h.h", runtime = lambda.Runtime.PYTHON_3_12,
    environment = { [key] = "v", [key .. "_2"] = "w" },
  })
  res(stack, "Free", { [key] = { [key] = 1 } })
end

function cases.mapping_across(app)
  local a, b = cdk.Stack(app, "A"), cdk.Stack(app, "B")
  local map = cdk.CfnMapping(a, "Map", { mapping = { k = { a = 1 } } })
  res(b, "R", { V = map:find_in_map(cdk.Aws.REGION, "a") })
end

function cases.references_across(app)
  local a, b = cdk.Stack(app, "A"), cdk.Stack(app, "B")
  local r = res(a, "Res", {})
  local LIST = cdk.ResolutionTypeHint.STRING_LIST
  res(b, "Use", {
    R = r.ref, A = r:get_att "Arn", T = "x" .. r.ref, L = cdk.Token.as_list(r:get_att("Names", LIST)),
  })
  cdk.CfnOutput(b, "StackId", { value = b.stack_id })
  a:export_value(r:get_att "Name")
  a:export_value("v", { name = "given" })
  a:export_value(7, { name = "number" })
  a:export_value({ Ref = "AWS::Region" }, { name = "intrinsic" })
  a:export_string_list_value(cdk.Token.as_list(r:get_att("All", LIST)))
  local c = cdk.Stack(app, "C")
  c:add_stack_dependency(b)
  c:add_stack_dependency(a, cdk.Fn.import_value "why")
end

function cases.nested(app)
  local stack = cdk.Stack(app, "S")
  local outside = res(stack, "Outside", {})
  local nested = cdk.NestedStack(stack, "N", {
    description = "inside", timeout = Duration.minutes(5), parameters = { Z = "1", A = "2" },
    removal_policy = cdk.RemovalPolicy.RETAIN,
  })
  local inside = res(nested, "Inside", { R = outside.ref, N = nested.stack_name })
  res(stack, "Use", { I = inside:get_att "Arn", N = nested.stack_name, Id = nested.stack_id })
  local deep = cdk.NestedStack(nested, "Deep")
  res(deep, "D", { R = outside.ref })
  cdk.Tags.of(nested):add("k", "v")
end

function cases.stages(app)
  local stage = cdk.Stage(app, "Prod", { env = ENV })
  local a, b = cdk.Stack(stage, "A"), cdk.Stack(stage, "B", { env = { region = "eu-west-1" } })
  res(a, "R", {})
  res(b, "R", {})
  b:add_stack_dependency(a)
  cdk.Stack(app, "Out")
end

function cases.tags(app)
  local stack = cdk.Stack(app, "S", { tags = { own = "stack" } })
  s3.CfnBucket(stack, "B", { tags = { { key = "z", value = "1" }, { key = "shared", value = "bucket" } } })
  ssm.CfnParameter(stack, "P", { type = "String", value = "v", tags = { m = "x" } })
  cdk.Tags.of(app):add("app", "yes")
  cdk.Tags.of(app):add("shared", "app")
  cdk.Tags.of(stack):add("only", "bucket", { include_resource_types = { "AWS::S3::Bucket" } })
  cdk.Tags.of(stack):add("not", "stack", { exclude_resource_types = { "aws:cdk:stack" } })
  cdk.Tags.of(stack):remove "z"
  cdk.Tags.of(stack):add("low", "p", { priority = 10 })
end

function cases.aspects_and_policies(app)
  local stack = cdk.Stack(app, "S")
  s3.CfnBucket(stack, "B")
  s3.CfnBucket(stack, "Set"):apply_removal_policy(cdk.RemovalPolicy.SNAPSHOT)
  res(stack, "R", {})
  cdk.MissingRemovalPolicies.of(stack):retain()
  cdk.RemovalPolicies.of(stack):destroy { apply_to_resource_types = { "Test::Res::Type" } }
  local seen = {}
  cdk.Aspects.of(stack):add({ visit = function(_, node) seen[#seen + 1] = node.node.path end }, { priority = 50 })
  cdk.Aspects.of(stack):add {
    visit = function(_, node)
      if cdk.CfnResource.is_cfn_resource(node) then node:add_property_override("Seen", #seen) end
    end,
  }
end

function cases.annotations(app)
  local stack = cdk.Stack(app, "S")
  local r = res(stack, "R", {})
  local a = cdk.Annotations.of(r)
  a:add_warning_v2("id:1", "first")
  a:add_warning_v2("id:2", "second")
  a:add_info_v2("id:3", "third")
  a:add_error "bad"
  a:add_warning "plain"
  a:add_warning "plain"
  a:acknowledge_warning "id:1"
  cdk.Annotations.of(stack):acknowledge_info "id:3"
  cdk.Annotations.of(stack):acknowledge_warning "id:4"
  a:add_warning_v2("id:4", "fourth")
  a:add_deprecation("an.api", "use another")
  cdk.Validations.of(r):add_warning("Rule", "message")
  cdk.Validations.of(r):acknowledge { id = "tool::Rule(x::y)", reason = "because" }
  stack.node:add_metadata("own", { a = 1 })
end

function cases.custom_resources(app)
  local stack = cdk.Stack(app, "S")
  cdk.CustomResource(stack, "A", { service_token = "arn:x" })
  cdk.CustomResource(stack, "B", {
    service_token = "arn:x", resource_type = "Custom::My", properties = { lower = 1, Upper = 2 },
    pascal_case_properties = true, removal_policy = cdk.RemovalPolicy.RETAIN, service_timeout = Duration.minutes(1),
  })
  local json = cdk.CfnJson(stack, "J", { value = { ["k" .. tostring(cdk.Aws.REGION)] = "v" } })
  res(stack, "Use", { J = json, V = json.value })
end

function cases.dependencies(app)
  local stack = cdk.Stack(app, "S")
  local group = constructs.Construct(stack, "G")
  local a, b = res(group, "A", {}), res(group, "b", {})
  local c, d, e = res(stack, "C", {}), res(stack, "D", {}), res(stack, "E", {})
  c.node:add_dependency(group)
  d:add_dependency(a)
  d:add_dependency(b)
  d:remove_dependency(a)
  local set = constructs.DependencyGroup(c)
  set:add(d)
  e.node:add_dependency(set)
end

function cases.synthesizers(app)
  cdk.Stack(app, "Custom", {
    env = ENV,
    synthesizer = cdk.DefaultStackSynthesizer {
      qualifier = "q", file_assets_bucket_name = "b-${Qualifier}-${AWS::Region}", bucket_prefix = "p/",
      deploy_role_arn = "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/d", deploy_role_external_id = "e",
      deploy_role_additional_options = { Tags = { { Key = "a", Value = "b" } } }, lookup_role_external_id = "l",
      file_asset_publishing_external_id = "f", bootstrap_stack_version_ssm_parameter = "/x/${Qualifier}",
      use_lookup_role_for_stack_operations = false,
    },
  })
  cdk.Stack(app, "NoRule", {
    synthesizer = cdk.DefaultStackSynthesizer { generate_bootstrap_version_rule = false },
  })
  cdk.Stack(app, "Cli", { synthesizer = cdk.CliCredentialsStackSynthesizer() })
  cdk.Stack(app, "Less", { synthesizer = cdk.BootstraplessSynthesizer { deploy_role_arn = "arn:d" } })
  cdk.Stack(app, "Legacy", { synthesizer = cdk.LegacyStackSynthesizer() })
  local shared = cdk.DefaultStackSynthesizer()
  cdk.Stack(app, "X", { synthesizer = shared })
  cdk.Stack(app, "Y", { synthesizer = shared })
end

function cases.assets_by_hand(app)
  for _, id in ipairs { "D", "L" } do
    local stack = cdk.Stack(app, id, { synthesizer = id == "L" and cdk.LegacyStackSynthesizer() or nil })
    local synthesizer = stack.synthesizer
    local file = synthesizer:add_file_asset {
      file_name = "asset.abc.txt", packaging = cdk.FileAssetPackaging.FILE, source_hash = "abc", display_name = "F",
    }
    local zip = synthesizer:add_file_asset {
      file_name = "asset.def", packaging = cdk.FileAssetPackaging.ZIP_DIRECTORY, source_hash = "def",
    }
    local image = synthesizer:add_docker_image_asset {
      directory_name = "asset.img", source_hash = "img", docker_build_args = { A = "1" }, docker_file = "Dockerfile.x",
      platform = "linux/arm64", docker_cache_from = { { type = "registry", params = { ref = "r" } } },
      docker_cache_to = { type = "inline" }, docker_cache_disabled = true,
      asset_name = id == "D" and "nice" or nil, display_name = id == "D" and "I" or nil,
    }
    res(stack, "R", {
      B = file.bucket_name, K = file.object_key, U = file.http_url, O = file.s3_object_url, Z = zip.object_key,
      I = image.image_uri, Repo = image.repository_name, T = image.image_tag,
    })
  end
end

function cases.missing_context(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  res(stack, "R", { Z = stack.availability_zones })
  local value = cdk.ContextProvider.get_value(stack, {
    provider = "ssm", props = { parameterName = "a:b", nested = { x = 1, l = { "p", "q" } } }, dummy_value = "dummy",
    must_exist = false,
  }).value
  local agnostic = cdk.Stack(app, "A")
  res(agnostic, "R", { Z = agnostic.availability_zones, V = value })
end

function cases.regional_facts(app)
  for _, stack in ipairs { cdk.Stack(app, "S"), cdk.Stack(app, "K", { env = ENV }) } do
    res(stack, "R", {
      Elb = stack:regional_fact "elbv2Account", Suffix = stack:regional_fact "domainSuffix",
      Node = stack:regional_fact("latestNodeRuntime", "x"), Site = stack:regional_fact "s3-static-website:endpoint",
      None = stack:regional_fact("none", "def"),
      Later = stack:regional_fact(cdk.Fn.import_value "fact", cdk.Fn.import_value "default"),
    })
  end
end

function cases.names(app)
  local stack = cdk.Stack(app, "S")
  local c = constructs.Construct(constructs.Construct(stack, "A-b"), "C_d")
  local Names = cdk.Names
  res(stack, "R", {
    U = Names.unique_id(c), N = Names.node_unique_id(c.node), P = Names.unique_resource_name(c, {}),
    S = Names.unique_resource_name(c, { separator = "-", allowed_special_characters = "_" }),
    Range = Names.unique_resource_name(c, { allowed_special_characters = ".-_" }),
    Each = Names.unique_resource_name(c, { allowed_special_characters = "_.-" }),
    Signs = Names.unique_resource_name(constructs.Construct(c, "a-b.c_d/e:fé\\g"),
      { allowed_special_characters = "/-\\\\" }),
    M = Names.unique_resource_name(c, { max_length = 12 }), St = Names.unique_resource_name(stack, {}),
    R = Names.stack_relative_construct_path(c), Addr = c.node.addr,
  })
  res(stack, "Old", {})
  stack:rename_logical_id("Old", "New")
  res(stack, "Over", {}):override_logical_id "Override"
end

function cases.arns(app)
  local stack = cdk.Stack(app, "S")
  local token = res(stack, "Res", {}):get_att "Arn"
  local parts = {}
  for _, name in ipairs {
    "NO_RESOURCE_NAME", "COLON_RESOURCE_NAME", "SLASH_RESOURCE_NAME", "SLASH_RESOURCE_SLASH_RESOURCE_NAME",
  } do
    local format = cdk.ArnFormat[name]
    local split = stack:split_arn(token, format)
    parts[name] = {
      R = split.resource, N = split.resource_name, A = split.account, P = split.partition, S = split.service,
      Re = split.region,
    }
    parts[name .. "Format"] = stack:format_arn {
      service = "s", resource = "r", resource_name = "n", arn_format = format, region = "",
    }
  end
  for name, arn in pairs {
    A = "arn:aws:s3:::bucket", B = "arn:aws:lambda:r:a:function:f:1", C = "arn:aws:iam::a:role/x/y",
    D = "arn:aws:x:r:a:/res/name:z",
  } do
    local split = stack:split_arn(arn, cdk.ArnFormat.SLASH_RESOURCE_NAME)
    parts[name] = { R = split.resource, N = split.resource_name, A = split.account, F = split.arn_format }
  end
  parts.Name = cdk.Arn.extract_resource_name("arn:aws:iam::a:role/x", "role")
  parts.TokenName = cdk.Arn.extract_resource_name(token, "role")
  res(stack, "Use", parts)
end

local function each(list, method)
  local results = {}
  for i, value in ipairs(list) do results[i] = value[method](value) end
  return results
end

function cases.durations(app)
  local stack = cdk.Stack(app, "S")
  local Rounding = cdk.SizeRoundingBehavior
  res(stack, "R", {
    Iso = each({
      Duration.minutes(5), Duration.seconds(3600), Duration.days(1.5), Duration.millis(1500), Duration.seconds(0),
    }, "to_iso_string"),
    Human = each({
      Duration.minutes(90), Duration.seconds(1), Duration.days(10), Duration.millis(61001), Duration.hours(0),
    }, "to_human_string"),
    Parsed = each({
      Duration.parse "P1D", Duration.parse "PT1H30M", Duration.parse "PT4.5S", Duration.parse "P1DT2H3M4.050S",
    }, "to_milliseconds"),
    Sum = Duration.minutes(1):plus(Duration.seconds(30)):to_string(),
    Difference = Duration.minutes(1):minus(Duration.seconds(30)):to_human_string(),
    Fraction = Duration.seconds(90):to_minutes { integral = false },
    Label = Duration.days(1):unit_label(),
    Formatted = Duration.seconds(cdk.Token.as_number { Ref = "X" }):format_token_to_number(),
    Sizes = each({ Size.mebibytes(1536), Size.bytes(10), Size.kibibytes(2048), Size.gibibytes(1) }, "to_human_string"),
    Floor = Size.bytes(1500):to_kibibytes { rounding = Rounding.FLOOR },
    None = Size.bytes(1536):to_kibibytes { rounding = Rounding.NONE },
    Text = Size.gibibytes(2):to_string(),
    Rate = cdk.Bitrate.mbps(2.5):to_kbps(),
    Expires = cdk.Expiration.from_string("2030-01-31T12:00:00Z"):to_epoch(),
    Zone = cdk.TimeZone.EUROPE_LONDON.timezone_name,
  })
end

function cases.permissions_boundary(app)
  local stack = cdk.Stack(app, "S", {
    env = ENV, permissions_boundary = cdk.PermissionsBoundary.from_name "pb-${Qualifier}-${AWS::Region}",
  })
  cdk.CfnResource(stack, "Role", { type = "AWS::IAM::Role", properties = {} })
  cdk.CfnResource(stack, "Other", { type = "AWS::S3::Bucket" })
  local arn = cdk.Stack(app, "A", {
    env = ENV, permissions_boundary = cdk.PermissionsBoundary.from_arn "arn:aws:iam::${AWS::AccountId}:policy/x",
  })
  cdk.CfnResource(arn, "User", { type = "AWS::IAM::User" })
end

function cases.context_flags(app)
  app.node:set_context("aws:cdk:enable-path-metadata", true)
  app.node:set_context("aws:cdk:enable-asset-metadata", true)
  app.node:set_context("@aws-cdk/core:explicitStackTags", true)
  app.node:set_context("@aws-cdk/core:enablePartitionLiterals", true)
  app.node:set_context("@aws-cdk/core:bootstrapQualifier", "other")
  local stack = cdk.Stack(app, "S", { env = ENV })
  res(stack, "R", { P = stack.partition })
  cdk.NestedStack(stack, "N")
  cdk.Tags.of(stack):add("k", "v")
end

function cases.blue_green(app)
  local stack = cdk.Stack(app, "S")
  cdk.CfnCodeDeployBlueGreenHook(stack, "H", {
    service_role = "role",
    applications = {
      {
        target = { type = "AWS::ECS::Service", logical_id = "Svc" },
        ecs_attributes = {
          task_definitions = { "a", "b" }, task_sets = { "c", "d" },
          traffic_routing = {
            prod_traffic_route = { type = "T", logical_id = "P" }, test_traffic_route = { type = "T",
              logical_id = "Q" },
            target_groups = { "x", "y" },
          },
        },
      },
    },
    traffic_routing_config = {
      type = cdk.CfnTrafficRoutingType.TIME_BASED_CANARY,
      time_based_canary = { step_percentage = 10, bake_time_mins = 5 },
    },
    additional_options = { termination_wait_time_in_minutes = 3 },
    lifecycle_event_hooks = { before_install = "f" },
  })
end

function cases.physical_names(app)
  local a = cdk.Stack(app, "A", { env = ENV })
  local b = cdk.Stack(app, "B", { env = { account = "222222222222", region = "us-east-1" } })
  local bucket = s3.Bucket(a, "Bucket", { bucket_name = cdk.PhysicalName.GENERATE_IF_NEEDED })
  local named = s3.Bucket(a, "Named", { bucket_name = "named" })
  res(b, "Use", { N = bucket.bucket_name, A = bucket.bucket_arn, M = named.bucket_arn, E = bucket.env.account })
end

function cases.json_text(app)
  local stack = cdk.Stack(app, "S")
  local r = res(stack, "Res", {})
  local param = cdk.CfnParameter(stack, "P", { type = "Number" })
  local Token, Lazy, Aws, LIST = cdk.Token, cdk.Lazy, cdk.Aws, cdk.ResolutionTypeHint.STRING_LIST
  local function text(value, space) return stack:to_json_string(value, space) end
  res(stack, "Use", {
    A = text { a = { Ref = "X" }, b = { { ["Fn::GetAtt"] = { "A", "B" } } } },
    B = text { a = Fn.condition_if("C", { Ref = "Q" }, { 'x"y', r.ref }), b = Token.as_any { Ref = "X" } },
    C = text {
      a = Token.as_number { Ref = "N" },
      b = Lazy.number { produce = function() return Token.as_number(r:get_att "N") end },
    },
    D = text {
      a = Lazy.any { produce = function() return Token.as_number { Ref = "N" } end },
      b = param, c = param.value_as_number,
    },
    E = text({ a = Token.as_list(r:get_att("L", LIST)), b = Fn.split(",", r.ref) }, 2),
    F = text { a = Token.as_string(Fn.get_azs()), b = Aws.NOTIFICATION_ARNS },
    G = text { [tostring(r.ref)] = 1, a = Fn.sub('x"${A}', { ['k"k'] = r.ref }) },
    H = text {
      a = text { b = r.ref }, c = cdk.CfnCondition(stack, "C", { expression = Fn.condition_equals(1, 2) }),
    },
    I = Fn.to_json_string { a = "x" .. r.ref, b = { Aws.REGION, 1 } },
    J = cdk.Tokenization.stringify_number(1e-7),
  })
  local other = cdk.Stack(app, "O")
  res(other, "Use", { A = other:to_json_string { a = r.ref, b = { c = r:get_att "X" } } })
end

function cases.joins_and_omissions(app)
  local Lazy, empty = cdk.Lazy, engine.list {}
  res(cdk.Stack(app, "S"), "R", {
    A = Fn.join(",", Lazy.list { produce = function() return { "a", "b" } end }),
    B = Fn.join(",", Lazy.list { produce = function() return empty end }),
    C = Fn.join(",", { Lazy.string { produce = function() end } }),
    F = Fn.join(",", { "a", Lazy.string { produce = function() end } }),
    G = Fn.join(",", { Lazy.string { produce = function() end }, Lazy.string { produce = function() end } }),
    D = Lazy.any({ produce = function() return engine.map {} end }, { omit_empty_array = true }),
    E = Lazy.any({ produce = function() return {} end }, { omit_empty_array = true }),
  })
end

function cases.overrides(app)
  local a, b = cdk.Stack(app, "A"), cdk.Stack(app, "B")
  local r = res(a, "Res", {})
  local use = res(b, "Use", {
    Kept = "x" .. r:get_att "Kept", Gone = r:get_att "Gone", Replaced = r:get_att "Replaced", Map = { Ref = 1, B = 2 },
  })
  use:add_property_deletion_override "Gone"
  use:add_property_override("Replaced", "literal")
  use:add_property_override("Added", r:get_att "Added")
  use:add_property_override("Deep.Added", { "y" .. r:get_att "Deep" })
  use:add_property_override("Map.C", { D = r.ref, E = engine.map {} })
  use:add_override("Metadata.M", r.ref)
  use:add_override("Custom\\.Key.0.1", true)
  local list = res(a, "List", { L = { "a" }, M = { { x = 1 } } })
  list:add_property_override("L.3", "d")
  list:add_property_override("L.name", "x")
  list:add_property_override("M.2.y", 2)
  list:add_property_override("M.name.y", 2)
  local order = s3.CfnBucket(a, "Order", { bucket_name = "n" })
  order:add_property_override("Unknown", 1)
  order:add_property_override("Tags", engine.list {})
  order:add_property_override("AccessControl", "x")
  res(a, "Whole", { X = 1 }):add_property_override("Ref.a", 1)
end

function cases.integer_like(app)
  local stack = cdk.Stack(app, "S")
  for _, id in ipairs { "b", "é10", "2", "x-01", "01" } do res(stack, id, {}) end
  local b = stack.node:find_child "b"
  b:add_property_override("z", 1)
  b:add_property_override("10", 1)
  b:add_property_override("9", 1)
  cdk.CfnInclude(stack, "Inc", { template = { Outputs = { z = { Value = 1 }, ["7"] = { Value = 2 } } } })
  local map, list = {}, {}
  for _, key in ipairs { "20", "b", "3", "100", "01", "1", "a", "4294967295", "4294967294", "30" } do map[key] = key end
  for letter in ("abcdefghijkl"):gmatch "." do list[#list + 1] = letter end
  local many = res(stack, "many", { Map = map, List = list })
  for _, key in ipairs { "50", "2", "c", "20", "b", "101", "0", "1.x", "25" } do
    many:add_property_override("Map." .. key, "o")
  end
  for _, key in ipairs { "3", "11", "10", "0", "7", "12", "2", "9", "5" } do
    many:add_property_override("List." .. key, "o")
  end
end

function cases.dependencies_across(app)
  local a, b, c = cdk.Stack(app, "A"), cdk.Stack(app, "B"), cdk.Stack(app, "C")
  local nested = cdk.NestedStack(a, "N")
  local deep = cdk.NestedStack(nested, "Deep")
  local in_a, in_nested, in_deep, in_b = res(a, "R", {}), res(nested, "R", {}), res(deep, "R", {}), res(b, "R", {})
  local empty = constructs.Construct(c, "Empty")
  empty.node:add_dependency(in_b)
  in_a.node:add_dependency(in_deep)
  local other = res(nested, "Other", {})
  other.node:add_dependency(deep)
  in_b:add_dependency(in_nested)
  nested.node:add_dependency(res(a, "First", {}))
  local around = constructs.Construct(a, "Around")
  cdk.NestedStack(around, "M")
  res(a, "Last", {}).node:add_dependency(around)
  a.node:add_dependency(in_a)
  local in_c = res(c, "R", {})
  in_c:add_dependency(in_deep)
  in_c:remove_dependency(in_deep)
end

function cases.replaced_metadata(app)
  app.node:set_context("aws:cdk:enable-path-metadata", true)
  local stack = cdk.Stack(app, "S")
  res(stack, "Kept", {}):add_metadata("own", 1)
  res(stack, "Replaced", {}).cfn_options.metadata = { own = 1 }
end

function cases.list_tokens_in_lists(app)
  local stack = cdk.Stack(app, "S")
  local list = require("aws_cdk.aws_ec2").CfnVPCEndpoint(stack, "E", { vpc_id = "v" }).attr_dns_entries
  local split = cdk.Fn.split(",", stack.region)
  local lazy = cdk.Lazy.list { produce = function() return list end }
  local values = { a = list, b = { list }, c = { cdk.list { list } }, d = { list, "x" }, e = { list, list },
    f = { g = { list } }, h = { split }, i = { lazy } }
  local r = res(stack, "R", values)
  r:add_property_override("Over", { list })
  r:add_property_override("Ride", list)
  r:add_override("Metadata.Over", cdk.list { list })
  r:add_metadata("own", { list })
  stack:add_metadata("own", { list })
  cdk.CustomResource(stack, "Custom", { service_token = "x", properties = values })
  res(stack, "Lazies", {
    a = cdk.Lazy.list { produce = function() return list end },
    b = cdk.Lazy.any { produce = function() return { list } end },
    c = { cdk.Lazy.list { produce = function() return list end } },
    d = { cdk.Token.as_list(cdk.Fn.ref "X") }, e = cdk.Fn.select(0, { list }), f = cdk.Fn.select(0, list),
    g = cdk.Fn.join(",", list),
  })
  for _, entry in ipairs { { "A", { list } }, { "B", { a = list } }, { "C", { a = cdk.list { list } } },
    { "D", { a = { list, 1 } } }, { "E", { a = { { list } } } } } do
    cdk.CfnOutput(stack, "Json" .. entry[1], { value = stack:to_json_string(entry[2]) })
  end
end

function cases.loose_arguments(app)
  local custom_resources = require "aws_cdk.custom_resources"
  local events, logs = require "aws_cdk.aws_events", require "aws_cdk.aws_logs"
  local Construct = constructs.Construct
  local stack = cdk.Stack(app, "S", { env = ENV })
  local custom = cdk.CustomResource(stack, "Custom", { service_token = "x" })
  local secret = cdk.SecretValue.resource_attribute(custom:get_att_string "Password")
  cdk.CfnOutput(stack, "Secret", { value = secret:unsafe_unwrap() })
  local queue = sqs.Queue(stack, "Q")
  logs.LogGroup.from_log_group_name(stack, "Group" .. queue.queue_name, "/x")
  Construct(stack, "Plain" .. queue.queue_name)
  s3.Bucket(stack, "All", { block_public_access = s3.BlockPublicAccess(s3.BlockPublicAccess.BLOCK_ALL) })
  s3.Bucket(stack, "Some", { block_public_access = { block_public_acls = true, restrict_public_buckets = false } })
  events.Rule(stack, "Rule", {
    event_pattern = { detail_type = { { ["anything-but"] = { "x" } }, "y" }, source = { { prefix = "my." } } },
  })
  logs.LogGroup(stack, "Kept", { retention = math.huge })
  cdk.ContextProvider.get_value(stack, { provider = "ami", props = { a = 1 } })
  sqs.CfnQueue(stack, "Tagged", { tags = { cdk.Tag("k", "v"), { key = "l", value = "w" } } })
  local policy = custom_resources.AwsCustomResourcePolicy.from_sdk_calls { resources = { "*" } }
  for _, entry in ipairs { { "Text", "id" }, { "Table", { id = "id" } }, { "Path", { response_path = "a.b" } } } do
    custom_resources.AwsCustomResource(stack, entry[1], {
      policy = policy, on_create = { service = "S3", action = "listBuckets", physical_resource_id = entry[2] },
    })
  end
end

function cases.resolve_context(app)
  local stack = cdk.Stack(app, "S")
  local function path(_, context)
    local keys = {}
    for i, key in ipairs(context.document_path) do keys[i] = cdk.Token.is_unresolved(key) and "ID" or key end
    return table.concat(keys, "/")
  end
  local told = { resolve = path, creation_stack = {} }
  res(stack, "R", {
    list = { { q = { resolve = path } }, "x" .. cdk.Token.as_string(told) }, plain = { resolve = path },
    deep = { resolve = function(_, context) return context:resolve { k = { resolve = function() return 1 end } } end },
    post = {
      resolve = function(_, context)
        context:register_post_processor {
          post_process = function(_, value, inner) return { got = value, path = path(nil, inner) } end,
        }
        return { "w", { z = 1 } }
      end,
    },
    type = { resolve = function(_, context)
      return { type(context.register_post_processor), type(context.preparing) }
    end },
  })
  cdk.CfnOutput(stack, "O", { value = "x", description = cdk.Token.as_string(told) })
end

function cases.property_injectors(app)
  local function injector(id, change)
    return {
      construct_unique_id = id,
      inject = function(_, props, context)
        local changed = {}
        for name, value in pairs(props) do changed[name] = value end
        for name, value in pairs(change(props, context)) do changed[name] = value end
        return changed
      end,
    }
  end
  local stack = cdk.Stack(app, "S", {
    property_injectors = {
      injector(s3.Bucket.PROPERTY_INJECTION_ID, function(_, context)
        return { versioned = true, bucket_name = (context.id .. "-b"):lower() }
      end),
    },
  })
  s3.Bucket(stack, "Bucket")
  s3.Bucket(stack, "Other", { enforce_ssl = true, versioned = false })
  sqs.Queue(stack, "Queue")
  local stage = cdk.Stage(app, "Prod", {
    property_injectors = {
      injector(sqs.Queue.PROPERTY_INJECTION_ID, function(props) return { fifo = props.fifo == nil or props.fifo } end),
    },
  })
  local inner = cdk.Stack(stage, "S")
  sqs.Queue(inner, "Queue")
  sqs.Queue(inner, "Plain", { fifo = false })
  s3.Bucket(inner, "Bucket")
end

-- What every language words in its own way: of a message only its id counts, of acknowledged rules only their names.
local function wordless(entry)
  local data = entry.data
  if entry.type == "aws:cdk:info" or entry.type == "aws:cdk:warning" then
    data = data:match "%[ack: .*%]$" or ""
  elseif entry.type == "aws:cdk:acknowledged-rules" then
    data = {}
    for rule in pairs(entry.data) do data[#data + 1] = rule end
  end
  return { type = entry.type, data = data }
end

-- Destinations without the digits of their ids, which tell objects apart.
local function plain_destinations(document)
  for _, asset in pairs(document.files) do
    local destinations = {}
    for id, destination in pairs(asset.destinations) do destinations[id:gsub("%-%x+$", "")] = destination end
    asset.destinations = destinations
  end
  return document
end

local function comparable(name, document, own_programs)
  if own_programs and name:find "%.assets%.json$" then return plain_destinations(document) end
  if name:find "manifest%.json$" then
    -- Ours is the lowest version of the schema that has what is used.
    return { artifacts = document.artifacts, missing = document.missing }
  end
  if not name:find "%.metadata%.json$" then return document end
  local metadata = {}
  for path, entries in pairs(document) do
    local kept = {}
    for _, entry in ipairs(entries) do
      if entry.type ~= "aws:cdk:creationStack" then kept[#kept + 1] = wordless(entry) end
    end
    if #kept > 0 then metadata[path] = kept end
  end
  return metadata
end

describe("the core library", function()
  local recorded = luacdk.golden .. "/core"
  local getenv = os.getenv

  -- Written for the CLI that the reference was made with.
  before_each(function()
    os.getenv = function(name) -- luacheck: ignore 122
      if name == "CDK_CLI_ASM_VERSION" then return "55.0.0" end
      return getenv(name)
    end
  end)
  after_each(function() os.getenv = getenv end) -- luacheck: ignore 122

  for _, file in ipairs(luacdk.list(recorded)) do
    local name = file:match "^(.*)%.json$"
    it("writes the reference's assembly for " .. name:gsub("_", " "), function()
      local expected = assembly.parse_json(luacdk.read(recorded .. "/" .. file)).files
      local folder = luacdk.folder()
      local app = cdk.App {
        outdir = folder,
        context = { ["aws:cdk:disable-stack-trace"] = true, ["aws:cdk:disable-creation-stack-traces"] = true },
      }
      assert.is_function(cases[name], "no Lua twin for " .. name)
      cases[name](app)
      app:synth()
      local read, own_programs = golden.reader(folder)
      for path, text in pairs(expected) do
        local made = comparable(path, assembly.parse_json(read(path)), own_programs)
        assert.same(comparable(path, assembly.parse_json(text), own_programs), made, path)
      end
      luacdk.remove(folder)
    end)
  end
end)
