import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { botocoreTraces, comparable, playTrace } from '@needs-retry/fixtures';
import { observeTrace } from './observe-trace.js';

// What boto3 did with real answers over real sockets, and what the SDK for JavaScript does, seen by an observer.
test.each(botocoreTraces.scenarios.map((scenario) => [scenario.title, scenario] as const))(
  'as boto3: %s',
  async (_, scenario) => {
    const trace = await playTrace(scenario, ({ service, config }) =>
      observeTrace(service === 's3' ? new S3Client(config) : new DynamoDBClient(config)),
    );

    expect(comparable(scenario, trace)).toEqual(comparable(scenario, scenario.boto3));
  },
);
