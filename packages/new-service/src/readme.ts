import type { Service } from '@needs-retry/service-contract';
import { writtenOf } from './knowledge.js';
import { type Names, withArticle } from './names.js';

/** The README of a service's package. */
export function readme(names: Names, service: Service): string {
  const { folder, sdkPackage, clientClass, observe, variable, title } = names;
  return `# @needs-retry/${folder}

Every retry of ${withArticle(title)} client as a line and a metric in CloudWatch.

\`\`\`sh
npm install @needs-retry/${folder}
\`\`\`

\`\`\`ts
import { ${clientClass} } from '${sdkPackage}';
import { ${observe} } from '@needs-retry/${folder}';

const ${variable} = ${observe}(new ${clientClass}({}));
\`\`\`

${paragraphsOf(service).join('\n\n')}

Part of [needs-retry](../../README.md); all services: [docs/services.md](../../docs/services.md).
`;
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
          `Entries that a successful answer left undone are counted, as \`partial-failure\`: ${undone.join(', ')}.`,
        ]),
    ...(streaming.length === 0
      ? []
      : [
          `A response stream that fails while it is read is reported, as \`stream-error\`: ${streaming.join(', ')}.`,
        ]),
  ].flatMap((paragraph) => wrapped(paragraph));
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
