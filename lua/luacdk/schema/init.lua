--- `luacdk schema`: called by src/cli/schema.c with the options of the command line; returns the exit status.
local assembly = require "luacdk.assembly"

local Text = require "luacdk.schema.api_text"
local document = require "luacdk.schema.document"
local find = require "luacdk.schema.find"
local luals = require "luacdk.schema.luals"
local screen = require "luacdk.screen"
local search = require "luacdk.schema.search"

local OK, FAILED = 0, 1

local function print_json(value) io.write(assembly.print_json(value, 2), "\n") end

--- Shows one thing, with the method and the function of that name.
local function show(options, what, ...)
  if options.json then
    print_json(document[what](...))
  else
    local stdout = screen.of "stdout"
    local text = Text.new(stdout)
    text[what](text, ...)
    stdout:write(tostring(text))
  end
  return OK
end

local function complain(format, ...)
  io.stderr:write("luacdk: ", format:format(...), "\n")
  return FAILED
end

return function(options)
  if options.luals then
    local count, why = luals.write(options.luals)
    if not count then return complain("%s", why) end
  end
  if options.luarc then io.write(luals.luarc(options.luals or options.definitions)) end
  if options.luals or options.luarc then return OK end
  local name = options.name
  if not name then return show(options, "services", find.services()) end

  local found, fault = find.exact(name)
  local own = not found and find.own(name)
  if own then return show(options, "own", own) end
  if found then
    if found.field then return show(options, "property", found) end
    if found.member then return show(options, "member", found) end
    if found.enum_member then return show(options, "enum_member", found) end
    return show(options, "type", found.type)
  end
  if fault then return complain("%s", find.explain(fault)) end
  found = find.search(name)
  if #found.resources + #found.types > 0 then
    if options.json then
      print_json(document.search(name, found))
      return OK
    end
    return show(options, "search", found)
  end
  found = search.all(name)
  if #found > 0 then return show(options, "groups", found) end
  local best = find.nearest(name)
  return complain(best and "nothing is called '%s'; did you mean '%s'?" or "nothing is called '%s'", name, best)
end
