import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

type Update = {
  readonly Id: string;
  readonly Type: string;
  readonly Action: 'START' | 'SUCCEED';
  readonly Name?: string;
  readonly Payload?: string;
};

/** The part of Lambda to which a durable function sends its checkpoints: for steps that succeed. */
export async function startDurableService() {
  let checkpoints = 0;
  const server = createServer(async (request, response) => {
    const Operations = (await updatesOf(request)).map(({ Id, Type, Name, Action, Payload }) => ({
      ...{ Id, Type, Name, StartTimestamp: Date.now() / 1_000 },
      ...(Action === 'START'
        ? { Status: 'STARTED' }
        : { Status: 'SUCCEEDED', StepDetails: { Result: Payload } }),
    }));
    const answer = { CheckpointToken: `token-${++checkpoints}`, NewExecutionState: { Operations } };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    env: { AWS_ENDPOINT_URL_LAMBDA: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What Lambda invokes a durable function with for the first time. */
export function durableInvocation(payload: unknown) {
  return {
    DurableExecutionArn:
      'arn:aws:lambda:eu-west-1:123456789012:function:place-order:1/durable-execution/e-1/1',
    CheckpointToken: 'token-0',
    InitialExecutionState: {
      Operations: [
        {
          Id: 'e-1',
          Type: 'EXECUTION',
          Status: 'STARTED',
          StartTimestamp: new Date(0).toISOString(),
          ExecutionDetails: { InputPayload: JSON.stringify(payload) },
        },
      ],
    },
  };
}

async function updatesOf(request: IncomingMessage): Promise<readonly Update[]> {
  return ((await json(request)) as { Updates?: readonly Update[] }).Updates ?? [];
}
