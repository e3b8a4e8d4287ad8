-- User pools, and what is of them. The cases are twins of tools/golden/aws_cognito.js.
local assert = require "luassert"
local cdk = require "aws_cdk"
local acm = require "aws_cdk.aws_certificatemanager"
local cognito = require "aws_cdk.aws_cognito"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local lambda = require "aws_cdk.aws_lambda"
local luacdk = require "spec.support.luacdk"
local pinpoint = require "aws_cdk.aws_pinpoint"
local refuses = require "spec.support.refuses"

local ENV = { account = "111122223333", region = "eu-west-1" }

local function new_function(stack, id)
  return lambda.Function(stack, id, {
    runtime = lambda.Runtime.PYTHON_3_12, handler = "index.handler", code = lambda.Code.from_inline "pass",
  })
end

local cases = {}

function cases.user_pools(app)
  local UserPool, UserPoolEmail, Mfa, AccountRecovery, FeaturePlan = cognito.UserPool, cognito.UserPoolEmail,
    cognito.Mfa, cognito.AccountRecovery, cognito.FeaturePlan
  local stack = cdk.Stack(app, "S", { env = ENV })
  local n = 0
  local function pool(props)
    n = n + 1
    return UserPool(stack, "Pool" .. n, props)
  end
  local plain = UserPool(stack, "Plain")
  local full = pool {
    account_recovery = AccountRecovery.EMAIL_ONLY, auto_verify = { email = true, phone = true },
    custom_sender_kms_key = kms.Key(stack, "Key"),
    custom_attributes = {
      born = cognito.DateTimeAttribute(), level = cognito.NumberAttribute { min = 1, max = 99, mutable = true },
      member = cognito.BooleanAttribute { mutable = false },
      name = cognito.StringAttribute { min_len = 0, max_len = 5 }, other = cognito.StringAttribute(),
      zero = cognito.NumberAttribute { min = 0, max = 0 }, zip = cognito.StringAttribute { min_len = 2 },
    },
    custom_threat_protection_mode = cognito.CustomThreatProtectionMode.AUDIT_ONLY, deletion_protection = true,
    device_tracking = { challenge_required_on_new_device = true, device_only_remembered_on_user_prompt = false },
    email = UserPoolEmail.with_ses {
      from_email = "no-reply@example.com", from_name = "The Example", reply_to = "help@exämple.com",
      ses_verified_domain = "example.com", configuration_set_name = "c",
    },
    feature_plan = FeaturePlan.PLUS, keep_original = { email = true, phone = true }, mfa = Mfa.REQUIRED,
    mfa_message = "Code: {####}", mfa_second_factor = { sms = true, otp = true, email = true },
    passkey_relying_party_id = "example.com", passkey_user_verification = cognito.PasskeyUserVerification.REQUIRED,
    password_policy = {
      min_length = 12, password_history_size = 3, require_digits = true, require_lowercase = false,
      require_symbols = true, require_uppercase = true, temp_password_validity = cdk.Duration.days(3),
    },
    removal_policy = cdk.RemovalPolicy.DESTROY, self_sign_up_enabled = true,
    sign_in_aliases = { email = true, phone = true, preferred_username = true, username = true },
    sign_in_case_sensitive = false,
    sign_in_policy = {
      allowed_first_auth_factors = { password = true, email_otp = true, passkey = true, sms_otp = true },
    },
    sns_region = "eu-central-1",
    standard_attributes = {
      address = {}, birthdate = {}, email = { required = true }, family_name = { mutable = false }, fullname = {},
      gender = {}, given_name = {}, last_update_time = {}, locale = {}, middle_name = {}, nickname = {},
      phone_number = { required = true, mutable = true }, preferred_username = {}, profile_page = {},
      profile_picture = {}, timezone = {}, website = {},
    },
    standard_threat_protection_mode = cognito.StandardThreatProtectionMode.FULL_FUNCTION,
    user_invitation = {
      email_body = "Hello {username}, {####}", email_subject = "Come in", sms_message = "{username} {####}",
    },
    user_pool_name = "full",
    user_verification = {
      email_body = "It is {####}", email_style = cognito.VerificationEmailStyle.CODE, email_subject = "Verify",
      sms_message = "{####}",
    },
  }
  pool { sign_in_aliases = { email = true }, user_verification = { email_style = cognito.VerificationEmailStyle.LINK } }
  pool {
    sign_in_aliases = { phone = true },
    user_verification = {
      email_style = cognito.VerificationEmailStyle.LINK, email_body = "{##* Klick mich, bitte *##}",
      email_subject = "s",
    },
  }
  pool { sign_in_aliases = {}, auto_verify = {}, keep_original = {}, user_invitation = {}, password_policy = {} }
  pool { sign_in_aliases = { username = true }, mfa = Mfa.OPTIONAL, account_recovery = AccountRecovery.PHONE_AND_EMAIL }
  pool { mfa = Mfa.OPTIONAL, mfa_second_factor = { sms = false, otp = true }, account_recovery = AccountRecovery.NONE }
  pool {
    mfa = Mfa.OFF, enable_sms_role = true, sns_region = "us-east-1",
    account_recovery = AccountRecovery.PHONE_ONLY_WITHOUT_MFA,
  }
  pool { mfa = Mfa.REQUIRED, enable_sms_role = false, account_recovery = AccountRecovery.EMAIL_AND_PHONE_WITHOUT_MFA }
  pool {
    sms_role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal("cognito-idp.amazonaws.com") }),
    sms_role_external_id = "external", sns_region = "us-east-1",
  }
  pool {
    standard_threat_protection_mode = cognito.StandardThreatProtectionMode.AUDIT_ONLY, deletion_protection = false,
  }
  pool { email = UserPoolEmail.with_cognito() }
  pool { email = UserPoolEmail.with_cognito("help@bücher.example") }
  for _, from_name in ipairs { "Example", [[Doe, "J." \ Co]], [["quoted \" name"]], "Bücher", '"' } do
    pool {
      email = UserPoolEmail.with_ses {
        from_email = "someone@domain.例え。テスト", from_name = from_name, ses_region = "us-east-1",
      },
    }
  end
  local function out(id, value) cdk.CfnOutput(stack, id, { value = value }) end
  out("Arn", plain.user_pool_arn)
  out("Id", full.user_pool_id)
  out("Name", plain.user_pool_provider_name)
  out("Url", plain.user_pool_provider_url)
  out("Ref", full.user_pool_ref.user_pool_arn)
  full:grant(iam.User(stack, "User"), "cognito-idp:AdminCreateUser", "cognito-idp:AdminGetUser")
end

function cases.triggers(app)
  local stack, other = cdk.Stack(app, "S", { env = ENV }), cdk.Stack(app, "T", { env = ENV })
  local Operation, LambdaVersion = cognito.UserPoolOperation, cognito.LambdaVersion
  local fn, far = new_function(stack, "Fn"), new_function(other, "Fn")
  local pool = cognito.UserPool(stack, "Pool", {
    custom_sender_kms_key = kms.Key(stack, "Key"),
    lambda_triggers = {
      create_auth_challenge = fn, custom_email_sender = fn, custom_message = far, custom_sms_sender = fn,
      define_auth_challenge = fn, post_authentication = fn, post_confirmation = fn, pre_authentication = fn,
      pre_sign_up = fn, pre_token_generation = fn, user_migration = fn, verify_auth_challenge_response = fn,
    },
  })
  pool:add_trigger(Operation.PRE_TOKEN_GENERATION_CONFIG, fn, LambdaVersion.V3_0)
  local later = cognito.UserPool(other, "Later", {
    custom_sender_kms_key = kms.Key.from_key_arn(other, "Key", "arn:aws:kms:eu-west-1:111122223333:key/k"),
  })
  later:add_trigger(Operation.CUSTOM_SMS_SENDER, far)
  later:add_trigger(Operation.CUSTOM_EMAIL_SENDER, far, LambdaVersion.V1_0)
  later:add_trigger(Operation.PRE_TOKEN_GENERATION_CONFIG, far)
  later:add_trigger(Operation.of("PreSignUp"),
    lambda.Function.from_function_arn(other, "Imported", "arn:aws:lambda:eu-west-1:111122223333:function:f"))
  later:add_trigger(Operation.of("somethingNew"), far)
  later:add_trigger(Operation.USER_MIGRATION,
    lambda.Function.from_function_arn(other, "Foreign", "arn:aws:lambda:us-east-1:444455556666:function:f"))
end

function cases.clients(app)
  local stack, other = cdk.Stack(app, "S", { env = ENV }), cdk.Stack(app, "T", { env = ENV })
  local OAuthScope, Provider, ClientAttributes = cognito.OAuthScope, cognito.UserPoolClientIdentityProvider,
    cognito.ClientAttributes
  local pool = cognito.UserPool(stack, "Pool")
  local function out(id, value) cdk.CfnOutput(stack, id, { value = value }) end
  local n = 0
  local function client(options)
    n = n + 1
    return pool:add_client("Client" .. n, options)
  end
  local plain = pool:add_client("Plain")
  local read = cognito.ResourceServerScope { scope_name = "read", scope_description = "Read" }
  local server = pool:add_resource_server("Server", { identifier = "orders", scopes = { read } })
  local full = client {
    access_token_validity = cdk.Duration.minutes(30),
    auth_flows = { admin_user_password = true, custom = true, user = true, user_password = true, user_srp = true },
    auth_session_validity = cdk.Duration.minutes(15), enable_propagate_additional_user_context_data = true,
    enable_token_revocation = true, generate_secret = true, id_token_validity = cdk.Duration.hours(1),
    o_auth = {
      callback_urls = { "https://a.example", "https://b.example" }, default_redirect_uri = "https://b.example",
      flows = { authorization_code_grant = true }, logout_urls = { "https://a.example/bye" },
      scopes = {
        OAuthScope.EMAIL, OAuthScope.custom("x/y"), OAuthScope.resource_server(server, read), OAuthScope.EMAIL,
      },
    },
    prevent_user_existence_errors = true,
    read_attributes = ClientAttributes():with_standard_attributes {
      email = true, fullname = true, phone_number_verified = true, website = false,
    }:with_custom_attributes("b", "custom:a"),
    refresh_token_validity = cdk.Duration.days(2),
    supported_identity_providers = { Provider.COGNITO, Provider.GOOGLE, Provider.custom("Own") },
    user_pool_client_name = "full",
    write_attributes = ClientAttributes():with_standard_attributes { timezone = true, last_update_time = true },
  }
  client {
    o_auth = { flows = { client_credentials = true }, scopes = { OAuthScope.COGNITO_ADMIN } },
    prevent_user_existence_errors = false,
  }
  client {
    o_auth = {
      flows = { implicit_code_grant = true }, callback_urls = { "https://a.example" },
      scopes = { OAuthScope.OPENID, OAuthScope.PROFILE },
    },
  }
  client { o_auth = { flows = {}, callback_urls = {  }, scopes = {  } } }
  client {
    disable_o_auth = true, supported_identity_providers = {}, auth_flows = {}, read_attributes = ClientAttributes(),
  }
  client { refresh_token_rotation_grace_period = cdk.Duration.seconds(10), auth_flows = { user = true } }
  client { refresh_token_rotation_grace_period = cdk.Duration.seconds(0), auth_flows = { user = false } }
  client {
    refresh_token_validity = cdk.Duration.hours(1),
    o_auth = {
      default_redirect_uri = cdk.Fn.import_value "uri", callback_urls = cdk.Fn.split(",", cdk.Fn.import_value "urls"),
    },
  }
  client {
    analytics = {
      application_id = "id", external_id = "e",
      role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal("cognito-idp.amazonaws.com") }),
      share_user_data = true,
    },
  }
  client { analytics = { application = pinpoint.CfnApp(stack, "App", { name = "app" }), share_user_data = false } }
  local far = cognito.UserPoolClient(other, "Far", { user_pool = pool, generate_secret = true })
  cognito.UserPoolClient(stack, "OfL1", {
    user_pool = cognito.CfnUserPool(stack, "L1"),
    supported_identity_providers = { Provider.AMAZON, Provider.APPLE, Provider.FACEBOOK },
  })
  local imported = cognito.UserPoolClient.from_user_pool_client_id(stack, "Imported", "client-id")
  out("Id", plain.user_pool_client_id)
  out("Name", full.user_pool_client_name)
  out("Ref", full.user_pool_client_ref.client_id)
  out("RefPool", full.user_pool_client_ref.user_pool_id)
  out("Secret", full.user_pool_client_secret:unsafe_unwrap())
  out("SecretAgain", full.user_pool_client_secret:unsafe_unwrap())
  cdk.CfnOutput(other, "FarSecret", { value = far.user_pool_client_secret:unsafe_unwrap() })
  out("ImportedId", imported.user_pool_client_id)
  out("ImportedRef", imported.user_pool_client_ref.client_id)
end

function cases.domains_groups_and_servers(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local function out(id, value) cdk.CfnOutput(stack, id, { value = value }) end
  local pool = cognito.UserPool(stack, "Pool")
  local certificate = acm.CfnCertificate(stack, "Certificate", { domain_name = "login.example.com" })
  local prefix = pool:add_domain("Prefix", {
    cognito_domain = { domain_prefix = "my-app-1" },
    managed_login_version = cognito.ManagedLoginVersion.NEWER_MANAGED_LOGIN,
  })
  local custom = pool:add_domain("Custom", {
    custom_domain = { certificate = certificate, domain_name = "login.example.com" },
    managed_login_version = cognito.ManagedLoginVersion.CLASSIC_HOSTED_UI,
  })
  local code, implicit = pool:add_client("Code"),
    pool:add_client("Implicit", { o_auth = { flows = { implicit_code_grant = true } } })
  out("Url", prefix:base_url())
  out("FipsUrl", prefix:base_url { fips = true })
  out("CustomUrl", custom:base_url { fips = true })
  out("SignIn", prefix:sign_in_url(code, { redirect_uri = "https://a.example" }))
  out("SignInImplicit",
    custom:sign_in_url(implicit, {
      redirect_uri = "https://a.example", sign_in_path = "/oauth2/authorize", fips = true,
    }))
  out("Endpoint", custom.cloud_front_endpoint)
  out("Name", custom.cloud_front_domain_name)
  out("NameAgain", custom.cloud_front_domain_name)
  out("DomainRef", custom.user_pool_domain_ref.user_pool_id)
  out("NamedDomain", cognito.UserPoolDomain.from_domain_name(stack, "ImportedDomain", "d").user_pool_domain_ref.domain)
  local group = pool:add_group("Group", {
    description = "d", group_name = "editörs", precedence = 1,
    role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal("cognito-identity.amazonaws.com") }),
  })
  pool:add_group("Bare", {})
  out("GroupName", group.group_name)
  out("GroupRef", group.user_pool_group_ref.user_pool_id)
  out("NamedGroup", cognito.UserPoolGroup.from_group_name(stack, "ImportedGroup", "g").user_pool_group_ref.group_name)
  local scope = cognito.ResourceServerScope { scope_name = "read", scope_description = "Read" }
  local server = pool:add_resource_server("Server", {
    identifier = "orders", scopes = { scope }, user_pool_resource_server_name = "Orders",
  })
  pool:add_resource_server("BareServer", { identifier = "bare" })
  out("ServerId", server.user_pool_resource_server_id)
  out("ServerRef", server.user_pool_resource_server_ref.identifier)
  local imported = cognito.UserPoolResourceServer.from_user_pool_resource_server_id(stack, "ImportedServer", "other")
  out("NamedServer", cognito.OAuthScope.resource_server(imported, scope).scope_name)
  out("ImportedServerRef", imported.user_pool_resource_server_ref.identifier)
end

function cases.identity_providers(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local function out(id, value) cdk.CfnOutput(stack, id, { value = value }) end
  local Attribute, Metadata = cognito.ProviderAttribute, cognito.UserPoolIdentityProviderSamlMetadata
  local user_pool = cognito.UserPool(stack, "Pool")
  local attribute_mapping = {
    custom = { born = Attribute.other("birthday"), level = Attribute.FACEBOOK_ID }, email = Attribute.AMAZON_EMAIL,
    email_verified = Attribute.APPLE_EMAIL_VERIFIED, family_name = Attribute.GOOGLE_FAMILY_NAME,
    fullname = Attribute.GOOGLE_NAMES, profile_picture = Attribute.GOOGLE_PICTURE, timezone = Attribute.other("tz"),
  }
  local function secret(id) return cdk.SecretValue.secrets_manager(id) end
  local amazon = cognito.UserPoolIdentityProviderAmazon(stack, "Amazon", {
    user_pool = user_pool, client_id = "a", client_secret = "s", scopes = { "profile", "postal_code" },
    attribute_mapping = attribute_mapping,
  })
  user_pool:add_client "Early"
  cognito.UserPoolIdentityProviderAmazon(stack, "AmazonAgain", {
    user_pool = cognito.UserPool(stack, "Other"), client_id = "a", client_secret = "s", attribute_mapping = {},
  })
  cognito.UserPoolIdentityProviderApple(stack, "Apple", {
    user_pool = user_pool, client_id = "a", team_id = "t", key_id = "k", private_key_value = secret("key"),
  })
  cognito.UserPoolIdentityProviderApple(stack, "AppleText", {
    user_pool = user_pool, client_id = "a", team_id = "t", key_id = "k", private_key = "p",
    scopes = { "email", "name" }, attribute_mapping = { custom = {} },
  })
  cognito.UserPoolIdentityProviderFacebook(stack, "Facebook", {
    user_pool = user_pool, client_id = "f", client_secret = "s", api_version = "v20.0",
    scopes = { "public_profile", cdk.Fn.import_value "scope" },
  })
  cognito.UserPoolIdentityProviderFacebook(stack, "FacebookPlain", {
    user_pool = user_pool, client_id = "f", client_secret = "s",
  })
  cognito.UserPoolIdentityProviderGoogle(stack, "Google", {
    user_pool = user_pool, client_id = "g", client_secret_value = secret("google"), scopes = { "email", "openid" },
    attribute_mapping = attribute_mapping,
  })
  cognito.UserPoolIdentityProviderGoogle(stack, "GoogleText", {
    user_pool = user_pool, client_id = "g", client_secret = "s",
  })
  cognito.UserPoolIdentityProviderOidc(stack, "Oidc", {
    user_pool = user_pool, client_id = "o", client_secret = "s", issuer_url = "https://issuer.example",
    attribute_request_method = cognito.OidcAttributeRequestMethod.POST, identifiers = { "a", "b" }, name = "Own-Üser",
    endpoints = {
      authorization = "https://i/a", jwks_uri = "https://i/j", token = "https://i/t", user_info = "https://i/u",
    },
    scopes = { "openid", cdk.Fn.import_value "scope" }, attribute_mapping = attribute_mapping,
  })
  cognito.UserPoolIdentityProviderOidc(stack, "OidcWithAnIdThatIsLongerThanNamesMayBe", {
    user_pool = user_pool, client_id = "o", client_secret = "s", issuer_url = "https://issuer.example",
  })
  cognito.UserPoolIdentityProviderOidc(stack, "O", {
    user_pool = user_pool, client_id = "o", client_secret = "s", issuer_url = "https://issuer.example", name = "",
  })
  cognito.UserPoolIdentityProviderSaml(stack, "Saml", {
    user_pool = user_pool, metadata = Metadata.url("https://saml.example/metadata"), encrypted_responses = true,
    identifiers = { "a" }, idp_initiated = true, idp_signout = true, name = "saml",
    request_signing_algorithm = cognito.SigningAlgorithm.RSA_SHA256, attribute_mapping = attribute_mapping,
  })
  local saml = cognito.UserPoolIdentityProviderSaml(stack, "SamlWithAnIdThatIsLongerThanNamesMayBe", {
    user_pool = user_pool, metadata = Metadata.file("<xml/>"), encrypted_responses = false,
  })
  local imported = cognito.UserPoolIdentityProvider.from_provider_name(stack, "Imported", "existing")
  user_pool:register_identity_provider(imported)
  user_pool:register_identity_provider(imported)
  user_pool:add_client "Late"
  out("Amazon1", amazon.provider_name)
  out("Ref", saml.user_pool_identity_provider_ref.provider_name)
  out("RefPool", saml.user_pool_identity_provider_ref.user_pool_id)
  out("ImportedRef", imported.user_pool_identity_provider_ref.provider_name)
end

function cases.pools_that_exist(app)
  local stack = cdk.Stack(app, "S")
  local function out(id, value) cdk.CfnOutput(stack, id, { value = value }) end
  local by_id = cognito.UserPool.from_user_pool_id(stack, "ById", "eu-west-1_abc")
  local by_arn = cognito.UserPool.from_user_pool_arn(stack, "ByArn",
    "arn:aws:cognito-idp:us-east-1:444455556666:userpool/us-east-1_def")
  local by_token = cognito.UserPool.from_user_pool_arn(stack, "ByToken", cdk.Fn.import_value("pool"))
  for place, pool in ipairs { by_id, by_arn, by_token } do
    local i = place - 1
    out("Arn" .. i, pool.user_pool_arn)
    out("Id" .. i, pool.user_pool_id)
    out("Name" .. i, pool.user_pool_provider_name)
    out("Ref" .. i, pool.user_pool_ref.user_pool_id)
    out("Region" .. i, pool.env.region)
    pool:add_client("Client", { generate_secret = true })
    pool:add_domain("Domain", { cognito_domain = { domain_prefix = cdk.Fn.import_value("prefix") } })
    pool:add_group("Group", { group_name = "g" })
    pool:add_resource_server("Server", { identifier = "x" })
    cognito.UserPoolIdentityProviderAmazon(stack, "Amazon" .. i, {
      user_pool = pool, client_id = "a", client_secret = "s",
    })
    pool:grant(iam.User(stack, "User" .. i), "cognito-idp:AdminGetUser")
  end
  by_id:add_client("Second")
  cognito.UserPool(stack, "Mail", {
    email = cognito.UserPoolEmail.with_ses {
      from_email = cdk.Fn.import_value "from", from_name = cdk.Fn.import_value "name", ses_region = cdk.Aws.REGION,
    },
  })
  cognito.UserPool(stack, "Anyhow", { mfa = cognito.Mfa.REQUIRED })
end
describe("aws_cognito", function()
  golden.check("aws_cognito", cases)

  -- Fails unless each construct of `class` with these props is refused by its text. The stack has no region.
  local function refuses_each(class, own, texts)
    local stack, n = cdk.Stack(cdk.App(), "S"), 0
    own = own(stack)
    for text, more in pairs(texts) do
      local props = {}
      for name, value in pairs(own) do props[name] = value end
      for name, value in pairs(more) do props[name] = value end
      n = n + 1
      refuses(text, class, stack, "C" .. n, props)
    end
  end

  local function of_pool(stack) return { user_pool = cognito.UserPool(stack, "Pool") } end

  it("refuses user pools that Cognito does not have", function()
    local UserPoolEmail = cognito.UserPoolEmail
    local function mail(options) return { email = UserPoolEmail.with_ses(options) } end
    local by_email = { mfa = cognito.Mfa.REQUIRED, mfa_second_factor = { sms = false, otp = false, email = true } }
    local function with(more)
      local all = {}
      for name, value in pairs(by_email) do all[name] = value end
      for name, value in pairs(more) do all[name] = value end
      return all
    end
    local ses = UserPoolEmail.with_ses { from_email = "a@b.example", ses_region = "us-east-1" }
    local LITE = cognito.FeaturePlan.LITE
    refuses_each(cognito.UserPool, function(stack)
      return { user_pool_name = "p", sms_role_external_id = stack.node.id }
    end, {
      ["sign_in_aliases with preferred_username need username = true, too"] =
        { sign_in_aliases = { preferred_username = true, email = true } },
      ["mfa_message must contain {####}, which stands for the code"] = { mfa_message = "Code: ####" },
      ["mfa_message must have at most 140 characters, got 141"] = { mfa_message = "{####}" .. ("x"):rep(135) },
      ["email_body must contain {####}, which stands for the code"] = { user_verification = { email_body = "x" } },
      ["sms_message must contain {####}, which stands for the code"] = { user_verification = { sms_message = "x" } },
      ["email_body must contain {##Verify Email##}, with any text in the middle, which stands for the link"] = {
        user_verification = { email_style = cognito.VerificationEmailStyle.LINK, email_body = "{## a \u{7F} ##}" },
        sign_in_policy = { allowed_first_auth_factors = { password = true, passkey = true } }, feature_plan = LITE,
        advanced_security_mode = cognito.AdvancedSecurityMode.AUDIT,
        custom_threat_protection_mode = cognito.CustomThreatProtectionMode.AUDIT_ONLY,
      },
      ["codes by e-mail as second factor need an email of UserPoolEmail.with_ses"] = by_email,
      ["codes by e-mail as second factor need FeaturePlan.ESSENTIALS or FeaturePlan.PLUS"] =
        with { email = ses, feature_plan = LITE },
      ["UserPoolEmail.with_ses needs ses_region where the stack's region is unknown"] =
        mail { from_email = "a@b.example" },
      ["from_email must be an address of the ses_verified_domain 'b.example', got 'a@c.example'"] =
        mail { from_email = "a@c.example", ses_verified_domain = "b.example", ses_region = "us-east-1" },
      ["the part of an e-mail address before the @ must be ASCII, got 'ä@b.example'"] =
        { email = UserPoolEmail.with_cognito "ä@b.example" },
    })
    refuses_each(cognito.UserPool, function(stack) return { sms_role = iam.Role.from_role_name(stack, "R", "r") } end,
      { ["enable_sms_role = false and sms_role are mutually exclusive"] = { enable_sms_role = false } })
    refuses("max_len must be at most 2048, got 2049", cognito.StringAttribute, { max_len = 2049 })
    refuses("min_len must not be negative, got -1", cognito.StringAttribute, { min_len = -1 })
    refuses("a user pool ARN has the form arn:<partition>:cognito-idp:<region>:<account>:userpool/<user pool id>",
      cognito.UserPool.from_user_pool_arn, cdk.Stack(cdk.App(), "S"), "P", "arn:aws:cognito-idp:eu-west-1:1:userpool")
  end)

  it("refuses triggers that are there already, or need more", function()
    local stack = cdk.Stack(cdk.App(), "S")
    local fn, pool = new_function(stack, "Fn"), cognito.UserPool(stack, "Pool")
    local Operation, V2_0 = cognito.UserPoolOperation, cognito.LambdaVersion.V2_0
    refuses("custom_sms_sender needs custom_sender_kms_key", cognito.UserPool, stack, "P", {
      lambda_triggers = { custom_sms_sender = fn },
    })
    refuses("custom_email_sender needs custom_sender_kms_key", pool.add_trigger, pool, Operation.CUSTOM_EMAIL_SENDER,
      fn)
    refuses("lambda_version V2_0 is only for UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG", pool.add_trigger, pool,
      Operation.PRE_SIGN_UP, fn, V2_0)
    pool:add_trigger(Operation.PRE_SIGN_UP, fn)
    refuses("the trigger preSignUp already exists", pool.add_trigger, pool, Operation.of "PreSignUp", fn)
  end)

  it("refuses clients that Cognito does not have", function()
    local Duration = cdk.Duration
    refuses_each(cognito.UserPoolClient, of_pool, {
      ["o_auth and disable_o_auth are mutually exclusive"] = { disable_o_auth = true, o_auth = {} },
      ["callback_urls must have a URL for authorization_code_grant and implicit_code_grant"] = {
        o_auth = { callback_urls = {} },
      },
      ["client_credentials cannot be combined with authorization_code_grant or implicit_code_grant"] = {
        o_auth = { flows = { client_credentials = true, implicit_code_grant = true } },
      },
      ["default_redirect_uri must be one of callback_urls, got 'https://b.example'"] = {
        o_auth = { default_redirect_uri = "https://b.example", callback_urls = { "https://a.example" } },
      },
      ["default_redirect_uri must have 1 to 1024 characters and no blanks, got 'a b'"] = {
        o_auth = { default_redirect_uri = "a b", callback_urls = { "a b" } },
      },
      ["enable_propagate_additional_user_context_data needs a client with a secret: generate_secret = true"] = {
        enable_propagate_additional_user_context_data = true,
      },
      ["auth_session_validity must be between 3 minutes and 15 minutes, got 2 minutes"] = {
        auth_session_validity = Duration.minutes(2),
      },
      ["id_token_validity must be between 5 minutes and 1 day, got 2 days"] = { id_token_validity = Duration.days(2) },
      ["access_token_validity must be between 5 minutes and 1 hour, got 1 hour 1 minute"] = {
        access_token_validity = Duration.minutes(61), refresh_token_validity = Duration.hours(1),
      },
      ["access_token_validity must be between 5 minutes and 1 day, got 4 minutes"] = {
        access_token_validity = Duration.minutes(4), refresh_token_validity = Duration.days(10),
      },
      ["refresh_token_validity must be between 1 hour and 3650 days, got 59 minutes"] = {
        refresh_token_validity = Duration.minutes(59),
      },
      ["refresh_token_rotation_grace_period must be between 0 seconds and 1 minute, got 1 minute 1 second"] = {
        refresh_token_rotation_grace_period = Duration.seconds(61),
      },
      ["analytics need either an application, or all of application_id, external_id and role"] = {
        analytics = { application_id = "a", external_id = "e" },
      },
    })
    local stack = cdk.Stack(cdk.App(), "S")
    refuses("give supported_identity_providers, or a user_pool that is a UserPool", cognito.UserPoolClient, stack, "C",
      { user_pool = cognito.CfnUserPool(stack, "L1") })
    local client = cognito.UserPool(stack, "Pool"):add_client "Client"
    refuses("user_pool_client_name is known only for a client that was given one",
      function() return client.user_pool_client_name end)
    refuses("user_pool_client_secret needs generate_secret = true",
      function() return client.user_pool_client_secret end)
  end)

  it("refuses domains, groups and providers that Cognito does not have", function()
    local Metadata = cognito.UserPoolIdentityProviderSamlMetadata
    refuses_each(cognito.UserPoolDomain, of_pool, {
      ["give exactly one of cognito_domain and custom_domain, got neither"] = {},
      ["domain_prefix can contain only lower-case letters, digits and hyphens, got 'Upper'"] = {
        cognito_domain = { domain_prefix = "Upper" },
      },
    })
    refuses_each(cognito.UserPoolGroup, of_pool, {
      ["description must have at most 2048 characters, got 2049"] = { description = ("x"):rep(2049) },
      ["precedence must be between 0 and 2147483647, got -1"] = { precedence = -1 },
      ["precedence must be between 0 and 2147483647, got 2147483648"] = { precedence = 2147483648 },
      ["group_name must have 1 to 128 letters, digits, symbols or punctuation marks and no blanks, got 'a b'"] = {
        group_name = "a b",
      },
    })
    refuses_each(cognito.UserPoolIdentityProviderApple, function(stack)
      return { user_pool = cognito.UserPool(stack, "Pool"), client_id = "c", key_id = "k", team_id = "t" }
    end, {
      ["give exactly one of private_key and private_key_value, got neither"] = {},
      ["give exactly one of private_key and private_key_value, got both"] =
        { private_key = "k", private_key_value = cdk.SecretValue.unsafe_plain_text "k" },
    })
    refuses_each(cognito.UserPoolIdentityProviderOidc, function(stack)
      return { user_pool = cognito.UserPool(stack, "Pool"), client_id = "c", client_secret = "s", issuer_url = "i" }
    end, {
      ["the name of an identity provider must have 3 to 32 characters, got 2: 'ab'"] = { name = "ab" },
      ["can contain no blanks, and no underscores but as its second character, got 'a b c'"] = { name = "a b c" },
      ["can contain no blanks, and no underscores but as its second character, got 'abc_'"] = { name = "abc_" },
    })
    refuses_each(cognito.UserPoolIdentityProviderSaml, function(stack)
      return { user_pool = cognito.UserPool(stack, "Pool"), metadata = Metadata.url "u" }
    end, { ["the name of an identity provider must have 3 to 32 characters"] = { name = ("x"):rep(33) } })
  end)

  it("knows of an imported resource only what it was imported with", function()
    local stack = cdk.Stack(cdk.App(), "S")
    local client = cognito.UserPoolClient.from_user_pool_client_id(stack, "Client", "c")
    refuses("the user pool of something imported by its client_id alone is unknown",
      function() return client.user_pool_client_ref.user_pool_id end)
    refuses("user_pool_client_secret is unknown for an imported client",
      function() return client.user_pool_client_secret end)
    local pool = cognito.UserPool(stack, "Pool")
    local silent = pool:add_client("Silent", { o_auth = { flows = { client_credentials = true } } })
    local domain = pool:add_domain("Domain", { cognito_domain = { domain_prefix = "d" } })
    refuses("sign_in_url needs a client with authorization_code_grant or implicit_code_grant", domain.sign_in_url,
      domain, silent, { redirect_uri = "u" })
  end)

  it("says what is deprecated, and what to use instead", function()
    local result = luacdk.script [[
      local stack = cdk.Stack(cdk.App(), "S")
      local pool = cognito.UserPool(stack, "P", { advanced_security_mode = cognito.AdvancedSecurityMode.AUDIT })
      local _ = pool:add_domain("D", { cognito_domain = { domain_prefix = "d" } }).cloud_front_domain_name
      cognito.UserPoolIdentityProviderGoogle(stack, "G", { user_pool = pool, client_id = "c", client_secret = "s" })
      cognito.UserPoolIdentityProviderApple(stack, "A",
        { user_pool = pool, client_id = "c", key_id = "k", team_id = "t", private_key = "p" })
    ]]
    for member, instead in pairs {
      ["UserPoolProps#advanced_security_mode"] = "`standard_threat_protection_mode` and",
      ["UserPoolDomain#cloud_front_domain_name"] = "`cloud_front_endpoint`",
      ["UserPoolIdentityProviderGoogleProps#client_secret"] = "`client_secret_value`",
      ["UserPoolIdentityProviderAppleProps#private_key"] = "`private_key_value`",
    } do
      assert.truthy(result.err:find(member .. " is deprecated.\n  use " .. instead, 1, true), result.err)
    end
  end)
end)
