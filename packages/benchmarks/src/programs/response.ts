// Part `response`: what `withRetryReport` adds to a response, against the bare handler. Prints JSON.
import { createRetryObserver } from '@needs-retry/core';
import { withRetryReport } from '@needs-retry/lambda';
import { takeTurns, type Variant } from '../rounds.js';

type Handler = (event: { id: number }, context: typeof CONTEXT) => Promise<number>;

const CONTEXT = {
  awsRequestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
  getRemainingTimeInMillis: () => 3_000,
};
const bare = async (event: { id: number }) => event.id;
let requestId: string | undefined;
let isFirst = true;

/** The floor: it knows whose calls are reported, and looks once a little before the deadline. */
const byHand: Handler = (event, context) => {
  requestId = context.awsRequestId;
  const properties = { requestId, coldStart: isFirst };
  isFirst = false;
  const timer = setTimeout(() => report(properties), context.getRemainingTimeInMillis() - 200).unref();
  const promise = bare(event);
  const end = () => clearTimeout(timer);
  promise.then(end, end);
  return promise;
};

function report(properties: object): never {
  throw new Error(`Expected no invocation to come near its deadline: ${JSON.stringify(properties)}.`);
}

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
    'by hand': invocations(byHand as typeof bare),
    withRetryReport: invocations(withRetryReport(bare, { observer })),
    'withRetryReport, summary': invocations(withRetryReport(bare, { observer, summary: true })),
  };
  console.log(JSON.stringify({ times: await takeTurns(variants, { rounds: 400, batch: 200 }) }));
}

void main();
