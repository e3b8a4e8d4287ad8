--- Stacks that are products: their templates are assets of the stack around them.
local engine = require "luacdk.engine"
local Synthesizer = require "aws_cdk.aws_servicecatalog.private.product_stack_synthesizer"
local cdk = require "aws_cdk"
local synthesis = require "aws_cdk.private.synthesis"

local INDENT <const> = 2

local ProductStack = engine.class("aws_cdk.aws_servicecatalog.ProductStack", cdk.Stack)

--- Arguments: scope, id, ProductStackProps. Fails outside of a stack.
function ProductStack:init(scope, id, props)
  props = props or {}
  if not scope or not engine.is_construct(scope) or not pcall(engine.stack_of, scope) then
    engine.fail(scope, "a product stack must be made inside a Stack")
  end
  local parent = engine.stack_of(scope)
  cdk.Stack.init(self, scope, id, {
    analytics_reporting = props.analytics_reporting, description = props.description,
    synthesizer = Synthesizer(parent, props),
  })
  engine.mark(self, "inner")
  self._parent_stack, self._asset_bucket = parent, props.asset_bucket
  self._suppress_template_indentation = false
  self._users = {} -- elements of other templates that name the URL
  self.template_file = cdk.Names.unique_id(self) .. ".product.template.json"
end

ProductStack.get._is_top_level_stack = function() return false end

--- The URL of the template, known when the template is written. The templates of stacks that are written before it
--- lack it, as the library's do.
function ProductStack:_url()
  return engine.lazy(function(ctx)
    local url, element = self._template_url, ctx.scope
    if not url and engine.is_a(element, cdk.CfnElement) then table.insert(self._users, element) end
    return url
  end, { kind = "string" })
end

--- The stack that copies the assets of this one.
function ProductStack:_copies_assets() return engine.stack_of(self._asset_bucket) end

--- Writes the template.
function ProductStack:_synthesize_template(session)
  local text = engine.template(self, { indent = INDENT })
  local hash = text:sha256()
  self.node:add_metadata("aws:cdk:templateFile", self.template_file)
  self._template_url = self._parent_stack.synthesizer:add_file_asset({
    packaging = "file", source_hash = hash, file_name = self.template_file,
    display_name = self.node.path .. " Template",
  }).http_url
  for _, element in ipairs(self._users) do engine.render(element, true) end
  synthesis.render_copies(self)
  engine.place_references()
  if self._history then self._history:_write_snapshot(tostring(text)) end
  session.output:write(self.template_file, text)
  text:release()
  return self.template_file, hash
end

return { ProductStack = ProductStack }
