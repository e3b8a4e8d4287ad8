--- Source APIs of merged APIs.
local engine = require "luacdk.engine"
local appsync = require "aws_cdk.aws_appsync"
local cdk = require "aws_cdk"
local allow_merging = require "aws_cdk.aws_appsync.private.merging"
local references = require "aws_cdk.aws_appsync.private.references"

local SourceApiAssociation = engine.class("aws_cdk.aws_appsync.SourceApiAssociation", cdk.Resource)

local function reference(self) return { association_arn = self.association_arn } end

SourceApiAssociation.get.source_api_association_ref = reference

--- Arguments: scope, id, SourceApiAssociationProps: source_api, merged_api, merged_api_execution_role (required).
function SourceApiAssociation:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  self.merge_type = props.merge_type or appsync.MergeType.AUTO_MERGE
  self.source_api, self.merged_api = props.source_api, props.merged_api
  local association = appsync.CfnSourceApiAssociation(self, "Resource", {
    source_api_identifier = self.source_api.arn,
    merged_api_identifier = self.merged_api.arn,
    source_api_association_config = { merge_type = self.merge_type },
    description = props.description,
  })
  self.association = association
  self.source_api:add_schema_dependency(association)
  self.association_id = association.attr_association_id
  self.association_arn = association.attr_association_arn
  allow_merging(association, props.merged_api_execution_role, self.merge_type)
end

local Imported = engine.class("aws_cdk.aws_appsync.ImportedSourceApiAssociation", cdk.Resource,
  "aws_cdk.aws_appsync.ISourceApiAssociation")

function Imported:init(scope, id, attrs)
  cdk.Resource.init(self, scope, id)
  local arn = attrs.association_arn
  self.association_arn = arn
  self.association_id = engine.lazy(function() return references.id_of_arn(arn) end, { kind = "string" })
  self.source_api, self.merged_api = attrs.source_api, attrs.merged_api
end

Imported.get.source_api_association_ref = reference

--- An association that exists already. Attributes: association_arn, source_api, merged_api.
function SourceApiAssociation.from_source_api_association_attributes(scope, id, attrs)
  return Imported(scope, id, attrs)
end

return { SourceApiAssociation = SourceApiAssociation }
