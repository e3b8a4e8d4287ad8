local engine = require "luacdk.engine"

local tokens = require "aws_cdk.private.tokens"

local is_unresolved = engine.is_unresolved

--- The four results of Token.compare_strings.
local TokenComparison = engine.class("aws_cdk.TokenComparison")
function TokenComparison:init(name) self._name = name end
TokenComparison.SAME = TokenComparison("SAME")
TokenComparison.DIFFERENT = TokenComparison("DIFFERENT")
TokenComparison.ONE_UNRESOLVED = TokenComparison("ONE_UNRESOLVED")
TokenComparison.BOTH_UNRESOLVED = TokenComparison("BOTH_UNRESOLVED")

--- Values that are known only when the template is rendered, or when it is deployed.
local Token = engine.class("aws_cdk.Token")

-- An object that resolves itself (a SecretValue, a CfnParameter) is as unknown as a token.
local function resolves_itself(value)
  return type(value) == "table" and engine.has(value, "_resolve")
end

function Token.is_unresolved(value) return is_unresolved(value) or resolves_itself(value) end
function Token.is_resolved(value) return not Token.is_unresolved(value) end

-- A token of the kind: the value itself if it is one, else one that resolves to it.
local function token_of(value, kind)
  if engine.is_token(value) and engine.token_type(value) == kind then return value end
  if is_unresolved(value) or resolves_itself(value) then return engine.view(value, kind) end
  return engine.intrinsic(value, kind)
end

--- Makes a token from any data; strings stay strings. One kind of token serves as string, number, list or anything.
function Token.as_string(value)
  if type(value) == "string" then return value end
  return token_of(value, "string")
end

function Token.as_number(value)
  if type(value) == "number" then return value end
  return token_of(value, "number")
end

function Token.as_list(value)
  if type(value) == "table" and not resolves_itself(value) then
    local texts = true
    for key, element in pairs(value) do
      if type(key) ~= "number" or type(element) ~= "string" then texts = false break end
    end
    if texts then return value end
  end
  return token_of(value, "list")
end

function Token.as_any(value)
  if engine.is_token(value) then return value end
  return token_of(value, "any")
end

--- Compares two strings, either of which may be a token.
function Token.compare_strings(a, b)
  local first, second = is_unresolved(a), is_unresolved(b)
  if first and second then return TokenComparison.BOTH_UNRESOLVED end
  if first or second then return TokenComparison.ONE_UNRESOLVED end
  return a == b and TokenComparison.SAME or TokenComparison.DIFFERENT
end

--- The pieces of a string that contains tokens.
local TokenizedStringFragments = engine.class("aws_cdk.TokenizedStringFragments")

function TokenizedStringFragments:init() self._fragments = {} end

local function add(self, kind, value) self._fragments[#self._fragments + 1] = { kind = kind, value = value } end

function TokenizedStringFragments:add_literal(value) add(self, "literal", value) end
function TokenizedStringFragments:add_token(value) add(self, "token", value) end
function TokenizedStringFragments:add_intrinsic(value) add(self, "intrinsic", value) end

TokenizedStringFragments.get.first_token = function(self)
  local first = self._fragments[1]
  return first and first.kind == "token" and first.value or nil
end
TokenizedStringFragments.get.first_value = function(self)
  local first = self._fragments[1]
  return first and first.value
end
TokenizedStringFragments.get.length = function(self) return #self._fragments end
TokenizedStringFragments.get.tokens = function(self)
  local list = {}
  for _, fragment in ipairs(self._fragments) do
    if fragment.kind == "token" then list[#list + 1] = fragment.value end
  end
  return list
end

--- A copy whose tokens were passed through `mapper` (an object with `map_token(self, token)`, or a function).
function TokenizedStringFragments:map_tokens(mapper)
  local result = TokenizedStringFragments()
  for _, fragment in ipairs(self._fragments) do
    if fragment.kind == "token" then
      local value
      if type(mapper) == "function" then
        value = mapper(fragment.value)
      else
        value = mapper:map_token(fragment.value)
      end
      if is_unresolved(value) then result:add_token(value) else result:add_intrinsic(value) end
    else
      add(result, fragment.kind, fragment.value)
    end
  end
  return result
end

--- Joins all pieces with `concat:join(left, right)`.
function TokenizedStringFragments:join(concat)
  local first = self._fragments[1]
  if not first then return concat:join(nil, nil) end
  local value = first.value
  for i = 2, #self._fragments do value = concat:join(value, self._fragments[i].value) end
  return value
end

--- Joins pieces as a plain string.
local StringConcat = engine.class("aws_cdk.StringConcat")
function StringConcat:init() end
function StringConcat:join(left, right) -- luacheck: no unused args
  if left == nil then return right ~= nil and tostring(right) or nil end
  if right == nil then return tostring(left) end
  return tostring(left) .. tostring(right)
end

--- Finding the tokens in values.
local Tokenization = engine.class("aws_cdk.Tokenization")

--- The pieces of a string: literals and tokens. Objects that were made part of the string (a SecretValue) are given
--- themselves.
function Tokenization.reverse_string(text)
  local fragments = TokenizedStringFragments()
  for _, piece in ipairs(engine.fragments(engine.is_token(text) and tostring(text) or text)) do
    local behind = piece
    while engine.viewed(behind) ~= nil do behind = engine.viewed(behind) end
    if is_unresolved(behind) then fragments:add_token(behind) else fragments:add_literal(piece) end
  end
  return fragments
end

--- The token that a string consists of; nil for a string without tokens, an error for a mixture.
function Tokenization.reverse_complete_string(text)
  local fragments = Tokenization.reverse_string(text)
  if fragments.length ~= 1 then
    engine.fail(nil, "Tokenization.reverse_complete_string: the string must be a single token, got %s",
      engine.display(text))
  end
  return fragments.first_token
end

function Tokenization.reverse_number(value) return is_unresolved(value) and value or nil end

function Tokenization.reverse_list(value)
  return tokens.reverse(value)
end

--- The token behind a value, or nil. With `{ fail_concat = false }` a mixture of text and tokens gives nil, not an
--- error.
function Tokenization.reverse(value, options)
  if resolves_itself(value) then return value end
  if type(value) == "string" or is_unresolved(value) then
    local token = tokens.reverse(value)
    if token == nil and is_unresolved(value) and not (options and options.fail_concat == false) then
      return Tokenization.reverse_complete_string(value)
    end
    return token
  end
  if type(value) == "table" then return Tokenization.reverse_list(value) end
  return nil
end

--- Resolves `value` as in the template at `options.scope`.
function Tokenization.resolve(value, options)
  return engine.resolve(options.scope, value)
end

function Tokenization.is_resolvable(value) return is_unresolved(value) and type(value) ~= "string"
  or resolves_itself(value) end

--- A number as a string, even if it is a token.
function Tokenization.stringify_number(value)
  if is_unresolved(value) then
    return engine.lazy(function(ctx)
      local resolved = ctx:resolve(value)
      return type(resolved) == "number" and engine.json(resolved) or resolved
    end, { kind = "string" })
  end
  return type(value) == "number" and engine.json(value) or value
end

--- The default way of resolving tokens, for your own resolvers.
local DefaultTokenResolver = engine.class("aws_cdk.DefaultTokenResolver")
function DefaultTokenResolver:init(concat) self._concat = concat end

function DefaultTokenResolver:resolve_token(token, context, post_processor) -- luacheck: no unused args
  local value = context:resolve(token)
  if post_processor then value = post_processor:post_process(value, context) end
  return value
end

function DefaultTokenResolver:resolve_string(fragments, context)
  return fragments:map_tokens(function(token) return context:resolve(token) end):join(self._concat)
end

function DefaultTokenResolver:resolve_list(list, context) -- luacheck: no unused args
  if #list ~= 1 then
    engine.fail(nil, "a list token must be the only element of its list, got %d elements", #list)
  end
  return context:resolve(list[1])
end

return {
  Token = Token,
  TokenComparison = TokenComparison,
  Tokenization = Tokenization,
  TokenizedStringFragments = TokenizedStringFragments,
  StringConcat = StringConcat,
  DefaultTokenResolver = DefaultTokenResolver,
}
