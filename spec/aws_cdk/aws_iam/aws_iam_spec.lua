-- Principals, policies, roles, users and groups. The cases are twins of tools/golden/aws_iam.js.
local cdk = require "aws_cdk"
local dynamodb = require "aws_cdk.aws_dynamodb"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local logs = require "aws_cdk.aws_logs"
local sns = require "aws_cdk.aws_sns"
local sqs = require "aws_cdk.aws_sqs"

local aws_managed = iam.ManagedPolicy.from_aws_managed_policy_name

local function statement(actions, resources, more)
  local props = { actions = actions, resources = resources }
  for k, v in pairs(more or {}) do props[k] = v end
  return iam.PolicyStatement(props)
end

local function lambda_role(scope, id, more)
  local props = { assumed_by = iam.ServicePrincipal "lambda.amazonaws.com" }
  for k, v in pairs(more or {}) do props[k] = v end
  return iam.Role(scope, id, props)
end

local cases = {}

function cases.role_all_properties(app)
  local stack = cdk.Stack(app, "S")
  local own = iam.ManagedPolicy(stack, "Own", {
    managed_policy_name = "own", path = "/team/", description = "ours",
    statements = { statement({ "s3:GetObject", "s3:PutObject" }, { "*" }) },
  })
  local role = iam.Role(stack, "Role", {
    assumed_by = iam.ServicePrincipal "ec2",
    role_name = "worker",
    path = "/team/",
    description = "works",
    external_ids = { "one", "two" },
    max_session_duration = cdk.Duration.hours(2),
    permissions_boundary = own,
    managed_policies = {
      own,
      aws_managed "ReadOnlyAccess",
      iam.ManagedPolicy.from_managed_policy_name(stack, "ByName", "named"),
      iam.ManagedPolicy.from_managed_policy_arn(stack, "ByArn", "arn:aws:iam::111122223333:policy/x"),
      iam.ManagedPolicy.from_managed_policy_arn(stack, "ByArn2", "arn:aws:iam::111122223333:policy/x"),
    },
    inline_policies = {
      A = iam.PolicyDocument { statements = { statement({ "sqs:SendMessage" }, { "*" }) } },
      B = iam.PolicyDocument { assign_sids = true, statements = { statement({ "sns:Publish" }, { "*" }) } },
    },
  })
  role:add_managed_policy(own)
  role:add_managed_policy(aws_managed "IAMReadOnlyAccess")
  role:apply_removal_policy(cdk.RemovalPolicy.RETAIN)
  cdk.CfnOutput(stack, "Arn", { value = role.role_arn })
  cdk.CfnOutput(stack, "Name", { value = role.role_name })
  cdk.CfnOutput(stack, "Id", { value = role.role_id })
  cdk.CfnOutput(stack, "PolicyName", { value = own.managed_policy_name })
end

function cases.trust(app)
  local stack = cdk.Stack(app, "S", { env = { account = "111122223333", region = "eu-west-1" } })
  local conditions = { StringEquals = { ["aws:PrincipalOrgID"] = "o-1234567890" } }
  local composite = iam.CompositePrincipal(
    iam.ServicePrincipal "ec2.amazonaws.com",
    iam.AccountPrincipal "444455556666":with_conditions(conditions),
    iam.WebIdentityPrincipal("accounts.google.com", conditions))
  local principals = {
    { "Account", iam.AccountPrincipal "444455556666" },
    { "Root", iam.AccountRootPrincipal() },
    { "Arn", iam.ArnPrincipal "arn:aws:iam::444455556666:role/r" },
    { "InOrg", iam.ArnPrincipal "arn:aws:iam::444455556666:role/r":in_organization "o-abcdefghij" },
    { "Org", iam.OrganizationPrincipal "o-1234567890" },
    { "Canonical", iam.CanonicalUserPrincipal "79a59d" },
    { "Any", iam.AnyPrincipal() },
    { "Star", iam.StarPrincipal() },
    { "Federated",
      iam.FederatedPrincipal("cognito-identity.amazonaws.com", conditions, "sts:AssumeRoleWithWebIdentity") },
    { "Web", iam.WebIdentityPrincipal("accounts.google.com", conditions) },
    { "Service", iam.ServicePrincipal("states", { region = "me-south-1" }) },
    { "ServiceHere", iam.ServicePrincipal("states", { region = "eu-west-1" }) },
    { "China", iam.ServicePrincipal "ec2.amazonaws.com.cn" },
    { "Long", iam.ServicePrincipal("logs.eu-west-1.amazonaws.com", { conditions = conditions }) },
    { "Static", iam.ServicePrincipal.from_static_service_principle_name "elasticmapreduce.amazonaws.com.cn" },
    { "Conditions", iam.AccountPrincipal "444455556666":with_conditions(conditions) },
    { "Twice", iam.AccountPrincipal "444455556666":with_conditions(conditions)
      :with_conditions { StringEquals = { ["aws:x"] = "y" }, Bool = { ["aws:MultiFactorAuthPresent"] = "true" } } },
    { "Tags", iam.ServicePrincipal "ec2.amazonaws.com":with_session_tags() },
    { "TagsWithConditions", iam.AccountPrincipal "444455556666":with_session_tags():with_conditions(conditions) },
    { "Composite", composite },
  }
  for _, row in ipairs(principals) do iam.Role(stack, row[1], { assumed_by = row[2] }) end
  iam.Role(stack, "External", { assumed_by = composite, external_ids = { "me" } })
  local open = iam.Role(stack, "Open", { assumed_by = iam.AccountPrincipal "444455556666" })
  open.assume_role_policy:add_statements(iam.PolicyStatement {
    effect = iam.Effect.DENY, actions = { "sts:AssumeRole" },
    not_principals = { iam.ArnPrincipal "arn:aws:iam::1:root" },
  })
end

function cases.providers(app)
  local stack = cdk.Stack(app, "S", { env = { region = "cn-north-1" } })
  local saml = iam.SamlProvider(stack, "Saml", {
    name = "idp", metadata_document = iam.SamlMetadataDocument.from_xml "<x/>",
  })
  iam.Role(stack, "SamlRole", { assumed_by = iam.SamlPrincipal(saml, { StringEquals = { ["SAML:iss"] = "i" } }) })
  iam.Role(stack, "Console", { assumed_by = iam.SamlConsolePrincipal(saml) })
  local imported = iam.SamlProvider.from_saml_provider_arn(stack, "SamlImport", "arn:aws:iam::1:saml-provider/x")
  iam.Role(stack, "SamlImported", { assumed_by = iam.SamlPrincipal(imported, {}) })
  local native = iam.OidcProviderNative(stack, "Native", {
    url = "https://token.example.com", client_ids = { "a", "b" },
    thumbprints = { "0123456789012345678901234567890123456789" }, removal_policy = cdk.RemovalPolicy.RETAIN,
  })
  iam.Role(stack, "NativeRole", { assumed_by = iam.OpenIdConnectPrincipal(native, { StringLike = { a = "b" } }) })
  cdk.CfnOutput(stack, "Issuer", { value = native.oidc_provider_issuer })
  local oidc = iam.OpenIdConnectProvider.from_open_id_connect_provider_arn(stack, "Oidc",
    "arn:aws:iam::1:oidc-provider/x.y/z")
  iam.Role(stack, "OidcRole", { assumed_by = iam.OpenIdConnectPrincipal(oidc) })
  cdk.CfnOutput(stack, "ImportedIssuer", { value = oidc.open_id_connect_provider_issuer })
end

function cases.open_id_connect_provider(app)
  local stack = cdk.Stack(app, "S")
  local provider = iam.OpenIdConnectProvider(stack, "P", {
    url = "https://x", client_ids = { "a" }, thumbprints = { "t" },
  })
  iam.OpenIdConnectProvider(stack, "Q", { url = "https://y" })
  iam.Role(stack, "R", { assumed_by = iam.OpenIdConnectPrincipal(provider, { StringEquals = { a = "b" } }) })
  cdk.CfnOutput(stack, "T", { value = provider.open_id_connect_providerthumbprints })
end

function cases.statements(app)
  local stack = cdk.Stack(app, "S")
  local role = lambda_role(stack, "Role")
  local topic = cdk.CfnResource(stack, "T", { type = "AWS::SNS::Topic" })
  role:add_to_policy(statement({ "sns:Publish", "sns:Publish" }, { topic.ref, topic.ref .. "/*", topic.ref .. "/*" }))
  role:add_to_policy(statement({ "sns:Publish" }, { topic.ref, topic.ref .. "/*" }))
  role:add_to_policy(iam.PolicyStatement {
    sid = "Deny1", effect = iam.Effect.DENY, not_actions = { "iam:*", "sts:*" }, resources = { "*" },
    conditions = { StringNotEquals = { ["aws:RequestedRegion"] = { "eu-west-1", "eu-central-1" } } },
  })
  local other = iam.PolicyStatement()
  other:add_actions "kms:Decrypt"
  other:add_not_resources "arn:aws:kms:*:*:key/secret"
  other:add_source_account_condition(stack.account)
  other:add_source_arn_condition(topic.ref)
  other:add_condition("StringEquals", { ["aws:x"] = "y" })
  role:add_to_policy(other)
  role:add_to_policy(iam.PolicyStatement.from_json {
    Sid = "Json", Effect = "Allow", Action = { "a:b", "c:d" }, Resource = "*", Condition = { Bool = { x = "true" } },
  })
  role:add_to_policy(other:copy { sid = "Copy", actions = { "kms:Encrypt" } })
  cdk.CfnResource(stack, "Doc", {
    type = "Custom::X",
    properties = {
      Document = iam.PolicyDocument {
        assign_sids = true,
        statements = {
          statement({ "a:b" }, { "*" }, { principals = { iam.ArnPrincipal "x", iam.ServicePrincipal "y" } }),
          statement({ "a:c" }, { "*" }, { sid = "own", principals = { iam.ArnPrincipal "x", iam.ArnPrincipal "z" } }),
          statement({ "a:d" }, { "*" }, { principals = { iam.StarPrincipal() } }),
        },
      },
      FromJson = iam.PolicyDocument.from_json {
        Statement = {
          { Effect = "Deny", Principal = "*", Action = "x:y", Resource = { "a", "b" } },
          { Effect = "Allow", NotPrincipal = { AWS = "q" }, NotAction = "x:z", NotResource = "a" },
        },
      },
    },
  })
end

function cases.minimized(app)
  app.node:set_context("@aws-cdk/aws-iam:minimizePolicies", true)
  local stack = cdk.Stack(app, "S")
  local bucket = cdk.CfnResource(stack, "B", { type = "AWS::S3::Bucket" })
  local arn = bucket:get_att "Arn"
  local role = lambda_role(stack, "Role")
  role:add_to_policy(statement({ "s3:PutObject", "s3:GetObject" }, { arn, arn .. "/*" }))
  role:add_to_policy(statement({ "s3:Abort*", "s3:GetObject" }, { arn .. "/*", arn }))
  role:add_to_policy(statement({ "s3:Abort*", "s3:GetObject", "s3:PutObject" }, { "arn:aws:s3:::other" }))
  role:add_to_policy(statement({ "sqs:SendMessage" }, { "q2", "q1" }))
  role:add_to_policy(statement({ "sqs:SendMessage" }, { "q3" }, { sid = "Keep" }))
  role:add_to_policy(statement({ "sqs:SendMessage" }, { "q3" }, { effect = iam.Effect.DENY }))
  role:add_to_policy(statement({ "sqs:SendMessage" }, { "q4" }, { conditions = { Bool = { a = "b" } } }))
  role:add_to_policy(statement({ "sqs:SendMessage" }, { "q5" }, { conditions = { Bool = { a = "b" } } }))
  cdk.CfnResource(stack, "Doc", {
    type = "Custom::X",
    properties = {
      Document = iam.PolicyDocument {
        statements = {
          statement({ "a:b" }, { "*" }, { principals = { iam.ServicePrincipal "y" } }),
          statement({ "a:b" }, { "*" }, { principals = { iam.ArnPrincipal "x", iam.ArnPrincipal "w" } }),
          statement({ "a:b" }, { "*" }, { principals = { iam.StarPrincipal() } }),
          statement({ "a:b" }, { "*" }, { principals = { iam.ServicePrincipal "y" } }),
          statement({ "a:c" }, { "*" }, { principals = { iam.ServicePrincipal "y" } }),
        },
      },
      Plain = iam.PolicyDocument {
        minimize = false,
        statements = { statement({ "b:b", "a:a" }, { "z", "y" }), statement({ "c:c" }, { "z", "y" }) },
      },
    },
  })
end

function cases.large_policy(app)
  local stack = cdk.Stack(app, "S")
  local role = lambda_role(stack, "Role")
  local waiting = cdk.CfnResource(stack, "W", { type = "Custom::W" })
  for i = 0, 119 do
    local grant = iam.Grant.add_to_principal {
      grantee = role, actions = { ("service%d:DoSomethingWithALongName"):format(i) },
      resource_arns = {
        ("arn:aws:service:eu-west-1:111122223333:thing/with-a-rather-long-name-%d"):format(i), stack.account,
      },
    }
    if i == 100 then grant:apply_before(waiting) end
  end
  local small = cdk.CfnResource(stack, "V", { type = "Custom::V" })
  iam.Grant.add_to_principal { grantee = lambda_role(stack, "Small"), actions = { "a:b" }, resource_arns = { "*" } }
    :apply_before(small)
end

function cases.large_policy_minimized(app)
  app.node:set_context("@aws-cdk/aws-iam:minimizePolicies", true)
  local stack = cdk.Stack(app, "S")
  local role = lambda_role(stack, "Role")
  for i = 0, 299 do
    role:add_to_policy(statement({ "s3:Get" .. i % 7 }, { "arn:aws:s3:::bucket-of-a-rather-long-name-" .. i }))
  end
end

function cases.policies(app)
  local stack = cdk.Stack(app, "S")
  local role = lambda_role(stack, "Role")
  local user = iam.User(stack, "User")
  local group = iam.Group(stack, "Group")
  iam.Policy(stack, "Empty")
  iam.Policy(stack, "Unattached", { statements = { statement({ "a:b" }, { "*" }) } })
  iam.Policy(stack, "All", {
    policy_name = "all", roles = { role, role }, users = { user }, groups = { group },
    statements = { statement({ "a:b" }, { "*" }) },
  })
  local late = iam.Policy(stack, "Late", { document = iam.PolicyDocument() })
  late:attach_to_role(role)
  late.document:add_statements(statement({ "c:d" }, { "*" }))
  local forced = iam.Policy(stack, "Forced", { force = true, statements = { statement({ "e:f" }, { "*" }) } })
  role:attach_inline_policy(forced)
  iam.Grant.add_to_principal { grantee = late, actions = { "g:h" }, resource_arns = { "*" } }
  local managed = iam.ManagedPolicy(stack, "Managed", { users = { user }, groups = { group } })
  managed:attach_to_role(role)
  managed:attach_to_role(role)
  iam.Grant.add_to_principal { grantee = managed, actions = { "i:j" }, resource_arns = { "*" } }
  cdk.CfnOutput(stack, "Id", { value = late.policy_ref.policy_id })
end

function cases.users_and_groups(app)
  local stack = cdk.Stack(app, "S")
  local boundary = aws_managed "PowerUserAccess"
  local group = iam.Group(stack, "Group", {
    group_name = "g", path = "/p/", managed_policies = { aws_managed "ReadOnlyAccess" },
  })
  group:add_managed_policy(aws_managed "ReadOnlyAccess")
  local user = iam.User(stack, "User", {
    user_name = "u", path = "/p/", groups = { group }, managed_policies = { boundary },
    permissions_boundary = boundary, password = cdk.SecretValue.unsafe_plain_text "secret",
    password_reset_required = true,
  })
  user:add_to_policy(statement({ "a:b" }, { "*" }))
  group:add_to_policy(statement({ "a:c" }, { "*" }))
  user:add_managed_policy(boundary)
  local second = iam.User(stack, "Second")
  group:add_user(second)
  iam.AccessKey(stack, "Key", { user = second, serial = 2, status = iam.AccessKeyStatus.INACTIVE })
  for _, row in ipairs {
    { "ByName", iam.User.from_user_name(stack, "ByName", "n") },
    { "ByArn", iam.User.from_user_arn(stack, "ByArn", "arn:aws:iam::111122223333:user/p/q/n") },
    { "ByToken", iam.User.from_user_arn(stack, "ByToken", cdk.Fn.import_value "userarn") },
  } do
    row[2]:add_to_principal_policy(statement({ "a:d" }, { "*" }))
    cdk.CfnOutput(stack, "Name" .. row[1], { value = row[2].user_name })
  end
  iam.User.from_user_name(stack, "Joining", "j"):add_to_group(iam.Group.from_group_name(stack, "ImportedGroup", "ig"))
  iam.Group.from_group_arn(stack, "ArnGroup", "arn:aws:iam::111122223333:group/x")
    :add_to_principal_policy(statement({ "a:e" }, { "*" }))
  cdk.CfnOutput(stack, "UserArn", { value = user.user_arn })
  cdk.CfnOutput(stack, "GroupArn", { value = group.group_arn })
end

function cases.instance_profiles(app)
  local stack = cdk.Stack(app, "S")
  local own = iam.InstanceProfile(stack, "Own")
  iam.InstanceProfile(stack, "Given", {
    role = lambda_role(stack, "Role"), instance_profile_name = "ip", path = "/x/",
  })
  local imported = iam.InstanceProfile.from_instance_profile_name(stack, "Imported", "n")
  cdk.CfnOutput(stack, "Arn", { value = own.instance_profile_arn })
  cdk.CfnOutput(stack, "Name", { value = own.instance_profile_name })
  cdk.CfnOutput(stack, "ImportedArn", { value = imported.instance_profile_arn })
  own.role:add_to_principal_policy(statement({ "a:b" }, { "*" }))
end

function cases.imported_roles(app)
  local stack = cdk.Stack(app, "S", { env = { account = "111122223333", region = "eu-west-1" } })
  local function add(role)
    role:add_to_principal_policy(statement({ "a:b" }, { "*" }))
    return role
  end
  add(iam.Role.from_role_arn(stack, "Same", "arn:aws:iam::111122223333:role/path/same"))
  add(iam.Role.from_role_arn(stack, "Other", "arn:aws:iam::444455556666:role/other"))
  add(iam.Role.from_role_arn(stack, "Token", cdk.Fn.import_value "arn"))
  add(iam.Role.from_role_arn(stack, "Immutable", "arn:aws:iam::111122223333:role/i", { mutable = false }))
  add(iam.Role.from_role_arn(stack, "Named", "arn:aws:iam::111122223333:role/n", { default_policy_name = "Mine" }))
  local named = iam.Role.from_role_name(stack, "ByName", "byname")
  add(named)
  iam.ManagedPolicy(stack, "Managed", { roles = { named }, statements = { statement({ "a:c" }, { "*" }) } })
  local user = iam.User(stack, "User")
  named:grant(user, "iam:GetRole")
  named:grant_pass_role(user)
  local role = lambda_role(stack, "Role")
  role:grant_assume_role(user)
  role:grant_pass_role(user)
  add(role:without_policy_updates())
  local looked = iam.Role.from_lookup(stack, "Looked", { role_name = "looked" })
  cdk.CfnOutput(stack, "LookedArn", { value = looked.role_arn })
  cdk.CfnOutput(stack, "LookedName", { value = looked.role_name })
  local lazy = iam.LazyRole(stack, "Lazy", { assumed_by = iam.ServicePrincipal "ec2.amazonaws.com" })
  add(lazy)
  local used = iam.LazyRole(stack, "Used", { assumed_by = iam.ServicePrincipal "ec2.amazonaws.com" })
  add(used)
  used:add_managed_policy(aws_managed "ReadOnlyAccess")
  cdk.CfnOutput(stack, "Used0", { value = used.role_arn })
  local safe = cdk.Stack(app, "Safe")
  safe.node:set_context("@aws-cdk/aws-iam:importedRoleStackSafeDefaultPolicyName", true)
  add(iam.Role.from_role_name(safe, "Safe", "safe"))
end

function cases.cross_environment(app)
  local one = cdk.Stack(app, "One", { env = { account = "111111111111", region = "eu-west-1" } })
  local two = cdk.Stack(app, "Two", { env = { account = "222222222222", region = "eu-west-1" } })
  local named = lambda_role(one, "Named", { role_name = "named", path = "/a/b/" })
  local generated = lambda_role(one, "Generated", { role_name = cdk.PhysicalName.GENERATE_IF_NEEDED })
  local managed = iam.ManagedPolicy(one, "Managed", {
    managed_policy_name = "mp", statements = { statement({ "a:b" }, { "*" }) },
  })
  lambda_role(two, "User", { managed_policies = { managed } }):add_to_policy(
    statement({ "sts:AssumeRole" }, { named.role_arn, generated.role_arn, generated.role_name }))
end

function cases.boundaries(app)
  local stack = cdk.Stack(app, "S")
  local role = lambda_role(stack, "Role")
  local user = iam.User(stack, "User")
  iam.PermissionsBoundary.of(stack):apply(aws_managed "ReadOnlyAccess")
  iam.PermissionsBoundary.of(user):clear()
  iam.PermissionsBoundary.of(role):apply(aws_managed "PowerUserAccess")
end

function cases.precreated_roles(app)
  local stack = cdk.Stack(app, "S")
  iam.Role.customize_roles(stack, { use_precreated_roles = { ["S/Role"] = "existing", Imported = "x" } })
  local role = lambda_role(stack, "Role", { managed_policies = { aws_managed "ReadOnlyAccess" } })
  role:add_to_policy(statement({ "a:b" }, { "*" }))
  iam.ManagedPolicy(stack, "Managed", {
    roles = { role }, statements = { statement({ "c:d" }, { role.role_arn }) },
  })
  iam.Role.from_role_name(stack, "Imported", "imported"):add_to_principal_policy(statement({ "e:f" }, { "*" }))
  cdk.CfnOutput(stack, "Arn", { value = role.role_arn })
end

function cases.reported_roles(app)
  local stack = cdk.Stack(app, "S")
  iam.Role.customize_roles(stack, { prevent_synthesis = false })
  local role = lambda_role(stack, "Role")
  role:add_to_policy(statement({ "a:b" }, { "*" }))
  cdk.CfnOutput(stack, "Arn", { value = role.role_arn })
end

function cases.reported_references(app)
  iam.Role.customize_roles(app, { use_precreated_roles = { ["S/Role"] = "existing", ["Other/Role"] = "other" } })
  local stack, other = cdk.Stack(app, "S"), cdk.Stack(app, "Other")
  local key = { name = "id", type = "S" }
  local of = dynamodb.Table(stack, "Table", { partition_key = key })
  of:add_global_secondary_index { index_name = "index", partition_key = key }
  for _, owner in ipairs { stack, other } do
    local role = lambda_role(owner, "Role")
    of:grant_read_data(role)
    role:add_to_policy(statement({ "a:b" }, {
      cdk.Fn.join("/", { of.table_arn, "x" }),
      cdk.Lazy.string { produce = function() return cdk.Fn.join(":", { "y", of.table_name }) end },
      cdk.Lazy.string { produce = function() return cdk.Aws.PARTITION end } .. ":z",
      cdk.Token.as_string(cdk.Lazy.any { produce = function() return of.table_arn end }),
      cdk.Token.as_string({ resolve = function() return { Ref = "AWS::Region" } end, creation_stack = {} }),
    }))
  end
end

local Thing = cdk.Resource:extend "Thing"

function Thing:init(scope, id)
  Thing.super.init(self, scope, id)
  self.document = iam.PolicyDocument()
  cdk.CfnResource(self, "Resource", { type = "Custom::Thing", properties = { Policy = self.document } })
end

function Thing:add_to_resource_policy(added)
  self.document:add_statements(added)
  return { statement_added = true, policy_dependable = self }
end

function cases.grants(app)
  local stack = cdk.Stack(app, "S", { env = { account = "111122223333", region = "eu-west-1" } })
  local thing = Thing(stack, "Thing")
  local function options(grantee, more)
    local all = { grantee = grantee, actions = { "t:Use" }, resource_arns = { "thing" }, resource = thing }
    for k, v in pairs(more or {}) do all[k] = v end
    return all
  end
  local either, both = iam.Grant.add_to_principal_or_resource, iam.Grant.add_to_principal_and_resource
  local role = lambda_role(stack, "Role")
  local first = either(options(role))
  local second = either(options(iam.AccountPrincipal "444455556666", { resource_self_arns = { "*" } }))
  either(options(iam.Role.from_role_arn(stack, "Other", "arn:aws:iam::444455556666:role/o")))
  either(options(iam.Role.from_role_arn(stack, "To", "arn:aws:iam::111122223333:role/o", {
    mutable = false, add_grants_to_resources = true,
  })))
  local third = both(options(role, { conditions = { Bool = { a = "b" } } }))
  local waiting = cdk.CfnResource(stack, "W", { type = "Custom::W" })
  first:combine(second):combine(third):apply_before(waiting)
  iam.Grant.drop(role, "nothing"):apply_before(waiting)
end

function cases.managed_policies_added(app)
  local stack = cdk.Stack(app, "S")
  local function add(id, given)
    for _, identity in ipairs {
      iam.Role(stack, "Role" .. id, { assumed_by = iam.AnyPrincipal(), managed_policies = given }),
      iam.User(stack, "User" .. id, { managed_policies = given }),
      iam.Group(stack, "Group" .. id, { managed_policies = given }),
    } do
      for i = 1, 3 do identity:add_managed_policy(aws_managed("P" .. i)) end
    end
  end
  add("")
  add("Given", { aws_managed "First" })
end

function cases.empty_sids(app)
  local stack = cdk.Stack(app, "S")
  local function allow(action, sid)
    return iam.PolicyStatement { actions = { action }, resources = { "*" }, sid = sid }
  end
  local function document(id, options)
    options.statements = { allow("a:b", ""), allow "c:d", allow("e:f", "Named") }
    cdk.CfnResource(stack, id, { type = "Custom::X", properties = { Document = iam.PolicyDocument(options) } })
  end
  document("Numbered", { assign_sids = true })
  document("Merged", { minimize = true })
end

function cases.many_statements(app)
  app.node:set_context("@aws-cdk/aws-iam:minimizePolicies", true)
  local stack = cdk.Stack(app, "S")
  local seed = 42
  local function random(n)
    seed = (seed * 1103515 + 12345) % 2147483648
    return seed // 65536 % n
  end
  local function some(n, make)
    local list = {}
    for i = 1, 1 + random(n) do list[i] = make() end
    return list
  end
  local long = ("a-rather-long-name-of-a-thing-"):rep(3)
  local resources = {}
  for i = 0, 3 do resources[#resources + 1] = cdk.Fn.ref("T" .. i) end
  for i = 0, 19 do resources[#resources + 1] = ("arn:aws:s3:::%s%d"):format(i % 3 == 0 and long or "", i) end
  local principals = {
    iam.ArnPrincipal "arn:aws:iam::1:role/a", iam.ArnPrincipal "arn:aws:iam::1:role/a",
    iam.ServicePrincipal "x.amazonaws.com", iam.AccountPrincipal "123456789012",
  }
  local function any(of, more)
    local props = {
      actions = some(2, function() return "s3:Get" .. random(4) end),
      resources = some(2, function() return resources[1 + random(of)] end),
    }
    if random(9) == 0 then props.effect = iam.Effect.DENY end
    if random(9) == 0 then props.sid = "Named" .. random(2) end
    if random(9) == 0 then props.conditions = { StringEquals = { a = "b" } } end
    more(props)
    return iam.PolicyStatement(props)
  end
  for i = 0, 5 do
    local document = iam.PolicyDocument { minimize = true }
    for _ = 1, 10 + 10 * i do
      document:add_statements(any(6 + 3 * i, function(props)
        props.principals = some(2, function() return principals[1 + random(4)] end)
      end))
    end
    cdk.CfnResource(stack, "Document" .. i, { type = "Custom::X", properties = { Document = document } })
  end
  local role = lambda_role(stack, "Role")
  for _ = 1, 120 do role:add_to_policy(any(24, function() end)) end
end

-- Policies of L1 resources are plain JSON: equal statements stay.
function cases.grants_on_plain_resources(app)
  local stack = cdk.Stack(app, "S")
  local other = iam.AccountPrincipal "111122223333"
  local key = kms.CfnKey(stack, "Key")
  local topic = sns.CfnTopic(stack, "Topic", { kms_master_key_id = key.attr_arn })
  local queue = sqs.CfnQueue(stack, "Queue", { kms_master_key_id = key.ref })
  local table_ = dynamodb.CfnTable(stack, "Table", {
    key_schema = { { attribute_name = "a", key_type = "HASH" } },
    sse_specification = { sse_enabled = true, kms_master_key_id = key.attr_key_id },
  })
  local group = logs.CfnLogGroup(stack, "Group")
  for _ = 1, 2 do
    sns.TopicGrants.from_topic(topic):publish(other)
    sqs.QueueGrants.from_queue(queue):send_messages(other)
    dynamodb.TableGrants.from_table(table_):read_data(other)
    kms.KeyGrants.from_key(key):decrypt(other)
    logs.LogGroupGrants.from_log_group(group):write(iam.ServicePrincipal "es.amazonaws.com")
  end
  key.key_policy = { Statement = {} }
  table_.resource_policy = { policy_document = { Statement = {} } }
  kms.KeyGrants.from_key(key):encrypt(other)
  dynamodb.TableGrants.from_table(table_):write_data(other)
end

describe("aws_iam", function()
  golden.check("aws_iam", cases)

  local stack

  before_each(function() stack = cdk.Stack(cdk.App(), "S") end)

  local function fails(text, call)
    local ok, message = pcall(call)
    assert.is_false(ok)
    assert.truthy(tostring(message):find(text, 1, true), tostring(message))
  end

  it("refuses names, paths, durations and descriptions that IAM would not take", function()
    local principal = iam.AnyPrincipal()
    fails("role_name must have 1 to 64 letters", function()
      iam.Role(stack, "A", { assumed_by = principal, role_name = "with space" })
    end)
    fails("path must be a slash", function() iam.Role(stack, "B", { assumed_by = principal, path = "team" }) end)
    fails("path must have 1 to 512 characters", function()
      iam.Role(stack, "C", { assumed_by = principal, path = "" })
    end)
    fails("max_session_duration must be between 3600 and 43200 seconds", function()
      iam.Role(stack, "D", { assumed_by = principal, max_session_duration = cdk.Duration.minutes(59) })
    end)
    fails("at most 1000 characters, got 1001", function()
      iam.Role(stack, "E", { assumed_by = principal, description = ("x"):rep(1001) })
    end)
  end)

  it("refuses statements that cannot be", function()
    fails("action 's3' is not valid", function() statement({ "s3" }, { "*" }) end)
    fails("cannot add not_actions to a policy statement that has actions", function()
      statement({ "s3:Get*" }, { "*" }):add_not_actions "s3:Put*"
    end)
    fails("an IAM group cannot be a principal", function()
      iam.PolicyStatement():add_principals(iam.Group(stack, "G"))
    end)
    fails("must have the same conditions", function()
      iam.PolicyStatement():add_principals(iam.AnyPrincipal(),
        iam.AccountPrincipal "1":with_conditions { Bool = { a = "b" } })
    end)
    fails("must be the only principal", function()
      iam.PolicyStatement():add_principals(iam.AnyPrincipal(), iam.StarPrincipal())
    end)
    fails("an organization id is", function() iam.OrganizationPrincipal "o-123" end)
    fails("at least one principal", function() iam.CompositePrincipal() end)
  end)

  it("freezes statements", function()
    local frozen = statement({ "a:b" }, { "*" }):freeze()
    assert.is_true(frozen.frozen)
    fails("add_actions: this PolicyStatement was frozen", function() frozen:add_actions "c:d" end)
    fails("sid: this PolicyStatement was frozen", function() frozen.sid = "x" end)
    assert.same({ "a:b", "c:d" }, (function()
      local copy = frozen:copy()
      copy:add_actions "c:d"
      return copy.actions
    end)())
  end)

  -- Whether a policy is split to which an aspect adds, by what the library does.
  local function splits(context, priority, on_role)
    local inner = cdk.Stack(cdk.App { context = context }, "S")
    local role = lambda_role(inner, "Role")
    local function visit(_, node)
      if not rawequal(node, role) then return end
      for i = 1, 150 do
        node:add_to_policy(statement({ "x:Y" .. i }, { "arn:aws:s3:::" .. ("bucket"):rep(6) .. i .. "/x" }))
      end
    end
    cdk.Aspects.of(on_role and role or inner):add({ visit = visit }, { priority = priority })
    inner.node.root:synth()
    assert.same({}, role.node.metadata)
    return role.node:try_find_child "OverflowPolicy1" ~= nil
  end

  it("splits policies to which aspects add, if these come first", function()
    for _, once in ipairs { true, false } do
      local plain = { ["@aws-cdk/core:aspectStabilization"] = not once }
      local early = { ["@aws-cdk/core:aspectPrioritiesMutating"] = true }
      early["@aws-cdk/core:aspectStabilization"] = not once
      for priority, expected in pairs {
        [100] = { true, true, true, true }, [200] = { true, true, true, false }, [300] = { true, true, false, false },
        [500] = { true, false, false, false },
      } do
        assert.same(expected, {
          splits(plain, priority, false), splits(plain, priority, true), splits(early, priority, false),
          splits(early, priority, true),
        }, tostring(priority))
      end
    end
  end)

  it("has one aspect from the beginning, and keeps those of others to itself", function()
    local one, other = lambda_role(stack, "One"), lambda_role(stack, "Other")
    assert.equal(1, #cdk.Aspects.of(one).all)
    cdk.Aspects.of(one):add { visit = function() end }
    cdk.Aspects.of(one).applied[1].priority = 7
    one:add_to_policy(statement({ "a:b" }, { "*" }))
    assert.equal(2, #cdk.Aspects.of(one).all)
    assert.equal(1, #cdk.Aspects.of(other).all)
    assert.equal(500, cdk.Aspects.of(other).applied[1].priority)
  end)

  it("reports policies that are not whole", function()
    local role = lambda_role(stack, "Role")
    role:add_to_policy(iam.PolicyStatement { actions = { "a:b" } })
    iam.Policy(stack, "Forced", { force = true })
    iam.ManagedPolicy(stack, "Managed")
    local ok, message = pcall(function() stack.node.root:synth() end)
    assert.is_false(ok)
    for _, text in ipairs {
      "[S/Role/DefaultPolicy] a PolicyStatement used in an identity-based policy must specify at least one resource",
      "[S/Forced] policy created with force = true is empty",
      "[S/Managed] managed policy is empty",
    } do
      assert.truthy(tostring(message):find(text, 1, true), tostring(message))
    end
  end)
end)
