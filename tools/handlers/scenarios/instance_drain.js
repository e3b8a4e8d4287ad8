'use strict';

const ARN = 'arn:aws:ecs:us-east-1:111111111111:task/c/';
const HOOK = { LifecycleHookName: 'h', LifecycleActionToken: '71514b9d-6a40-4b26-8523-05e7ee35fa40', AutoScalingGroupName: 'g' };
const event = message => ({
  Records: [{ Sns: { TopicArn: 'arn:aws:sns:us-east-1:111111111111:t', Message: JSON.stringify(message) } }],
});
const terminating = fields => event({ ...HOOK, EC2InstanceId: 'i-1', ...fields });
const scenario = (instance, fields) => ({
  plain: true, export: 'lambda_handler', env: { CLUSTER: 'c' }, events: [terminating()],
  state: { instances: instance ? { 'i-1': instance } : {} }, ...fields,
});
const RUNNING = { [`${ARN}a`]: ['RUNNING', 'DEACTIVATING', 'STOPPED'], [`${ARN}b`]: ['RUNNING', 'STOPPED'] };

module.exports = {
  program: 'aws-ecs/lambda-source',
  file: 'index.py',
  scenarios: {
    'tasks that stop one after the other': scenario({ status: 'ACTIVE', tasks: RUNNING, running: [2, 2, 1, 0], pending: [0] }),
    'an instance without tasks': scenario({ status: 'ACTIVE' }),
    'an instance that drains already': scenario({ status: 'DRAINING', tasks: RUNNING, running: [2, 1, 0] }),
    'an instance that drains already, without tasks': scenario({ status: 'DRAINING' }),
    'tasks that came later are counted by the instance': scenario({ status: 'ACTIVE', running: [1, 1, 0], pending: [1, 0] }),
    'all tasks stopped, others pending': scenario({ status: 'DRAINING', tasks: { [`${ARN}a`]: ['STOPPED'] }, pending: [2, 1, 0] }),
    'all known tasks stopped, others running': scenario({ status: 'DRAINING', tasks: { [`${ARN}a`]: ['STOPPED'] }, running: [3, 1, 0] }),
    'tasks that are forgotten': scenario({ status: 'DRAINING', tasks: { [`${ARN}a`]: [] }, running: [1, 0] }),
    'an instance that left the cluster meanwhile': scenario({ tasks: RUNNING }),
    'an instance of another cluster': scenario(undefined),
    'a test notification': scenario({ status: 'ACTIVE' }, { events: [event({ Event: 'autoscaling:TEST_NOTIFICATION' })] }),
    'an action without a token': scenario({ status: 'ACTIVE' }, { events: [terminating({ LifecycleActionToken: undefined })] }),
    'an action that is completed already': scenario({ status: 'DRAINING' }, {
      faults: [{ operation: 'CompleteLifecycleAction', code: 'ValidationError' }],
    }),
    'a cluster that may not be asked': scenario({ status: 'ACTIVE' }, {
      faults: [{ operation: 'ListContainerInstances', code: 'AccessDeniedException' }],
    }),
    'a state that may not be changed': scenario({ status: 'ACTIVE' }, {
      faults: [{ operation: 'UpdateContainerInstancesState', code: 'AccessDeniedException' }],
    }),
    'tasks that cannot be asked once': scenario({ status: 'DRAINING', tasks: RUNNING }, {
      faults: [{ operation: 'DescribeTasks', code: 'ThrottlingException' }],
    }),
  },
};
