--- The note beside a candidate, which says briefly what it is.
local engine = require "luacdk.engine"

local Candidates = require "luacdk.repl.candidates"
local Text = require "luacdk.schema.text"
local things = require "luacdk.repl.things"
local topics = require "luacdk.schema.topics"
local types = require "luacdk.schema.types"

local notes = {}

--- "(path: string, options?: s3_assets.AssetOptions) → lambda.AssetCode"
notes.signature = Text.signature

--- The same for the parameters alone.
function notes.parameters(parameters) return Text.signature { parameters = parameters } end

--- The parameters of a function written in Lua; for a method without the receiver.
function notes.live(value, is_method)
  if type(value) ~= "function" then return type(value) end
  value = engine.plain_function(value)
  local info = debug.getinfo(value, "uS")
  if info.what == "C" then return "function" end
  local names = {}
  for i = 1, info.nparams do names[i] = debug.getlocal(value, i) end
  if is_method then table.remove(names, 1) end
  if info.isvararg then names[#names + 1] = "..." end
  return "(" .. table.concat(names, ", ") .. ")"
end

--- "string, required", "cdk.Duration, default cdk.Duration.seconds(3)"
function notes.field(field)
  local parts = { types.text(field.type) }
  parts[#parts + 1] = field.required and "required" or field.default and "default " .. field.default or "optional"
  if field.replacement == "always" then parts[#parts + 1] = "a change replaces the resource" end
  if field.replacement == "maybe" then parts[#parts + 1] = "a change may replace the resource" end
  if field.deprecated then parts[#parts + 1] = "deprecated" end
  return table.concat(parts, ", ")
end

--- "string, read only"
function notes.property(member)
  return types.text(member.type or "any") .. (member.readonly and not member.const and ", read only" or "") ..
    (member.deprecated and ", deprecated" or "")
end

--- The position in the list: deprecated names come last.
function notes.rank(member, rank)
  return member.deprecated and Candidates.DEPRECATED or rank or Candidates.USUAL
end

--- A live value in a few words.
function notes.value(value)
  local name = engine.class_name(value)
  if things.is_class(value) then return "class" .. (name and " " .. types.short(name) or "") end
  if name then return types.short(name) end
  return type(value) == "function" and "function" or type(value)
end

--- Whether a key may be written after a dot.
function notes.is_name(text) return type(text) == "string" and text:find "^[%a_][%w_]*$" ~= nil end

--- Names that begin with an underscore are private, and shown only on request.
function notes.is_wanted(candidates, name) return name:sub(1, 1) ~= "_" or candidates.word:sub(1, 1) == "_" end

--- luacdk's own words about a member of a module that the schema does not know.
function notes.own(module, name)
  local topic = topics[types.short_module(module) .. "." .. name]
  return topic and topic.signature and topic.about or nil
end

return notes
