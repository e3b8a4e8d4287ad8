-- Metrics, alarms and dashboards. The cases are twins of tools/golden/aws_cloudwatch.js.
local cdk = require "aws_cdk"
local cw = require "aws_cdk.aws_cloudwatch"
local golden = require "spec.support.golden"

local function metrics()
  return cw.Metric {
    namespace = "N", metric_name = "Errors", dimensions_map = { B = "2", A = "1" }, statistic = "sum",
    unit = cw.Unit.COUNT,
  }, cw.Metric {
    namespace = "N", metric_name = "Latency", statistic = cw.Stats.percentile(99.9), period = cdk.Duration.minutes(1),
    label = "slow", color = cw.Color.RED,
  }, cw.Metric {
    namespace = "N", metric_name = "Other", account = "999999999999", region = "eu-west-1", statistic = "TM(10%:90%)",
  }
end

local cases = {}

function cases.alarms(app)
  local stack = cdk.Stack(app, "S", { env = { account = "111122223333", region = "eu-west-1" } })
  local errors, slow, other = metrics()
  local action = { bind = function() return { alarm_action_arn = "arn:action" } end }
  local plain = cw.Alarm(stack, "Plain", {
    metric = errors, threshold = 1, evaluation_periods = 2, datapoints_to_alarm = 1, alarm_name = "plain",
    alarm_description = "d", comparison_operator = cw.ComparisonOperator.LESS_THAN_THRESHOLD,
    treat_missing_data = cw.TreatMissingData.IGNORE, actions_enabled = false,
    evaluate_low_sample_count_percentile = "ignore",
  })
  plain:add_alarm_action(action, action)
  plain:add_ok_action(action)
  plain:add_insufficient_data_action(action)
  slow:create_alarm(stack, "Labelled", { threshold = 0.5, evaluation_periods = 1 })
  other:create_alarm(stack, "Other", { threshold = 5, evaluation_periods = 1 })
  slow:with { label = "x", statistic = "p90", period = cdk.Duration.hours(1) }
    :create_alarm(stack, "With", { threshold = 5, evaluation_periods = 1 })
  local math = cw.MathExpression {
    expression = "errors / total", label = "rate", period = cdk.Duration.minutes(10),
    using_metrics = {
      errors = errors, total = cw.MathExpression { expression = "slow + 1", using_metrics = { slow = slow } },
    },
  }
  local rate = math:create_alarm(stack, "Math", { threshold = 0.1, evaluation_periods = 3 })
  cw.AnomalyDetectionAlarm(stack, "Anomaly", { metric = errors, evaluation_periods = 1, std_devs = 3 })
  local rule = cw.AlarmRule
  local composite = cw.CompositeAlarm(stack, "Composite", {
    alarm_rule = rule.any_of(
      rule.all_of(plain, rule.not_(rule.from_alarm(rate, cw.AlarmState.OK))),
      rule.from_boolean(false), rule.from_string "TRUE",
      rule.at_least(cw.AlarmState.ALARM, { operands = { plain, rate }, threshold = cw.AtLeastThreshold.count(1) }),
      rule.at_least_not(cw.AlarmState.OK,
        { operands = { plain, rate }, threshold = cw.AtLeastThreshold.percentage(50) })),
    actions_suppressor = plain, composite_alarm_name = "c",
  })
  composite:add_alarm_action(action)
  cw.CompositeAlarm(stack, "Named", { alarm_rule = plain })
  plain:add_alarm_mute_rule("Mute", {
    duration = cdk.Duration.hours(2), schedule = cw.ScheduleExpression.cron { minute = "0" }, tags = { a = "b" },
  })
  cw.PromQLAlarm(stack, "Prom", {
    query = "up", evaluation_interval = cdk.Duration.minutes(1), pending_period = cdk.Duration.minutes(5),
  })
  cdk.CfnOutput(stack, "Arn", { value = plain.alarm_arn })
  cdk.CfnOutput(stack, "Annotation", { value = '"' .. plain:to_annotation().label .. '"' })
  cdk.CfnOutput(stack, "Imported", { value = cw.Alarm.from_alarm_name(stack, "I", "n").alarm_arn })
end

function cases.dashboard(app)
  local stack = cdk.Stack(app, "S", { env = { account = "111122223333", region = "eu-west-1" } })
  local errors, slow, other = metrics()
  local alarm = errors:create_alarm(stack, "Alarm", { threshold = 1, evaluation_periods = 1 })
  local board = cw.Dashboard(stack, "Board", {
    dashboard_name = "b", start = "-P1D", ["end"] = "now", period_override = cw.PeriodOverride.INHERIT,
    widgets = { { cw.TextWidget { markdown = '# "x"', width = 24 } } },
    variables = { cw.DashboardVariable {
      id = "v", type = cw.VariableType.PROPERTY, value = "region", input_type = cw.VariableInputType.RADIO, label = "l",
      visible = true, default_value = cw.DefaultValue.FIRST,
      values = cw.Values.from_values { label = "a", value = "A" },
    } },
  })
  local math = cw.MathExpression {
    expression = "a * 2", using_metrics = { a = errors }, search_region = "us-east-1", color = "#111",
  }
  board:add_widgets(
    cw.GraphWidget {
      title = "t", left = { errors, slow, math },
      right = { other, cw.SearchExpression { expression = 'SEARCH("x")', label = "" } },
      left_annotations = { { value = 1, label = "one", color = "#222", fill = cw.Shading.ABOVE, visible = true } },
      right_annotations = { alarm:to_annotation() },
      vertical_annotations = { { date = "2026-01-01T00:00:00Z", label = "v" } },
      left_y_axis = { label = "ms", max = 5, min = 0 }, legend_position = cw.LegendPosition.RIGHT, stacked = true,
      live_data = true, period = cdk.Duration.minutes(1), statistic = "Sum", view = cw.GraphWidgetView.TIME_SERIES,
      width = 16,
    },
    cw.Column(
      cw.SingleValueWidget { metrics = { errors }, full_precision = true, sparkline = true },
      cw.GaugeWidget { metrics = { slow }, left_y_axis = { max = 10 } }),
    cw.Spacer { width = 2, height = 3 },
    cw.AlarmWidget { alarm = alarm, title = "a", left_y_axis = { min = 0 } })
  board:add_widgets(
    cw.AlarmStatusWidget { alarms = { alarm }, states = { cw.AlarmState.ALARM } },
    cw.TableWidget {
      metrics = { errors }, layout = cw.TableLayout.VERTICAL, show_units_in_label = true,
      summary = { columns = { cw.TableSummaryColumn.SUM }, hide_non_summary_columns = true, sticky = true },
      thresholds = { cw.TableThreshold.above(10, cw.Color.RED), cw.TableThreshold.between(1, 2, cw.Color.GREEN) },
    },
    cw.LogQueryWidget {
      log_group_names = { "g", "h" }, query_lines = { "fields @m", "limit 2" },
      view = cw.LogQueryVisualizationType.LINE,
    },
    cw.CustomWidget { function_arn = "arn:f", title = "c", update_on_resize = false, params = { a = 1 } })
  cw.Dashboard(stack, "Empty", { default_interval = cdk.Duration.days(7) })
  cdk.CfnOutput(stack, "Arn", { value = board.dashboard_arn })
end

function cases.little_given(app)
  local stack = cdk.Stack(app, "S")
  cw.AlarmMuteRule(stack, "Mute", {
    duration = cdk.Duration.hours(1), schedule = cw.ScheduleExpression.cron { minute = "0", hour = "2" },
  })
  local board = cw.Dashboard(stack, "Board")
  board:add_widgets(cw.GaugeWidget {
    metrics = { cw.Metric { namespace = "N", metric_name = "M" } },
    annotations = { { value = 1, label = "l", color = "#ff0000", fill = cw.Shading.ABOVE, visible = true } },
  })
  cdk.CfnOutput(stack, "Arn", { value = board.dashboard_arn })
  cdk.CfnOutput(stack, "Unplaced", { value = stack:to_json_string(cw.TextWidget({ markdown = "x" }):to_json()) })
end

describe("aws_cloudwatch", function()
  golden.check("aws_cloudwatch", cases)

  it("refuses metrics and expressions that cannot be", function()
    local function fails(text, call)
      local ok, message = pcall(call)
      assert.is_false(ok)
      assert.truthy(tostring(message):find(text, 1, true), tostring(message))
    end
    fails("period must be 1, 5, 10, 30 or a multiple of 60 seconds, got 20", function()
      cw.Metric { namespace = "n", metric_name = "m", period = cdk.Duration.seconds(20) }
    end)
    fails("the variable name", function()
      cw.MathExpression { expression = "A", using_metrics = { A = (metrics()) } }
    end)
    fails("a widget can be at most 24 units wide", function() cw.TextWidget { markdown = "", width = 25 } end)
    fails("search expression cannot be watched", function()
      cw.Alarm(cdk.Stack(cdk.App(), "S"), "A", {
        metric = cw.SearchExpression { expression = "x" }, threshold = 1, evaluation_periods = 1,
      })
    end)
  end)

  it("places a row that is longer than the arguments of a call", function()
    local row, widget = {}, cw.TextWidget { markdown = "m" }
    for i = 1, 600000 do row[i] = widget end
    local board = cw.Dashboard(cdk.Stack(cdk.App(), "S"), "D", { widgets = { row } })
    assert.equal(600000 / 4, board._rows[1].height / widget.height)
  end)
end)
