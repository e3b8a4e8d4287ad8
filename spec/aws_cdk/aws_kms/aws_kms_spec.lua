-- Keys and aliases. The cases are twins of tools/golden/aws_kms.js.
local cdk = require "aws_cdk"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"

local function lambda_role(stack, id, role_name)
  return iam.Role(stack, id, { assumed_by = iam.ServicePrincipal "lambda.amazonaws.com", role_name = role_name })
end

local cases = {}

function cases.key_plain(app) kms.Key(cdk.Stack(app, "S"), "Key") end

function cases.key_all_properties(app)
  local stack = cdk.Stack(app, "S")
  local key = kms.Key(stack, "Key", {
    alias = "app/main",
    description = "all of it",
    enabled = false,
    enable_key_rotation = true,
    rotation_period = cdk.Duration.days(180),
    key_spec = kms.KeySpec.SYMMETRIC_DEFAULT,
    key_usage = kms.KeyUsage.ENCRYPT_DECRYPT,
    multi_region = true,
    pending_window = cdk.Duration.days(7),
    removal_policy = cdk.RemovalPolicy.DESTROY,
    admins = { iam.ArnPrincipal "arn:aws:iam::111122223333:role/admin" },
  })
  key:add_alias("alias/second")
  kms.Key(stack, "Mac", { key_spec = kms.KeySpec.HMAC_256, key_usage = kms.KeyUsage.GENERATE_VERIFY_MAC })
  kms.Key(stack, "Rotated", { rotation_period = cdk.Duration.days(90) })
  kms.Key(stack, "Own", {
    policy = iam.PolicyDocument {
      statements = {
        iam.PolicyStatement {
          actions = { "kms:*" }, resources = { "*" }, principals = { iam.ServicePrincipal "logs.amazonaws.com" },
        },
      },
    },
  })
end

function cases.grants(app)
  local stack = cdk.Stack(app, "S")
  local key = kms.Key(stack, "Key")
  local role = lambda_role(stack, "Role")
  key:grant_encrypt(role)
  key:grant_decrypt(role)
  key:grant_sign_verify(role)
  key:grant_generate_mac(iam.ServicePrincipal "sqs.amazonaws.com")
  key.grants:verify_mac(role)
  key:grant(role, "kms:TagResource")
  key:grant_encrypt_decrypt(kms.ViaServicePrincipal("s3.eu-west-1.amazonaws.com", role))
end

function cases.grants_across(app)
  local one = cdk.Stack(app, "One", { env = { account = "111111111111", region = "eu-west-1" } })
  local two = cdk.Stack(app, "Two", { env = { account = "111111111111", region = "us-east-1" } })
  local same = cdk.Stack(app, "Same", { env = { account = "111111111111", region = "eu-west-1" } })
  local key = kms.Key(one, "Key", { removal_policy = cdk.RemovalPolicy.DESTROY })
  key:grant_decrypt(lambda_role(same, "Role", cdk.PhysicalName.GENERATE_IF_NEEDED))
  local imported = kms.Key.from_key_arn(two, "Imported", "arn:aws:kms:us-east-1:111111111111:key/1234")
  imported:grant_encrypt(lambda_role(two, "Role", cdk.PhysicalName.GENERATE_IF_NEEDED))
end

function cases.imports(app)
  local stack = cdk.Stack(app, "S")
  local role = lambda_role(stack, "Role")
  local key = kms.Key.from_key_arn(stack, "Imported", "arn:aws:kms:us-east-1:123456789012:key/12345678-1234")
  key:add_alias("one")
  key:grant_encrypt_decrypt(role)
  local cfn = kms.CfnKey(stack, "Cfn", {
    key_policy = {
      Version = "2012-10-17",
      Statement = {
        { Effect = "Allow", Action = "kms:*", Resource = "*", Principal = { AWS = "arn:aws:iam::111122223333:root" } },
      },
    },
  })
  kms.Key.from_cfn_key(cfn):grant_decrypt(role)
  local named = kms.Alias.from_alias_name(stack, "Named", "alias/known")
  named:grant_decrypt(role)
  local full = kms.Alias.from_alias_attributes(stack, "Full", { alias_name = "alias/full", alias_target_key = key })
  full:grant_decrypt(role)
  cdk.CfnOutput(stack, "KeyId", { value = key.key_id })
  cdk.CfnOutput(stack, "NamedArn", { value = named.key_arn })
  cdk.CfnOutput(stack, "FullArn", { value = full.alias_arn })
end

function cases.alias(app)
  local stack = cdk.Stack(app, "S")
  local alias = kms.Alias(stack, "Alias", {
    alias_name = "name-" .. cdk.Aws.REGION, target_key = kms.Key(stack, "Key"),
    removal_policy = cdk.RemovalPolicy.DESTROY,
  })
  cdk.CfnOutput(stack, "Name", { value = alias.alias_name })
  cdk.CfnOutput(stack, "Arn", { value = alias.alias_arn })
end

function cases.flags(app)
  local stack = cdk.Stack(app, "S", { env = { account = "111111111111", region = "eu-west-1" } })
  for _, flag in ipairs {
    "reduceCrossAccountRegionPolicyScope", "aliasNameRef", "applyImportedAliasPermissionsToPrincipal",
  } do
    stack.node:set_context("@aws-cdk/aws-kms:" .. flag, true)
  end
  local role = lambda_role(stack, "Role")
  kms.Alias.from_alias_name(stack, "Named", "alias/known"):grant_decrypt(role)
  local alias = kms.Alias(stack, "Alias", { alias_name = "mine", target_key = kms.Key(stack, "Key") })
  alias:grant_encrypt(role)
  cdk.CfnOutput(stack, "Name", { value = alias.alias_name })
  kms.Key.from_key_arn(stack, "Elsewhere", "arn:aws:kms:us-east-1:222222222222:key/1234"):grant_decrypt(role)
end

function cases.grants_to_other_accounts(app)
  local one = cdk.Stack(app, "One", { env = { account = "111111111111", region = "eu-west-1" } })
  local two = cdk.Stack(app, "Two", { env = { account = "222222222222", region = "eu-west-1" } })
  local key = kms.Key(one, "Key", { removal_policy = cdk.RemovalPolicy.DESTROY })
  key:grant_encrypt(lambda_role(two, "Role", "named"))
  local late = cdk.Stack(app, "Late", { env = { account = "111111111111", region = "eu-west-1" } })
  late:add_dependency(one)
  key:grant_decrypt(lambda_role(late, "Role"))
  key:grant_verify(iam.AccountPrincipal "333333333333")
  key:grant_sign(iam.OrganizationPrincipal "o-1234567890")
end

function cases.lookup(app)
  local stack = cdk.Stack(app, "S", { env = { account = "111111111111", region = "eu-west-1" } })
  local key = kms.Key.from_lookup(stack, "Key", { alias_name = "alias/x" })
  cdk.CfnOutput(stack, "Arn", { value = key.key_arn })
  cdk.CfnOutput(stack, "Dummy", { value = tostring(kms.Key.is_lookup_dummy(key)) })
end

describe("aws_kms", function()
  golden.check("aws_kms", cases)

  local function fails(message, make)
    local stack = cdk.Stack(cdk.App(), "S")
    assert.error_matches(function() make(stack) end, message)
  end

  it("refuses specs that do not fit the usage", function()
    fails("key_spec .HMAC_256. cannot be used for key_usage .ENCRYPT_DECRYPT.", function(stack)
      kms.Key(stack, "K", { key_spec = kms.KeySpec.HMAC_256 })
    end)
  end)

  it("rotates symmetric keys only, in 90 to 2560 days", function()
    fails("keys of HMAC key_spec", function(stack)
      kms.Key(stack, "K", {
        key_spec = kms.KeySpec.HMAC_256, key_usage = kms.KeyUsage.GENERATE_VERIFY_MAC, enable_key_rotation = true,
      })
    end)
    fails("keys of asymmetric key_spec", function(stack)
      kms.Key(stack, "K", { key_spec = kms.KeySpec.RSA_2048, enable_key_rotation = true })
    end)
    fails("rotation_period must be between 90 and 2560 days, got 89", function(stack)
      kms.Key(stack, "K", { rotation_period = cdk.Duration.days(89) })
    end)
    fails("rotation_period needs key rotation", function(stack)
      kms.Key(stack, "K", { rotation_period = cdk.Duration.days(100), enable_key_rotation = false })
    end)
    fails("pending_window must be between 7 and 30 days, got 31", function(stack)
      kms.Key(stack, "K", { pending_window = cdk.Duration.days(31) })
    end)
  end)

  it("checks the names of aliases", function()
    local function named(name)
      return function(stack) kms.Alias(stack, "A", { alias_name = name, target_key = kms.Key(stack, "K") }) end
    end
    fails("a name has to follow alias/", named "alias/")
    fails("belong to AWS", named "alias/aws/x")
    fails("has letters, digits", named "bad name")
  end)

  it("says what an imported alias or key cannot do", function()
    fails("from_alias_attributes", function(stack)
      return kms.Alias.from_alias_name(stack, "A", "alias/x").alias_target_key
    end)
    fails("form arn:<partition>:kms", function(stack) kms.Key.from_key_arn(stack, "K", "arn:aws:kms:r:1:key") end)
    fails("imported key", function(stack)
      local key = kms.Key.from_key_arn(stack, "K", "arn:aws:kms:r:1:key/x")
      key:add_to_resource_policy(iam.PolicyStatement(), false)
    end)
  end)
end)
