-- Random calls of everything that code in the sandbox reaches, with random values, raw sets and swapped parts, under
-- the sanitizers: tools/fuzz/run. Arguments: how many calls, and the number that chooses them (the same number, the
-- same calls).
local pcall, print, next, rawget, rawset, type = pcall, print, next, rawget, rawset, type -- stay whole
local calls, seed = ...
calls, seed = tonumber(calls), tonumber(seed)

-- A generator of our own: the same numbers on every machine.
local state = seed * 2654435761 % 4294967296 | 1
local function random(n)
  state = state ~ (state << 13) & 0xffffffff
  state = state ~ (state >> 17)
  state = state ~ (state << 5) & 0xffffffff
  return state % n + 1
end

local function pick(list) return list[random(#list)] end

-- ---- values ---------------------------------------------------------------------------------------------------------

local pool = {} -- what was met on the way
local POOL = 400

local function remember(value)
  local kind = type(value)
  if kind == "table" or kind == "function" or kind == "userdata" or kind == "thread" then
    if #pool < POOL then pool[#pool + 1] = value else pool[random(POOL)] = value end
  end
end

local NAMES = { "", "S", "B", "id", "node", "scope", "Ref", "Fn::Join", "a/b", "..", ("x"):rep(300), "\0", "\255\254",
  "__index", "us-east-1", "${Token[TOKEN.1]}", "arn:aws:s3:::x", "index.handler", "constructor",
  "name", "path", "default" }
local NUMBERS = { 0, 1, -1, 2, 0.5, -0.0, 1 / 0, -1 / 0, 0 / 0, 2 ^ 53, math.mininteger, math.maxinteger, 1e308 }
local METHODS = { "__index", "__newindex", "__call", "__tostring", "__name", "__len", "__pairs", "__concat", "__eq",
  "__lt", "__close", "__mode", "__metatable" }

local value

local MAKERS = {
  function() return nil end,
  function() return random(2) == 1 end,
  function() return pick(NUMBERS) end,
  function() return pick(NAMES) end,
  function() return {} end,
  function() return { value(), value(), [pick(NAMES)] = value() } end,
  function() return setmetatable({}, { [pick(METHODS)] = value() }) end,
  function() local result = value() return function() return result end end,
  function() return error end,
  function() return coroutine.create(function() coroutine.yield() end) end,
  function() return cdk.Lazy.any { produce = function() return pick(pool) end } end,
  function() return cdk.Fn.ref(pick(NAMES)) end,
}

local depth = 0
function value()
  if depth > 3 or random(3) == 1 then return pick(pool) end
  depth = depth + 1
  local ok, made = pcall(pick(MAKERS))
  depth = depth - 1
  return ok and made or nil
end

-- ---- steps ----------------------------------------------------------------------------------------------------------

local function look(from)
  if type(from) ~= "table" then return end
  local key
  for _ = 1, random(30) do
    local ok, following = pcall(next, from, key)
    if not ok or following == nil then break end
    key = following
  end
  if key ~= nil then remember(rawget(from, key)) remember(key) end
end

local function new_tree()
  local stack = cdk.Stack(cdk.App(), "S" .. random(1000))
  remember(stack)
  remember(stack.node)
  remember(s3.Bucket(stack, "B"))
  remember(lambda.Code.from_inline "x")
  remember(iam.PolicyStatement { actions = { "a:b" }, resources = { "*" } })
end

local MODULES = { "cdk", "s3", "lambda", "iam", "sqs", "sns", "logs", "ecr", "kms", "events", "constructs", "string",
  "table", "math", "utf8", "coroutine" }

local STEPS = {
  function() local f = pick(pool) remember(f(value(), value(), value(), value())) end,
  function() local f = pick(pool) remember((f(pick(pool), value(), value()))) end,
  function() local t, key = pick(pool), pick(NAMES) remember(t[key]) end,
  function() look(pick(pool)) end,
  function() look(pick(pool)) end,
  function() local t = pick(pool) rawset(t, pick(NAMES), value()) end,
  function() -- puts something else into a field that is there
    local t = pick(pool)
    local key = next(t)
    for _ = 1, random(8) do key = next(t, key) or key end
    rawset(t, key, value())
  end,
  function() local t = pick(pool) t[pick(NAMES)] = value() end,
  function() setmetatable(pick(pool), pick(pool)) end,
  function() remember(getmetatable(pick(pool))) end,
  function() local co = coroutine.wrap(pick(pool)) remember(co(value(), value())) end,
  function() local module = _ENV[pick(MODULES)] look(module) remember(module) end,
  function() local t = pick(pool) remember(t(value(), pick(NAMES), { [pick(NAMES)] = value() })) end,
  function() local stack = pick(pool) remember(stack:resolve(value())) end,
  function() local t = pick(pool) remember(t:to_string()) end,
  new_tree,
}

new_tree()
for count = 1, calls do
  pcall(pick(STEPS))
  if count % 1000 == 0 then print(count .. " calls") end
  if count % 5000 == 0 then pool = {} end
  if #pool < 5 then pcall(new_tree) end
end
