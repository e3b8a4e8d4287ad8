// Approves a deployment that gives no further permissions: waits until its manual approval is asked for, and answers it.
'use strict';

const { CodePipeline } = require('@aws-sdk/client-codepipeline');

const PATIENCE_MS = 5 * 60 * 1000;
const PAUSE_MS = 5 * 1000;

const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));

// The token of an action's execution that waits for an approval; undefined if there is none.
const tokenOf = ({ stageStates = [] }, stageName, actionName) => {
  const stage = stageStates.find((state) => state.stageName === stageName);
  const action = stage?.actionStates?.find((state) => state.actionName === actionName);
  return action?.latestExecution?.token;
};

exports.handler = async ({ PipelineName, StageName, ActionName }) => {
  const pipelines = new CodePipeline();
  const end = Date.now() + PATIENCE_MS;
  while (Date.now() < end) {
    const state = await pipelines.getPipelineState({ name: PipelineName });
    const token = tokenOf(state, StageName, ActionName);
    if (token) {
      await pipelines.putApprovalResult({
        pipelineName: PipelineName, stageName: StageName, actionName: ActionName, token,
        result: { status: 'Approved', summary: 'Approved by a function: the deployment gives no further permissions' },
      });
      return;
    }
    await pause();
  }
};
