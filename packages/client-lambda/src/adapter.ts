import type { ServiceAdapter } from '@needs-retry/core';
import { arnResource, classifier, codeOf, named, record, watchStream } from '@needs-retry/core/adapter';

/** What only Lambda knows. */
export const lambdaAdapter: ServiceAdapter = {
  service: 'lambda',

  /** The function, without account id and qualifier; never a payload. */
  properties: (input) => ({ resource: functionOf(record(input).FunctionName) }),

  /** Which of the limits a `TooManyRequestsException` is about: `ReservedFunctionConcurrentInvocationLimitExceeded`. */
  errorProperties: (error) => ({ throttlingReason: codeOf(record(error).Reason) }),

  /** A function that cannot start answers 502, which the SDK retries in vain. */
  classify: classifier({
    transient: ['SnapStartNotReadyException'],
    misconfiguration: [
      'EC2AccessDeniedException',
      'InvalidRuntimeException',
      'InvalidSecurityGroupIDException',
      'InvalidSubnetIDException',
      'InvalidZipFileException',
      'KMSAccessDeniedException',
      'KMSDisabledException',
      'KMSInvalidStateException',
      'KMSNotFoundException',
    ],
  }),

  /** Of `InvokeWithResponseStream`. An `InvokeComplete` with an `ErrorCode` is the function's own failure. */
  watchStream: (output, onError) => watchStream(record(output).EventStream, onError),
};

/** `orders` of `orders`, `orders:live`, `123456789012:function:orders` and an ARN. */
function functionOf(value: unknown): string | undefined {
  const path = arnResource(value) ?? value;
  return typeof path === 'string'
    ? named(path.replace(/^(.*:)?function:/s, '').replace(/:.*/s, ''))
    : undefined;
}
