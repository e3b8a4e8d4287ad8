local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local sorted_keys = engine.keys

local is_unresolved = engine.is_unresolved

--- A two-level table of values, looked up at deployment. A lazy one is left out if no look-up needs it.
local CfnMapping = engine.class("aws_cdk.CfnMapping", engine.CfnRefElement)
CfnMapping._section = "Mappings"

local function check_key(self, key)
  if not is_unresolved(key) and not tostring(key):find("^[A-Za-z0-9]+$") then
    engine.fail(self, "the second-level key %s of a mapping must contain only letters and digits", engine.display(key))
  end
end

function CfnMapping:init(scope, id, props)
  engine.CfnRefElement.init(self, scope, id)
  self._lazy = props.lazy
  local mapping = engine.ordered()
  for _, first in ipairs(sorted_keys(props.mapping)) do
    local row = engine.ordered()
    for _, second in ipairs(sorted_keys(props.mapping[first])) do
      check_key(self, second)
      row[second] = props.mapping[first][second]
    end
    mapping[first] = row
  end
  self._mapping = mapping
end

function CfnMapping:set_value(key1, key2, value)
  check_key(self, key2)
  local row = self._mapping[key1]
  if not row then
    row = engine.ordered()
    self._mapping[key1] = row
  end
  row[key2] = value
end

--- The value for two keys. Literal keys must exist unless a default is given; in a lazy mapping they are looked up now.
function CfnMapping:find_in_map(key1, key2, default_value)
  local resolved, missing = false, false
  local row = not is_unresolved(key1) and self._mapping[key1] or nil
  if not is_unresolved(key1) then
    if not row then
      if default_value == nil then
        engine.fail(self, "the mapping has no top-level key %s", engine.display(key1))
      end
      missing = true
    elseif not is_unresolved(key2) then
      if row[key2] == nil then
        if default_value == nil then
          engine.fail(self, "the mapping has no second-level key %s", engine.display(key2))
        end
        missing = true
      end
      resolved = true
    end
  end
  if self._lazy then
    if missing then return default_value end
    if resolved then return row[key2] end
  end
  self._lazy_render = not resolved
  return engine.lazy(function(ctx)
    local mapping = self
    if not rawequal(ctx.stack, self.stack) then
      -- A mapping is known only in its own template, so another stack gets a copy.
      local id = "MappingCopy-" .. self.node.id .. "-" .. self.node.addr
      mapping = ctx.stack.node:try_find_child(id) or CfnMapping(ctx.stack, id, { mapping = self._mapping })
    end
    return cdk.Fn.find_in_map(mapping.logical_id, key1, key2, default_value)
  end, { kind = "string" })
end

function CfnMapping:_render()
  if self._lazy == nil and not self._lazy_render and not self._informed then
    self._informed = true
    cdk.Annotations.of(self):add_info("this mapping could be lazy (lazy = true): nothing looks it up at"
      .. " deployment, so it need"
      .. " not be in the template")
  end
  if self._lazy and not self._lazy_render then return nil end
  return self._mapping
end

return { CfnMapping = CfnMapping }
