--- Actions that need no permission.
local engine = require "luacdk.engine"

local HEADER <const> = "^[a-zA-Z0-9-]{1,50}$"
local HEADER_VALUE <const> = "^[^\\n\\r]{0,2047}$"

local classes = {}

-- A class of actions that keep their properties; `render(props, topic_arn)` says what the rule gets.
local function action(name, render)
  local class = engine.class("aws_cdk.aws_ses_actions." .. name)

  function class:init(props) self._props = props or {} end

  --- The action's part of a rule, an aws_ses.ReceiptRuleActionConfig.
  function class:bind(_)
    local topic = self._props.topic
    return render(self._props, topic and topic.topic_arn)
  end

  classes[name] = class
  return class
end

local AddHeader = action("AddHeader", function(props)
  return { add_header_action = { header_name = props.name, header_value = props.value } }
end)

--- Adds a header to the e-mail. Argument: AddHeaderProps: name, value (required). A name that is known only at
--- deployment is refused, as the library refuses it.
function AddHeader:init(props)
  local name, value = props.name, props.value
  if engine.is_unresolved(name) or not engine.matches(HEADER, name) then
    engine.fail(nil, "the name of a header must have 1 to 50 letters, digits and -, got %s", engine.display(name))
  end
  if not engine.is_unresolved(value) and not engine.matches(HEADER_VALUE, value) then
    engine.fail(nil, "the value of a header must have at most 2047 characters and no line breaks, got %s",
      engine.display(value))
  end
  self._props = props
end

--- Rejects the e-mail. Argument: BounceProps: sender, template (required), topic.
action("Bounce", function(props, topic_arn)
  local reply = props.template.props
  return { bounce_action = {
    sender = props.sender, smtp_reply_code = reply.smtp_reply_code, message = reply.message, topic_arn = topic_arn,
    status_code = reply.status_code,
  } }
end)

--- Publishes the e-mail to a topic. Argument: SnsProps: topic (required), encoding.
action("Sns", function(props, topic_arn)
  return { sns_action = { encoding = props.encoding, topic_arn = topic_arn } }
end)

--- Ends the evaluation of the rule set. Argument: StopProps: topic.
action("Stop", function(_, topic_arn) return { stop_action = { scope = "RuleSet", topic_arn = topic_arn } } end)

--- Hands the e-mail over to WorkMail. Argument: WorkMailProps: organization_arn (required), topic.
action("WorkMail", function(props, topic_arn)
  return { workmail_action = { organization_arn = props.organization_arn, topic_arn = topic_arn } }
end)

return classes
