--- Which line of the script has put something else into a template than its construct was given: the raw overrides of
--- resources, as src/synth/resource.c notes them during a check.
local overrides = {}

-- "Properties.Tags[0].Key" as the path of an override: "Properties.Tags.0.Key".
local function dotted(path) return (path:gsub("%[(%d+)%]", ".%1")) end

--- The location of the override that a fault comes from, "app.lua:7"; nil if it comes from none. `property` is the
--- place of the fault in the resource, such as "Properties.Tags[0].Key" or "Properties", and `wrong` says what is wrong
--- there: overrides of what is inside count if it names them.
function overrides.location(construct, property, wrong)
  local places = rawget(construct, "_override_places")
  if not places then return nil end
  local wanted = dotted(property or "")
  local at = wanted
  while at ~= "" do
    if places[at] then return places[at] end
    at = at:match "^(.*)%.[^.]*$" or ""
  end
  local inside, best = wanted ~= "" and wanted .. "." or "", nil
  for path, location in pairs(places) do
    local name = path:sub(1, #inside) == inside and path:sub(#inside + 1)
    if name and (wrong or ""):find("'" .. name .. "'", 1, true) and not (best and best < location) then
      best = location
    end
  end
  return best
end

return overrides
