--- References between elements in the templates of a preview or an assembly: Ref, Fn::GetAtt, Fn::Sub, DependsOn,
--- Condition, Fn::FindInMap, and between stacks Fn::ImportValue and Fn::GetStackOutput.
local references = {}

-- Pseudo parameters are not elements.
local function is_element(name) return type(name) == "string" and not name:find "^AWS::" end

local function join(path, key)
  if type(key) == "number" then return ("%s[%d]"):format(path, key - 1) end
  return path == "" and key or path .. "." .. key
end

-- "Fn::GetAtt" takes a list or "Id.Attribute".
local function get_att(value)
  if type(value) == "table" then return value[1], value[2] end
  if type(value) == "string" then return value:match "^([^.]+)%.(.+)$" end
end

local function text_of_name(value)
  if type(value) == "string" then return value end
  return nil
end

-- Calls `found(target, how, path, import, stack_name)` for all references in a value. Inside an intrinsic function the
-- path stays that of the function.
local function walk(value, path, found, inside)
  if type(value) ~= "table" then return end
  local function below(inner) walk(inner, path, found, true) end
  for key, inner in pairs(value) do
    if key == "Ref" then
      if is_element(inner) then found(inner, "Ref", path) end
    elseif key == "Fn::GetAtt" then
      local id, attribute = get_att(inner)
      if is_element(id) then
        found(id, "Fn::GetAtt " .. (type(attribute) == "string" and attribute or "…"), path)
      end
    elseif key == "Fn::Sub" then
      local text = type(inner) == "table" and inner[1] or inner
      local own = type(inner) == "table" and type(inner[2]) == "table" and inner[2] or {}
      for name in (type(text) == "string" and text or ""):gmatch "%${([^!}][^}]*)}" do
        local id = name:match "^[^.]+"
        if is_element(id) and own[name] == nil then found(id, "Fn::Sub ${" .. name .. "}", path) end
      end
      below(own)
    elseif key == "Fn::ImportValue" then
      local name = text_of_name(inner)
      if name then found(name, "Fn::ImportValue", path, true) else below(inner) end
    elseif key == "Fn::GetStackOutput" and type(inner) == "table" then
      local name, stack_name = text_of_name(inner.OutputName), text_of_name(inner.StackName)
      if name and stack_name then found(name, "Fn::GetStackOutput", path, true, stack_name) end
      below(inner)
    elseif key == "Condition" and type(inner) == "string" then
      found(inner, "Condition", path)
    elseif key == "Fn::If" and type(inner) == "table" then
      if type(inner[1]) == "string" then found(inner[1], "Fn::If", path) end
      below(inner)
    elseif key == "Fn::FindInMap" and type(inner) == "table" then
      if is_element(inner[1]) then found(inner[1], "Fn::FindInMap", path) end
      below(inner)
    elseif inside or (type(key) == "string" and key:find "^Fn::") then
      below(inner)
    else
      walk(inner, join(path, key), found)
    end
  end
end

-- DependsOn of a resource and the references in its other parts.
local function walk_element(section, element, found)
  if section ~= "Resources" or type(element) ~= "table" then return walk(element, "", found) end
  for key, inner in pairs(element) do
    if key == "DependsOn" then
      for _, id in ipairs(type(inner) == "table" and inner or { inner }) do found(id, "DependsOn", "") end
    elseif key == "Condition" then
      if type(inner) == "string" then found(inner, "Condition", "") end
    elseif key == "Properties" then
      walk(inner, "", found)
    elseif key ~= "Type" and key ~= "Metadata" then
      walk(inner, key, found)
    end
  end
end

local SECTIONS = { "Resources", "Outputs", "Parameters", "Conditions", "Rules", "Mappings", "Hooks" }

local SECTION_OF = { Condition = "Conditions", ["Fn::If"] = "Conditions", ["Fn::FindInMap"] = "Mappings" }

-- The section of the template that defines the target; nil if it does not.
local function section_of(template, id, how)
  local only = SECTION_OF[how]
  for _, section in ipairs(only and { only } or { "Resources", "Parameters" }) do
    if template[section] and template[section][id] ~= nil then return section end
  end
end

local function add_export(exports, name, export)
  exports[name] = exports[name] or {}
  table.insert(exports[name], export)
end

-- The outputs by the names of their exports, and by those of stack and output. The same name may be used again in
-- another account or region.
local function exports_of(stacks)
  local exports = {}
  for _, stack in ipairs(stacks) do
    local outputs = stack.template and stack.template.Outputs
    for id, output in pairs(type(outputs) == "table" and outputs or {}) do
      local name = type(output) == "table" and type(output.Export) == "table" and text_of_name(output.Export.Name)
      local export = { stack = stack, id = id }
      if name then add_export(exports, name, export) end
      if stack.name then add_export(exports, stack.name .. "\0" .. id, export) end
    end
  end
  return exports
end

-- The export that a stack means: the one in its own environment, else the first.
local function choose(list, stack)
  for _, export in ipairs(list or {}) do
    if export.stack.environment == stack.environment then return export end
  end
  return list and list[1]
end

--- All references of a preview: { { stack =, section =, id =, path =, how =, to_stack =, to_section =, to = }, … }, in
--- the order of the templates. Cached in the preview. Of its stacks, `template` is used, and `name` and `environment`
--- if they are there.
function references.all(preview)
  if preview._references then return preview._references end
  local list, exports = {}, exports_of(preview.stacks)
  for _, stack in ipairs(preview.stacks) do
    local template = stack.template or {}
    for _, section in ipairs(SECTIONS) do
      for id, element in pairs(type(template[section]) == "table" and template[section] or {}) do
        walk_element(section, element, function(target, how, path, import, stack_name)
          local entry = { stack = stack, section = section, id = id, path = path, how = how }
          if import then
            local export = choose(exports[stack_name and stack_name .. "\0" .. target or target], stack)
            entry.export = target
            if export then entry.to_stack, entry.to_section, entry.to = export.stack, "Outputs", export.id end
          else
            entry.to_stack, entry.to, entry.to_section = stack, target, section_of(template, target, how)
          end
          list[#list + 1] = entry
        end)
      end
    end
  end
  preview._references = list
  return list
end

--- References to an element of a stack; for an output also those of other stacks to it.
function references.to(preview, stack, section, id)
  local found = {}
  for _, entry in ipairs(references.all(preview)) do
    if entry.to == id and entry.to_stack == stack and entry.to_section == section then
      found[#found + 1] = entry
      if entry.section == "Outputs" and entry.stack == stack then
        local importers = references.to(preview, stack, "Outputs", entry.id)
        table.move(importers, 1, #importers, #found + 1, found)
      end
    end
  end
  return found
end

--- References that an element of a stack makes.
function references.from(preview, stack, section, id)
  local found = {}
  for _, entry in ipairs(references.all(preview)) do
    if entry.id == id and entry.stack == stack and entry.section == section then found[#found + 1] = entry end
  end
  return found
end

return references
