-- Secrets. The cases are twins of tools/golden/aws_secretsmanager.js.
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local lambda = require "aws_cdk.aws_lambda"
local secretsmanager = require "aws_cdk.aws_secretsmanager"
local sources = require "aws_cdk.aws_lambda_event_sources"
local refuses = require "spec.support.refuses"

local Secret, HostedRotation = secretsmanager.Secret, secretsmanager.HostedRotation

local ENV = { account = "111122223333", region = "eu-west-1" }
local FLAG = "@aws-cdk/aws-secretsmanager:useAttachedSecretResourcePolicyForSecretTargetAttachments"
local COMPLETE = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:my-secret-aBc123"
local PARTIAL = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:my-secret"

local function outputs(stack)
  return function(id, value) cdk.CfnOutput(stack, id, { value = value }) end
end

local function described(stack)
  local out = outputs(stack)
  return function(id, secret)
    out(id .. "Arn", secret.secret_arn)
    out(id .. "Full", secret.secret_full_arn or "none")
    out(id .. "Name", secret.secret_name)
    out(id .. "Key", secret:cfn_dynamic_reference_key { json_field = "f", version_stage = "s" })
    out(id .. "Value", secret.secret_value:unsafe_unwrap())
    out(id .. "Field", secret:secret_value_from_json("password"):unsafe_unwrap())
  end
end

local function lambda_role(scope, id, role_name)
  return iam.Role(scope, id, { assumed_by = iam.ServicePrincipal "lambda.amazonaws.com", role_name = role_name })
end

local cases = {}

function cases.secrets(app)
  local stack = cdk.Stack(app, "S")
  local describe_secret = described(stack)
  describe_secret("Plain", Secret(stack, "Plain"))
  local key = kms.Key(stack, "Key")
  describe_secret("Full", Secret(stack, "Full", {
    secret_name = "a-name-with-hyphens", description = "d", encryption_key = key,
    removal_policy = cdk.RemovalPolicy.RETAIN,
    generate_secret_string = {
      exclude_characters = '"@/', exclude_lowercase = true, exclude_numbers = true, exclude_punctuation = true,
      exclude_uppercase = false, include_space = true, password_length = 20, require_each_included_type = false,
      secret_string_template = '{"username":"u"}', generate_string_key = "password",
    },
    replica_regions = { { region = "us-east-1" }, { region = "us-west-2", encryption_key = key } },
  }))
  local replicated = Secret(stack, "Replicated")
  replicated:add_replica_region("eu-west-3")
  replicated:add_replica_region("eu-west-2", key)
end

function cases.names(app)
  local stack = cdk.Stack(app, "S")
  local out = outputs(stack)
  local given = cdk.CfnParameter(stack, "Given")
  out("Generated", Secret(stack, "A").secret_name)
  out("Named", Secret(stack, "B", { secret_name = "b" }).secret_name)
  out("Hyphens", Secret(stack, "C", { secret_name = "c-d-e" }).secret_name)
  out("Token", Secret(stack, "D", { secret_name = given.value_as_string }).secret_name)
end

function cases.values(app)
  local stack = cdk.Stack(app, "S")
  local user = iam.User(stack, "User")
  local access = iam.AccessKey(stack, "AccessKey", { user = user })
  local plain = cdk.SecretValue.unsafe_plain_text
  Secret(stack, "Text", { secret_string_value = plain 'plain "text"' })
  Secret(stack, "Token", { secret_string_value = access.secret_access_key })
  Secret(stack, "Empty", { secret_string_value = plain "" })
  local ordered = require("luacdk.engine").ordered
  Secret(stack, "Object", {
    secret_object_value = ordered(
      "fixed", plain 'a "quoted" text\n',
      "key", access.secret_access_key,
      "user", plain(user.user_name),
      "other", cdk.SecretValue.secrets_manager("other", { json_field = "f" })),
  })
  Secret(stack, "Nothing", { secret_object_value = {} })
  local Beta = secretsmanager.SecretStringValueBeta1
  Secret(stack, "Beta", { secret_string_beta1 = Beta.from_token(tostring(access.secret_access_key)) })
  Secret(stack, "Unsafe", { secret_string_beta1 = Beta.from_unsafe_plaintext "x" })
end

function cases.imports(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local describe_secret = described(stack)
  local role = lambda_role(stack, "Role")
  local key = kms.Key.from_key_arn(stack, "Key", "arn:aws:kms:eu-west-1:111122223333:key/k")
  for _, row in ipairs {
    { "Complete", Secret.from_secret_complete_arn(stack, "Complete", COMPLETE) },
    { "Partial", Secret.from_secret_partial_arn(stack, "Partial", PARTIAL) },
    { "Short", Secret.from_secret_partial_arn(stack, "Short",
      "arn:aws:secretsmanager:eu-west-1:111122223333:secret:plain") },
    { "Name", Secret.from_secret_name_v2(stack, "Name", "my-secret") },
    { "Token", Secret.from_secret_complete_arn(stack, "Token", cdk.Fn.import_value "arn") },
    { "Attributes", Secret.from_secret_attributes(stack, "Attributes", {
      secret_partial_arn = PARTIAL, encryption_key = key,
    }) },
    { "Other", Secret.from_secret_complete_arn(stack, "Other", (COMPLETE:gsub("111122223333", "444455556666"))) },
  } do
    local name, secret = row[1], row[2]
    describe_secret(name, secret)
    secret:grant_read(role)
    secret:grant_write(role)
    secret:deny_account_root_delete()
  end
  describe_secret("Attached", secretsmanager.SecretTargetAttachment.from_secret_target_attachment_secret_arn(stack,
    "Attached", COMPLETE))
end

function cases.grants(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local same = cdk.Stack(app, "Same", { env = ENV })
  local other = cdk.Stack(app, "Other", { env = { account = "444455556666", region = "eu-west-1" } })
  local role = lambda_role(stack, "Role")
  local plain = Secret(stack, "Plain")
  local keyed = Secret(stack, "Keyed", { encryption_key = kms.Key(stack, "Key"), secret_name = "keyed" })
  plain:grant_read(role, { "AWSCURRENT", "AWSPREVIOUS" })
  plain:grant_write(role)
  plain:grant_read(role, cdk.Fn.split(",", cdk.Fn.import_value "stages"))
  plain:grant_read(role, {})
  plain:grant_read(iam.AccountPrincipal(stack.account))
  keyed:grant_read(role)
  keyed:grant_write(iam.User(stack, "User"))
  keyed:grant_read(iam.AccountPrincipal "444455556666", { "AWSCURRENT" })
  keyed:grant_write(iam.ArnPrincipal "arn:aws:iam::444455556666:role/r")
  plain:grant_read(iam.User(same, "User"))
  keyed:grant_read(lambda_role(other, "Role", "r"))
  plain:deny_account_root_delete()
  secretsmanager.ResourcePolicy(same, "Policy", { secret = plain }).document:add_statements(iam.PolicyStatement {
    actions = { "secretsmanager:*" }, resources = { "*" }, principals = { iam.AccountRootPrincipal() },
  })
end

function cases.attachments(app)
  for name, flag in pairs { Old = false, New = true } do
    local stack = cdk.Stack(app, name)
    if flag then stack.node:set_context(FLAG, true) end
    local attached = Secret(stack, "Secret"):attach {
      as_secret_attachment_target = function()
        return { target_id = "db", target_type = secretsmanager.AttachmentTargetType.RDS_DB_CLUSTER }
      end,
    }
    described(stack)("Attached", attached)
    attached:grant_read(iam.User(stack, "User"))
    attached:deny_account_root_delete()
    outputs(stack)("Ref", attached.secret_target_attachment_ref.secret_id)
  end
end

-- HostedRotation's functions by the names that the reference's cases use as ids.
local SINGLE = {
  sqlServerSingleUser = "sql_server_single_user", redshiftSingleUser = "redshift_single_user",
  mongoDbSingleUser = "mongo_db_single_user", oracleSingleUser = "oracle_single_user",
  mariaDbSingleUser = "maria_db_single_user",
}
local MULTI = {
  sqlServerMultiUser = "sql_server_multi_user", redshiftMultiUser = "redshift_multi_user",
  mongoDbMultiUser = "mongo_db_multi_user", mysqlMultiUser = "mysql_multi_user",
  postgreSqlMultiUser = "postgre_sql_multi_user",
}

function cases.rotation(app)
  local stack = cdk.Stack(app, "S")
  local rotation_lambda = lambda.Function(stack, "Lambda", {
    code = lambda.Code.from_inline "x", handler = "index.handler", runtime = lambda.Runtime.PYTHON_3_12,
  })
  local function rotated(id, options, props)
    return Secret(stack, id, props):add_rotation_schedule("Rotation", options)
  end
  rotated("Own", { rotation_lambda = rotation_lambda, automatically_after = cdk.Duration.hours(4) },
    { encryption_key = kms.Key(stack, "Key") })
  Secret.from_secret_name_v2(stack, "Named", "n"):add_rotation_schedule("Rotation", {
    rotation_lambda = rotation_lambda, rotate_immediately_on_update = false,
  })
  rotated("Never", { rotation_lambda = rotation_lambda, automatically_after = cdk.Duration.days(0) })
  rotated("Imported", {
    rotation_lambda = lambda.Function.from_function_arn(stack, "Function",
      "arn:aws:lambda:us-east-1:111122223333:function:f"),
  })
  rotated("Mysql", { hosted_rotation = HostedRotation.mysql_single_user() })
  rotated("Postgres", { hosted_rotation = HostedRotation.postgre_sql_single_user { function_name = "rotate" } },
    { generate_secret_string = { exclude_characters = "@" } })
  rotated("Oracle", {
    hosted_rotation = HostedRotation.oracle_multi_user {
      master_secret = Secret(stack, "Master"), exclude_characters = "x",
    },
  }, { encryption_key = kms.Key.from_key_arn(stack, "Other", "arn:aws:kms:eu-west-1:111122223333:key/k") })
  rotated("Maria", {
    hosted_rotation = HostedRotation.maria_db_multi_user {
      master_secret = Secret.from_secret_name_v2(stack, "MasterByName", "master"),
    },
  })
  for id, name in pairs(SINGLE) do rotated(id, { hosted_rotation = HostedRotation[name]() }) end
  local master = Secret(stack, "Masters")
  for id, name in pairs(MULTI) do rotated(id, { hosted_rotation = HostedRotation[name] { master_secret = master } }) end
  local application = secretsmanager.SecretRotationApplication.MYSQL_ROTATION_SINGLE_USER
  local own = secretsmanager.SecretRotationApplication("Own", "1.0.0", {
    is_multi_user = true, additional_semantic_versions = { ["aws-cn"] = "1.0.1" },
  })
  local out = outputs(stack)
  for _, partition in ipairs { "aws", "aws-cn", "aws-us-gov" } do
    local id = partition:gsub("-", "")
    out("Arn" .. id, application:application_arn_for_partition(partition))
    out("Version" .. id, application:semantic_version_for_partition(partition))
  end
  out("Own1", own:semantic_version_for_partition "aws-cn")
  out("Own2", own:application_arn_for_partition "aws")
end

function cases.rotation_in_a_vpc(app)
  local SecretRotationApplication = secretsmanager.SecretRotationApplication
  local stack = cdk.Stack(app, "S", { env = ENV })
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
  local database = ec2.SecurityGroup(stack, "Database", { vpc = vpc })
  local target = ec2.Connections { security_groups = { database }, default_port = ec2.Port.tcp(3306) }
  local single = secretsmanager.SecretRotation(stack, "Single", {
    application = SecretRotationApplication.MYSQL_ROTATION_SINGLE_USER, secret = Secret(stack, "Plain"),
    target = target, vpc = vpc,
  })
  local master_secret = Secret(stack, "Master", { encryption_key = kms.Key(stack, "MasterKey") })
  secretsmanager.SecretRotation(stack, "Multi", {
    application = SecretRotationApplication.POSTGRES_ROTATION_MULTI_USER, target = target, vpc = vpc,
    master_secret = master_secret,
    secret = Secret(stack, "Encrypted", { encryption_key = kms.Key(stack, "Key") }),
    automatically_after = cdk.Duration.days(7), exclude_characters = "\"@",
    rotate_immediately_on_update = false, vpc_subnets = { subnet_type = ec2.SubnetType.PUBLIC },
    security_group = ec2.SecurityGroup(stack, "Own", { vpc = vpc }),
    endpoint = vpc:add_interface_endpoint("Endpoint", {
      service = ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
    }),
  })
  local hosted = HostedRotation.mysql_single_user { vpc = vpc, function_name = "rotate" }
  Secret(stack, "Hosted"):add_rotation_schedule("Rotation", { hosted_rotation = hosted })
  target:allow_default_port_from(hosted)
  local grouped = HostedRotation.postgre_sql_multi_user({
    master_secret = master_secret, vpc = vpc, vpc_subnets = { subnet_type = ec2.SubnetType.PUBLIC },
    security_groups = { ec2.SecurityGroup(stack, "Rotators", { vpc = vpc, allow_all_outbound = false }) },
  })
  Secret(stack, "Grouped"):add_rotation_schedule("Rotation", { hosted_rotation = grouped })
  grouped.connections:allow_to_default_port(target)
  cdk.CfnOutput(stack, "Path", { value = single.node.path })
end

function cases.lambda(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local secret = Secret(stack, "Secret")
  local fn = lambda.Function(stack, "Lambda", {
    code = lambda.Code.from_inline "x", handler = "index.handler", runtime = lambda.Runtime.PYTHON_3_12,
    environment = { ARN = secret.secret_arn, VALUE = secret:secret_value_from_json("user"):unsafe_unwrap() },
    params_and_secrets = lambda.ParamsAndSecretsLayerVersion.from_version(lambda.ParamsAndSecretsVersions.V1_0_103),
  })
  secret:grant_read(fn)
  local position = lambda.StartingPosition.LATEST
  fn:add_event_source(sources.ManagedKafkaEventSource {
    cluster_arn = "arn:aws:kafka:eu-west-1:111122223333:cluster/c/1", topic = "topic", secret = secret,
    starting_position = position,
  })
  fn:add_event_source(sources.SelfManagedKafkaEventSource {
    bootstrap_servers = { "b:9092" }, topic = "topic", starting_position = position, secret = secret,
    root_ca_certificate = Secret.from_secret_name_v2(stack, "Certificate", "certificate"),
  })
end

describe("aws_secretsmanager", function()
  golden.check("aws_secretsmanager", cases)

  local function stack_in(env) return cdk.Stack(cdk.App(), "S", { env = env }) end

  it("refuses values that contradict each other", function()
    local stack = stack_in(ENV)
    local plain = cdk.SecretValue.unsafe_plain_text "x"
    refuses("needs both secret_string_template and generate_string_key", Secret, stack, "A",
      { generate_secret_string = { generate_string_key = "k" } })
    refuses("secret_string_value and secret_object_value", Secret, stack, "B",
      { secret_string_value = plain, secret_object_value = { a = plain } })
    refuses("the secret is already in 'eu-west-1'", Secret, stack, "C",
      { replica_regions = { { region = "eu-west-1" } } })
    refuses("takes a token", secretsmanager.SecretStringValueBeta1.from_token, "x")
  end)

  it("refuses imports by ARNs that do not fit", function()
    local stack = stack_in(ENV)
    refuses("either secret_complete_arn or secret_partial_arn", Secret.from_secret_attributes, stack, "A", {})
    refuses("either secret_complete_arn or secret_partial_arn", Secret.from_secret_attributes, stack, "B",
      { secret_complete_arn = COMPLETE, secret_partial_arn = PARTIAL })
    refuses("must end in a hyphen and six characters", Secret.from_secret_complete_arn, stack, "C",
      "arn:aws:secretsmanager:eu-west-1:111122223333:secret:plain")
    refuses("a secret's ARN has the form", Secret.from_secret_partial_arn, stack, "D",
      "arn:aws:secretsmanager:r:a:secret")
  end)

  it("gives other accounts a secret only with a key that they can use", function()
    local secret = Secret(stack_in(ENV), "Secret")
    refuses("set encryption_key", secret.grant_read, secret, iam.AccountPrincipal "444455556666")
    refuses("set encryption_key", secret.grant_write, secret, iam.ServicePrincipal "events.amazonaws.com")
  end)

  it("attaches a secret once", function()
    local secret = Secret(stack_in(), "Secret")
    local target = { as_secret_attachment_target = function() return { target_id = "t", target_type = "T" } end }
    secret:attach(target)
    refuses("is already attached to a target", secret.attach, secret, target)
  end)

  it("refuses rotations that are none", function()
    local stack = stack_in()
    local secret = Secret(stack, "Secret")
    local n = 0
    local function refuse(text, options)
      n = n + 1
      refuses(text, secret.add_rotation_schedule, secret, "R" .. n, options)
    end
    local hosted = HostedRotation.mysql_single_user()
    refuse("give one of rotation_lambda and hosted_rotation", {})
    refuse("at least 4 hours", { hosted_rotation = hosted, automatically_after = cdk.Duration.minutes(239) })
    refuse("at most 1000 days", { hosted_rotation = hosted, automatically_after = cdk.Duration.days(1001) })
    refuse("security_groups of a hosted rotation need its vpc", {
      hosted_rotation = HostedRotation.mysql_single_user { security_groups = {} },
    })
    refuses("only in a VPC", function() return hosted.connections end)
    local application = secretsmanager.SecretRotationApplication.MYSQL_ROTATION_SINGLE_USER
    refuses("not known in the partition 'aws-iso'", application.application_arn_for_partition, application, "aws-iso")
    refuses("not known in the partition 'aws-iso'", application.semantic_version_for_partition, application, "aws-iso")
  end)
end)
