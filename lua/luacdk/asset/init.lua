--- `luacdk asset explain`: what is in an asset and why, and why two assets differ. Called by src/cli/asset.c with the
--- options of the command; `requests` is JSON from luacdk.asset.requests. Returns whether it could be told.
local assembly = require "luacdk.assembly"
local assets = require "luacdk.assets"
local columns = require "luacdk.columns"
local counted = require "luacdk.counted"
local engine = require "luacdk.engine"
local rules = require "luacdk.asset.rules"

local path = assets.path

local function quit(text, ...) error(text:format(...), 0) end

local function checked(value, message)
  if not value then error(message, 0) end
  return value
end

-- ---- where patterns stand -------------------------------------------------------------------------------------------

local function lines_of(file)
  local lines = {}
  if not assets.is_file(file) then return lines end
  for line in (checked(assets.read_file(file)) .. "\n"):gmatch "([^\n]*)\n" do lines[#lines + 1] = line end
  return lines
end

-- Notes for the patterns that are all lines of a file, one after the other, that they stand there.
local function note_lines(patterns, file, name)
  local texts, numbers = {}, {}
  for number, line in ipairs(lines_of(file)) do
    if line ~= "" then texts[#texts + 1], numbers[#numbers + 1] = line, number end
  end
  local function begin_at(first)
    for i, text in ipairs(texts) do
      if patterns[first + i - 1].text ~= text then return false end
    end
    return true
  end
  for first = 1, #texts > 0 and #patterns - #texts + 1 or 0 do
    if begin_at(first) then
      for i, number in ipairs(numbers) do patterns[first + i - 1].from = ("%s:%d"):format(name, number) end
      return
    end
  end
end

-- The patterns that a construct passes on: those of the library, lines of an ignore file, and the user's own.
local function patterns_of(request)
  local patterns, number = {}, 0
  for i, text in ipairs(request.exclude) do patterns[i] = { text = text } end
  patterns[1].from = "always"
  local name = request.ignore_mode == "docker" and ".dockerignore" or ".gitignore"
  note_lines(patterns, path.join(request.source, name), name)
  for _, pattern in ipairs(patterns) do
    if not pattern.from then
      number = number + 1
      pattern.from = number <= request.own and "exclude " .. number or "always"
    end
  end
  return patterns
end

-- ---- what there is --------------------------------------------------------------------------------------------------

-- The asset that a word of the command line names: a folder, a file, or (the end of) a name in the output folder.
local function asset_of(word, options)
  local source = word
  if not assets.exists(source) then
    source = nil
    local wanted = word:match "^asset%.(%x+)" or word:match "^%x+$"
    local _, names = nil, wanted and assets.is_directory(options.output) and assets.list(options.output)
    for _, name in ipairs(names or {}) do
      if name:sub(1, #wanted + 6) == "asset." .. wanted then
        if source then quit("%s is the beginning of several assets in %s", word, options.output) end
        source = path.join(options.output, name)
      end
    end
    if not source then quit("there is no file, folder or asset '%s'", word) end
  end
  local patterns = { { text = ".is_custom_resource", from = "always" } }
  for i, text in ipairs(options.exclude) do patterns[#patterns + 1] = { text = text, from = "--exclude " .. i } end
  if options.ignore_file then
    if not assets.is_file(options.ignore_file) then quit("there is no file %s", options.ignore_file) end
    for number, line in ipairs(lines_of(options.ignore_file)) do
      if line ~= "" then
        patterns[#patterns + 1] = { text = line, from = ("%s:%d"):format(options.ignore_file, number) }
      end
    end
  end
  return { name = word, source = source, patterns = patterns, ignore_mode = options.ignore_mode,
    follow = options.follow, skip = options.output }
end

-- The asset of a construct, or of the only one below it.
local function asset_of_construct(requests, construct, options)
  local wanted, found = (construct or ""):gsub("^/", ""):gsub("/$", ""), {}
  for _, request in ipairs(requests) do
    if wanted == "" or (request.path .. "/"):sub(1, #wanted + 1) == wanted .. "/" then found[#found + 1] = request end
  end
  if #found == 0 then
    local paths = {}
    for i, request in ipairs(requests) do paths[i] = request.path end
    if #paths == 0 then quit("%s has no assets", options.file) end
    local nearest = engine.nearest(wanted, paths)
    quit("%s has no asset at or below '%s'%s", options.file, wanted,
      nearest and ("; did you mean '%s'?"):format(nearest)
      or "; it has\n  " .. table.concat(paths, "\n  "))
  elseif #found > 1 then
    local paths = {}
    for i, request in ipairs(found) do paths[i] = "  " .. request.path end
    quit("there are %d assets%s; name one:\n%s", #found, wanted == "" and "" or (" below '%s'"):format(wanted),
      table.concat(paths, "\n"))
  end
  local request = found[1]
  if not assets.exists(request.source) then
    quit("%s does not exist before something else has made it", request.source)
  end
  request.name = request.path
  request.patterns = patterns_of(request)
  return request
end

-- The walk of an asset as its fingerprint takes it; `all`: of everything that is there, without reading it.
local function walk(asset, all)
  local texts = {}
  for i, pattern in ipairs(all and {} or asset.patterns) do texts[i] = pattern.text end
  return checked(assets.walk(asset.source, { exclude = texts, ignore_mode = asset.ignore_mode, follow = asset.follow,
    extra_hash = asset.extra_hash, skip = asset.skip, names_only = all }))
end

-- ---- explaining one -------------------------------------------------------------------------------------------------

-- Rows of everything that is there: { path =, included =, pattern =, kind =, size =, files = (of a folder) }.
local function explain(asset)
  local inside = walk(asset, false)
  local rows, included, folders = {}, {}, {}
  for _, entry in ipairs(inside.entries) do included[entry.path] = entry end
  local judge = rules.new(asset.ignore_mode or "glob", asset.patterns)
  local total = 0
  for _, entry in ipairs(walk(asset, true).entries) do
    local own = included[entry.path]
    if entry.kind ~= "directory" then
      total = total + 1
      local folder, pattern
      if not own then folder, pattern = judge:folder_above(entry.path) end
      if folder then
        local row = folders[folder]
        if not row then
          row = { path = folder .. "/", kind = "directory", pattern = pattern, files = 0 }
          folders[folder], rows[#rows + 1] = row, row
        end
        row.files = row.files + 1
      else
        local deciding
        if entry.path ~= "" then deciding = select(2, judge:file(entry.path)) end
        rows[#rows + 1] = { path = entry.path, kind = entry.kind, included = own ~= nil, pattern = deciding,
          size = own and own.size, hash = own and own.hash, text = own and own.text }
      end
    end
  end
  return { rows = rows, fingerprint = inside.fingerprint, total = total, size = inside.size, count = inside.count }
end

local function bytes(count)
  if count < 1000 then return count .. " B" end
  return count < 1000000 and ("%.1f kB"):format(count / 1000) or ("%.1f MB"):format(count / 1000000)
end

local WIDEST = 60

-- The columns of the names, but for those that are longer than most.
local function width_of(names)
  local width = 0
  for _, name in ipairs(names) do width = math.max(width, columns.width(name)) end
  return math.min(width, WIDEST)
end

-- The one entry of an asset that is a file has no path.
local function shown(row, asset) return row.path == "" and path.basename(asset.source) or row.path end

local function print_explained(asset, explained)
  local names = {}
  for i, row in ipairs(explained.rows) do names[i] = shown(row, asset) end
  local width = width_of(names)
  for i, row in ipairs(explained.rows) do
    local facts = {}
    if row.files then facts[#facts + 1] = counted(row.files, "file") end
    if row.size then facts[#facts + 1] = bytes(row.size) end
    if row.text then facts[#facts + 1] = "link to " .. row.text end
    if row.pattern then facts[#facts + 1] = ("%s (%s)"):format(row.pattern.text, row.pattern.from) end
    io.write(row.included and "in   " or "out  ", columns.pad(names[i], width), "  ", table.concat(facts, "  "), "\n")
  end
  io.write(("%d of %s, %s; ignore mode %s, follow %s\n"):format(explained.count, counted(explained.total, "file"),
    bytes(explained.size), asset.ignore_mode or "glob", asset.follow or "external"))
  io.write("fingerprint ", explained.fingerprint, "\n")
  if asset.hash then
    io.write("asset hash  ", asset.hash == explained.fingerprint and "the same" or asset.hash,
      asset.made_from and ": " .. asset.made_from or "", "\n")
  end
end

local function json_row(row)
  return engine.ordered("path", row.path, "kind", row.kind, "included", row.included or false,
    "pattern", row.pattern and row.pattern.text, "from", row.pattern and row.pattern.from, "files", row.files,
    "size", row.size, "sha256", row.hash, "link", row.text)
end

local function explained_json(asset, explained)
  local list = engine.list {}
  for i, row in ipairs(explained.rows) do list[i] = json_row(row) end
  return engine.ordered("source", asset.source, "construct", asset.path, "fingerprint", explained.fingerprint,
    "assetHash", asset.hash, "madeFrom", asset.made_from, "ignoreMode", asset.ignore_mode or "glob",
    "follow", asset.follow or "external", "files", list)
end

-- ---- comparing two --------------------------------------------------------------------------------------------------

-- What of a file goes into the fingerprint.
local function hashed(entry) return entry.text and "link to " .. entry.text or entry.hash end

-- Rows of what differs: { path =, change = "added" | "removed" | "changed", old =, new = }.
local function compare(old, new)
  local rows, by_path = {}, {}
  for _, entry in ipairs(new.entries) do by_path[entry.path] = entry end
  for _, entry in ipairs(old.entries) do
    local other = by_path[entry.path]
    by_path[entry.path] = nil
    if not other then
      rows[#rows + 1] = { path = entry.path, change = "removed", old = entry }
    elseif hashed(entry) ~= hashed(other) then
      rows[#rows + 1] = { path = entry.path, change = "changed", old = entry, new = other }
    end
  end
  for _, entry in ipairs(new.entries) do
    if by_path[entry.path] then rows[#rows + 1] = { path = entry.path, change = "added", new = entry } end
  end
  local files = {}
  for _, row in ipairs(rows) do
    if (row.old or row.new).kind ~= "directory" then files[#files + 1] = row end
  end
  return files
end

local MARKS = { added = "+", removed = "-", changed = "~" }

local function told(entry) return entry.text and "link to " .. entry.text or bytes(entry.size) end

local function said(row)
  if row.change ~= "changed" then return told(row.old or row.new) end
  local old, new = told(row.old), told(row.new)
  return old == new and old .. ", other content" or old .. " → " .. new
end

-- A name in an output folder tells under which hash the asset was published.
local function says_other(asset, walked)
  local hash = path.basename(asset.source):match "^asset%.(%x+)"
  return hash and #hash == 64 and hash ~= walked.fingerprint
end

local function print_compared(old, new, walked, rows)
  local names = {}
  for i, row in ipairs(rows) do names[i] = shown(row, old) end
  local width = width_of(names)
  for i, row in ipairs(rows) do
    io.write(MARKS[row.change], " ", columns.pad(names[i], width), "  ", said(row), "\n")
  end
  local same = walked[1].fingerprint == walked[2].fingerprint
  io.write(same and "the fingerprints are the same: " .. walked[1].fingerprint .. "\n"
    or ("%s differ\n"):format(counted(#rows, "file")))
  for i, asset in ipairs { old, new } do
    if not same then io.write("fingerprint ", walked[i].fingerprint, "  ", asset.name, "\n") end
    if says_other(asset, walked[i]) then
      io.write(asset.name, ": its name has another hash, since it was made with other options, bundled or changed\n")
    end
  end
end

local function compared_json(old, new, walked, rows)
  local list = engine.list {}
  for i, row in ipairs(rows) do
    list[i] = engine.ordered("path", row.path, "change", row.change, "old", row.old and hashed(row.old),
      "new", row.new and hashed(row.new))
  end
  return engine.ordered("old", engine.ordered("source", old.source, "fingerprint", walked[1].fingerprint),
    "new", engine.ordered("source", new.source, "fingerprint", walked[2].fingerprint), "differences", list)
end

-- ---- the command ----------------------------------------------------------------------------------------------------

return function(options)
  if options.second and not options.requests then
    local old, new = asset_of(options.first, options), asset_of(options.second, options)
    local walked = { walk(old, false), walk(new, false) }
    local rows = compare(walked[1], walked[2])
    if options.json then
      io.write(assembly.print_json(compared_json(old, new, walked, rows)), "\n")
    else
      print_compared(old, new, walked, rows)
    end
    return true
  end
  local asset = options.requests
    and asset_of_construct(assembly.parse_json(options.requests), options.second, options)
    or asset_of(options.first, options)
  local explained = explain(asset)
  if options.json then
    io.write(assembly.print_json(explained_json(asset, explained)), "\n")
  else
    print_explained(asset, explained)
  end
  return true
end
