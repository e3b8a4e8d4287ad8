--- Checks scripts against definition files for editors: what a language server would underline. Every member that a
--- script names must be defined, and so must every key of a table that stands for a struct. Values must have the types
--- that are written there.
---
--- It follows types as far as annotations say them: modules, constructors, results, fields, casts. What it does not
--- know may be anything: a script's own functions, parameters of these, results without a type.
local definitions = require "editor.definitions"
local scan = require "editor.scanner"

local ANY = { kind = "any" }
local LIBRARY = { string = true, table = true, math = true, io = true, os = true, utf8 = true, coroutine = true,
  debug = true, package = true }

local Checker = {}
Checker.__index = Checker

function Checker:complain(line, format, ...)
  table.insert(self.complaints, ("%s:%d: %s"):format(self.file, line, format:format(...)))
end

-- ---- types ----------------------------------------------------------------------------------------------------------

local OPEN = { any = true, unknown = true, table = true, userdata = true, ["nil"] = true }

-- The type behind names of aliases.
function Checker:plain(type)
  while type and type.kind == "name" and self.all.aliases[type.name] do type = self.all.aliases[type.name] end
  if not type or type.kind == "name" and OPEN[type.name] and type.name ~= "table" then return ANY end
  return type
end

local function each(type, visit)
  for _, one in ipairs(type.kind == "union" and type.alternatives or { type }) do visit(one) end
end

-- The type of a member of a class or of what it inherits; nil if there is none.
function Checker:member_of_class(name, member, seen)
  local class = self.all.classes[name]
  if not class or class.any_key then return ANY end
  seen = seen or {}
  if seen[name] then return nil end
  seen[name] = true
  if class.members[member] then return class.members[member] end
  for _, base in ipairs(class.bases) do
    local found = self:member_of_class(base, member, seen)
    if found then return found end
  end
end

-- The type of a member of a value; nil if no alternative has it.
function Checker:member(type, name)
  type = self:plain(type)
  if type.kind == "union" then
    for _, one in ipairs(type.alternatives) do
      local found = self:member(one, name)
      if found then return found end
    end
    return nil
  elseif type.kind == "module" then
    local global = self.all.modules[type.name]
    local class = self.all.classes[global .. "." .. name]
    if class then return { kind = "class", name = class.name } end
    return self.all.classes[type.name].members[name] and self:member_of_class(type.name, name)
  elseif type.kind == "class" then
    local nested = self.all.classes[type.name .. "." .. name]
    return nested and { kind = "class", name = nested.name } or self:member_of_class(type.name, name)
  elseif type.kind == "name" and self.all.classes[type.name] then
    return self:member_of_class(type.name, name)
  elseif type.kind == "fields" then
    return type.fields[name]
  elseif type.kind == "map" or type.kind == "list" then
    return self:plain(type.of)
  end
  return ANY -- strings have methods, numbers none that anybody would call
end

function Checker:shown(type)
  type = type or ANY
  if type.kind == "union" then
    local texts = {}
    for i, one in ipairs(type.alternatives) do texts[i] = self:shown(one) end
    return table.concat(texts, "|")
  end
  return type.kind == "literal" and ("%q"):format(type.value) or type.kind == "list" and self:shown(type.of) .. "[]"
    or type.name or type.kind
end

function Checker:is_a(name, other, seen)
  if name == other then return true end
  local class = self.all.classes[name]
  seen = seen or {}
  if not class or seen[name] then return not class end
  seen[name] = true
  for _, base in ipairs(class.bases) do
    if self:is_a(base, other, seen) then return true end
  end
  return false
end

local PRIMITIVE = { string = true, number = true, integer = true, boolean = true, ["function"] = true }

-- Whether a value of that type may be given where another is expected. Any alternative of it will do.
function Checker:fits(actual, expected)
  actual, expected = self:plain(actual), self:plain(expected)
  if actual.kind == "any" or expected.kind == "any" then return true end
  if actual.kind == "union" or expected.kind == "union" then
    local fitting = false
    each(actual, function(one)
      each(expected, function(other)
        if one ~= actual or other ~= expected then fitting = fitting or self:fits(one, other) end
      end)
    end)
    return fitting
  end
  local primitive = actual.kind == "literal" and "string" or actual.kind == "function" and "function"
    or PRIMITIVE[actual.name] and actual.name
  if expected.kind == "literal" then
    return actual.kind == "literal" and actual.value == expected.value or actual.name == "string"
  elseif expected.kind == "function" then
    return primitive == "function" or not primitive
  elseif expected.kind == "name" and PRIMITIVE[expected.name] then
    local number = primitive == "integer" or primitive == "number"
    local enum = actual.kind == "name" and self.all.classes[actual.name] and self.all.classes[actual.name].is_enum
    return primitive == expected.name or number and (expected.name == "number" or expected.name == "integer")
      or enum and (expected.name == "string" or expected.name == "number")
  elseif primitive then
    return false
  elseif expected.kind == "name" and actual.kind == "name" and expected.name ~= "table" then
    return self:is_a(actual.name, expected.name)
  end
  return true
end

-- ---- scripts --------------------------------------------------------------------------------------------------------

function Checker:peek(text) return self.token.text == text and self.token.kind ~= "string" end

function Checker:next()
  local token = self.token
  self.at = self.at + 1
  self.token = self.tokens[self.at]
  return token
end

function Checker:accept(text) return self:peek(text) and self:next() end

function Checker:expect(text)
  return self:accept(text) or error(("%s:%d: '%s' expected near '%s'"):format(self.file, self.token.line, text,
    self.token.text), 0)
end

function Checker:with_scope(f)
  self.scope = setmetatable({}, { __index = self.scope })
  f()
  self.scope = getmetatable(self.scope).__index
end

-- The struct among the alternatives, if there is only one; true if a table may be anything.
function Checker:struct_of(expected)
  local found, open = nil, false
  each(self:plain(expected), function(one)
    one = self:plain(one)
    local class = one.kind == "name" and self.all.classes[one.name]
    if class and not self.all.globals[one.name] and not class.call and not class.any_key then
      open = open or found ~= nil
      found = one
    elseif one.kind ~= "literal" and not (one.kind == "name" and PRIMITIVE[one.name]) then
      open = true
    end
  end)
  return not open and found or nil
end

-- A table; its entries are checked if it stands for a struct, a list or a map.
function Checker:table(expected)
  self:expect "{"
  local struct = expected and self:struct_of(expected)
  local of
  each(self:plain(expected or ANY), function(one)
    if one.kind == "map" or one.kind == "list" then of = of and ANY or one.of end
  end)
  while not self:peek "}" do
    local after = self.tokens[self.at + 1]
    if self:accept "[" then
      self:expression()
      self:expect "]"
      self:expect "="
      self:expression(of)
    elseif self.token.kind == "name" and after.text == "=" and after.kind == "sign" then
      local key = self:next()
      self:expect "="
      local wanted = struct and self:member(struct, key.text)
      if struct and not wanted then self:complain(key.line, "%s has no field '%s'", self:shown(struct), key.text) end
      self:given(wanted or of, ("'%s'"):format(key.text))
    else
      self:given(of, "the item")
    end
    if not (self:accept "," or self:accept ";") then break end
  end
  self:expect "}"
  return { kind = "name", name = "table" }
end

-- An expression that is given where a type is expected.
function Checker:given(expected, what)
  local line = self.token.line
  local actual = self:expression(expected)
  if expected and not self:fits(actual, expected) then
    self:complain(line, "%s must be %s, is %s", what, self:shown(expected), self:shown(actual))
  end
  return actual
end

-- What can be called: its parameters after `self`, and its result.
function Checker:callable(type, is_method)
  type = self:plain(type)
  if type.kind == "class" then
    local class = self.all.classes[type.name]
    return class.call and class.call.parameters, class.call and class.call.result or { kind = "name", name = type.name }
  elseif type.kind == "function" then
    local parameters = type.parameters
    if is_method and not type.method then parameters = table.move(parameters, 2, #parameters, 1, {}) end
    return parameters, type.result
  end
end

function Checker:arguments(type, is_method)
  local parameters, result = self:callable(type, is_method)
  local function argument(i)
    local parameter = parameters and (parameters[i] or parameters[#parameters])
    if parameter and (parameters[i] or parameter.name == "...") then
      return parameter.type, ("argument %d (%s)"):format(i, parameter.name)
    end
  end
  if self.token.kind == "string" then
    self:given(argument(1))
  elseif self:peek "{" then
    self:table((argument(1)))
  else
    self:expect "("
    local i = 1
    while not self:peek ")" do
      self:given(argument(i))
      i = i + 1
      if not self:accept "," then break end
    end
    self:expect ")"
  end
  return result or ANY
end

function Checker:name()
  local token = self:next()
  if token.kind ~= "name" then error(("%s:%d: a name expected"):format(self.file, token.line), 0) end
  return token
end

local function is_require(self)
  return self.token.text == "require" and rawget(self.tokens[self.at + 1], "kind") == "string"
end

function Checker:primary()
  if self:accept "(" then
    local type = self:expression()
    self:expect ")"
    return type
  end
  if is_require(self) then
    self:next()
    local module = self:next().text
    return self.all.modules[module] and { kind = "module", name = module } or ANY
  end
  local name = self:name().text
  return self.scope[name] or self.all.globals[name] or LIBRARY[name] and ANY or ANY
end

-- A variable or call; assigning to its last member is checked as reading it is.
function Checker:suffixed()
  local type = self:primary()
  while true do
    local sign = self.token
    if self:accept "." or self:accept ":" then
      local name = self:next()
      local found = self:member(type, name.text)
      if not found then self:complain(name.line, "%s has no member '%s'", self:shown(type), name.text) end
      type = found or ANY
      if sign.text == ":" then type = self:arguments(type, true) end
    elseif self:accept "[" then
      self:expression()
      self:expect "]"
      type = self:plain(type)
      type = (type.kind == "list" or type.kind == "map") and self:plain(type.of) or ANY
    elseif self:peek "(" or self:peek "{" or sign.kind == "string" then
      type = self:arguments(type)
    else
      break
    end
    local cast = self.tokens[self.at - 1].cast
    if cast then type = definitions.type(cast, 1) end
  end
  return type
end

local BINARY = { ["+"] = "number", ["-"] = "number", ["*"] = "number", ["/"] = "number", ["%"] = "number",
  ["^"] = "number", ["//"] = "number", ["&"] = "number", ["|"] = "number", ["~"] = "number", ["<<"] = "number",
  [">>"] = "number", [".."] = "string", ["=="] = "boolean", ["~="] = "boolean", ["<"] = "boolean", [">"] = "boolean",
  ["<="] = "boolean", [">="] = "boolean", ["and"] = "any", ["or"] = "any" }

function Checker:simple(expected)
  local token = self.token
  if token.kind == "string" then
    self:next()
    return { kind = "literal", value = token.text }
  elseif token.kind == "number" then
    self:next()
    return { kind = "name", name = "number" }
  elseif self:accept "true" or self:accept "false" then
    return { kind = "name", name = "boolean" }
  elseif self:accept "nil" or self:accept "..." then
    return ANY
  elseif self:accept "function" then
    self:body(expected)
    return { kind = "function", parameters = {} }
  elseif self:peek "{" then
    return self:table(expected)
  elseif self:accept "not" then
    self:simple()
    return { kind = "name", name = "boolean" }
  elseif self:accept "-" or self:accept "#" or self:accept "~" then
    self:simple()
    return { kind = "name", name = "number" }
  end
  return self:suffixed()
end

function Checker:expression(expected)
  local type = self:simple(expected)
  while BINARY[self.token.text] and (self.token.kind == "sign" or self.token.kind == "keyword") do
    local result = BINARY[self:next().text]
    self:simple(expected)
    type = result == "any" and ANY or { kind = "name", name = result }
  end
  return type
end

-- The parameters and block of a function; parameters are as the callback's type says.
function Checker:body(expected)
  local of
  each(self:plain(expected or ANY), function(one) of = one.kind == "function" and one or of end)
  self:with_scope(function()
    self:expect "("
    local i = 0
    while not self:peek ")" do
      i = i + 1
      local name = self:next().text
      if name ~= "..." then
        self.scope[name] = of and of.parameters[i] and self:plain(of.parameters[i].type) or ANY
      end
      if not self:accept "," then break end
    end
    self:expect ")"
    self:block()
  end)
  self:expect "end"
end

function Checker:list(first_expected)
  local types = { self:given(first_expected, "the value") }
  while self:accept "," do types[#types + 1] = self:expression() end
  return types
end

local statements = {}

statements["local"] = function(self)
  local declared = self.tokens[self.at - 1].declared
  if self:accept "function" then
    self.scope[self:name().text] = ANY
    return self:body()
  end
  local names = {}
  repeat
    names[#names + 1] = self:name().text
    if self:accept "<" then
      self:name()
      self:expect ">"
    end
  until not self:accept ","
  local types = self:accept "=" and self:list() or {}
  for i, name in ipairs(names) do self.scope[name] = types[i] or ANY end
  if declared then self.scope[names[1]] = definitions.type(declared, 1) end
end

statements["function"] = function(self)
  local name = self:name().text
  while self:accept "." or self:accept ":" do name = self:name().text end
  self.scope[name] = self.scope[name] or ANY
  self:body()
end

statements["return"] = function(self)
  local declared = self.tokens[self.at - 1].declared
  local expected = declared and definitions.type(declared, 1)
  if not self:peek "end" and self.token.kind ~= "end" and not self:peek ";" then self:list(expected) end
  self:accept ";"
end

statements["if"] = function(self)
  self:expression()
  self:expect "then"
  self:with_scope(function() self:block() end)
  while self:accept "elseif" do
    self:expression()
    self:expect "then"
    self:with_scope(function() self:block() end)
  end
  if self:accept "else" then self:with_scope(function() self:block() end) end
  self:expect "end"
end

statements["for"] = function(self)
  self:with_scope(function()
    repeat self.scope[self:name().text] = ANY until not self:accept ","
    if not self:accept "=" then self:expect "in" end
    self:list()
    self:expect "do"
    self:block()
  end)
  self:expect "end"
end

statements["while"] = function(self)
  self:expression()
  self:expect "do"
  self:with_scope(function() self:block() end)
  self:expect "end"
end

statements["do"] = function(self)
  self:with_scope(function() self:block() end)
  self:expect "end"
end

statements["repeat"] = function(self)
  self:with_scope(function() self:block() end)
  self:expect "until"
  self:expression()
end

statements["break"] = function() end

function Checker:assignment()
  local target = self:suffixed()
  while self:accept "," do
    self:suffixed()
    target = nil
  end
  if self:accept "=" then self:list(target) end
end

function Checker:block()
  while self.token.kind ~= "end" and not (self.token.kind == "keyword" and (self:peek "end" or self:peek "else"
    or self:peek "elseif" or self:peek "until")) do
    local statement = self.token.kind == "keyword" and statements[self.token.text]
    if statement then
      self:next()
      statement(self)
    elseif not self:accept ";" then
      self:assignment()
    end
  end
end

--- The complaints about a script, as `FILE:LINE: text`.
return function(all, file, text)
  local tokens = scan(text)
  local checker = setmetatable({ all = all, file = file, tokens = tokens, at = 1, token = tokens[1], scope = {},
    complaints = {} }, Checker)
  checker:block()
  return checker.complaints
end
