-- Environment variables of builds, and the permissions to read the parameters and secrets that they name.
local engine = require "luacdk.engine"
local assembly = require "luacdk.assembly"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"

local is_unresolved = engine.is_unresolved

local PLAIN, PARAMETER, SECRET = "PLAINTEXT", "PARAMETER_STORE", "SECRETS_MANAGER"

-- The value as text, as JavaScript has it.
local function text_of(value)
  if type(value) == "string" then return value end
  if is_unresolved(value) then return engine.is_token(value) and value or tostring(value) end
  if type(value) ~= "table" then return assembly.print_json(value) end
  if #value == 0 and next(value) ~= nil then return "[object Object]" end
  local all = {}
  for i, one in ipairs(value) do all[i] = tostring(text_of(one)) end
  return table.concat(all, ",")
end

local function check_no_secret(scope, name, value)
  for _, token in ipairs(cdk.Tokenization.reverse_string(value).tokens) do
    if cdk.SecretValue.is_secret_value(token) then
      engine.fail(scope, "the environment variable %s has a secret as plain text, which the console shows; -> use the "
        .. "type SECRETS_MANAGER with the secret's name, or set check_secrets_in_plain_text_env_variables = false",
        engine.display(name))
    end
  end
end

-- The literal texts and tokens of a text.
local function pieces_of(value) return engine.fragments(tostring(value)) end

-- What comes before the first ":" of a text with tokens.
local function before_colon(value)
  local start = ""
  for _, piece in ipairs(pieces_of(value)) do
    local colon = type(piece) == "string" and piece:find(":", 1, true)
    if colon then
      piece = piece:sub(1, colon - 1)
      return start == "" and piece or start .. piece
    end
    start = start == "" and piece or start .. piece
  end
  return start
end

-- Whether the text begins so, tokens aside, and the text without that.
local function after(value, start)
  local pieces = pieces_of(value)
  local first = pieces[1]
  if type(first) ~= "string" or first:sub(1, #start) ~= start then return nil end
  local rest = first:sub(#start + 1)
  for i = 2, #pieces do rest = rest == "" and pieces[i] or rest .. pieces[i] end
  return rest
end

local function add(set, arn)
  local key = tostring(arn)
  if not set[key] then set[#set + 1] = arn end
  set[key] = true
end

-- Keys of another account: the default key of Secrets Manager serves no other accounts.
local function add_keys(keys, stack, place)
  add(keys, stack:format_arn {
    service = "kms", resource = "key", resource_name = "*", arn_format = cdk.ArnFormat.SLASH_RESOURCE_NAME,
    partition = place.partition, account = place.account, region = place.region,
  })
end

local function secret_by_arn(scope, stack, value, secrets, keys)
  local parts = stack:split_arn(value, cdk.ArnFormat.COLON_RESOURCE_NAME)
  local name = parts.resource_name
  if name == nil or name == "" then
    engine.fail(scope, "a secret's ARN ends with its name, got %s", engine.display(value))
  end
  add(secrets, stack:format_arn {
    service = "secretsmanager", resource = "secret", resource_name = before_colon(name) .. "*",
    arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME, partition = parts.partition, account = parts.account,
    region = parts.region,
  })
  local account = parts.account
  if account and account ~= ""
    and cdk.Token.compare_strings(account, stack.account) == cdk.TokenComparison.DIFFERENT then
    add_keys(keys, stack, parts)
  end
end

local function secret_by_token(stack, value, secrets, keys)
  local arn = before_colon(value)
  local tokens = cdk.Tokenization.reverse_string(value).tokens
  local target = #tokens == 1 and engine.reference_target(tokens[1])
  if target then
    local home = engine.stack_of(target)
    if cdk.Token.compare_strings(stack.account, home.account) == cdk.TokenComparison.DIFFERENT then
      add_keys(keys, stack, home)
      -- The physical name of a secret elsewhere lacks the characters that Secrets Manager appends.
      arn = arn .. "-??????"
    end
  end
  add(secrets, arn)
end

local function secret_by_name(stack, value, secrets)
  add(secrets, stack:format_arn {
    service = "secretsmanager", resource = "secret", resource_name = before_colon(value) .. "-??????",
    arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME,
  })
end

local function note_secret(scope, stack, value, secrets, keys)
  if after(value, "arn:") then
    secret_by_arn(scope, stack, value, secrets, keys)
  elseif is_unresolved(value) then
    secret_by_token(stack, value, secrets, keys)
  else
    secret_by_name(stack, value, secrets)
  end
end

local function allow(principal, action, resources)
  if #resources == 0 then return end
  principal.grant_principal:add_to_principal_policy(iam.PolicyStatement {
    actions = { action }, resources = table.move(resources, 1, #resources, 1, {}),
  })
end

--- The L1 property. Fails if a variable in plain text contains a secret and `no_plain_secrets` says that none may.
-- @param variables name → BuildEnvironmentVariable
-- @param principal who reads parameters and secrets, or nil
local function environment_variables(variables, no_plain_secrets, principal)
  local all, parameters, secrets, keys = engine.list {}, {}, {}, {}
  local stack = principal and engine.stack_of(principal)
  for i, name in ipairs(engine.keys(variables)) do
    local variable = variables[name]
    local kind, value = variable.type or PLAIN, text_of(variable.value)
    all[i] = { name = name, type = kind, value = value }
    if no_plain_secrets and kind == PLAIN then check_no_secret(principal, name, value) end
    if stack and kind == PARAMETER then
      parameters[#parameters + 1] =
        stack:format_arn { service = "ssm", resource = "parameter", resource_name = after(value, "/") or value }
    elseif stack and kind == SECRET then
      note_secret(principal, stack, value, secrets, keys)
    end
  end
  allow(principal, "ssm:GetParameters", parameters)
  allow(principal, "secretsmanager:GetSecretValue", secrets)
  allow(principal, "kms:Decrypt", keys)
  return all
end

return environment_variables
