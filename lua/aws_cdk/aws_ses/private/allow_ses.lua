-- Permissions with which SES may call functions.
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"

local ID <const> = "AllowSes"

local M = {}

--- The permission that the function has; nil if it has none, as imported functions that take none.
function M.permission(fn) return fn.permissions_node:try_find_child(ID) end

--- Lets SES call the function for this account.
function M.add(fn)
  fn:add_permission(ID, {
    action = "lambda:InvokeFunction", principal = iam.ServicePrincipal "ses.amazonaws.com",
    source_account = cdk.Aws.ACCOUNT_ID,
  })
end

return M
