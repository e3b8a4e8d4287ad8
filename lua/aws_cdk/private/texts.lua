-- Assets made of strings instead of files: their fingerprint, which is that of a folder with such files, and their
-- staging.
local engine = require "luacdk.engine"
local assets = require "luacdk.assets"

local M = {}

--- Size and digest of a file for the fingerprint: of text with LF line ends.
function M.content_of(bytes)
  if bytes:find("\r\n", 1, true) and not bytes:sub(1, 8192):find("\0", 1, true) then
    bytes = bytes:gsub("\r\n", "\n")
  end
  return ("%d:%s"):format(#bytes, assets.sha256(bytes))
end

--- The fingerprint of a folder with these files, a list of { path, content } in the order of a walk.
function M.hash_of(contents, salt)
  local fields = { ("\1options.extra\2%s\3\1options.follow\2external\3"):format(salt or "") }
  for _, entry in ipairs(contents) do fields[#fields + 1] = "\1file:" .. entry[1] .. "\2" .. entry[2] .. "\3" end
  return assets.sha256(table.concat(fields))
end

--- Fails unless `done`.
function M.check(scope, done, message)
  if not done then engine.fail(scope, "cannot stage the library's own files: %s", message) end
  return done
end

--- Fills the asset's folder, or file, once for each output.
function M.stage(scope, name, fill)
  local stage_of = engine.stage_of(scope)
  local target = stage_of and stage_of._assembly_builder:stage(name)
  if target then fill(target) end
end

--- Writes the files, path → function that returns the text.
function M.write_files(scope, target, files)
  M.check(scope, assets.mkdirs(target))
  for path, text in pairs(files) do
    local folder = path:match "^(.*)/"
    if folder then M.check(scope, assets.mkdirs(target .. "/" .. folder)) end
    M.check(scope, assets.write_file(target .. "/" .. path, text()))
  end
end

return M
