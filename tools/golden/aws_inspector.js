'use strict';

// Cases of aws_inspector; their Lua twins are in spec/aws_cdk/aws_inspector/aws_inspector_spec.lua.
module.exports = {
  assessment_templates: (app, cdk, lib) => {
    const { AssessmentTemplate, CfnAssessmentTemplate } = lib('aws-inspector'), events = lib('aws-scheduler'), targets = lib('aws-scheduler-targets');
    const stack = new cdk.Stack(app, 'S'), resource = new CfnAssessmentTemplate(stack, 'Template', { assessmentTargetArn: 'a', durationInSeconds: 1, rulesPackageArns: ['r'] });
    const template = AssessmentTemplate.fromCfnAssessmentTemplate(stack, 'Known', resource);
    new AssessmentTemplate(stack, 'Empty');
    new events.Schedule(stack, 'Schedule', { schedule: events.ScheduleExpression.rate(cdk.Duration.days(1)), target: new targets.InspectorStartAssessmentRun(template) });
    new cdk.CfnOutput(stack, 'Arn', { value: `${template.assessmentTemplateArn} ${template.assessmentTemplateRef.assessmentTemplateArn}` });
  },
};
