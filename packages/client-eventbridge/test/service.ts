import * as sdk from '@aws-sdk/client-eventbridge';
import type { Batch, Service } from '@needs-retry/service-contract';
import { eventBridgeAdapter, observeEventBridge } from '../src/index.js';

const codes = {
  InternalFailure: 'retryable',
  ThrottlingException: 'retryable',
  MalformedDetail: 'final',
  InvalidArgument: 'final',
  AccessDeniedException: 'final',
  NotAuthorizedForSourceException: 'final',
  NotAuthorizedForDetailTypeException: 'final',
} as const;
const classes = { InternalFailure: 'transient', ThrottlingException: 'throttling' } as const;

const failedCount = (given: readonly unknown[]) => given.filter((code) => code !== undefined).length;

const busAt = (index: number) =>
  ['orders', 'arn:aws:events:us-east-1:123456789012:event-bus/users', undefined][index % 3];

const putEvents: Batch = {
  operation: 'PutEvents',
  codes,
  classes,
  resource: (index) => ['orders', 'users', 'default'][index % 3],
  input: (count, text) => ({
    Entries: Array.from({ length: count }, (_, i) => ({
      EventBusName: busAt(i),
      Source: text,
      DetailType: text,
      Detail: text,
      Resources: [text],
    })),
  }),
  output: (given, text) => ({
    FailedEntryCount: failedCount(given),
    Entries: given.map((ErrorCode) =>
      ErrorCode === undefined ? { EventId: text } : { ErrorCode, ErrorMessage: text },
    ),
  }),
};

const putPartnerEvents: Batch = {
  ...putEvents,
  operation: 'PutPartnerEvents',
  resource: () => undefined,
  input: (count, text) => ({
    Entries: Array.from({ length: count }, () => ({ Source: text, Detail: text })),
  }),
};

const targets = (operation: string, inputOf: (count: number, text: string) => object): Batch => ({
  operation,
  codes: {
    ConcurrentModificationException: 'retryable',
    LimitExceededException: 'final',
    ResourceNotFoundException: 'final',
  },
  classes: { ConcurrentModificationException: 'contention' },
  resource: () => 'orders',
  input: (count, text) => ({ Rule: text, EventBusName: 'orders', ...inputOf(count, text) }),
  output: (given, text) => ({
    FailedEntryCount: failedCount(given),
    FailedEntries: given.flatMap((ErrorCode, i) =>
      ErrorCode === undefined ? [] : [{ TargetId: `${text}-${i}`, ErrorCode, ErrorMessage: text }],
    ),
  }),
});

export const service: Service = {
  title: 'EventBridge',
  sdk,
  client: sdk.EventBridgeClient,
  adapter: eventBridgeAdapter,
  observe: observeEventBridge,
  written: [
    {
      path: 'EventBusName',
      property: 'resource',
      values: [
        ['orders', 'orders'],
        ['arn:aws:events:us-east-1:123456789012:event-bus/orders', 'orders'],
      ],
    },
    {
      path: 'Entries.*.EventBusName',
      property: 'resource',
      values: [
        ['orders', 'orders'],
        ['arn:aws:events:us-east-1:123456789012:event-bus/orders', 'orders'],
      ],
    },
  ],
  never: ['Detail', 'DetailType', 'Source', 'Resources', 'Input', 'Rule'],
  errors: [
    { code: 'ConcurrentModificationException', status: 400, errorClass: 'contention', retried: false },
    { code: 'LimitExceededException', status: 400, errorClass: 'quota', retried: true },
    { code: 'InternalException', status: 500, errorClass: 'transient', retried: true },
    { code: 'ResourceNotFoundException', status: 400, errorClass: undefined, retried: false },
  ],
  batches: [
    putEvents,
    putPartnerEvents,
    targets('PutTargets', (count, text) => ({
      Targets: Array.from({ length: count }, (_, i) => ({ Id: `${text}-${i}`, Arn: text, Input: text })),
    })),
    targets('RemoveTargets', (count, text) => ({
      Ids: Array.from({ length: count }, (_, i) => `${text}-${i}`),
    })),
  ],
};
