--- The command lines of npm, yarn, pnpm and bun, by the name of their lock file.
local assets = require "luacdk.assets"

local package_manager = {}

local PNPM = { "pnpm", "install", "--config.node-linker=hoisted", "--config.package-import-method=clone-or-copy",
  "--no-prefer-frozen-lockfile" }
local PNPM_QUIET = { "pnpm", "install", "--reporter", "silent", table.unpack(PNPM, 3) }
local BUN, BUN_QUIET = { "bun", "install", "--backend", "copyfile" },
  { "bun", "install", "--backend", "copyfile", "--silent" }

-- In the order in which they are looked for: lock file, install command, the same without output, the command that runs
-- a package's program, and the separator of its arguments.
local ROWS = {
  { "pnpm-lock.yaml", PNPM, PNPM_QUIET, { "pnpm", "exec" }, "--" },
  { "yarn.lock", { "yarn", "install", "--no-immutable" }, { "yarn", "install", "--no-immutable", "--silent" },
    { "yarn", "run" } },
  { "bun.lock", BUN, BUN_QUIET, { "bun", "run" } },
  { "bun.lockb", BUN, BUN_QUIET, { "bun", "run" } },
  { "package-lock.json", { "npm", "ci" }, nil, { "npx", "--no-install" } },
}

package_manager.LOCK_FILES = {}
for i, row in ipairs(ROWS) do package_manager.LOCK_FILES[i] = row[1] end

--- The package manager that wrote a lock file, npm for one of another name: { lock_file, install_command, run_command,
--- separator }.
function package_manager.of(lock_file, log_level)
  local found = ROWS[#ROWS]
  local name = assets.path.basename(lock_file)
  for _, row in ipairs(ROWS) do
    if row[1] == name then found = row end
  end
  local quiet = log_level and log_level ~= "info" and found[3]
  local install = { table.unpack(quiet or found[2]) }
  if found[1] == "package-lock.json" and log_level then
    install[#install + 1] = "--loglevel"
    install[#install + 1] = log_level
  end
  return { lock_file = found[1], install_command = install, run_command = found[4], separator = found[5] }
end

--- The words that run the program `name` of an installed package.
function package_manager.run(manager, name)
  local words = { table.unpack(manager.run_command) }
  words[#words + 1] = manager.separator
  words[#words + 1] = name
  return words
end

return package_manager
