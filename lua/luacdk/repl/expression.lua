--- Expressions that commands look at: evaluated in a child process, so that neither they nor what they read (a getter
--- that makes a construct) can change the tree.
local assembly = require "luacdk.assembly"
local engine = require "luacdk.engine"
local fork = require "luacdk.repl.fork"
local inspect = require "luacdk.repl.inspect"
local paths = require "luacdk.repl.paths"
local preview = require "luacdk.repl.preview"

local expression = {}

local CLASS = getmetatable(engine.Construct)

-- Where values are resolved that do not say it themselves: where the session is, else in the first stack.
local function some_scope(session)
  local construct = session.cwd ~= "" and paths.find(session.cwd) or nil
  local ok, stack = pcall(engine.stack_of, construct)
  if ok and stack then return stack end
  for _, app in ipairs(paths.apps()) do
    local first = engine.find(app, "stack")[1]
    if first then return first end
  end
  local cdk = require "aws_cdk"
  return cdk.Stack(cdk.App { auto_synth = false }, "S")
end

local function json_of(session, value)
  if type(value) == "table" and (getmetatable(value) == CLASS or engine.exports(value)) then
    error(inspect(value, { width = math.huge }) .. " cannot be written in a template", 0)
  end
  local token = engine.reverse(value)
  local element = token and engine.reference_target(token)
  local scope = element and engine.is_construct(element) and element or some_scope(session)
  return assembly.print_json(engine.resolve(scope, value), 1)
end

-- The child's answer: a letter for its kind, and a text.
local function answer(session, text, wants_construct)
  local ok, value = session:evaluate(text)
  if not ok then return "E" .. tostring(value):gsub("^expression:%d+: ", "") end
  if engine.is_construct(value) then return "C" .. paths.of(value) end
  if wants_construct then return "E" .. inspect(value, { width = math.huge }) .. " is not a construct" end
  local done, json = pcall(json_of, session, value)
  return done and "J" .. json or "E" .. preview.text_of(json)
end

--- The result of the expression: "construct" and its path; "json" and the text of the resolved value; nil and a
--- message. With `wants_construct` values are not resolved.
function expression.look(session, text, wants_construct)
  local found, message = fork(function() return answer(session, text, wants_construct) end)
  if not found then return nil, message end
  local kind, rest = found:sub(1, 1), found:sub(2)
  if kind == "C" then return "construct", rest end
  if kind == "J" then return "json", rest end
  return nil, rest
end

return expression
