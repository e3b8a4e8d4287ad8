-- Random calls of everything that code in the sandbox reaches, with random values, raw sets and swapped parts, under
-- the sanitizers: tools/fuzz/run. Arguments: how many calls, the number that chooses them (the same number, the same
-- calls), and the names of all modules, with commas between them.
local pcall, print, next, rawget, rawset, type = pcall, print, next, rawget, rawset, type -- stay whole
local calls, seed, modules = ...
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

local pool, functions = {}, {} -- what was met on the way
local POOL = 400

local function keep(list, value)
  if #list < POOL then list[#list + 1] = value else list[random(POOL)] = value end
end

local function remember(value)
  local kind = type(value)
  if kind == "function" then keep(functions, value) end
  if kind == "table" or kind == "function" or kind == "userdata" or kind == "thread" then keep(pool, value) end
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

-- Held from the start: the modules will have other things in their places.
local App, Stack, Bucket, Code, Statement = cdk.App, cdk.Stack, s3.Bucket, lambda.Code, iam.PolicyStatement
local require = require
local Validations, Aspects, render = cdk.Validations, cdk.Aspects, cdk.testing.render

local app

local function new_tree()
  app = App()
  local stack = Stack(app, "S" .. random(1000))
  remember(stack)
  remember(stack.node)
  remember(Bucket(stack, "B"))
  remember(Code.from_inline "x")
  remember(Statement { actions = { "a:b" }, resources = { "*" } })
end

local MODULES = { "cdk", "s3", "lambda", "iam", "sqs", "sns", "logs", "ecr", "kms", "events", "constructs", "string",
  "table", "math", "utf8", "coroutine", "assertions", "cloudformation_include", "s3_assets", "ec2" }

local ALL = {}
for name in (modules or ""):gmatch "[^,]+" do ALL[#ALL + 1] = name end

local STEPS = {
  function() local f = pick(functions) remember(f(value(), value(), value(), value())) end,
  function() local f = pick(functions) remember((f(pick(pool), value(), value()))) end,
  function() local f = pick(functions) remember((f(pick(pool), pick(pool), pick(pool), value()))) end,
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
  function() local module = require(pick(ALL)) look(module) look(module) remember(module) end,
  function() local t = pick(pool) remember(t(value(), pick(NAMES), { [pick(NAMES)] = value() })) end,
  function() local t, key = pick(pool), pick(NAMES) remember(t[key](t, value(), value())) end,
  function() -- a method of one, for another
    local t = pick(pool)
    local key = next(t)
    for _ = 1, random(8) do key = next(t, key) or key end
    remember(t[key](pick(pool), value(), value()))
  end,
  function() Validations.of(pick(pool)):add_plugins(pick(pool)) end,
  function() Aspects.of(pick(pool)):add(pick(pool)) end,
  function() if random(10) == 1 then app:synth() end end,
  function() render(pick(pool), value(), value()) end,
  function() local stack = pick(pool) remember(stack:resolve(value())) end,
  function() local t = pick(pool) remember(t:to_string()) end,
  new_tree,
}

new_tree()
for count = 1, calls do
  pcall(pick(STEPS))
  if count % 1000 == 0 then print(count .. " calls") end
  if count % 500 == 0 then pool, functions = {}, {} end
  if #pool < 5 or count % 50 == 0 then pcall(new_tree) end
end
