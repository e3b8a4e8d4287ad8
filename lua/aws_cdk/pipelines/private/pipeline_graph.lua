--- The graph of a pipeline: what it does in which order, independent of what runs it.
local engine = require "luacdk.engine"
local NO_STEP = require "aws_cdk.pipelines.private.no_step"
local graph = require "aws_cdk.pipelines.private.graph"
local pipelines = require "aws_cdk.pipelines"
local queries = require "aws_cdk.pipelines.private.queries"

local fail, display = engine.fail, engine.display

local DEEPEST = 20 -- how often steps that others wait for are added, until they wait for none that is missing

local PipelineGraph = {}
PipelineGraph.__index = PipelineGraph

-- ---- who waits for whom, before all nodes exist ---------------------------------------------------------------------

local function link_for(links, key)
  local link = links[key]
  if not link then
    link = { key = key, producers = {}, consumers = {} }
    links[key] = link
    links[#links + 1] = link
  end
  return link
end

local function provides(links, key, node)
  local link = link_for(links, key)
  for _, consumer in ipairs(link.consumers) do consumer:depend_on(node) end
  table.insert(link.producers, node)
end

local function needs(links, key, node)
  local link = link_for(links, key)
  for _, producer in ipairs(link.producers) do node:depend_on(producer) end
  table.insert(link.consumers, node)
end

local function unsatisfied(links)
  local list = {}
  for _, link in ipairs(links) do
    if #link.consumers > 0 and #link.producers == 0 and link.key ~= NO_STEP then list[#list + 1] = link end
  end
  return list
end

-- ---- steps ----------------------------------------------------------------------------------------------------------

function PipelineGraph:_top_level(name)
  local found = self.graph:child(name)
  if not found then
    found = graph.graph(name)
    self.graph:add(found)
  end
  return found
end

-- The node of a step, which is put into `parent` unless it is somewhere already; nil for files from outside.
function PipelineGraph:_add_step(step, parent)
  if step == NO_STEP then return nil end
  local known = self._added[step]
  if known then return known end
  local node = graph.node(step.id, { type = "step", step = step })
  if step.is_source then parent = self:_top_level "Source" end
  parent:add(node)
  self._added[step] = node
  for _, dependency in ipairs(step.dependencies) do needs(self._step_links, dependency, node) end
  provides(self._step_links, step, node)
  for _, output in ipairs(step.consumed_stack_outputs) do
    needs(self._output_links, self._queries:producing_stack(output), node)
  end
  return node
end

-- Adds steps before and after all that is in the graph so far. Returns the nodes of the first.
function PipelineGraph:_add_pre_post(pre, post, parent)
  local current, first = { table.unpack(parent.nodes) }, {}
  for _, step in ipairs(pre) do
    local node = self:_add_step(step, parent)
    for _, one in ipairs(current) do one:depend_on(node) end
    first[#first + 1] = node
  end
  for _, step in ipairs(post) do
    local node = self:_add_step(step, parent)
    if node then node:depend_on(table.unpack(current)) end
  end
  return first
end

-- Steps that others wait for, and that nobody has added, go where the first of those is.
function PipelineGraph:_add_missing()
  for _ = 1, DEEPEST do
    local missing = unsatisfied(self._step_links)
    if #missing == 0 then return end
    for _, link in ipairs(missing) do self:_add_step(link.key, graph.first(link.consumers).parent) end
  end
  local ids = {}
  for i, link in ipairs(unsatisfied(self._step_links)) do ids[i] = display(link.key.id) end
  fail(self._pipeline, "too many steps wait for steps that nobody has added; still missing: %s",
    table.concat(ids, ", "))
end

-- ---- stacks ---------------------------------------------------------------------------------------------------------

local FILE, IMAGE = "file", "docker-image"
local NODE_IDS = { [FILE] = "FileAsset", [IMAGE] = "DockerAsset" }

function PipelineGraph:_new_asset_node(asset)
  local kind = asset.asset_type
  local id, display_name = NODE_IDS[kind], NODE_IDS[kind] .. "s"
  if not self._single_publisher then
    self._asset_counts[kind] = (self._asset_counts[kind] or 0) + 1
    id, display_name = id .. self._asset_counts[kind], asset.display_name
  end
  local node = graph.node(id, { type = "publish-assets", assets = {}, has = {} }, display_name)
  local parent = self:_top_level "Assets"
  parent:add(node)
  node:depend_on(self._last_preparation)
  self._asset_nodes_by_type[kind] = node
  self._asset_nodes[asset.asset_id] = node
  return node
end

function PipelineGraph:_publish(asset)
  self:_top_level "Assets"
  local node = self._asset_nodes[asset.asset_id]
    or self._single_publisher and self._asset_nodes_by_type[asset.asset_type]
    or self:_new_asset_node(asset)
  if node.data.has[asset.asset_selector] then return node end
  node.data.has[asset.asset_selector] = true
  table.insert(node.data.assets, asset)
  return node
end

local function unique_name(parent, ...)
  local name
  for _, part in ipairs { ... } do
    name = name and name .. "." .. part or part
    if not parent:child(name) then return name end
  end
  return name
end

-- A name like that of the stack, which usually begins with the name of its stage.
local function graph_name(parent, stack, stage)
  local name, prefix = stack.stack_name, stage.stage_name .. "-"
  if name:sub(1, #prefix) == prefix then name = name:sub(#prefix + 1) end
  local parts = { name }
  parts[#parts + 1] = stack.account
  parts[#parts + 1] = stack.region
  return unique_name(parent, table.unpack(parts))
end

function PipelineGraph:_add_stack(stack, stage, parent)
  local stack_graph = graph.graph(graph_name(parent, stack, stage), { type = "stack-group", stack = stack })
  local prepare = self._prepare and graph.node("Prepare", { type = "prepare", stack = stack }) or nil
  local has_outputs = self._queries:has_used_outputs(stack)
  local deploy = graph.node("Deploy", {
    type = "execute", stack = stack, capture_outputs = has_outputs, without_change_set = prepare == nil,
  })
  parent:add(stack_graph)
  stack_graph:add(deploy)
  local first = { prepare or deploy }
  if prepare then
    stack_graph:add(prepare)
    deploy:depend_on(prepare)
  end
  if #stack.change_set > 0 and not prepare then
    fail(self._pipeline, "the stack %s cannot have change_set steps, because the pipeline makes no change sets",
      display(stack.stack_name))
  end
  for _, step in ipairs(stack.change_set) do
    local node = self:_add_step(step, stack_graph)
    if node then node:depend_on(prepare) end
    deploy:depend_on(node)
  end
  local pre = self:_add_pre_post(stack.pre, stack.post, stack_graph)
  if #pre > 0 then first = pre end
  local function wait_for(node)
    for _, one in ipairs(first) do one:depend_on(node) end
  end
  wait_for(self:_add_step(self.cloud_assembly_file_set.producer, parent))
  for _, asset in ipairs(stack.assets) do wait_for(self:_publish(asset)) end
  if has_outputs then provides(self._output_links, stack, deploy) end
  return stack_graph
end

function PipelineGraph:_add_stage(stage)
  local stage_graph, stack_graphs = graph.graph(stage.stage_name, { type = "group" }), {}
  for _, stack in ipairs(stage.stacks) do stack_graphs[stack] = self:_add_stack(stack, stage, stage_graph) end
  for _, stack in ipairs(stage.stacks) do
    for _, dependency in ipairs(stack.stack_dependencies) do stack_graphs[stack]:depend_on(stack_graphs[dependency]) end
  end
  self:_add_pre_post(stage.pre, stage.post, stage_graph)
  return stage_graph
end

function PipelineGraph:_add_wave(wave)
  local wave_graph
  if #wave.stages == 1 then
    wave_graph = self:_add_stage(wave.stages[1])
  else
    local nodes = {}
    for i, stage in ipairs(wave.stages) do nodes[i] = self:_add_stage(stage) end
    wave_graph = graph.graph(wave.id, { type = "group" }, nodes)
  end
  self:_add_pre_post(wave.pre, wave.post, wave_graph)
  wave_graph:depend_on(self._last_preparation)
  self.graph:add(wave_graph)
  return wave_graph
end

-- ---------------------------------------------------------------------------------------------------------------------

--- The graph of a pipeline. Options: self_mutation, single_publisher (one node for all assets of a type), prepare
-- (whether there are change sets). Fields of the result: graph, cloud_assembly_file_set.
return function(pipeline, options)
  local self = setmetatable({
    _pipeline = pipeline, graph = graph.graph("", { type = "group" }),
    _added = {}, _step_links = {}, _output_links = {},
    _asset_nodes = {}, _asset_nodes_by_type = {}, _asset_counts = {},
    _queries = queries.of(pipeline), _single_publisher = options.single_publisher, _prepare = options.prepare,
  }, PipelineGraph)
  local synth = pipeline.synth
  if engine.is_a(synth, pipelines.Step) then
    local node = self:_add_step(synth, self:_top_level "Build")
    if node then node.data.is_build_step = true end
    self._last_preparation = node
  end
  self.cloud_assembly_file_set = synth.primary_output.primary_output
  if options.self_mutation then
    local stage = graph.graph("UpdatePipeline", { type = "group" })
    local node = graph.node("SelfMutate", { type = "self-update" })
    self.graph:add(stage)
    stage:add(node)
    node:depend_on(self._last_preparation)
    self._last_preparation = node
  end
  local waves = {}
  for i, wave in ipairs(pipeline.waves) do waves[i] = self:_add_wave(wave) end
  for i = 2, #waves do waves[i]:depend_on(waves[i - 1]) end
  self:_add_missing()
  return self
end
