import * as sdk from '@aws-sdk/client-bedrock-runtime';
import type { Service } from '@needs-retry/service-contract';
import { bedrockRuntimeAdapter, observeBedrockRuntime } from '../src/index.js';

const exceptions = {
  throttlingException: 'throttling',
  serviceUnavailableException: 'transient',
  internalServerException: 'transient',
  modelStreamErrorException: undefined,
} as const;

const DAILY = [
  'Too many tokens per day, please wait before trying again.',
  'Too many requests for today.',
  'The per-day token quota of the model is used up.',
];

export const service: Service = {
  title: 'Bedrock Runtime',
  sdk,
  client: sdk.BedrockRuntimeClient,
  adapter: bedrockRuntimeAdapter,
  observe: observeBedrockRuntime,
  written: [
    {
      path: 'modelId',
      property: 'resource',
      values: [
        ['anthropic.claude-v2:1', 'anthropic.claude-v2:1'],
        ['arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-v2:1', 'anthropic.claude-v2:1'],
        [
          'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0',
          'us.amazon.nova-lite-v1:0',
        ],
      ],
    },
  ],
  never: ['messages', 'system', 'body', 'requestMetadata'],
  errors: [
    { code: 'ThrottlingException', status: 429, errorClass: 'throttling', retried: true },
    ...DAILY.map((message) => ({
      code: 'ThrottlingException',
      status: 429,
      message,
      errorClass: 'quota' as const,
      retried: true,
    })),
    { code: 'ServiceQuotaExceededException', status: 400, errorClass: 'quota', retried: false },
    { code: 'ModelTimeoutException', status: 408, errorClass: 'transient', retried: false },
    {
      code: 'ModelErrorException',
      status: 424,
      errorClass: 'throttling',
      retried: false,
      fields: { originalStatusCode: 429 },
    },
    {
      code: 'ModelErrorException',
      status: 424,
      errorClass: undefined,
      retried: false,
      fields: { originalStatusCode: 500 },
    },
    { code: 'ModelNotReadyException', status: 429, errorClass: 'throttling', retried: true },
  ],
  streams: [
    {
      operation: 'ConverseStream',
      input: {
        modelId: 'anthropic.claude-v2:1',
        messages: [{ role: 'user', content: [{ text: 'secret-prompt' }] }],
      },
      member: 'stream',
      event: ['contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'secret-answer' } }],
      exceptions,
    },
    {
      operation: 'InvokeModelWithResponseStream',
      input: {
        modelId: 'anthropic.claude-v2:1',
        body: '{"prompt":"secret-prompt"}',
        contentType: 'application/json',
      },
      member: 'body',
      event: ['chunk', { bytes: Buffer.from('secret-answer').toString('base64') }],
      exceptions: { ...exceptions, modelTimeoutException: 'transient' },
    },
  ],
  unsendable: { InvokeModelWithBidirectionalStream: 'its request is a stream of events' },
};
