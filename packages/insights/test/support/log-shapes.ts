import { gzipSync } from 'node:zlib';
import type { LogEvent } from '../../src/index.js';

/** A kind of file: what it is made of, and what of each event is in it. */
export type LogShape = {
  readonly name: string;
  readonly bytes: Buffer;
  /** The milliseconds to which it tells when; undefined: it tells no time but those in messages. */
  readonly precisionMs: number | undefined;
  readonly hasStream: boolean;
  readonly events: readonly LogEvent[];
};

const GROUP = '/aws/lambda/orders';
export const STREAM = '2026/03/01/[$LATEST]440707de54a34dffa00df1b4c952704a';
const ID = '79b5e81f-9cdd-4145-b1f6-7c50ef8a2a36';
const START = Date.UTC(2026, 2, 1, 12);

/** Three invocations, each with the line and the document of a retry. */
export const EVENTS: readonly LogEvent[] = [0, 1, 2].flatMap((minute) => {
  const at = START + minute * 60_000;
  const iso = new Date(at + 5).toISOString();
  return [
    [0, `START RequestId: ${ID} Version: $LATEST\n`],
    [5, `${iso}\t${ID}\tINFO\thello, "quoted" | ä\n`],
    [10, 'needs-retry.s3.ListBuckets|increment|count=1\n'],
    [11, `${JSON.stringify(documentAt(at + 11))}\n`],
    [15, `${iso}\t${ID}\tERROR\tError: gone\n    at somewhere (index.js:1)\n`],
    [20, `END RequestId: ${ID}\n`],
    [
      21,
      `REPORT RequestId: ${ID}\tDuration: 20.10 ms\tBilled Duration: 21 ms\tMemory Size: 128 MB\tMax Memory Used: 70 MB\t\nXRAY TraceId: 1-5f3b-aa\tSegmentId: 1bc\tSampled: true\n`,
    ],
  ].map(([ms, message]) => ({ timestamp: at + Number(ms), message: String(message), logStream: STREAM }));
});

function documentAt(Timestamp: number) {
  const metrics = [{ Name: 'Retries', Unit: 'Count' }];
  return {
    _aws: {
      Timestamp,
      CloudWatchMetrics: [
        { Namespace: 'NeedsRetry', Dimensions: [['ServiceId', 'OperationName']], Metrics: metrics },
      ],
    },
    ServiceId: 's3',
    OperationName: 'ListBuckets',
    Retries: 1,
    kind: 'attempt',
  };
}

const iso = (ms: number) => new Date(ms).toISOString();
const seconds = (ms: number) => iso(ms).slice(0, 19);
const micros = (ms: number) => iso(ms).replace('Z', '000');
const lined = (write: (event: LogEvent) => string, events = EVENTS) =>
  events.map((event) => `${write({ ...event, message: event.message.trimEnd() })}\n`).join('');
const pretty = (message: string, indent: number) =>
  message.startsWith('{') ? JSON.stringify(JSON.parse(message), undefined, indent) : message;
const green = (text: string) => `\u001b[32m${text}\u001b[0m`;
const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
const listed = EVENTS.map(({ timestamp, message }, id) => ({
  logStreamName: STREAM,
  timestamp,
  message,
  ingestionTime: timestamp + 100,
  eventId: `${'3'.repeat(50)}${id}`,
}));
const subscription = (from: number, to: number) => ({
  messageType: 'DATA_MESSAGE',
  owner: '123456789012',
  logGroup: GROUP,
  logStream: STREAM,
  subscriptionFilters: ['f'],
  logEvents: EVENTS.slice(from, to).map(({ timestamp, message }, id) => ({
    id: String(from + id),
    timestamp,
    message,
  })),
});
const records = [subscription(0, 7), subscription(7, 14), subscription(14, 21)];
const control = {
  messageType: 'CONTROL_MESSAGE',
  owner: 'CloudwatchLogs',
  logGroup: '',
  logEvents: [{ id: '', timestamp: 1, message: 'CWL CONTROL MESSAGE' }],
};
const jsons = (objects: readonly unknown[], between = '\n') =>
  objects.map((each) => JSON.stringify(each)).join(between);
const rows = EVENTS.map(({ timestamp, message }) => [
  { field: '@timestamp', value: iso(timestamp).replace('T', ' ').replace('Z', '') },
  { field: '@message', value: message },
  { field: '@logStream', value: STREAM },
  { field: '@ptr', value: 'CmEKJgoiMTIz' },
]);
const ofRow = (row: (typeof rows)[number]) =>
  Object.fromEntries(row.map(({ field, value }) => [field, value]));
/** As the console shows an event that is expanded: laid out, then as one line without tabs. */
const expanded = (message: string) => `${pretty(message, 4)}\n\n${message.replace(/\s+/g, ' ').trim()}`;
const lines = (text: string) => text.trimEnd().split('\n');

const TEXTS: Readonly<Record<string, [text: string, precisionMs?: number | undefined, hasStream?: boolean]>> =
  {
    'captured from a function': [lined(({ message }) => message)],
    'the console’s download': [
      `timestamp,message\n${EVENTS.map(({ timestamp, message }) => `${timestamp},${cell(message)}\n`).join('')}`,
      1,
    ],
    'the console’s download of a group': [
      `timestamp,message,logStreamName\r\n${EVENTS.map(({ timestamp, message }) => `${timestamp},${cell(message)},${STREAM}\r\n`).join('')}`,
      1,
      true,
    ],
    'the console’s download, saved by a spreadsheet': [
      `\ufeffmessage;timestamp\r\n${EVENTS.map(({ timestamp, message }) => `${cell(message)};${timestamp}\r\n`).join('')}`,
      1,
    ],
    'Insights results as CSV': [
      `@timestamp,@message,@logStream,@log\n${rows.map((row) => `${row[0]!.value},${cell(row[1]!.value)},${STREAM},123456789012:${GROUP}\n`).join('')}`,
      1,
      true,
    ],
    'Insights results as JSON': [JSON.stringify(rows.map(ofRow), undefined, 2), 1, true],
    'Insights results as JSON, messages parsed': [
      jsons([
        rows.map(ofRow).map((row) => ({
          ...row,
          '@message': row['@message']!.startsWith('{') ? JSON.parse(row['@message']!) : row['@message'],
        })),
      ]),
      1,
      true,
    ],
    'get-query-results': [
      JSON.stringify(
        { queryLanguage: 'CWLI', results: rows, statistics: { recordsMatched: 21 }, status: 'Complete' },
        undefined,
        4,
      ),
      1,
      true,
    ],
    'get-query-results --query results': [JSON.stringify(rows), 1, true],
    'a subscription’s record': [JSON.stringify(subscription(0, 21)), 1, true],
    'a subscription’s record, laid out': [JSON.stringify(subscription(0, 21), undefined, 2), 1, true],
    'subscription records, one a line': [jsons([control, ...records]), 1, true],
    'subscription records, one behind the other': [jsons([...records, control], ''), 1, true],
    'subscription records in a list': [JSON.stringify([control, ...records], undefined, 2), 1, true],
    'the event of a subscribed function': [
      JSON.stringify(
        { awslogs: { data: gzipSync(JSON.stringify(subscription(0, 21))).toString('base64') } },
        undefined,
        2,
      ),
      1,
      true,
    ],
    'the event of Kinesis': [
      JSON.stringify({
        Records: records.map((each) => ({
          kinesis: { data: gzipSync(JSON.stringify(each)).toString('base64') },
          eventSource: 'aws:kinesis',
        })),
      }),
      1,
      true,
    ],
    'the event of Firehose': [
      JSON.stringify({
        invocationId: 'i',
        records: records.map((each) => ({
          recordId: '1',
          data: gzipSync(JSON.stringify(each)).toString('base64'),
        })),
      }),
      1,
      true,
    ],
    'sam logs': [
      lined(({ timestamp, message }) => `${STREAM} ${micros(timestamp)} ${pretty(message, 2)}`),
      1,
      true,
    ],
    'sam logs in colour': [
      lined(
        ({ timestamp, message }) =>
          `\u001b[36m${STREAM}\u001b[0m \u001b[33m${micros(timestamp)}\u001b[0m ${pretty(message, 2)}`,
      ),
      1,
      true,
    ],
    'sam logs --output json': [jsons(listed), 1, true],
    awslogs: [lined(({ message }) => `${GROUP} ${STREAM} ${message}`), undefined, true],
    'awslogs in colour, padded': [
      lined(({ message }) => `${green(GROUP)} \u001b[36m${STREAM}   \u001b[0m ${message}`),
      undefined,
      true,
    ],
    'awslogs --timestamp': [
      lined(({ timestamp, message }) => `${GROUP} ${STREAM} ${iso(timestamp)} ${message}`),
      1,
      true,
    ],
    'awslogs --timestamp --ingestion-time': [
      lined(
        ({ timestamp, message }) => `${GROUP} ${STREAM} ${iso(timestamp)} ${iso(timestamp + 900)} ${message}`,
      ),
      1,
      true,
    ],
    'awslogs --no-group': [lined(({ message }) => `${STREAM} ${message}`), undefined, true],
    'awslogs --no-group --timestamp': [
      lined(({ timestamp, message }) => `${STREAM} ${iso(timestamp)} ${message}`),
      1,
      true,
    ],
    'awslogs of ECS': [lined(({ message }) => `ecs-group ${STREAM} ${message}`), undefined, true],
    saw: [
      lined(({ timestamp, message }) => `[${seconds(timestamp + 3_600_000)}+01:00] (${STREAM}) ${message}`),
      1000,
      true,
    ],
    'saw in colour, expanded': [
      lined(
        ({ timestamp, message }) =>
          `[\u001b[31m${seconds(timestamp)}Z\u001b[0m] (\u001b[37m${STREAM}\u001b[0m) ${pretty(message, 2)}`,
      ),
      1000,
      true,
    ],
    'docker logs --timestamps': [
      lines(lined(({ message }) => message))
        .map((line, n) => `${iso(START + n).replace('Z', '123456Z')} ${line}\n`)
        .join(''),
      undefined,
    ],
    'Docker Compose': [
      lines(lined(({ message }) => message))
        .map((line) => `orders-1  | ${line}\n`)
        .join(''),
      undefined,
    ],
    'Docker Compose in colour': [
      lines(lined(({ message }) => message))
        .map((line) => `\u001b[36morders_1   |\u001b[0m ${line}\n`)
        .join(''),
      undefined,
    ],
    'Docker’s json-file': [
      jsons(
        lines(lined(({ message }) => message)).map((line, n) => ({
          log: `${line}\n`,
          stream: 'stdout',
          time: iso(START + n).replace('Z', '123456Z'),
        })),
      ),
      undefined,
    ],
    'containers on Kubernetes': [
      lines(lined(({ message }) => message))
        .map((line, n) => `${iso(START + n).replace('Z', '123456Z')} stdout F ${line}\n`)
        .join(''),
      undefined,
    ],
    'kubectl logs --prefix': [
      lines(lined(({ message }) => message))
        .map((line) => `[pod/orders-7d9/app] ${line}\n`)
        .join(''),
      undefined,
    ],
    'aws logs tail': [
      lined(({ timestamp, message }) => `${micros(timestamp)}+00:00 ${STREAM} ${message}`),
      1,
      true,
    ],
    'aws logs tail --format short': [
      lined(({ timestamp, message }) => `${seconds(timestamp)} ${message}`),
      1000,
    ],
    'aws logs tail --format json': [
      lined(
        ({ timestamp, message }) =>
          `${micros(timestamp)}+00:00 ${STREAM} ${message.startsWith('{') ? '\n' : ''}${pretty(message, 4)}`,
      ),
      1,
      true,
    ],
    'aws logs tail in colour': [
      lined(
        ({ timestamp, message }) =>
          `${green(`${micros(timestamp)}+00:00`)} \u001b[36m${STREAM}\u001b[0m ${message}`,
      ),
      1,
      true,
    ],
    'an export to S3': [lined(({ timestamp, message }) => `${iso(timestamp)} ${message}`), 1],
    'filter-log-events': [JSON.stringify({ events: listed, searchedLogStreams: [] }, undefined, 4), 1, true],
    'filter-log-events, several pages in a list': [
      JSON.stringify([{ events: listed.slice(0, 10), nextToken: 't' }, { events: listed.slice(10) }]),
      1,
      true,
    ],
    'get-log-events': [
      JSON.stringify({
        events: listed.map(({ logStreamName: _, eventId: __, ...event }) => event),
        nextForwardToken: 'f/1',
        nextBackwardToken: 'b/1',
      }),
      1,
    ],
    'filter-log-events --query events[]': [JSON.stringify(listed, undefined, 4), 1, true],
    'filter-log-events | jq -c .events[]': [jsons(listed), 1, true],
    'filter-log-events | jq .events[]': [
      listed.map((each) => JSON.stringify(each, undefined, 2)).join('\n'),
      1,
      true,
    ],
    'filter-log-events --query events[].message': [
      JSON.stringify(
        listed.map(({ message }) => message),
        undefined,
        4,
      ),
    ],
    'filter-log-events --query events[].[timestamp,message]': [
      JSON.stringify(
        listed.map(({ timestamp, message }) => [timestamp, message]),
        undefined,
        4,
      ),
      1,
    ],
    'filter-log-events --output text': [
      `${listed.map(({ timestamp, message, ingestionTime, eventId }) => `EVENTS\t${eventId}\t${ingestionTime}\t${STREAM}\t${message}\t${timestamp}\n`).join('')}SEARCHEDLOGSTREAMS\tTrue\t${STREAM}\n`,
      1,
      true,
    ],
    'get-log-events --output text': [
      `b/31132629274945519779805322857203735586714454643391594505\tf/31132629323784151764587387538205132201699397759403884544\n${listed.map(({ timestamp, message, ingestionTime }) => `EVENTS\t${ingestionTime}\t${message.trimEnd()}\t${timestamp}\n`).join('')}`,
      1,
    ],
    'milliseconds and a tab': [
      listed.map(({ timestamp, message }) => `${timestamp}\t${message}\n`).join(''),
      1,
    ],
    'milliseconds, a stream and tabs': [
      listed.map(({ timestamp, message }) => `${timestamp}\t${STREAM}\t${message}\n`).join(''),
      1,
      true,
    ],
    'milliseconds, a message, a stream': [
      listed.map(({ timestamp, message }) => `${timestamp}\t${message}\t${STREAM}\n`).join(''),
      1,
      true,
    ],
    'the Telemetry API': [
      `${jsons([0, 7, 14].map((from) => EVENTS.slice(from, from + 7).map(({ timestamp, message }) => ({ time: iso(timestamp), type: 'function', record: message }))))}\n`,
      1,
    ],
    'the Telemetry API of a JSON log': [
      JSON.stringify(
        EVENTS.map(({ timestamp, message }) => ({
          time: iso(timestamp),
          type: 'function',
          record: message.startsWith('{') ? JSON.parse(message) : message,
        })),
        undefined,
        2,
      ),
      1,
    ],
    'the console, copied': [
      `Timestamp\n\t\nMessage\n\nNo older events at this moment. \nRetry\n${lined(({ timestamp, message }) => `${iso(timestamp)}\n${message.replace('\n', ' ')}`)}No newer events at this moment. \nAuto retry paused.\n \nResume\n`,
      1,
    ],
    'the console, copied with expanded events': [
      lined(({ timestamp, message }) => `${iso(timestamp)}\n${expanded(message)}`),
      1,
    ],
    'the console, copied in a zone of its own': [
      lined(
        ({ timestamp, message }) => `${iso(timestamp + 19_800_000).replace('Z', '+05:30')}\t${message}\n`,
      ),
      1,
    ],
    'the console, copied in columns with expanded events': [
      lined(
        ({ timestamp, message }) =>
          `${iso(timestamp)}\t${message.replace(/\s+/g, ' ')}\n${pretty(message, 4)}`,
      ),
      1,
    ],
  };

export const SHAPES: readonly LogShape[] = [
  ...Object.entries(TEXTS).map(([name, [text, precisionMs, hasStream = false]]) => ({
    name,
    bytes: Buffer.from(text),
    precisionMs,
    hasStream,
    events: EVENTS,
  })),
  ...encoded(
    'subscription records, each compressed',
    Buffer.concat(records.map((each) => gzipSync(JSON.stringify(each)))),
  ),
  ...encoded(
    'subscription records, compressed once more',
    gzipSync(Buffer.concat(records.map((each) => gzipSync(JSON.stringify(each))))),
  ),
  ...encoded('UTF-16 with a byte order mark', Buffer.from(`\ufeff${TEXTS['aws logs tail']![0]}`, 'utf16le')),
  ...encoded(
    'UTF-16 of the other order',
    Buffer.from(`\ufeff${TEXTS['aws logs tail']![0]}`, 'utf16le').swap16(),
  ),
  ...encoded('UTF-16 without a mark', Buffer.from(TEXTS['aws logs tail']![0], 'utf16le')),
  ...encoded('UTF-8 with a byte order mark', Buffer.from(`\ufeff${TEXTS['filter-log-events']![0]}`)),
];

function encoded(name: string, bytes: Buffer): LogShape[] {
  return [{ name, bytes, precisionMs: 1, hasStream: true, events: EVENTS }];
}
