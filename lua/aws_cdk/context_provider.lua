local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local sorted_keys = engine.keys

local is_unresolved = engine.is_unresolved

--- Values that the CLI looks up in the account and keeps in cdk.context.json.
local ContextProvider = engine.class("aws_cdk.ContextProvider")

-- `name=value` of all properties; names of nested ones are joined by dots.
local function add_texts(texts, props, prefix)
  for key, value in pairs(props) do
    if type(value) == "table" then
      -- Elements of lists are named by index, from zero.
      if #value > 0 then
        local indexed = {}
        for i, element in ipairs(value) do indexed[tostring(i - 1)] = element end
        value = indexed
      end
      add_texts(texts, value, prefix .. key .. ".")
    elseif type(value) == "string" then
      texts[#texts + 1] = prefix .. key .. "=" .. value:gsub(":", "$:")
    else
      texts[#texts + 1] = prefix .. key .. "=" .. engine.json(value)
    end
  end
end

local function lookup_props(scope, options)
  local stack = engine.stack_of(scope)
  local props = engine.ordered()
  if options.include_environment ~= false then
    props.account = stack.account
    props.region = stack.region
  end
  props.additionalCacheKey = options.additional_cache_key
  for _, key in ipairs(sorted_keys(options.props)) do props[key] = options.props[key] end
  return props
end

--- The key of a query in the context: { key, props }.
function ContextProvider.get_key(scope, options)
  return ContextProvider._key(scope, options)
end

function ContextProvider._key(scope, options)
  local props = lookup_props(scope, options)
  for name, value in pairs(props) do
    if is_unresolved(value) then
      engine.fail(scope,
        "the context lookup '%s' is not possible: its property '%s' is a token, whose value is known only at "
          .. "deployment", options.provider, name)
    end
  end
  local texts = {}
  add_texts(texts, props, "")
  table.sort(texts)
  return { key = options.provider .. ":" .. table.concat(texts, ":"), props = props }
end

--- The value of a query: { value }. If it is not known, the dummy value is used and the CLI is asked to look it up.
function ContextProvider.get_value(scope, options)
  return ContextProvider._get_value(scope, options)
end

-- The same for the library, which may omit the dummy value.
function ContextProvider._get_value(scope, options)
  if options.must_exist ~= nil and options.ignore_error_on_missing_context ~= nil then
    engine.fail(scope, "give only one of must_exist and ignore_error_on_missing_context")
  end
  local stack = engine.stack_of(scope)
  if is_unresolved(stack.account) or is_unresolved(stack.region) then
    engine.fail(scope,
      "the context lookup '%s' needs to know the account and region of the stack: -> give it env = { account ="
      .. " …, region = … }", options.provider)
  end
  local query = ContextProvider._key(scope, options)
  local value = scope.node:try_get_context(query.key)
  local failure = type(value) == "table" and value["$providerError"] or nil
  if value ~= nil and failure == nil then return { value = value } end
  local ignore
  if options.must_exist ~= nil then
    ignore = not options.must_exist
  else
    ignore = options.ignore_error_on_missing_context
  end
  local dummy = options.dummy_value
  local props = engine.ordered("dummyValue", dummy, "ignoreErrorOnMissingContext", ignore)
  if options.additional_cache_key then props.additionalCacheKey = options.additional_cache_key end
  for name, property in pairs(query.props) do props[name] = property end
  stack:report_missing_context_key(engine.ordered("key", query.key, "provider", options.provider, "props", props))
  if failure ~= nil then cdk.Annotations.of(scope):_add_trackable_error("ContextProviderError", failure) end
  return { value = dummy }
end

return { ContextProvider = ContextProvider }
