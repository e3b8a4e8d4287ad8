local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

local is_unresolved = engine.is_unresolved

--- Building and splitting ARNs.
local Arn = engine.class("aws_cdk.Arn")

-- Values of ArnFormat.
local NO_NAME = "arn:aws:service:region:account:resource"
local COLON_NAME = "arn:aws:service:region:account:resource:resourceName"
local SLASH_NAME = "arn:aws:service:region:account:resource/resourceName"
local SLASH_SLASH_NAME = "arn:aws:service:region:account:/resource/resourceName"

--- `components`: service, resource, resource_name, arn_format; partition, region and account default to the stack's.
function Arn.format(components, stack)
  local partition = components.partition or stack and stack.partition
  local region = components.region or stack and stack.region
  local account = components.account or stack and stack.account
  if not partition or not region or not account then
    engine.fail(nil, "Arn.format without a stack needs partition (%s), region (%s) and account (%s)",
      engine.display(partition), engine.display(region), engine.display(account))
  end
  local format, name = components.arn_format, components.resource_name
  local lead = format == SLASH_SLASH_NAME and ":/" or ":"
  local arn = "arn:" .. partition .. ":" .. components.service .. ":" .. region .. ":" .. account .. lead
    .. components.resource
  if name == nil then return arn end
  return arn .. (format == COLON_NAME and ":" or "/") .. name
end

-- The parts of an ARN between its colons, or "token". An ARN with a literal start can be split although parts of it are
-- tokens; a part that is only a token is that token.
local function shape(arn)
  if type(arn) ~= "string" and is_unresolved(arn) then arn = tostring(arn) end
  if type(arn) ~= "string" or arn:sub(1, 4) ~= "arn:" then
    if is_unresolved(arn) then return "token" end
    engine.fail(nil, "an ARN starts with \"arn:\" and has at least six parts, got %s", engine.display(arn))
  end
  local parts, from = {}, 1
  while true do
    local colon = arn:find(":", from, true)
    local part = arn:sub(from, colon and colon - 1)
    parts[#parts + 1] = engine.reverse(part) or part
    if not colon then break end
    from = colon + 1
  end
  for index, what in pairs { [2] = "partition", [3] = "service", [6] = "resource" } do
    if (parts[index] or "") == "" then
      engine.fail(nil, "the %s (part %d) of an ARN is required: %s", what, index, engine.display(arn))
    end
  end
  return parts
end

local function split_token(arn, format)
  local Fn = cdk.Fn
  local parts = Fn.split(":", arn)
  local resource, name
  if format == NO_NAME or format == COLON_NAME then
    resource = Fn.select(5, parts)
    if format == COLON_NAME then name = Fn.select(6, parts) end
  else
    local last = Fn.split("/", Fn.select(5, parts))
    local first = format == SLASH_NAME and 0 or 1
    resource, name = Fn.select(first, last), Fn.select(first + 1, last)
  end
  return {
    partition = Fn.select(1, parts), service = Fn.select(2, parts), region = Fn.select(3, parts),
    account = Fn.select(4, parts), resource = resource, resource_name = name, arn_format = format,
  }
end

local function nonempty(text)
  return text ~= "" and text or nil
end

--- The components of an ARN. The format of a literal ARN is detected; for a token `arn_format` says what to expect.
function Arn.split(arn, arn_format)
  local parts = shape(arn)
  if parts == "token" then return split_token(arn, arn_format) end
  local tail = parts[6]
  local found = NO_NAME
  local resource, name
  local start = tail:sub(1, 1) == "/" and 2 or 1
  local slash = tail:find("/", start, true)
  if slash and arn_format == NO_NAME then
    slash = nil
  elseif slash then
    found = start == 1 and SLASH_NAME or SLASH_SLASH_NAME
  elseif #parts > 6 then
    found = COLON_NAME
  end
  if slash then
    resource, name = tail:sub(start, slash - 1), tail:sub(slash + 1)
  else
    resource = tail
  end
  if #parts > 6 then
    -- Parts may be tokens, which table.concat does not accept.
    local rest = parts[7]
    for i = 8, #parts do
      rest = rest .. ":" .. parts[i]
    end
    name = name and name ~= "" and name .. ":" .. rest or rest
  end
  return {
    partition = nonempty(parts[2]), service = nonempty(parts[3]), region = parts[4], account = parts[5],
    resource = nonempty(resource), resource_name = name, arn_format = found,
  }
end

--- The resource name of an ARN whose resource must be `resource_type`.
function Arn.extract_resource_name(arn, resource_type)
  if shape(arn) == "token" then
    return cdk.Fn.select(1, cdk.Fn.split(":" .. resource_type .. "/", arn))
  end
  local parts = Arn.split(arn, SLASH_NAME)
  if not is_unresolved(parts.resource) and parts.resource ~= resource_type then
    engine.fail(nil, "expected an ARN of a %s, got a %s: %s", engine.display(resource_type),
      engine.display(parts.resource),
      engine.display(arn))
  end
  if not parts.resource_name or parts.resource_name == "" then
    engine.fail(nil, "the ARN %s has no resource name", engine.display(arn))
  end
  return parts.resource_name
end

return { Arn = Arn }
