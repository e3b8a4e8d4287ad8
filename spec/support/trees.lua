-- Folders built from the descriptions in spec/golden/assets (see tools/golden/assets.js), and listings to compare.
local assembly = require "luacdk.assembly"
local assets = require "luacdk.assets"
local luacdk = require "spec.support.luacdk"

local trees = {}

--- The cases of a file in spec/golden/assets, one JSON object a line.
function trees.cases(file)
  local cases = {}
  for line in assert(assets.read_file(luacdk.golden .. "/assets/" .. file)):gmatch "[^\n]+" do
    cases[#cases + 1] = assembly.parse_json(line)
  end
  return cases
end

local function bytes(content)
  if type(content) == "string" then return content end
  if content.hex then return (content.hex:gsub("%x%x", function(h) return string.char(tonumber(h, 16)) end)) end
  if content.rep then return content.rep[1]:rep(content.rep[2]) end
  local parts = {}
  for i, part in ipairs(content.cat) do parts[i] = bytes(part) end
  return table.concat(parts)
end

--- A new temporary folder, its links resolved.
function trees.folder()
  return assert(assets.realpath(assert(assets.mkdtemp "/tmp/luacdk-spec-")))
end

--- Builds a described tree in a new folder and returns its path.
function trees.build(tree)
  local root = trees.folder()
  for name, content in pairs(tree) do
    local path = root .. "/" .. name
    assert(assets.mkdirs(assets.path.dirname(path)))
    if type(content) == "table" and content.dir then
      assert(assets.mkdirs(path))
    elseif type(content) == "table" and content.link then
      assert(assets.symlink(content.link:gsub("%$ROOT", (root:gsub("%%", "%%%%"))), path))
    else
      assert(assets.write_file(path, bytes(type(content) == "table" and content.of or content)))
      if type(content) == "table" and content.mode then assert(assets.chmod(path, content.mode)) end
    end
  end
  return root
end

--- The library's spelling of the reference's options.
function trees.options(opt)
  return { extra_hash = opt.extraHash, follow = opt.follow, exclude = opt.exclude, ignore_mode = opt.ignoreMode }
end

--- What a folder holds: one line an entry, sorted, with mode and content or link text.
function trees.listing(folder)
  local rows = {}
  local function add(key)
    local path = folder .. "/" .. key
    local stat = assets.lstat(path)
    if stat.type == "link" then
      rows[#rows + 1] = ("%s link %s"):format(key, assets.readlink(path))
    elseif stat.type == "directory" then
      if key ~= "" then rows[#rows + 1] = key .. " directory" end
      for _, name in ipairs(assets.list(path)) do add(key == "" and name or key .. "/" .. name) end
    else
      rows[#rows + 1] = ("%s file %o %q"):format(key, stat.mode, assets.read_file(path))
    end
  end
  add ""
  table.sort(rows)
  return rows
end

--- The same lines from a recorded listing, with $ROOT put in.
function trees.recorded(entries, root)
  local rows = {}
  for i, entry in ipairs(entries) do
    local text = entry[3] and entry[3]:gsub("%$ROOT", (root:gsub("%%", "%%%%")))
    rows[i] = entry[2] == "link" and ("%s link %s"):format(entry[1], text)
      or entry[2] == "directory" and entry[1] .. " directory"
      or ("%s file %s %q"):format(entry[1], entry[3], entry[4])
  end
  table.sort(rows)
  return rows
end

return trees
