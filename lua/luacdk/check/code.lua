--- What Lambda will not like about the code of functions: assets are looked at as they are on this machine.
local assets = require "luacdk.assets"
local dry_run = require "aws_cdk.private.dry_run"
local engine = require "luacdk.engine"

local code = {}

local MOST_MB = 250 -- of all files, unzipped
local MOST = MOST_MB * 1024 * 1024
local SHOWN = 3

local found = {}

local function add(construct, id, wrong, right)
  found[#found + 1] = { id = id, text = wrong .. (right and "; " .. right or ""), path = construct.node.path,
    location = engine.location(construct), wrong = wrong, right = right }
end

-- ---- folders --------------------------------------------------------------------------------------------------------

local function can(stat, bits) return stat.mode & bits == bits end

-- "#!" in the first line, and how that line ends.
local function has_windows_shebang(path)
  local text = assets.read_file(path)
  local first = text and text:match "^(#![^\n]*)\n"
  return first ~= nil and first:sub(-1) == "\r"
end

local SCRIPTS = 1 << 20 -- bytes; what is larger is no script

-- `around` has the folders that lead to this one, by their real paths, and `real` is its own: a link to one of them
-- would have no end, and is not followed.
local function walk(facts, root, below, ignore, real, around)
  around[real] = true
  for _, name in ipairs(assets.list(root .. below) or {}) do
    local path = below .. "/" .. name
    local inner = path:sub(2)
    local stat = assets.stat(root .. path)
    if stat and stat.type == "directory" then
      if not (ignore and ignore:completely_ignores(inner)) then
        local is_link = assets.lstat(root .. path).type == "link"
        local inner_real = is_link and assets.realpath(root .. path) or real .. "/" .. name
        if not around[inner_real] then
          if not can(stat, 5) then facts.unreadable[#facts.unreadable + 1] = inner .. "/" end
          walk(facts, root, path, ignore, inner_real, around)
        end
      end
    elseif stat and not (ignore and ignore:ignores(inner)) then
      facts.files[inner] = stat
      facts.size = facts.size + stat.size
      if not can(stat, 4) then facts.unreadable[#facts.unreadable + 1] = inner end
      local script = inner == "bootstrap" or stat.mode & 73 ~= 0 -- executable by anybody
      if script and stat.size <= SCRIPTS and has_windows_shebang(root .. path) then
        facts.windows[#facts.windows + 1] = inner
      end
    end
  end
  around[real] = nil
end

local known = {}

-- The files of an asset; nil if it is no folder, or a program makes it.
local function facts_of(source)
  local options = source._options or {}
  if options.bundling or dry_run.is_future(source.path) or not assets.is_directory(source.path) then return nil end
  local exclude = options.exclude or {}
  local mode = options.ignore_mode or "glob"
  local root = assets.path.resolve(source.path)
  local key = table.concat({ root, mode, table.unpack(exclude) }, "\0")
  if not known[key] then
    local facts = { files = {}, size = 0, unreadable = {}, windows = {} }
    walk(facts, root, "", #exclude > 0 and assets.ignore(mode, exclude) or nil, assets.realpath(root) or root, {})
    known[key] = facts
  end
  return known[key]
end

-- ---- rules ----------------------------------------------------------------------------------------------------------

local function names(list)
  local shown = "'" .. table.concat(list, "', '", 1, math.min(#list, SHOWN)) .. "'"
  return #list > SHOWN and ("%s and %d more"):format(shown, #list - SHOWN) or shown
end

-- The files that may hold a handler; nil: not for us to judge.
local CANDIDATES = {
  { "^nodejs", function(handler)
    local folder, module = handler:match "^(.-)([^/.]+)%.[^/]+$"
    if not module then return nil end
    return { folder .. module .. ".js", folder .. module .. ".mjs", folder .. module .. ".cjs" }
  end },
  { "^python", function(handler)
    local module = handler:match "^(.+)%.[^.]+$"
    if not module then return nil end
    module = module:gsub("%.", "/")
    return { module .. ".py", module .. "/__init__.py", module .. ".so" }
  end },
  { "^ruby", function(handler)
    local module = handler:match "^([^.]+)%."
    return module and { module .. ".rb" } or nil
  end },
}

local function check_handler(construct, facts, handler, runtime)
  for _, row in ipairs(CANDIDATES) do
    if runtime:find(row[1]) then
      local candidates = row[2](handler)
      for _, name in ipairs(candidates or {}) do
        if facts.files[name] then return end
      end
      if candidates then
        add(construct, "luacdk::code-handler", ("the code has no file for the handler '%s'"):format(handler),
          ("there must be '%s'"):format(candidates[1]))
      end
    end
  end
end

local function check_bootstrap(construct, facts)
  local bootstrap = facts.files.bootstrap
  if not bootstrap then
    add(construct, "luacdk::code-bootstrap", "the code has no file 'bootstrap', which a provided runtime starts",
      "put it at the top of the asset")
  elseif not can(bootstrap, 1) then
    add(construct, "luacdk::code-bootstrap", "'bootstrap' is not executable, so the runtime cannot start it",
      "chmod 755 bootstrap")
  end
end

local sizes = {} -- { construct, bytes of its code }

local function check_asset(construct, source, props)
  local facts = facts_of(source)
  if not facts then return end
  sizes[#sizes + 1] = { construct, facts.size }
  local runtime = props.runtime and props.runtime.name or ""
  if facts.size > MOST then
    add(construct, "luacdk::code-size", ("the code has %.1f MB unzipped"):format(facts.size / 1024 / 1024),
      ("Lambda takes at most %d MB, layers included"):format(MOST_MB))
  end
  if #facts.unreadable > 0 then
    add(construct, "luacdk::code-unreadable", ("Lambda cannot read %s"):format(names(facts.unreadable)),
      "files need the permission o+r, folders o+rx")
  end
  if #facts.windows > 0 then
    add(construct, "luacdk::code-crlf", ("the first line of %s ends with CR LF, so Linux does not find its interpreter")
      :format(names(facts.windows)), "save it with LF")
  end
  if engine.is_unresolved(runtime) or engine.is_unresolved(props.handler) then return end
  if runtime:find "^provided" then
    if not props.layers or #props.layers == 0 then check_bootstrap(construct, facts) end
  elseif props.handler:sub(1, 1) ~= "/" and (not props.layers or #props.layers == 0) then
    check_handler(construct, facts, props.handler, runtime)
  end
end

local function check_ecr_image(construct, source)
  local props = source._props or {}
  local tag = props.tag_or_digest or props.tag
  if tag == nil or tag == "latest" then
    add(construct, "luacdk::mutable-tag",
      tag and "the image's tag is 'latest', so what runs depends on when it was deployed"
      or "the image has neither tag nor digest, so 'latest' is taken, and what runs depends on when it was deployed",
      "give tag_or_digest a tag that never moves, or a digest (sha256:…)")
  end
end

local function check_image_asset(construct, source)
  if not (source._props or {}).platform then
    add(construct, "luacdk::image-platform",
      "the image is built for the platform of the machine that builds it, which may not be the function's",
      "give platform: ecr_assets.Platform.LINUX_AMD64 or LINUX_ARM64")
  end
end

local CHECKS = { ["aws_cdk.aws_lambda.AssetCode"] = check_asset, ["aws_cdk.aws_lambda.EcrImageCode"] = check_ecr_image,
  ["aws_cdk.aws_lambda.AssetImageCode"] = check_image_asset }

--- From now on, looks at the code of each function that is made.
function code.watch()
  require("aws_cdk.aws_lambda").Function._watch_code(function(construct, source, props)
    local check = CHECKS[engine.class_name(source) or ""]
    if check then check(construct, source, props) end
  end)
end

local is_counted = false

-- Layers may be added to a function at any time, so this comes last.
local function count_layers()
  for _, entry in ipairs(sizes) do
    local size = entry[2]
    for _, layer in ipairs(entry[1]._layers or {}) do
      local source = rawget(layer, "_code")
      local facts = source and engine.class_name(source) == "aws_cdk.aws_lambda.AssetCode" and facts_of(source)
      size = size + (facts and facts.size or 0)
    end
    if size > MOST and entry[2] <= MOST then
      add(entry[1], "luacdk::code-size", ("the code and its layers have %.1f MB unzipped"):format(size / 1024 / 1024),
        ("Lambda takes at most %d MB, layers included"):format(MOST_MB))
    end
  end
end

--- What was found, in the order of the functions: rows as in src/object/complaint.h, with `path` and `location`.
function code.found()
  if not is_counted then
    is_counted = true
    count_layers()
  end
  return found
end

return code
