--- Completion for lines that are not Lua: commands with their arguments, and questions.
local engine = require "luacdk.engine"

local Candidates = require "luacdk.repl.candidates"
local notes = require "luacdk.repl.notes"
local places = require "luacdk.repl.places"
local syntax = require "luacdk.repl.syntax"
local types = require "luacdk.schema.types"

local FITS, ELSEWHERE = Candidates.FITS, Candidates.ELSEWHERE

--- `in_lua(session, context)`, which completes Lua text, is set by luacdk.repl.complete.
local line = {}

local function lua_argument(session, text)
  local context = syntax.analyse(text)
  local candidates, kept = line.in_lua(session, context)
  return candidates, kept, context
end

--- Candidates for names that help knows: those of Lua completion, and commands after a colon.
local function help_argument(session, word)
  if word:sub(1, 1) == ":" then return places.commands(word, ":"), 0 end
  if word:find "::" or word:find "^AWS" then return places.resource_types(nil, word) end
  local candidates, kept, context = lua_argument(session, word)
  return candidates, (context and context.word_from - 1 or 0) + (kept or 0)
end

--- "AWS::Lambda::Function.Code.S3" → the properties of what precedes the last dot.
local function property_argument(session, word)
  local parent, rest = word:match "^(%w+::.*)%.([^.]*)$"
  local type = parent and types.get((parent:match "^[^.]+"))
  if not type then return help_argument(session, word) end
  local struct = type.resource.props
  for step in (parent .. "."):match "^[^.]+%.(.*)$":gmatch "[^.]+" do
    local inside
    for _, field in ipairs(struct and types.get(struct).fields or {}) do
      if field.cfn_name == step or field.name == step then inside = field.struct end
    end
    struct = inside
  end
  local candidates = Candidates.new(rest)
  for _, field in ipairs(struct and types.get(struct).fields or {}) do
    candidates:add(field.cfn_name or field.name, "property", notes.field(field), notes.rank(field))
  end
  return candidates, #parent + 1
end

--- Paths, logical ids or an expression: the typed text shows which.
local function construct_argument(session, word)
  local candidates, kept = places.constructs(session, word)
  if word:find "/" then return candidates, kept end
  if word:find "[.:(]" then return help_argument(session, word) end
  for name, value in pairs(session:scope()) do
    if notes.is_name(name) and engine.is_construct(value) then
      candidates:add(name, "local", notes.value(value), ELSEWHERE)
    end
  end
  return candidates, kept
end

local function expression_argument(session, word)
  local candidates, kept = construct_argument(session, word)
  if #candidates:list() > 0 then return candidates, kept end
  return help_argument(session, word)
end

local function switch_argument(_, word)
  local candidates = Candidates.new(word)
  candidates:add("on", "keyword")
  candidates:add("off", "keyword")
  return candidates, 0
end

-- What the `complete` field of a command may be; also a function(session, word) → candidates, bytes of the word that
-- stay.
local arguments = {
  stack = places.stacks,
  construct = expression_argument,
  path = places.constructs,
  logical_id = places.logical_ids,
  file = function(_, word) return places.files(word) end,
  folder = function(_, word) return places.files(word, true) end,
  type = places.terms,
  mark = places.marks,
  command = function(_, word) return places.commands(word, word:sub(1, 1) == ":" and ":" or "") end,
  expression = help_argument,
  name = property_argument,
  on_off = switch_argument,
  mark_or_file = function(session, word)
    local candidates, kept = places.files(word)
    if kept == 0 then
      for name in pairs(session.kept and session.kept.templates or {}) do candidates:add(name, "mark", "mark", FITS) end
    end
    return candidates, kept
  end,
}

--- Candidates for `:name arguments`, and the byte of the line where they begin.
function line.command(session, text)
  local blank, name = text:match "^(%s*:)([%w_?!]*)$"
  if blank then
    return places.commands(name), #blank + 1
  end
  local head, word
  head, name, word = text:match "^(%s*:([%w_?!]+)%s+)(.*)$"
  if not head then return nil end
  local kind
  for _, command in ipairs(require "luacdk.repl.commands") do
    if command.name == name then kind = command.complete end
  end
  local complete = type(kind) == "function" and kind or arguments[kind]
  if not complete then return nil end
  -- The last word, except in expressions and paths, which may contain blanks.
  if kind ~= "expression" and kind ~= "construct" and word:find "%s" then
    local before = word:match "^(.*%s)"
    head, word = head .. before, word:sub(#before + 1)
  end
  local candidates, kept = complete(session, word)
  return candidates, #head + 1 + (kept or 0)
end

--- Candidates for `?name` and `??word`.
function line.question(session, text)
  local head, word = text:match "^(%s*%?%??%s*)(.*)$"
  local candidates, kept = help_argument(session, word)
  return candidates, #head + 1 + (kept or 0)
end

return line
