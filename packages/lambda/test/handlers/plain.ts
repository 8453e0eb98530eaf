import type { Context } from 'aws-lambda';
import { throttledOnce } from './throttled-once.js';

/** A function without the wrapper. */
export async function handler(_event: unknown, context: Context): Promise<string> {
  await throttledOnce();
  return context.awsRequestId;
}
