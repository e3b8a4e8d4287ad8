-- The order of synthesis: nested stages, aspects, dependencies, references, nested templates, validation, files.
-- What runs once per construct or property is the engine's; this file says when.
local engine = require "luacdk.engine"
local assets = require "luacdk.assets"
local cdk = require "aws_cdk"
local cx_api = require "aws_cdk.cx_api"
local dry_run = require "aws_cdk.private.dry_run"
local selection = require "aws_cdk.private.selection"
local settings = require "luacdk.settings"
local timings = require "luacdk.timings"

local M = {}

local MAX_PASSES = 100

-- Runs a step and returns true. For a preview, an error does not end the synthesis: then returns false.
local function step(call, ...)
  call(...)
  return true
end

--- From now on every step is called through `guard(call, …)`, which returns whether it succeeded. For a preview, which
--- must find all errors and not only the first.
function M.guard_steps(guard) step = guard end

local function synth_nested_stages(stage, options)
  for _, nested in ipairs(engine.nested_stages(stage)) do step(nested.synth, nested, options) end
end

-- Aspects -------------------------------------------------------------------------------------------------------------

-- Inherited and own aspects by priority; if equal, inherited ones first, then in the order in which they were added.
local function merged(inherited, own)
  local priorities, by_priority = {}, {}
  for _, list in ipairs { inherited, own } do
    for _, entry in ipairs(list) do
      local priority = entry.priority
      local equal = by_priority[priority]
      if not equal then
        equal = {}
        by_priority[priority] = equal
        priorities[#priorities + 1] = priority
      end
      equal[#equal + 1] = entry
    end
  end
  table.sort(priorities)
  local all = {}
  for _, priority in ipairs(priorities) do
    for _, entry in ipairs(by_priority[priority]) do all[#all + 1] = entry end
  end
  return all
end

local NO_ASPECTS = {}

-- Passes over the tree until no aspect was invoked, so that aspects may add constructs and aspects. After a pass in
-- which they added none, there is nothing left to invoke.
local function invoke_stabilising(root)
  local invoked = {} -- by construct: the aspects, and `last`, the priority of the last one
  local known = cdk.Aspects._revision()

  local function visit(construct, inherited)
    local own = rawget(construct, "_aspects") or NO_ASPECTS
    local here = #own > 0 and merged(inherited, own) or inherited
    local result
    local done = invoked[construct]
    if not done and #here > 0 then
      done = {}
      invoked[construct] = done
    end
    for _, entry in ipairs(here) do
      if not done[entry.aspect] then
        local aspect, priority = entry.aspect, entry.priority
        local last = done.last
        if last and last > priority then
          engine.fail(construct,
            "cannot invoke an aspect with priority %s here: one with priority %s has already been invoked",
            priority, last)
        end
        aspect:visit(construct)
        result = "invoked"
        done.last = priority
        done[aspect] = true
        if cdk.Aspects._revision() ~= known then
          known = cdk.Aspects._revision()
          return "abort"
        end
      end
    end
    for _, child in ipairs(engine.inner_children(construct)) do
      local below = visit(child, here)
      result = below or result
      if below == "abort" then break end
    end
    return result
  end

  for _ = 0, MAX_PASSES do
    local count = engine.construct_count()
    local result = visit(root, NO_ASPECTS)
    if not result or result == "invoked" and engine.construct_count() == count then return end
  end
  engine.fail(root, "aspects did not finish in %d passes: an aspect keeps adding constructs or aspects",
    MAX_PASSES + 1)
end

-- One pass; it does not visit what aspects add.
local function invoke_once(root)
  local warned = false
  local function visit(construct, inherited)
    local own = rawget(construct, "_aspects") or NO_ASPECTS
    local here = #own > 0 and merged(inherited, own) or inherited
    local count = #own
    local done = {}
    for _, entry in ipairs(here) do
      if not done[entry.aspect] then
        entry.aspect:visit(construct)
        if not warned and count ~= #(rawget(construct, "_aspects") or NO_ASPECTS) then
          warned = true
          cdk.Annotations.of(construct):add_warning_v2("@aws-cdk/core:ignoredAspect",
            "We detected an Aspect was added via another Aspect, and will not be applied")
        end
        done[entry.aspect] = true
      end
    end
    for _, child in ipairs(engine.inner_children(construct)) do visit(child, here) end
  end
  visit(root, NO_ASPECTS)
end

local function invoke_aspects(root)
  if not engine.has_aspects(root) then return end
  if cdk.FeatureFlags._is_enabled(root, "@aws-cdk/core:aspectStabilization") then
    invoke_stabilising(root)
  else
    invoke_once(root)
  end
end

--- Renders anew what copies the assets of the stacks around a stack, the template of which has become one of them.
function M.render_copies(stack)
  local outer = stack._parent_stack
  while outer do
    if outer._copies_assets then
      for _, element in ipairs(engine.find(outer:_copies_assets(), "element")) do engine.render(element, true) end
    end
    outer = outer._parent_stack
  end
end

-- References and nested templates -------------------------------------------------------------------------------------

local function resolve_reference(consumer, reference)
  return require("aws_cdk.private.references").resolve(consumer, reference)
end

-- Resources whose names are generated only if another environment asks: they are rendered after all others.
local function with_generated_names(stage, visit)
  for _, resource in ipairs(stage.node.root._generated_names or {}) do
    if rawequal(engine.stage_of(resource), stage) then
      local element = resource.node.default_child
      if engine.is_a(element, cdk.CfnResource) then visit(element, resource) end
    end
  end
end

local function mark_late(element) engine.mark(element, "late") end

local function render_late(element, anew)
  engine.render(element, anew)
  engine.place_references()
end

-- Renders them; once more those whose name one of the others asked for only then.
local function render_all_late(stage)
  local names = {}
  with_generated_names(stage, function(element, resource)
    render_late(element)
    names[element] = resource._generated_physical_name or false
  end)
  with_generated_names(stage, function(element, resource)
    if names[element] == false and resource._generated_physical_name then render_late(element, true) end
  end)
end

local function prepare_nested_stack(stack)
  stack:_prepare_template_asset()
  engine.render(stack.nested_stack_resource)
  M.render_copies(stack)
  engine.place_references()
end

local function prepare_nested(stage)
  -- Innermost first: the template of a stack contains the location of those inside it.
  for _, stack in ipairs(engine.nested_stacks(stage)) do step(prepare_nested_stack, stack) end
end

local function render(stage)
  if step(engine.render, stage) then return end
  -- One of its elements is wrong; check the others too.
  for _, element in ipairs(engine.find(stage, "element")) do step(engine.render, element) end
end

-- Validation ----------------------------------------------------------------------------------------------------------

-- All messages of all constructs, in one report.
local function validate(stage)
  local lines = {}
  for _, construct in ipairs(engine.find(stage, "validation")) do
    step(function()
      for _, message in ipairs(construct.node:validate()) do
        local made = engine.location(construct)
        lines[#lines + 1] = ("  %s[%s] %s"):format(made and made .. ": " or "", construct.node.path, tostring(message))
      end
    end)
  end
  if #lines > 0 then
    engine.fail(nil, "validation failed with %d error%s:\n%s", #lines, #lines == 1 and "" or "s",
      table.concat(lines, "\n"))
  end
end

-- Files ---------------------------------------------------------------------------------------------------------------

local function write_tree(app, session)
  local tree = engine.tree(app)
  session.output:write("tree.json", tree)
  tree:release()
  session.assembly:add_artifact("Tree", engine.ordered("type", "cdk:tree", "properties", { file = "tree.json" }))
end

local function write_files(stage, session)
  for _, construct in ipairs(engine.writers(stage)) do
    engine.collect_between()
    if engine.is_a(construct, cdk.Stack) then
      if selection.needs(construct) then step(construct.synthesizer.synthesize, construct.synthesizer, session) end
    elseif rawget(construct, "_is_tree") then
      if not dry_run.is_on() then step(write_tree, stage, session) end -- nobody would read it
    else
      step(construct._on_synthesize, construct, session)
    end
  end
end

-- tree.json in the manifest comes in the place of a construct that the reference adds last.
local function add_tree_construct(app)
  if app._tree_metadata and not app.node:try_find_child("Tree") then
    local tree = engine.Construct(app, "Tree")
    tree._is_tree = true
    engine.mark(tree, "synthesis")
  end
end

-- Notes -------------------------------------------------------------------------------------------------------------

local WORDS = { ["aws:cdk:info"] = "INFO", ["aws:cdk:warning"] = "WARNING", ["aws:cdk:error"] = "ERROR" }

-- Manifests have no place for annotations on a construct outside any stack, so nobody else would print them.
local function tell_outside_notes(root)
  for _, construct in ipairs(engine.find(root, "metadata")) do
    if not pcall(engine.stack_of, construct) then
      for _, entry in ipairs(construct.node.metadata) do
        local word = WORDS[entry.type]
        if word then
          local path = construct.node.path
          engine.tell(("[%s] %s%s%s"):format(word, entry.trace and entry.trace .. ": " or "",
            path ~= "" and "[" .. path .. "] " or "", tostring(entry.data)))
          if word == "ERROR" then settings.outside_errors = (settings.outside_errors or 0) + 1 end
        end
      end
    end
  end
end

-- Whether anything validates what was written: most apps need not load what does that.
local function is_validated(stage)
  if #stage._validation_plugins > 0 then return true end
  for _, nested in ipairs(engine.nested_stages(stage)) do
    if is_validated(nested) then return true end
  end
  return false
end

local function report_validation(app)
  if is_validated(app) or settings.findings and require("aws_cdk.private.own_findings").wanted(app)
    or cdk.FeatureFlags._is_enabled(app, cx_api.ANNOTATIONS_IN_VALIDATION_REPORT) then
    require("aws_cdk.private.validation_report").write(app)
  elseif assets.exists(app.outdir .. "/" .. cx_api.VALIDATION_REPORT_FILE) then
    require("aws_cdk.private.validation_report").clear(app)
  end
end

-- The roots of trees that are being synthesised. A stage may be synthesised before its app, and by itself.
local in_progress = setmetatable({}, { __mode = "k" })

--- Writes the assembly of a stage (or app) and everything inside it; returns it.
function M.synth(stage, options)
  options = options or {}
  local phase = timings.enter "tree"
  local is_root = not engine.is_a(stage, cdk.Stage) or stage.parent_stage == nil
  local root = is_root and stage or stage.node.root
  local outermost = is_root or not in_progress[root]
  if engine.is_a(stage, cdk.App) then add_tree_construct(stage) end
  if outermost then
    engine.synthesis_begin(root)
    in_progress[root] = true
  end
  synth_nested_stages(stage, options)
  step(invoke_aspects, stage)
  step(engine.reify_dependencies, stage)
  if rawget(stage.node.root, "_before_render") then step(require("aws_cdk.private.before_render").run, stage) end
  with_generated_names(stage, mark_late)
  timings.enter "resolve"
  engine.resolve_references_by(resolve_reference)
  render(stage)
  engine.collect_between()
  step(engine.place_references)
  step(render_all_late, stage)
  timings.enter "assembly"
  prepare_nested(stage)
  timings.enter "tree"
  step(engine.check_circles, stage)
  if not options.skip_validation then step(validate, stage) end
  timings.enter "assembly"
  local builder = stage._assembly_builder
  if not builder then engine.fail(stage, "the stage has lost its output folder: something overwrote it") end
  write_files(stage, {
    outdir = builder.outdir, assembly = builder, output = builder,
    validate_on_synth = options.validate_on_synthesis or false,
  })
  if outermost then engine.release_documents() end -- the manifest may need as much memory
  local assembly = builder:build_assembly()
  engine.resolve_references_by(nil)
  if outermost then
    engine.synthesis_end()
    in_progress[root] = nil
  end
  if outermost and not dry_run.is_on() then
    tell_outside_notes(stage)
    if engine.is_a(stage, cdk.App) then report_validation(stage) end
  end
  timings.enter(phase)
  return assembly
end

return M
