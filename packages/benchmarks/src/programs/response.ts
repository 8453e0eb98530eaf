// Part `response`: what `withRetryReport` adds to a response, against the bare handler. Prints JSON.
import { createRetryObserver } from '@needs-retry/core';
import { withRetryReport } from '@needs-retry/lambda';
import { takeTurns, type Variant } from '../rounds.js';

type Handler = (event: { id: number }, context: object) => Promise<number>;

const CONTEXT = {
  awsRequestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
  getRemainingTimeInMillis: () => 3_000,
};
const bare = async (event: { id: number }) => event.id;
const observer = createRetryObserver({ sinks: [] });

const invocations = (handler: (event: { id: number }) => Promise<number>): Variant => {
  return async (count) => {
    for (let id = 0; id < count; id++) await (handler as Handler)({ id }, CONTEXT);
  };
};

async function main(): Promise<void> {
  const variants = {
    bare: invocations(bare),
    'bare again': invocations(async (event) => event.id),
    withRetryReport: invocations(withRetryReport(bare, { observer })),
    'withRetryReport, summary': invocations(withRetryReport(bare, { observer, summary: true })),
  };
  console.log(JSON.stringify({ times: await takeTurns(variants, { rounds: 400, batch: 200 }) }));
}

void main();
