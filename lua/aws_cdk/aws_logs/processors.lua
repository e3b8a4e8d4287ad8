--- The steps of a Transformer. Every processor renders itself as one field of CfnTransformer's ProcessorProperty.
local engine = require "luacdk.engine"

local SOURCE = "@message"

-- `defaults` with what `options` has laid over it.
local function with_defaults(defaults, options)
  for key, value in pairs(options or {}) do defaults[key] = value end
  return defaults
end

local function empty(list) return list == nil or (not engine.is_unresolved(list) and #list == 0) end

-- The options, which must have a non-empty list of entries.
local function with_entries(what, options_name, options, field)
  if not options or empty(options[field or "entries"]) then
    engine.fail(nil, "%s needs %s with at least one item in %s", what, options_name, field or "entries")
  end
  return options
end

-- Entries each of which keeps an existing key unless it says otherwise.
local function overwriting(what, options_name, options)
  local entries = {}
  for i, entry in ipairs(with_entries(what, options_name, options).entries) do
    entries[i] = with_defaults({ overwrite_if_exists = false }, entry)
  end
  return { entries = entries }
end

local function with_keys(what, name, keys)
  if empty(keys) then engine.fail(nil, "%s needs at least one key in %s", what, name) end
  return { with_keys = keys }
end

-- A class of processors: `kinds` maps each value of the type enum to a function from props to the rendered form.
local function processor(name, type_field, kinds)
  local class = engine.class("aws_cdk.aws_logs." .. name)

  function class:init(props)
    local kind = props[type_field]
    local build = kinds[kind]
    if not build then
      engine.fail(nil, "%s %s is not one a %s knows", type_field, engine.display(kind), name)
    end
    self[type_field] = kind
    self._rendered = build(props)
  end

  function class:_render() return self._rendered end

  return class
end

-- The enums' values, in the order of the model.
local JSON, KEY_VALUE, CSV, GROK, OCSF = 0, 1, 2, 3, 4
local CLOUDFRONT, VPC, WAF, ROUTE53, POSTGRES = 0, 1, 2, 3, 4
local LOWER_CASE, UPPER_CASE, TRIM, SPLIT, SUBSTITUTE = 0, 1, 2, 3, 4
local ADD_KEYS, DELETE_KEYS, MOVE_KEYS, RENAME_KEYS, COPY_VALUE, LIST_TO_MAP = 0, 1, 2, 3, 4, 5
local TYPE_CONVERTER, DATETIME_CONVERTER = 0, 1

local ParserProcessor = processor("ParserProcessor", "type", {
  [JSON] = function(props) return { parse_json = with_defaults({ source = SOURCE }, props.json_options) } end,
  [KEY_VALUE] = function(props)
    return {
      parse_key_value = with_defaults({
        source = SOURCE, field_delimiter = "&", key_value_delimiter = "=", overwrite_if_exists = false,
      }, props.key_value_options),
    }
  end,
  [CSV] = function(props)
    return { csv = with_defaults({ source = SOURCE, quote_character = '"', delimiter = "," }, props.csv_options) }
  end,
  [GROK] = function(props)
    local options = props.grok_options
    if not options or options.match == nil or options.match == "" then
      engine.fail(nil, "a GROK parser needs grok_options with a match pattern")
    end
    return { grok = with_defaults({ source = SOURCE }, options) }
  end,
  [OCSF] = function(props)
    if not props.parse_to_ocsf_options then engine.fail(nil, "an OCSF parser needs parse_to_ocsf_options") end
    return { parse_to_ocsf = with_defaults({ source = SOURCE }, props.parse_to_ocsf_options) }
  end,
})

local VendedLogParser = processor("VendedLogParser", "log_type", {
  [CLOUDFRONT] = function() return { parse_cloudfront = {} } end,
  [VPC] = function() return { parse_vpc = {} } end,
  [WAF] = function() return { parse_waf = {} } end,
  [ROUTE53] = function() return { parse_route53 = {} } end,
  [POSTGRES] = function() return { parse_postgres = {} } end,
})

local StringMutatorProcessor = processor("StringMutatorProcessor", "type", {
  [LOWER_CASE] = function(props)
    return { lower_case_string = with_keys("a LOWER_CASE mutator", "lower_case_keys", props.lower_case_keys) }
  end,
  [UPPER_CASE] = function(props)
    return { upper_case_string = with_keys("an UPPER_CASE mutator", "upper_case_keys", props.upper_case_keys) }
  end,
  [TRIM] = function(props)
    return { trim_string = with_keys("a TRIM mutator", "trim_keys", props.trim_keys) }
  end,
  [SPLIT] = function(props)
    return { split_string = with_entries("a SPLIT mutator", "split_options", props.split_options) }
  end,
  [SUBSTITUTE] = function(props)
    return { substitute_string = with_entries("a SUBSTITUTE mutator", "substitute_options", props.substitute_options) }
  end,
})

local JsonMutatorProcessor = processor("JsonMutatorProcessor", "type", {
  [ADD_KEYS] = function(props)
    return { add_keys = overwriting("an ADD_KEYS mutator", "add_keys_options", props.add_keys_options) }
  end,
  [DELETE_KEYS] = function(props)
    return {
      delete_keys = with_entries("a DELETE_KEYS mutator", "delete_keys_options", props.delete_keys_options,
        "with_keys"),
    }
  end,
  [MOVE_KEYS] = function(props)
    return { move_keys = overwriting("a MOVE_KEYS mutator", "move_keys_options", props.move_keys_options) }
  end,
  [RENAME_KEYS] = function(props)
    return { rename_keys = overwriting("a RENAME_KEYS mutator", "rename_keys_options", props.rename_keys_options) }
  end,
  [COPY_VALUE] = function(props)
    return { copy_value = overwriting("a COPY_VALUE mutator", "copy_value_options", props.copy_value_options) }
  end,
  [LIST_TO_MAP] = function(props)
    local options = props.list_to_map_options
    if not options or not options.source or not options.key then
      engine.fail(nil, "a LIST_TO_MAP mutator needs list_to_map_options with source and key")
    end
    if options.flatten and not options.flattened_element then
      engine.fail(nil, "a LIST_TO_MAP mutator with flatten needs flattened_element in list_to_map_options")
    end
    return { list_to_map = with_defaults({ flatten = false }, options) }
  end,
})

local DataConverterProcessor = processor("DataConverterProcessor", "type", {
  [TYPE_CONVERTER] = function(props)
    return {
      type_converter = with_entries("a TYPE_CONVERTER", "type_converter_options", props.type_converter_options),
    }
  end,
  [DATETIME_CONVERTER] = function(props)
    local options = props.date_time_converter_options
    if not options or not options.source or not options.target or not options.match_patterns then
      engine.fail(nil, "a DATETIME_CONVERTER needs date_time_converter_options with source, target and match_patterns")
    end
    return {
      date_time_converter = with_defaults({
        target_format = "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", source_timezone = "UTC", target_timezone = "UTC",
      }, options),
    }
  end,
})

return {
  DataConverterProcessor = DataConverterProcessor,
  JsonMutatorProcessor = JsonMutatorProcessor,
  ParserProcessor = ParserProcessor,
  StringMutatorProcessor = StringMutatorProcessor,
  VendedLogParser = VendedLogParser,
}
