import { type EmfOptions, emfDocuments, type Properties, type ReportableEvent } from '@needs-retry/core';
import { emfProblems } from '@needs-retry/fixtures';
import * as fc from 'fast-check';
import { type AgentDocument, startTcpAgent, startUdpAgent } from './agent.js';
import { oneOfEachKind, retry, summary } from './events.js';
import { sendingTo } from './support.js';

type Directive = { readonly Metrics: { readonly Name: string }[] };

/** In which order a directive names its metrics says nothing. */
function inOrder(document: AgentDocument): AgentDocument {
  for (const { Metrics } of document._aws.CloudWatchMetrics as Directive[]) {
    Metrics.sort((a, b) => (a.Name < b.Name ? -1 : 1));
  }
  return document;
}

/** What `emfSink` writes for the events, with the differences that are meant. */
function expected(events: readonly ReportableEvent[], options: EmfOptions = {}) {
  const documentOf = emfDocuments(options);
  return events.map((event) => {
    const document = JSON.parse(documentOf(event, 0) ?? '');
    // Told to the agent: where it puts the document.
    document._aws.LogGroupName = 'Shop-metrics';
    // A distribution of one value is a number.
    if (document.CallDuration?.length === 1) document.CallDuration = document.CallDuration[0];
    // Without a metric to extract, the directive stays.
    if (document._aws.CloudWatchMetrics.length === 0) {
      document._aws.CloudWatchMetrics = [{ Namespace: 'aws-embedded-metrics', Dimensions: [], Metrics: [] }];
    }
    return inOrder(document);
  });
}

async function sent(
  events: readonly ReportableEvent[],
  options: EmfOptions = {},
  start = startTcpAgent as () => ReturnType<typeof startUdpAgent>,
): Promise<AgentDocument[]> {
  const agent = await start();
  const { observer, problems } = sendingTo(agent, options);
  for (const event of events) observer.emit(event);
  await observer.flush();
  const documents = await agent.received(events.length);
  expect(problems).toEqual([]);
  for (const document of documents) {
    const [directive] = document._aws.CloudWatchMetrics as Directive[];
    if (directive?.Metrics.length !== 0) expect(emfProblems(JSON.stringify(document))).toEqual([]);
  }
  return documents.map(inOrder);
}

test.each([
  ['TCP', startTcpAgent],
  ['UDP', startUdpAgent],
] as const)('a document of each kind is that of emfSink: %s', async (_, start) => {
  const events = [...oneOfEachKind(), summary([7])];

  expect(await sent(events, {}, start)).toEqual(expected(events));
});

test.each<[string, EmfOptions]>([
  ['namespace', { namespace: 'Shop/Retries' }],
  ['constant dimensions', { dimensions: { Stage: 'prod' } }],
  [
    'several dimension sets, one of them empty',
    { dimensions: { Stage: 'prod' }, dimensionSets: [['ServiceId', 'resource'], ['Stage'], []] },
  ],
  ['a limit of cardinality', { dimensionSets: [['ServiceId', 'sdk']], cardinalityLimit: 1 }],
  ['some of the metrics', { metrics: ['Retries', 'Calls'] }],
  ['high resolution', { storageResolution: 1 }],
])('with options: %s', async (_, options) => {
  const events = [
    ...oneOfEachKind(),
    retry({ properties: { sdk: 'a' } }),
    retry({ properties: { sdk: 'b' } }),
  ];

  expect(await sent(events, options)).toEqual(expected(events, options));
});

test('the text by which lines are counted is in no document', async () => {
  const properties = { 'needs-retry.s3': 'needs-retry.s3.GetObject|increment|count=1' };

  const [document] = await sent([retry({ properties })], { namespace: 'needs-retry.prod' });

  expect(JSON.stringify(document)).not.toContain('needs-retry.');
  expect(document).toMatchObject({
    _aws: { CloudWatchMetrics: [{ Namespace: 'needs-retry_prod' }] },
    'needs-retry_s3': 'needs-retry_s3.GetObject|increment|count=1',
  });
});

test('whatever properties are, the documents are those of emfSink', async () => {
  const agent = await startTcpAgent();
  const options: EmfOptions = { dimensionSets: [['ServiceId', 'OperationName', 'resource']] };
  const { observer, problems } = sendingTo(agent, options);
  const name = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom(
      'Retries',
      'ServiceId',
      '_aws',
      'kind',
      'resource',
      'lostLines',
      'constructor',
      'toString',
      '',
    ),
  );
  const value = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.constantFrom('\n', '"}\n{"_aws":{}}', '\u2028', '{}', '__proto__'),
    fc.double(),
    fc.boolean(),
  );
  // The library assigns properties, and this one cannot be.
  const properties = fc.dictionary(
    name.filter((each) => each !== '__proto__' && !each.includes('needs-retry.')),
    value.filter((each) => !String(each).includes('needs-retry.')),
    { maxKeys: 20 },
  );

  const events: ReportableEvent[] = [];
  await fc.assert(
    fc.asyncProperty(properties, async (each) => {
      const event = retry({ properties: { ...each } as Properties });
      events.push(event);
      observer.emit(event);
    }),
  );
  await observer.flush();

  expect((await agent.received(events.length)).map(inOrder)).toEqual(expected(events, options));
  expect(problems).toEqual([]);
});
