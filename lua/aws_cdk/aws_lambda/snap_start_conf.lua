--- When snapshots of an initialised function are taken.
local engine = require "luacdk.engine"

local SnapStartConf = engine.class("aws_cdk.aws_lambda.SnapStartConf")

function SnapStartConf:_render() return { apply_on = self._apply_on } end

local on_published_versions = SnapStartConf()
on_published_versions._apply_on = "PublishedVersions"
SnapStartConf.ON_PUBLISHED_VERSIONS = on_published_versions

return { SnapStartConf = SnapStartConf }
