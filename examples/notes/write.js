import { util } from '@aws-appsync/utils';
import { put } from '@aws-appsync/utils/dynamodb';

export function request(ctx) {
  const key = { owner: ctx.identity.sub, id: util.autoId() };
  return put({ key, item: { text: ctx.args.text, written: util.time.nowISO8601() } });
}

export function response(ctx) {
  return ctx.error ? util.error(ctx.error.message, ctx.error.type) : ctx.result;
}
