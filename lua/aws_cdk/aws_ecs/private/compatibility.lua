--- What a task definition can run on.
local EC2, FARGATE, EC2_AND_FARGATE, EXTERNAL, MANAGED = 0, 1, 2, 3, 4
local EC2_AND_MANAGED, FARGATE_AND_MANAGED = 5, 6

-- The one for all three counts as none of them, as in the reference.
local FITS = {
  is_ec2_compatible = { [EC2] = true, [EC2_AND_FARGATE] = true, [EC2_AND_MANAGED] = true },
  is_fargate_compatible = { [FARGATE] = true, [EC2_AND_FARGATE] = true, [FARGATE_AND_MANAGED] = true },
  is_external_compatible = { [EXTERNAL] = true },
  is_managed_instances_compatible = { [MANAGED] = true, [EC2_AND_MANAGED] = true, [FARGATE_AND_MANAGED] = true },
}

local M = {}

--- Gives the class the attributes that follow from `compatibility`, and its reference.
function M.add_attributes(class)
  for field, fitting in pairs(FITS) do
    class.get[field] = function(self) return fitting[self.compatibility] == true end
  end
end

return M
