--- Changes the events of a log group as they arrive.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local logs = require "aws_cdk.aws_logs"

local MAX_PROCESSORS = 20
local MAX_PARSERS = 5

local Transformer = engine.class("aws_cdk.aws_logs.Transformer", cdk.Resource)

-- How many processors are of a class (and type), and the place of the first.
local function count(processors, class, kind)
  local found, first = 0, nil
  for i, processor in ipairs(processors) do
    if engine.is_a(processor, class) and (kind == nil or processor.type == kind) then
      found, first = found + 1, first or i
    end
  end
  return found, first
end

local function check_parsers(self, processors)
  local parsers, first_parser = count(processors, logs.ParserProcessor)
  local vended, first_vended = count(processors, logs.VendedLogParser)
  if first_parser ~= 1 and first_vended ~= 1 then
    engine.fail(self, "the first processor of a transformer must be a ParserProcessor or VendedLogParser")
  end
  if parsers + vended > MAX_PARSERS then
    engine.fail(self, "a transformer has at most %d parsers, got %d", MAX_PARSERS, parsers + vended)
  end
  if vended > 1 then engine.fail(self, "a transformer has at most one VendedLogParser, got %d", vended) end
  if vended == 1 and first_vended ~= 1 then
    engine.fail(self, "a VendedLogParser must be the first processor of a transformer")
  end
end

local function check_once(self, processors)
  local function at_most_one(class, kind, name)
    local found, first = count(processors, class, kind)
    if found > 1 then engine.fail(self, "a transformer has at most one %s processor, got %d", name, found) end
    return first
  end
  at_most_one(logs.ParserProcessor, logs.ParserProcessorType.GROK, "GROK")
  at_most_one(logs.JsonMutatorProcessor, logs.JsonMutatorType.ADD_KEYS, "ADD_KEYS")
  at_most_one(logs.JsonMutatorProcessor, logs.JsonMutatorType.COPY_VALUE, "COPY_VALUE")
  local first = at_most_one(logs.ParserProcessor, logs.ParserProcessorType.OCSF, "OCSF")
  if first and first ~= 1 then
    engine.fail(self, "an OCSF parser must be the first processor of a transformer")
  end
end

local function check(self, processors)
  if engine.is_unresolved(processors) then return end
  if #processors == 0 then
    engine.fail(self, "transformer_config is empty; a transformer needs at least one processor")
  end
  if #processors > MAX_PROCESSORS then
    engine.fail(self, "a transformer has at most %d processors, got %d", MAX_PROCESSORS, #processors)
  end
  check_parsers(self, processors)
  check_once(self, processors)
end

function Transformer:init(scope, id, props)
  cdk.Resource.init(self, scope, id, { physical_name = props.transformer_name })
  local processors = props.transformer_config
  check(self, processors)
  if props.log_group.node then
    props.log_group.node:add_metadata("warning", "Transformers work for log groups of the class STANDARD only; "
      .. "make sure that this log group is of it.")
  end
  local rendered = {}
  for i, processor in ipairs(processors) do rendered[i] = processor:_render() end
  -- The resource is the scope's child, not the transformer's: ids of templates depend on it.
  logs.CfnTransformer(scope, "ResourceTransformer", {
    log_group_identifier = props.log_group.log_group_ref.log_group_name,
    transformer_config = rendered,
  })
end

return { Transformer = Transformer }
