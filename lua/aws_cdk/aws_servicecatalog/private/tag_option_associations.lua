local hash_values = require "aws_cdk.aws_servicecatalog.private.hash_values"
local servicecatalog = require "aws_cdk.aws_servicecatalog"

--- Associates the resource, a portfolio or product with that id, with each of the tag options, once.
return function(resource, resource_id, tag_options)
  for _, option in ipairs(tag_options._options) do
    local id = "TagOptionAssociation" .. hash_values(option.key, option.value, resource.node.addr)
    if not resource.node:try_find_child(id) then
      servicecatalog.CfnTagOptionAssociation(resource, id, { resource_id = resource_id, tag_option_id = option.ref })
    end
  end
end
