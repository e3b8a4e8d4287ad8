-- Compares our ignore rules with the reference's own (minimatch, npm ignore, @balena/dockerignore) on generated cases:
--
--   REFERENCE=<folder> node tools/ignore_cases.js random COUNT SEED | luacdk tools/ignore_diff.lua
--
-- `make ignore-diff IGNORE_CASES=… SEED=…` does so. Prints each difference and how many answers were compared.
local assembly = require "luacdk.assembly"
local assets = require "luacdk.assets"

local MOST_SHOWN = 20
local answers, differences = { glob = 0, git = 0, docker = 0 }, 0

local function digit(object, method, path)
  if not object then return "E" end
  local ok, answer = pcall(object[method], object, path)
  if not ok or answer == nil then return "E" end
  return answer and "1" or "0"
end

local function compare(case, object, field, method)
  for i, path in ipairs(case.paths) do
    local expected, actual = case[field]:sub(i, i), digit(object, method, path)
    answers[case.mode] = answers[case.mode] + 1
    if expected ~= actual then
      differences = differences + 1
      if differences <= MOST_SHOWN then
        print(("%s %s: %s of %q: expected %s, got %s"):format(case.mode,
          assembly.print_json(case.patterns):gsub("%s+", " "), method, path, expected, actual))
      end
    end
  end
end

for line in io.lines() do
  local case = assembly.parse_json(line)
  local object = assets.ignore(case.mode, case.patterns)
  compare(case, object, "ignores", "ignores")
  compare(case, object, "prunes", "completely_ignores")
end
print(("%d answers for glob, %d for git, %d for docker; %d differ"):format(answers.glob, answers.git, answers.docker,
  differences))
if differences > 0 then os.exit(1) end
