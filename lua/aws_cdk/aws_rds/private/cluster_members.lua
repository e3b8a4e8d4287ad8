--- Members of all kinds of clusters.
local cdk = require "aws_cdk"
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"
local secretsmanager = require "aws_cdk.aws_secretsmanager"

local DATA_API_ACTIONS = {
  "rds-data:BatchExecuteStatement", "rds-data:BeginTransaction", "rds-data:CommitTransaction",
  "rds-data:ExecuteStatement", "rds-data:RollbackTransaction",
}

--- Gives them to `class`. `data_api_resource(self)` is the ARN that the Data API checks.
return function(class, data_api_resource)
  class.get.cluster_arn = function(self)
    return engine.stack_of(self):format_arn {
      service = "rds", resource = "cluster", resource_name = self.cluster_identifier,
      arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME,
    }
  end

  class.get.db_cluster_ref = function(self)
    return { db_cluster_identifier = self.cluster_identifier, db_cluster_arn = self.cluster_arn }
  end

  --- What a secret that is attached to the cluster needs to know.
  function class:as_secret_attachment_target()
    return {
      target_id = self.cluster_identifier, target_type = secretsmanager.AttachmentTargetType.RDS_DB_CLUSTER,
    }
  end

  --- Lets the grantee use the Data API and read the secret, and switches the Data API on.
  function class:grant_data_api_access(grantee)
    if self._enable_data_api == false then
      engine.fail(self, "the Data API of the cluster is off, so there is no access to it; -> switch it on with "
        .. "enable_data_api, or data_api_enabled of an imported cluster")
    end
    self._enable_data_api = true
    local grant = iam.Grant.add_to_principal {
      grantee = grantee, actions = DATA_API_ACTIONS, resource_arns = { data_api_resource(self) },
    }
    if self.secret then self.secret:grant_read(grantee) end
    return grant
  end
end
