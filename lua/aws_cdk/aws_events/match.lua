-- Conditions in event patterns.
local engine = require "luacdk.engine"

local fail, display = engine.fail, engine.display

local Match = engine.class "aws_cdk.aws_events.Match"

local function one(value) return { engine.intrinsic(value, "any") } end

--- The field is null.
function Match.null_value() return one(engine.NULL) end

--- The field is there, or is not.
function Match.exists() return one { exists = true } end
function Match.does_not_exist() return one { exists = false } end

--- The field equals this string.
function Match.exact_string(value) return { value } end
function Match.equals_ignore_case(value) return one { ["equals-ignore-case"] = value } end

--- The field begins or ends with this string.
function Match.prefix(value) return one { prefix = value } end
function Match.suffix(value) return one { suffix = value } end
function Match.prefix_equals_ignore_case(value) return one { prefix = { ["equals-ignore-case"] = value } } end
function Match.suffix_equals_ignore_case(value) return one { suffix = { ["equals-ignore-case"] = value } } end

--- The field matches a string with wildcards (*).
function Match.wildcard(value) return one { wildcard = value } end

local function is_ipv4(address)
  local count = 0
  for part in (address .. "."):gmatch "(.-)%." do
    count = count + 1
    if not part:find "^%d%d?%d?$" then return false end
  end
  return count == 4
end

local function is_ipv6(address)
  if not address:find "^[%x:.]+$" or not address:find(":", 1, true) or address:find(":::", 1, true) then
    return false
  end
  local before, after = address:match "^(.-)::(.*)$"
  local groups = 0
  for _, half in ipairs { before or address, after or "" } do
    for group in half:gmatch "[^:]+" do
      if group:find(".", 1, true) then
        if not is_ipv4(group) then return false end
        groups = groups + 2
      elseif #group > 4 then
        return false
      else
        groups = groups + 1
      end
    end
  end
  if before then return groups < 8 and not after:find("::", 1, true) end
  return groups == 8
end

--- The field is an address of this range, such as "10.0.0.0/24" or "2001:db8::/32".
function Match.cidr(range)
  if not engine.is_unresolved(range) then
    local address, bits = range:match "^([^/]+)/(%d+)$"
    address, bits = address or range, tonumber(bits or 0)
    if not (is_ipv4(address) and bits <= 32) and not (is_ipv6(address) and bits <= 128) then
      fail(nil, "an IP address range is written like \"10.0.0.0/24\" or \"2001:db8::/32\", got %s", display(range))
    end
  end
  return one { cidr = range }
end
Match.ip_address_range = Match.cidr

local function check_values(values)
  if #values == 0 then fail(nil, "anything_but needs at least one value") end
end

--- The field is anything except these strings or numbers.
function Match.anything_but(...)
  local values = { ... }
  check_values(values)
  local kind = type(values[1]) == "number" and "number" or "string"
  for _, value in ipairs(values) do
    local own = type(value) == "number" and "number" or "string"
    if own ~= kind or type(value) == "boolean" or type(value) == "table" then
      fail(nil, "anything_but takes only strings or only numbers, got %s", display(value))
    end
  end
  return one { ["anything-but"] = values }
end

local function anything_but(key)
  return function(...)
    local values = { ... }
    check_values(values)
    return one { ["anything-but"] = { [key] = #values == 1 and values[1] or values } }
  end
end

Match.anything_but_prefix = anything_but "prefix"
Match.anything_but_suffix = anything_but "suffix"
Match.anything_but_wildcard = anything_but "wildcard"
Match.anything_but_equals_ignore_case = anything_but "equals-ignore-case"

local function numeric(operator)
  return function(value) return one { numeric = { operator, value } } end
end

Match.greater_than = numeric ">"
Match.greater_than_or_equal = numeric ">="
Match.less_than = numeric "<"
Match.less_than_or_equal = numeric "<="
Match.equal = numeric "="

--- The field is a number from lower to upper, both included.
function Match.interval(lower, upper)
  if lower > upper then fail(nil, "the interval is empty: %s is greater than %s", display(lower), display(upper)) end
  return Match.all_of(Match.greater_than_or_equal(lower), Match.less_than_or_equal(upper))
end

local function check_matchers(count)
  if count == 0 then fail(nil, "at least one matcher must be given") end
end

--- All of the given numeric conditions are true.
function Match.all_of(...)
  check_matchers(select("#", ...))
  local matchers = { ... }
  return engine.lazy(function(ctx)
    local merged = {}
    for _, matcher in ipairs(matchers) do
      for _, condition in ipairs(ctx:resolve(matcher)) do
        if type(condition) ~= "table" or not condition.numeric then
          fail(nil, "Match.all_of merges numeric conditions only (greater_than, less_than, …)")
        end
        for _, part in ipairs(condition.numeric) do merged[#merged + 1] = part end
      end
    end
    return { { numeric = merged } }
  end, { kind = "list" })
end

--- At least one of the given conditions is true.
function Match.any_of(...)
  local given, count = { ... }, select("#", ...)
  check_matchers(count)
  local all, lists = {}, false
  for i = 1, count do
    local matcher = given[i]
    if type(matcher) == "table" then
      for _, condition in ipairs(matcher) do all[#all + 1] = condition end
    else
      lists = lists or engine.token_type(matcher) == "list"
      all[#all + 1] = matcher
    end
  end
  if not lists then return all end
  -- A merged condition is a list that is known only when it is rendered.
  return engine.lazy(function(ctx)
    local flat = {}
    for _, matcher in ipairs(all) do
      local resolved = ctx:resolve(matcher)
      if type(resolved) == "table" and #resolved > 0 then
        for _, condition in ipairs(resolved) do flat[#flat + 1] = condition end
      else
        flat[#flat + 1] = resolved
      end
    end
    return flat
  end, { kind = "list" })
end

return { Match = Match }
