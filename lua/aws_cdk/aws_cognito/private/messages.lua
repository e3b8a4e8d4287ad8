--- The messages that a user pool sends to its users, as L1 properties.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"

local fail, is_unresolved = engine.fail, engine.is_unresolved

local CODE = "{####}"
local LINK = "{##Verify Email##}"
local LINK_PATTERN = [[\{##(?:[^\p{C}]|\s)*##\}]]

local M = {}

local function check_code(self, name, text)
  if not is_unresolved(text) and not text:find(CODE, 1, true) then
    fail(self, "%s must contain %s, which stands for the code", name, CODE)
  end
end

--- The message with a code as second factor.
function M.of_mfa(self, props)
  local text = props.mfa_message
  if text and text ~= "" and not is_unresolved(text) then
    check_code(self, "mfa_message", text)
    l2.at_most(self, "aws_cognito.CfnUserPoolProps.sms_authentication_message", text, "mfa_message")
  end
  return text
end

--- The messages that verify an address or a number: verification_message_template.
function M.of_verification(self, props)
  local given = props.user_verification or {}
  local subject = given.email_subject or "Verify your new account"
  local sms = given.sms_message or "The verification code to your new account is " .. CODE
  if given.email_style == "CONFIRM_WITH_LINK" then
    local body = given.email_body or "Verify your account by clicking on " .. LINK
    if not is_unresolved(body) and not engine.matches(LINK_PATTERN, body, "u") then
      fail(self, "email_body must contain %s, with any text in the middle, which stands for the link", LINK)
    end
    return {
      default_email_option = "CONFIRM_WITH_LINK", email_message_by_link = body, email_subject_by_link = subject,
      sms_message = sms,
    }
  end
  local body = given.email_body or "The verification code to your new account is " .. CODE
  check_code(self, "email_body", body)
  check_code(self, "sms_message", sms)
  return {
    default_email_option = "CONFIRM_WITH_CODE", email_message = body, email_subject = subject, sms_message = sms,
  }
end

--- The invitation of users whom an administrator creates, or nil.
function M.of_invitation(props)
  local given = props.user_invitation
  return given and {
    email_message = given.email_body, email_subject = given.email_subject, sms_message = given.sms_message,
  }
end

return M
