import type { ServiceAdapter } from '@needs-retry/core';
import { arnResource, classifier, named, record, watchStream } from '@needs-retry/core/adapter';

const classify = classifier({ transient: ['ModelTimeoutException'] });

/** What only Bedrock knows. */
export const bedrockRuntimeAdapter: ServiceAdapter = {
  service: 'bedrock-runtime',

  /** The model or inference profile; never a prompt, an answer or metadata of the request. */
  properties(input) {
    const { modelId } = record(input);
    // Not `nameOf`: the id of a model has colons of its own, `anthropic.claude-v2:1`.
    return { resource: named(arnResource(modelId)?.replace(/^.*\//s, '') ?? modelId) };
  },

  classify(error) {
    const { name, message, originalStatusCode } = record(error);
    // The message says so and nothing else does. It is read, never written.
    if (name === 'ThrottlingException' && /\b(per[ -]day|daily|for today)\b/i.test(String(message)))
      return 'quota';
    return originalStatusCode === 429 ? 'throttling' : classify(error);
  },

  /** Of `ConverseStream`, and of `InvokeModelWithResponseStream` and its bidirectional sister. */
  watchStream(output, onError) {
    const { stream, body } = record(output);
    watchStream(stream ?? body, onError);
  },
};
