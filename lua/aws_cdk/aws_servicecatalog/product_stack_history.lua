--- The versions of a product stack: each has a snapshot of its template in a folder, which is to be kept with the
--- sources.
local engine = require "luacdk.engine"
local assets = require "luacdk.assets"
local cdk = require "aws_cdk"
local constructs = require "constructs"
local dry_run = require "aws_cdk.private.dry_run"
local servicecatalog = require "aws_cdk.aws_servicecatalog"

local DIRECTORY <const> = "product-stack-snapshots"

local ProductStackHistory = engine.class("aws_cdk.aws_servicecatalog.ProductStackHistory", constructs.Construct)

--- Arguments: scope, id, ProductStackHistoryProps: product_stack, current_version_name, current_version_locked
--- (required).
function ProductStackHistory:init(scope, id, props)
  constructs.Construct.init(self, scope, id)
  props.product_stack._history = self
  self._stack, self._description = props.product_stack, props.description
  self._current, self._locked = props.current_version_name, props.current_version_locked
  local directory = props.directory
  self._directory = directory ~= "" and directory or DIRECTORY
end

-- The file of a version's snapshot, and its name.
local function snapshot(self, version)
  local name = ("%s.%s.%s.product.template.json"):format(cdk.Names.unique_id(self), self._stack.artifact_id, version)
  return assets.path.join(self._directory, name), name
end

--- The version that the product stack is now.
function ProductStackHistory:current_version()
  return {
    cloud_formation_template = servicecatalog.CloudFormationTemplate.from_product_stack(self._stack),
    product_version_name = self._current, description = self._description,
  }
end

--- An earlier version, of which there is a snapshot. Fails if there is none.
function ProductStackHistory:version_from_snapshot(product_version_name)
  local path, name = snapshot(self, product_version_name)
  if not assets.exists(path) then
    engine.fail(self, "there is no template %s in %s, the folder of the snapshots", name,
      engine.display(self._directory))
  end
  return {
    cloud_formation_template = servicecatalog.CloudFormationTemplate.from_asset(path),
    product_version_name = product_version_name, description = self._description,
  }
end

--- Writes the snapshot of the current version. Fails if that is locked and there is another one.
function ProductStackHistory:_write_snapshot(text)
  local path = snapshot(self, self._current)
  local earlier, why = text, nil
  if self._locked and assets.exists(path) then earlier, why = assets.read_file(path) end
  if not earlier then engine.fail(self, "%s", why) end
  if earlier ~= text then
    engine.fail(self, "the template is not that of version %s any more, which is locked: -> give another "
      .. "current_version_name, or, if the version has never been deployed, delete %s", engine.display(self._current),
      path)
  end
  if dry_run.is_on() then return end
  for _, step in ipairs { { assets.mkdirs, self._directory }, { assets.write_file, path, text } } do
    local done, message = step[1](step[2], step[3])
    if not done then engine.fail(self, "%s", message) end
  end
end

return { ProductStackHistory = ProductStackHistory }
