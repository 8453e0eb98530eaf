import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { botocoreTraces, comparable, playTrace } from '@needs-retry/fixtures';
import { createRetryObserver } from '../src/index.js';
import { plainLineOf } from '../src/sinks/line.js';

// What boto3 did with real answers over real sockets, and what the SDK for JavaScript does, seen by an observer.
test.each(botocoreTraces.scenarios.map((scenario) => [scenario.title, scenario] as const))(
  'as boto3: %s',
  async (_, scenario) => {
    const trace = await playTrace(scenario, ({ service, config }) => {
      const observer = createRetryObserver({ sinks: [] });
      const client = service === 's3' ? new S3Client(config) : new DynamoDBClient(config);
      return {
        client: observer.observe(client),
        on: (pattern, handler, options) => observer.on(pattern as 'needs-retry', handler, options),
        lineOf: (event) => (event.attempts > 1 ? plainLineOf(event as never).trimEnd() : undefined),
      };
    });

    expect(comparable(scenario, trace)).toEqual(comparable(scenario, scenario.boto3));
  },
);
