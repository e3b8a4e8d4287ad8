'use strict';

// Cases of aws_cloudwatch; their Lua twins are in spec/aws_cdk/aws_cloudwatch/aws_cloudwatch_spec.lua.
const metrics = (cw, cdk) => ({
  errors: new cw.Metric({ namespace: 'N', metricName: 'Errors', dimensionsMap: { B: '2', A: '1' }, statistic: 'sum', unit: cw.Unit.COUNT }),
  slow: new cw.Metric({ namespace: 'N', metricName: 'Latency', statistic: cw.Stats.percentile(99.9), period: cdk.Duration.minutes(1),
    label: 'slow', color: cw.Color.RED }),
  other: new cw.Metric({ namespace: 'N', metricName: 'Other', account: '999999999999', region: 'eu-west-1', statistic: 'TM(10%:90%)' }),
});

module.exports = {
  alarms: (app, cdk, lib) => {
    const cw = lib('aws-cloudwatch');
    const stack = new cdk.Stack(app, 'S', { env: { account: '111122223333', region: 'eu-west-1' } });
    const { errors, slow, other } = metrics(cw, cdk);
    const action = { bind: () => ({ alarmActionArn: 'arn:action' }) };
    const plain = new cw.Alarm(stack, 'Plain', {
      metric: errors, threshold: 1, evaluationPeriods: 2, datapointsToAlarm: 1, alarmName: 'plain', alarmDescription: 'd',
      comparisonOperator: cw.ComparisonOperator.LESS_THAN_THRESHOLD, treatMissingData: cw.TreatMissingData.IGNORE, actionsEnabled: false,
      evaluateLowSampleCountPercentile: 'ignore',
    });
    plain.addAlarmAction(action, action);
    plain.addOkAction(action);
    plain.addInsufficientDataAction(action);
    slow.createAlarm(stack, 'Labelled', { threshold: 0.5, evaluationPeriods: 1 });
    other.createAlarm(stack, 'Other', { threshold: 5, evaluationPeriods: 1 });
    slow.with({ label: 'x', statistic: 'p90', period: cdk.Duration.hours(1) }).createAlarm(stack, 'With', { threshold: 5, evaluationPeriods: 1 });
    const math = new cw.MathExpression({
      expression: 'errors / total', label: 'rate', period: cdk.Duration.minutes(10),
      usingMetrics: { errors, total: new cw.MathExpression({ expression: 'slow + 1', usingMetrics: { slow } }) },
    });
    const rate = math.createAlarm(stack, 'Math', { threshold: 0.1, evaluationPeriods: 3 });
    new cw.AnomalyDetectionAlarm(stack, 'Anomaly', { metric: errors, evaluationPeriods: 1, stdDevs: 3 });
    const composite = new cw.CompositeAlarm(stack, 'Composite', {
      alarmRule: cw.AlarmRule.anyOf(
        cw.AlarmRule.allOf(plain, cw.AlarmRule.not(cw.AlarmRule.fromAlarm(rate, cw.AlarmState.OK))),
        cw.AlarmRule.fromBoolean(false), cw.AlarmRule.fromString('TRUE'),
        cw.AlarmRule.atLeast(cw.AlarmState.ALARM, { operands: [plain, rate], threshold: cw.AtLeastThreshold.count(1) }),
        cw.AlarmRule.atLeastNot(cw.AlarmState.OK, { operands: [plain, rate], threshold: cw.AtLeastThreshold.percentage(50) })),
      actionsSuppressor: plain, compositeAlarmName: 'c',
    });
    composite.addAlarmAction(action);
    new cw.CompositeAlarm(stack, 'Named', { alarmRule: plain });
    plain.addAlarmMuteRule('Mute', { duration: cdk.Duration.hours(2), schedule: cw.ScheduleExpression.cron({ minute: '0' }), tags: { a: 'b' } });
    new cw.PromQLAlarm(stack, 'Prom', { query: 'up', evaluationInterval: cdk.Duration.minutes(1), pendingPeriod: cdk.Duration.minutes(5) });
    new cdk.CfnOutput(stack, 'Arn', { value: plain.alarmArn });
    new cdk.CfnOutput(stack, 'Annotation', { value: JSON.stringify(plain.toAnnotation().label) });
    new cdk.CfnOutput(stack, 'Imported', { value: cw.Alarm.fromAlarmName(stack, 'I', 'n').alarmArn });
  },

  dashboard: (app, cdk, lib) => {
    const cw = lib('aws-cloudwatch');
    const stack = new cdk.Stack(app, 'S', { env: { account: '111122223333', region: 'eu-west-1' } });
    const { errors, slow, other } = metrics(cw, cdk);
    const alarm = errors.createAlarm(stack, 'Alarm', { threshold: 1, evaluationPeriods: 1 });
    const board = new cw.Dashboard(stack, 'Board', {
      dashboardName: 'b', start: '-P1D', end: 'now', periodOverride: cw.PeriodOverride.INHERIT,
      widgets: [[new cw.TextWidget({ markdown: '# "x"', width: 24 })]],
      variables: [new cw.DashboardVariable({
        id: 'v', type: cw.VariableType.PROPERTY, value: 'region', inputType: cw.VariableInputType.RADIO, label: 'l', visible: true,
        defaultValue: cw.DefaultValue.FIRST, values: cw.Values.fromValues({ label: 'a', value: 'A' }),
      })],
    });
    const math = new cw.MathExpression({ expression: 'a * 2', usingMetrics: { a: errors }, searchRegion: 'us-east-1', color: '#111' });
    board.addWidgets(
      new cw.GraphWidget({
        title: 't', left: [errors, slow, math], right: [other, new cw.SearchExpression({ expression: 'SEARCH("x")', label: '' })],
        leftAnnotations: [{ value: 1, label: 'one', color: '#222', fill: cw.Shading.ABOVE, visible: true }],
        rightAnnotations: [alarm.toAnnotation()], verticalAnnotations: [{ date: '2026-01-01T00:00:00Z', label: 'v' }],
        leftYAxis: { label: 'ms', max: 5, min: 0 }, legendPosition: cw.LegendPosition.RIGHT, stacked: true, liveData: true,
        period: cdk.Duration.minutes(1), statistic: 'Sum', view: cw.GraphWidgetView.TIME_SERIES, width: 16,
      }),
      new cw.Column(
        new cw.SingleValueWidget({ metrics: [errors], fullPrecision: true, sparkline: true }),
        new cw.GaugeWidget({ metrics: [slow], leftYAxis: { max: 10 } })),
      new cw.Spacer({ width: 2, height: 3 }),
      new cw.AlarmWidget({ alarm, title: 'a', leftYAxis: { min: 0 } }));
    board.addWidgets(
      new cw.AlarmStatusWidget({ alarms: [alarm], states: [cw.AlarmState.ALARM] }),
      new cw.TableWidget({ metrics: [errors], layout: cw.TableLayout.VERTICAL, showUnitsInLabel: true,
        summary: { columns: [cw.TableSummaryColumn.SUM], hideNonSummaryColumns: true, sticky: true },
        thresholds: [cw.TableThreshold.above(10, cw.Color.RED), cw.TableThreshold.between(1, 2, cw.Color.GREEN)] }),
      new cw.LogQueryWidget({ logGroupNames: ['g', 'h'], queryLines: ['fields @m', 'limit 2'], view: cw.LogQueryVisualizationType.LINE }),
      new cw.CustomWidget({ functionArn: 'arn:f', title: 'c', updateOnResize: false, params: { a: 1 } }));
    new cw.Dashboard(stack, 'Empty', { defaultInterval: cdk.Duration.days(7) });
    new cdk.CfnOutput(stack, 'Arn', { value: board.dashboardArn });
  },

  little_given: (app, cdk, lib) => {
    const cw = lib('aws-cloudwatch');
    const stack = new cdk.Stack(app, 'S');
    new cw.AlarmMuteRule(stack, 'Mute', {
      duration: cdk.Duration.hours(1), schedule: cw.ScheduleExpression.cron({ minute: '0', hour: '2' }) });
    const board = new cw.Dashboard(stack, 'Board');
    board.addWidgets(new cw.GaugeWidget({
      metrics: [new cw.Metric({ namespace: 'N', metricName: 'M' })],
      annotations: [{ value: 1, label: 'l', color: '#ff0000', fill: cw.Shading.ABOVE, visible: true }],
    }));
    new cdk.CfnOutput(stack, 'Arn', { value: board.dashboardArn });
    new cdk.CfnOutput(stack, 'Unplaced', { value: stack.toJsonString(new cw.TextWidget({ markdown: 'x' }).toJson()) });
  },
};
