--- Platforms that code is signed for.
local engine = require "luacdk.engine"

local Platform = engine.class "aws_cdk.aws_signer.Platform"

function Platform:init(platform_id) self.platform_id = platform_id end

--- A platform by its id.
function Platform.of(platform_id) return Platform(platform_id) end

Platform.AWS_IOT_DEVICE_MANAGEMENT_SHA256_ECDSA = Platform "AWSIoTDeviceManagement-SHA256-ECDSA"
Platform.AWS_LAMBDA_SHA384_ECDSA = Platform "AWSLambda-SHA384-ECDSA"
Platform.AMAZON_FREE_RTOS_TI_CC3220_SF = Platform "AmazonFreeRTOS-TI-CC3220SF"
Platform.AMAZON_FREE_RTOS_DEFAULT = Platform "AmazonFreeRTOS-Default"
Platform.NOTATION_OCI_SHA384_ECDSA = Platform "Notation-OCI-SHA384-ECDSA"

return { Platform = Platform }
