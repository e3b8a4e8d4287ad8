-- Strong references to another region: the producer writes values as parameters into the consumer's region, and the
-- consumer reads them, each with a custom resource.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

local M = {}

local PREFIX = "cdk/exports/"
local WRITER_TYPE, READER_TYPE = "Custom::CrossRegionExportWriter", "Custom::CrossRegionExportReader"

-- What custom resources have been given so far: construct → record.
local records = setmetatable({}, { __mode = "k" })

local function allow_region(record, stack, region)
  if engine.is_unresolved(region) or record.regions[region] then return end
  record.regions[region] = true
  table.insert(record.arns, stack:format_arn {
    service = "ssm", resource = "parameter", region = region, resource_name = PREFIX .. "*",
  })
end

-- The provider of a stack's writers, whose policy grows with the regions written to.
local function writer_provider(scope)
  local provider = cdk.CustomResourceProvider.bundled(scope, WRITER_TYPE, {
    name = "core/cross-region-ssm-writer-handler",
  })
  local record = records[provider]
  if not record then
    record = { arns = {}, regions = {} }
    records[provider] = record
    provider:add_to_role_policy(engine.ordered(
      "Effect", "Allow",
      "Resource", engine.list(record.arns),
      "Action", { "ssm:DeleteParameters", "ssm:ListTagsForResource", "ssm:GetParameters", "ssm:PutParameter" }))
  end
  return provider, record
end

local function writer_for(stack, region)
  local id = engine.unique_id { "ExportsWriter", region }
  local writer = stack.node:try_find_child(id)
  if writer then return records[writer] end
  writer = engine.Construct(stack, id)
  local provider, policy = writer_provider(writer)
  local record = { exports = engine.ordered(), policy = policy, stack = stack }
  records[writer] = record
  allow_region(policy, stack, region)
  cdk.CustomResource(writer, "Resource", {
    resource_type = WRITER_TYPE,
    service_token = provider.service_token,
    properties = { WriterProps = engine.ordered("region", region, "exports", record.exports) },
  })
  return record
end

local function reader_for(stack)
  local id = engine.unique_id { "ExportsReader" }
  local reader = stack.node:try_find_child(id)
  if reader then return records[reader] end
  reader = engine.Construct(stack, id)
  local provider = cdk.CustomResourceProvider.bundled(reader, READER_TYPE, {
    name = "core/cross-region-ssm-reader-handler",
    policy_statements = { engine.ordered(
      "Effect", "Allow",
      "Resource", stack:format_arn {
        service = "ssm", resource = "parameter", resource_name = PREFIX .. stack.stack_name .. "/*",
      },
      "Action", { "ssm:AddTagsToResource", "ssm:RemoveTagsFromResource", "ssm:GetParameters" }) },
  })
  local record = { imports = engine.ordered() }
  records[reader] = record
  record.resource = cdk.CustomResource(reader, "Resource", {
    resource_type = READER_TYPE,
    service_token = provider.service_token,
    properties = {
      ReaderProps = engine.ordered("region", stack.region, "prefix", stack.stack_name, "imports", record.imports),
    },
  })
  return record
end

local function parameter_name(consumer, exporter, producer, reference)
  local exportable = require("aws_cdk.private.references").exportable(exporter, reference)
  local owner = consumer.nested_stack_parent or consumer
  local prefix = owner.stack_name .. "/"
  local part = engine.unique_id {
    producer.stack_name, producer.region, engine.json(engine.resolve(exporter, exportable)),
  }
  return "/" .. PREFIX .. prefix .. part:sub(math.max(0, #part - 900 + #prefix) + 1)
end

-- Writes the value into the consumer's region; returns the parameter's name.
local function register(consumer, producer, reference)
  local exporter = producer.nested_stack_parent or producer
  local name = parameter_name(consumer, exporter, producer, reference)
  local writer = writer_for(exporter, consumer.region)
  writer.exports[name] = engine.resolve(exporter, reference)
  allow_region(writer.policy, exporter, consumer.region)
  return name
end

--- Makes `producer` write the value without anyone reading it (strength "both").
function M.export_only(consumer, producer, reference) register(consumer, producer, reference) end

--- What the consumer uses for a reference to a stack in another region.
function M.export(consumer, producer, reference)
  local name = register(consumer, producer, reference)
  local reader = reader_for(consumer.nested_stack_parent or consumer)
  reader.imports[name] = cdk.CfnDynamicReference("ssm", name)
  return reader.resource:get_att(name)
end

return M
