--- Who sends a user pool's e-mails.
local engine = require "luacdk.engine"
local base64 = require "aws_cdk.private.base64"
local to_ascii = require "aws_cdk.aws_cognito.private.punycode"

local fail = engine.fail

local UserPoolEmail = engine.class "aws_cdk.aws_cognito.UserPoolEmail"

function UserPoolEmail:init() end

-- An address whose domain is in ASCII; the local part cannot be encoded.
local function address(given)
  given = given and tostring(given)
  if not given or given == "" then return nil end
  if not given:match("^[^@]*"):find "[\0-\x7F]" then
    fail(nil, "the part of an e-mail address before the @ must be ASCII, got %s", engine.display(given))
  end
  return to_ascii(given)
end

-- ---- by Cognito -----------------------------------------------------------------------------------------------------

local CognitoEmail = engine.class("aws_cdk.aws_cognito.CognitoEmail", UserPoolEmail)

function CognitoEmail:init(reply_to) self._reply_to = reply_to end

function CognitoEmail:_bind()
  return { reply_to_email_address = address(self._reply_to), email_sending_account = "COGNITO_DEFAULT" }
end

--- Cognito's own account sends them, with small quotas.
function UserPoolEmail.with_cognito(reply_to) return CognitoEmail(reply_to) end

-- ---- by Amazon SES --------------------------------------------------------------------------------------------------

local SESEmail = engine.class("aws_cdk.aws_cognito.SESEmail", UserPoolEmail)

function SESEmail:init(options) self._options = options end

local function is_quoted(name)
  local inside = name:match '^"(.*)"$'
  return inside and not inside:gsub("\\[^\n\r]", ""):find '[\\"]'
end

-- A display name as headers of mails have it: RFC 5322, and RFC 2047 beyond ASCII.
local function display_name(name)
  name = tostring(name)
  if name:find "[^\x20-\x7E]" then return "=?UTF-8?B?" .. base64(name) .. "?=" end
  if name:find "^[%w_ !#$%%&'*+,%-./=?^`{|}~]+$" or is_quoted(name) then return name end
  return '"' .. name:gsub('[\\"]', "\\%0") .. '"'
end

function SESEmail:_bind(scope)
  local options, stack = self._options, engine.stack_of(scope)
  if engine.is_unresolved(stack.region) and not options.ses_region then
    fail(scope, "UserPoolEmail.with_ses needs ses_region where the stack's region is unknown")
  end
  local from_email, domain = options.from_email, options.ses_verified_domain
  local from = address(from_email)
  if options.from_name and options.from_name ~= "" then
    from = display_name(options.from_name) .. " <" .. (from or "undefined") .. ">"
  end
  if domain and domain ~= "" and tostring(from_email):match "[^@]*$" ~= tostring(domain) then
    fail(scope, "from_email must be an address of the ses_verified_domain %s, got %s", engine.display(domain),
      engine.display(from_email))
  end
  return {
    from = from,
    reply_to_email_address = address(options.reply_to),
    configuration_set = options.configuration_set_name,
    email_sending_account = "DEVELOPER",
    source_arn = stack:format_arn {
      service = "ses", resource = "identity", resource_name = address(domain or from_email),
      region = options.ses_region or stack.region,
    },
  }
end

--- Amazon SES sends them from an address, or a domain, that is verified there.
function UserPoolEmail.with_ses(options) return SESEmail(options) end

return { UserPoolEmail = UserPoolEmail }
