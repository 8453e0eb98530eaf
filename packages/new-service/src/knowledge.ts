import { classifyError } from '@needs-retry/core';
import type { ErrorCase, Service } from '@needs-retry/service-contract';
import type { Names } from './names.js';

/** What may be written of a call: each property, and the members it comes from. */
export function writtenOf({
  written,
  errors,
}: Service): readonly (readonly [property: string, from: string])[] {
  const properties = [...new Set(written.map(({ property }) => property))];
  const ofErrors = [...new Set(errors.flatMap((error) => Object.keys(error.properties ?? {})))].sort();
  return [
    ...properties.map((property) => [property, membersOf(written, property)] as const),
    ...ofErrors.map((property) => [property, 'the error of a throttled attempt'] as const),
  ];
}

function membersOf(written: Service['written'], property: string): string {
  const paths = written.filter((member) => member.property === property).map(({ path }) => path);
  const members = paths.map((path) =>
    path.replace('.{key}', '').replace(/\.\*$/, '').replaceAll('.*.', '[].'),
  );
  return [...new Set(members.map((member) => member.replace(/^(\w+)\[\]\..*\.(\w+)$/, '$1[].….$2')))]
    .map((member) => `\`${member}\``)
    .join(', ');
}

/** Errors of which the adapter says something else than the SDK does. */
export function tellingErrors({ errors }: Service): readonly ErrorCase[] {
  return errors.filter(({ errorClass, code, status }) => {
    const type = classifyError({ name: code, $metadata: { httpStatusCode: status } });
    const ofSdk = type === 'THROTTLING' ? 'throttling' : type === 'TRANSIENT' ? 'transient' : undefined;
    return errorClass !== undefined && errorClass !== ofSdk;
  });
}

/** A batch's codes by what becomes of their entries. */
export function codesOf(codes: Readonly<Record<string, string>>, fate: 'retryable' | 'final'): string {
  const given = Object.keys(codes).filter((code) => codes[code] === fate);
  return given.map((code) => (code === '' ? 'all' : `\`${code}\``)).join(', ') || 'none';
}

export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The operation that a service's README shows: the best known one. */
export function sampleOperation({ folder }: Names, { sdk }: Service): string {
  const known = SAMPLES[folder];
  if (known !== undefined && !(`${known}Command` in sdk)) {
    throw new Error(`Expected ${folder} to have the operation ${known}.`);
  }
  const first = Object.keys(sdk).find((name) => /^[A-Z]\w*Command$/.test(name));
  return known ?? first!.replace(/Command$/, '');
}

const SAMPLES: Readonly<Record<string, string>> = {
  'client-apigatewaymanagementapi': 'PostToConnection',
  'client-bedrock-runtime': 'Converse',
  'client-cloudwatch-logs': 'PutLogEvents',
  'client-dynamodb': 'PutItem',
  'client-eventbridge': 'PutEvents',
  'client-firehose': 'PutRecordBatch',
  'client-kinesis': 'PutRecords',
  'client-kms': 'Decrypt',
  'client-lambda': 'Invoke',
  'client-s3': 'PutObject',
  'client-scheduler': 'CreateSchedule',
  'client-secrets-manager': 'GetSecretValue',
  'client-sfn': 'StartExecution',
  'client-sns': 'Publish',
  'client-sqs': 'SendMessage',
  'client-ssm': 'GetParameter',
  'client-sts': 'AssumeRole',
};
