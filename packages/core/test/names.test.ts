import { namesOf, serviceNameInUserAgent, serviceNameOfClass } from '../src/sdk/names.js';

test.each([
  ['GetObjectCommand', 'GetObject'],
  ['ListCommandInvocationsCommand', 'ListCommandInvocations'],
  ['SendCommandCommand', 'SendCommand'],
  [undefined, 'Unknown'],
])('the operation of %s is %s', (commandName, operation) => {
  const context = commandName === undefined ? {} : { commandName };

  expect(namesOf('ssm', context)).toEqual({
    service: 'ssm',
    operation,
    needsRetry: `needs-retry.ssm.${operation}`,
    afterCall: `after-call.ssm.${operation}`,
  });
});

test.each([
  ['S3Client', 's3'],
  ['CloudWatchLogsClient', 'cloudwatch-logs'],
  ['ClientRegistryClient', 'clientregistry'],
  [undefined, 'unknown'],
])('the service of %s is %s', (clientName, service) => {
  expect(serviceNameOfClass(clientName === undefined ? {} : { clientName })).toBe(service);
});

test.each([
  ['aws-sdk-js/3.1 api/cloudwatch_logs#3.1 m/E', 'cloudwatch-logs'],
  ['aws-sdk-js/3.1 api/s3/3.1', 's3'],
  ['aws-sdk-js/3.1 myapi/s3#3.1', undefined],
  ['aws-sdk-js/3.1', undefined],
  [undefined, undefined],
])('the service in %s is %s', (userAgent, service) => {
  expect(serviceNameInUserAgent(userAgent)).toBe(service);
});

test('a name of more than 128 characters is cut', () => {
  const { operation } = namesOf('s3', { commandName: `${'x'.repeat(128)}yCommand` });

  expect(operation).toBe('x'.repeat(128));
});
