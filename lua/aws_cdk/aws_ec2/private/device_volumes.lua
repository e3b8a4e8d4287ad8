--- Classes of volumes that machines start with: EC2 and Auto Scaling have one each.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"

--- The class of this name, with its factories.
return function(full_name)
  local BlockDeviceVolume = engine.class(full_name)

  function BlockDeviceVolume:init(ebs_device, virtual_name)
    self.ebs_device, self.virtual_name = ebs_device, virtual_name
  end

  local function device(options, field, value)
    local ebs = l2.with({}, options)
    ebs[field] = value
    local volume = BlockDeviceVolume()
    volume.ebs_device = ebs
    return volume
  end

  --- A new EBS volume of so many GiB.
  function BlockDeviceVolume.ebs(volume_size, options) return device(options, "volume_size", volume_size) end

  --- An EBS volume made from a snapshot.
  function BlockDeviceVolume.ebs_from_snapshot(snapshot_id, options)
    return device(options, "snapshot_id", snapshot_id)
  end

  --- A disk of the machine itself, counted from 0.
  function BlockDeviceVolume.ephemeral(volume_index)
    if type(volume_index) == "number" and volume_index < 0 then
      engine.fail(nil, "volume_index counts from 0, got %s", engine.display(volume_index))
    end
    return BlockDeviceVolume(nil, "ephemeral" .. engine.display(volume_index))
  end

  return BlockDeviceVolume
end
