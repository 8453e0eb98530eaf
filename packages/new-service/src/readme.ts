import type { Service } from '@needs-retry/service-contract';
import { sampleOperation, table, writtenOf } from './knowledge.js';
import { type Names, withArticle } from './names.js';

export const REPOSITORY = 'https://github.com/needs-retry/needs-retry';

/** The README of a service's package. It stands alone on the registry, so all links are absolute. */
export function readme(names: Names, service: Service): string {
  const { folder, title } = names;
  return `# @needs-retry/${folder}

The AWS SDK for JavaScript v3 retries failed calls without a word. This package makes every retry of ${withArticle(title)} client
a line in CloudWatch Logs and a metric in CloudWatch. It is part of [needs-retry](${REPOSITORY}#readme).

${installation(names)}

${usage(names)}

${output(names, service)}

${paragraphsOf(service).join('\n\n')}

${options(names)}

## Supported versions

Node.js 20 from 20.16 on, or 22.3 and later. AWS SDK for JavaScript v3 from 3.363 on (best effort from 3.47). ES modules and
CommonJS, with types for both.

## More

[Getting started](${page('getting-started')}) · [All services](${page('services')}) · [Cost](${page('cost')}) ·
[Privacy](${page('privacy')}) · [Troubleshooting](${page('troubleshooting')}) · [Queries](${page('insights')})
`;
}

function installation({ folder, sdkPackage }: Names): string {
  const packages = `@needs-retry/${folder} ${sdkPackage}`;
  return `## Install

\`\`\`sh
npm install ${packages}
pnpm add ${packages}
yarn add ${packages}
bun add ${packages}
\`\`\`

One of them is enough. The client of the SDK is an optional peer: leave it out if you have it already.`;
}

function usage({ folder, sdkPackage, clientClass, observe, variable }: Names): string {
  return `## Use

\`\`\`ts
import { ${clientClass} } from '${sdkPackage}';
import { ${observe} } from '@needs-retry/${folder}';

const ${variable} = ${observe}(new ${clientClass}({}));
\`\`\``;
}

function output(names: Names, service: Service): string {
  const operation = sampleOperation(names, service);
  const resource = service.written.find(({ property }) => property === 'resource')?.values[0]?.[1];
  const member = resource === undefined ? '' : `"resource":${JSON.stringify(resource)},`;
  return `## Output

Each time the SDK sends a request again, a Lambda function's log gets a line and a document in Embedded Metric Format
(shortened here). Elsewhere it is the line alone.

\`\`\`
needs-retry.${names.service}.${operation}|increment|count=1
{"_aws":{…},"ServiceId":"${names.service}","OperationName":"${operation}","Retries":1,"Throttles":0,"RetryDelay":52,"kind":"attempt","attempts":2,"ok":"yes","cause":"${causeOf(service)}",${member}…}
\`\`\`

CloudWatch makes the metrics \`Retries\`, \`Throttles\`, \`RetryDelay\` and \`RetriesExhausted\` of it, in the namespace
\`NeedsRetry\`. While all is well, nothing is written.`;
}

/** A throttling error that the SDK retries, by the name that this service gives it. */
function causeOf({ errors }: Service): string {
  const own = errors.find(({ errorClass, retried, code }) => {
    return errorClass === 'throttling' && retried && /^\w+$/.test(code);
  });
  return own?.code ?? 'ThrottlingException';
}

function paragraphsOf(service: Service): readonly string[] {
  const { note, never, batches = [], leftovers = [], streams = [] } = service;
  const written = writtenOf(service).map(([property, from]) => `\`${property}\` (from ${from})`);
  const undone = [...new Set([...batches, ...leftovers].map(({ operation }) => `\`${operation}\``))];
  const streaming = streams.map(({ operation }) => `\`${operation}\``);
  return [
    ...(note === undefined ? [] : [note]),
    written.length === 0
      ? 'It writes nothing of a call but the names of the service and the operation.'
      : `Written in events and documents: ${written.join(', ')}.`,
    ...(never.length === 0
      ? []
      : [`Never written: ${never.map(asCode).join(', ')}, nor anything else of an input.`]),
    ...(undone.length === 0
      ? []
      : [
          `Entries that a successful answer leaves undone are counted, as \`partial-failure\`: ${undone.join(', ')}.`,
        ]),
    ...(streaming.length === 0
      ? []
      : [
          `A response stream that fails while it is read is reported, as \`stream-error\`: ${streaming.join(', ')}.`,
        ]),
  ].flatMap((paragraph) => wrapped(paragraph));
}

function options({ observe }: Names): string {
  return `## Options

\`${observe}(client, observer)\` returns the same client. The observer is optional. To set anything, install
\`@needs-retry/core\`, make one observer with \`createRetryObserver({ sinks: [lineSink(), emfSink({ … })] })\`, and give it to
every client.

${table(
  ['option', 'default', 'what it does'],
  [
    [
      '`createRetryObserver({ sinks })`',
      '`[lineSink(), emfSink()]` in Lambda, elsewhere `[lineSink()]`',
      'where retries are written',
    ],
    [
      '`emfSink({ namespace })`, or `NEEDS_RETRY_NAMESPACE`',
      '`AWS_EMF_NAMESPACE`, else `NeedsRetry`',
      'the namespace of the metrics',
    ],
    ['`emfSink({ dimensions })`', 'none', "constants in every metric: `{ Stage: 'prod' }`"],
    [
      '`emfSink({ dimensionSets })`',
      "`[['ServiceId', 'OperationName']]`",
      'by what metrics are split: a bucket or a table is `resource`',
    ],
    ['`NEEDS_RETRY_DISABLED`', 'unset', '`1`, `true`, `yes` or `on` turns needs-retry off'],
  ],
)}

All options: [reference](${page('reference')}).`;
}

function page(name: string): string {
  return `${REPOSITORY}/blob/main/docs/${name}.md`;
}

/** Names of members as code, everything else as words. */
export function asCode(name: string): string {
  return /^\w+$/.test(name) ? `\`${name}\`` : name;
}

/** Lines of at most 120 characters. */
export function wrapped(paragraph: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of paragraph.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > 120) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
}
