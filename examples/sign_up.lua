#!/usr/bin/env luacdk
-- Sign-up with Cognito: users sign up by e-mail, one function decides who may, another greets whom is confirmed. They
-- sign in on a page of Cognito's, come back to the application, and get credentials for their own folder of a bucket.

local app = cdk.App()
local stack = cdk.Stack(app, "SignUp")

local members = dynamodb.TableV2(stack, "Members", {
  partition_key = { name = "email", type = dynamodb.AttributeType.STRING },
  removal_policy = cdk.RemovalPolicy.DESTROY,
})

local decide = lambda.Function(stack, "Decide", {
  runtime = lambda.Runtime.PYTHON_3_13,
  architecture = lambda.Architecture.ARM_64,
  handler = "index.handler",
  code = lambda.Code.from_inline [[
def handler(event, context):
    email = event["request"]["userAttributes"]["email"]
    if not email.endswith("@example.com"):
        raise Exception("Only addresses of example.com can sign up")
    return event
]],
})

local greet = lambda.Function(stack, "Greet", {
  runtime = lambda.Runtime.PYTHON_3_13,
  architecture = lambda.Architecture.ARM_64,
  handler = "index.handler",
  code = lambda.Code.from_inline [[
import boto3, os
table = boto3.resource("dynamodb").Table(os.environ["TABLE"])
def handler(event, context):
    table.put_item(Item={"email": event["request"]["userAttributes"]["email"]})
    return event
]],
  environment = { TABLE = members.table_name },
})
members:grant_write_data(greet)

local users = cognito.UserPool(stack, "Users", {
  self_sign_up_enabled = true,
  sign_in_aliases = { email = true },
  standard_attributes = { email = { required = true }, fullname = { required = true } },
  custom_attributes = { team = cognito.StringAttribute { max_len = 40, mutable = true } },
  password_policy = { min_length = 12, temp_password_validity = cdk.Duration.days(3) },
  mfa = cognito.Mfa.OPTIONAL,
  mfa_second_factor = { sms = false, otp = true },
  account_recovery = cognito.AccountRecovery.EMAIL_ONLY,
  feature_plan = cognito.FeaturePlan.ESSENTIALS,
  lambda_triggers = { pre_sign_up = decide },
  removal_policy = cdk.RemovalPolicy.DESTROY,
})
users:add_trigger(cognito.UserPoolOperation.POST_CONFIRMATION, greet)

local domain = users:add_domain("Domain", {
  cognito_domain = { domain_prefix = "sign-up-example" },
  managed_login_version = cognito.ManagedLoginVersion.NEWER_MANAGED_LOGIN,
})
local client = users:add_client("Web", {
  auth_flows = { user_srp = true },
  o_auth = {
    flows = { authorization_code_grant = true },
    scopes = { cognito.OAuthScope.OPENID, cognito.OAuthScope.EMAIL },
    callback_urls = { "https://app.example.com" },
  },
  prevent_user_existence_errors = true,
})
users:add_group("Editors", { group_name = "editors", precedence = 1 })

local files = s3.Bucket(stack, "Files", { enforce_ssl = true, block_public_access = s3.BlockPublicAccess.BLOCK_ALL })
local identities = cognito_identitypool.IdentityPool(stack, "Identities", {
  authentication_providers = {
    user_pools = {
      cognito_identitypool.UserPoolAuthenticationProvider { user_pool = users, user_pool_client = client },
    },
  },
})
files:grant_read_write(identities.authenticated_role, "${cognito-identity.amazonaws.com:sub}/*")

cdk.CfnOutput(stack, "SignIn", { value = domain:sign_in_url(client, { redirect_uri = "https://app.example.com" }) })

app:synth()
