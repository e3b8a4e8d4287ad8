--- Rules that say which files of a directory are left out.
local engine = require "luacdk.engine"
local assets = require "luacdk.assets"

local fail = engine.fail

local IgnoreStrategy = engine.class "aws_cdk.IgnoreStrategy"
local GlobIgnoreStrategy = engine.class("aws_cdk.GlobIgnoreStrategy", IgnoreStrategy)
local GitIgnoreStrategy = engine.class("aws_cdk.GitIgnoreStrategy", IgnoreStrategy)
local DockerIgnoreStrategy = engine.class("aws_cdk.DockerIgnoreStrategy", IgnoreStrategy)

GlobIgnoreStrategy._mode = "glob"
GitIgnoreStrategy._mode = "git"
DockerIgnoreStrategy._mode = "docker"

local function init(self, absolute_root_path, patterns)
  if not assets.path.is_absolute(absolute_root_path) then
    fail(nil, "the root of an ignore strategy must be an absolute path, got %s", engine.display(absolute_root_path))
  end
  self.absolute_root_path = absolute_root_path
  self._patterns = table.move(patterns, 1, #patterns, 1, {})
end

GlobIgnoreStrategy.init = init
GitIgnoreStrategy.init = init
DockerIgnoreStrategy.init = init

--- Appends a pattern.
function IgnoreStrategy:add(pattern)
  table.insert(self._patterns, pattern)
  self._rules = nil
end

local function rules(self)
  if not self._rules then
    local object, message = assets.ignore(self._mode, self._patterns)
    if not object then fail(nil, "%s", message) end
    self._rules = object
  end
  return self._rules
end

local function relative(self, path)
  if not assets.path.is_absolute(path) then
    fail(nil, "an absolute path is expected, got %s", engine.display(path))
  end
  return assets.path.relative(self.absolute_root_path, path)
end

--- Whether the file with this absolute path is left out.
function IgnoreStrategy:ignores(absolute_file_path)
  return rules(self):ignores(relative(self, absolute_file_path))
end

--- Whether the directory is left out with everything in it.
function IgnoreStrategy:completely_ignores(absolute_directory_path)
  if not self._mode then return self:ignores(absolute_directory_path) end -- a user's class
  return rules(self):completely_ignores(relative(self, absolute_directory_path))
end

function IgnoreStrategy.glob(absolute_root_path, patterns) return GlobIgnoreStrategy(absolute_root_path, patterns) end

function IgnoreStrategy.git(absolute_root_path, patterns) return GitIgnoreStrategy(absolute_root_path, patterns) end

function IgnoreStrategy.docker(absolute_root_path, patterns)
  return DockerIgnoreStrategy(absolute_root_path, patterns)
end

local BY_MODE = { glob = GlobIgnoreStrategy, git = GitIgnoreStrategy, docker = DockerIgnoreStrategy }

--- The strategy of copy options.
function IgnoreStrategy.from_copy_options(options, absolute_root_path)
  return BY_MODE[options.ignore_mode or "glob"](absolute_root_path, options.exclude or {})
end

return {
  IgnoreStrategy = IgnoreStrategy,
  GlobIgnoreStrategy = GlobIgnoreStrategy,
  GitIgnoreStrategy = GitIgnoreStrategy,
  DockerIgnoreStrategy = DockerIgnoreStrategy,
}
