--- File systems that builds mount.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"

local FileSystemLocation = engine.class "aws_cdk.aws_codebuild.FileSystemLocation"

function FileSystemLocation:init() end

local EfsFileSystemLocation = engine.class "aws_cdk.aws_codebuild.EfsFileSystemLocation"

function EfsFileSystemLocation:init(props) self._props = props end

--- The L1 property.
function EfsFileSystemLocation:bind() return { location = l2.with({ type = "EFS" }, self._props) } end

--- A file system of EFS. Arguments: EfsFileSystemLocationProps: identifier, location, mount_options, mount_point.
function FileSystemLocation.efs(props) return EfsFileSystemLocation(props) end

return { FileSystemLocation = FileSystemLocation }
