import { codesOf, table, tellingErrors, writtenOf } from './knowledge.js';
import { asCode, REPOSITORY } from './readme.js';
import type { ServicePackage } from './workspace.js';

/** docs/services.md: what each adapter writes, never writes and knows. */
export function servicesPage(all: readonly ServicePackage[]): string {
  return `<!-- Written by \`pnpm new-service --tables\` from the adapters' tests. Do not edit. -->
# Services

Install the package of each service whose client you make, and wrap the client:

\`\`\`sh
npm install @needs-retry/client-sqs @aws-sdk/client-sqs
pnpm add @needs-retry/client-sqs @aws-sdk/client-sqs
yarn add @needs-retry/client-sqs @aws-sdk/client-sqs
bun add @needs-retry/client-sqs @aws-sdk/client-sqs
\`\`\`

\`\`\`ts
import { SQSClient } from '@aws-sdk/client-sqs';
import { observeSQS } from '@needs-retry/client-sqs';

const sqs = observeSQS(new SQSClient({}));
\`\`\`

Or observe every client of the process, whoever made it:

\`\`\`sh
npm install @needs-retry/core @needs-retry/services @aws-sdk/client-s3
pnpm add @needs-retry/core @needs-retry/services @aws-sdk/client-s3
yarn add @needs-retry/core @needs-retry/services @aws-sdk/client-s3
bun add @needs-retry/core @needs-retry/services @aws-sdk/client-s3
\`\`\`

\`\`\`ts
import { S3Client } from '@aws-sdk/client-s3';
import { observeAll } from '@needs-retry/core';
import { adapters } from '@needs-retry/services';

observeAll(S3Client, { adapters });
\`\`\`

\`observeAll\` and \`observer.observe(client)\` also observe services that are not listed here: they have lines, documents and
metrics, but no \`resource\`. [Adding a service](adding-a-service.md) takes one command and what you know of it.

## What is written

Of an input, only what the second column lists is written. The third column names what people ask about most. An ARN or a URL is
reduced to a name, without the account id.

${table(['service', 'written, and where it comes from', 'never written'], all.map(privacyRow))}

## Classes of failure

An error has one of [five classes](reference.md#classes-of-failure), \`errorClass\` in events and documents, or none. It is
the class that the SDK gives (throttling or transient), except for these errors, of which the adapters know more:

${table(['service', 'error', 'class', 'retried by the SDK'], all.flatMap(errorRows))}

## Entries that a successful answer leaves undone

The SDK does not retry them. Each resource with undone entries is one event and one document of the kind
\`partial-failure\`. \`RetryableEntries\` counts the entries that are worth sending again, \`finalEntries\` those that can
never succeed; a code that is not listed is final.

${table(['service', 'operation', 'worth sending again', 'final, for example'], all.flatMap(batchRows))}

## Streams that fail after they began

The call has succeeded by then, and the reader of the stream gets the error. It is one event and one document of the kind
\`stream-error\`.

${table(['service', 'operation', 'errors in the stream'], all.flatMap(streamRows))}
`;
}

function privacyRow({ names, service }: ServicePackage): readonly string[] {
  const written = writtenOf(service).map(([property, from]) => `\`${property}\`: ${from}`);
  const never = service.never.map(asCode);
  return [
    `[${names.title}](${REPOSITORY}/tree/main/packages/${names.folder})`,
    written.join('; ') || 'nothing',
    never.join(', ') || 'anything else',
  ];
}

function errorRows({ names, service }: ServicePackage): readonly (readonly string[])[] {
  const rows = tellingErrors(service).map(
    ({ code, statusText, operation, errorClass, retried, message, fields }) => {
      const what = statusText === undefined ? `\`${code}\`` : `an answer \`${statusText}\` without a body,`;
      const where = operation === undefined ? '' : ` of \`${operation}\``;
      const how = message === undefined ? '' : ', by its message';
      const fieldsOf = fields === undefined ? '' : ` with ${describeFields(fields)}`;
      return [names.title, `${what}${where}${fieldsOf}${how}`, `\`${errorClass}\``, retried ? 'yes' : 'no'];
    },
  );
  return [...new Map(rows.map((row) => [row.join(), row])).values()];
}

/** The codes in an error's members, which decide about its class. */
function describeFields(fields: Readonly<Record<string, unknown>>): string {
  return Object.entries(fields)
    .map(([name, value]) => {
      const codes = Array.isArray(value)
        ? value.map(({ Code }) => Code).filter((code) => code !== 'None')
        : [value];
      return `\`${name}\` ${codes.map((code) => `\`${code}\``).join(', ')}`;
    })
    .join(', ');
}

function batchRows({ names, service }: ServicePackage): readonly (readonly string[])[] {
  const { batches = [], leftovers = [] } = service;
  const operations = [...new Set(leftovers.map(({ operation }) => operation))];
  return [
    ...batches.map(({ operation, codes }) => [
      names.title,
      `\`${operation}\``,
      codesOf(codes, 'retryable'),
      codesOf(codes, 'final'),
    ]),
    ...operations.map((operation) => {
      const reasons = leftovers
        .filter((each) => each.operation === operation)
        .flatMap((each) => Object.keys(each.reasons));
      return [
        names.title,
        `\`${operation}\``,
        'none',
        [...new Set(reasons)].map((code) => `\`${code}\``).join(', '),
      ];
    }),
  ];
}

function streamRows({ names, service }: ServicePackage): readonly (readonly string[])[] {
  return (service.streams ?? []).map(({ operation, exceptions }) => [
    names.title,
    `\`${operation}\``,
    Object.keys(exceptions)
      .map((exception) => `\`${exception}\``)
      .join(', '),
  ]);
}
