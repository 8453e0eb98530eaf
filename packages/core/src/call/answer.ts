import type { AfterCallEvent, Failure } from '../event.js';
import { classifyError } from '../sdk/classify.js';
import { integer, isObject, type Result, type SdkError, type SdkMetadata, text } from '../sdk/client.js';
import type { Call } from './call.js';
import type { ObservedStack } from './stack.js';

/** How an attempt or a call ended: with a result of the SDK, or with what was thrown. */
export type End =
  | { readonly ok: true; readonly result: Result | undefined }
  | { readonly ok: false; readonly error: unknown };

export function endOf(ok: boolean, value: unknown): End {
  return ok ? { ok, result: value as Result | undefined } : { ok, error: value };
}

/** What the service answered. */
export type Answer = Pick<
  AfterCallEvent,
  | 'errorName'
  | 'errorCode'
  | 'errorType'
  | 'errorClass'
  | 'statusCode'
  | 'serviceRequestId'
  | 'extendedRequestId'
>;

/** Copied, for the SDK adds to the same `$metadata` later. Never throws. */
export function answerOf(observed: ObservedStack, call: Call, end: End): Answer {
  try {
    return end.ok ? answerOfResult(end.result) : answerOfError(observed, call, end.error);
  } catch {
    // Reading a property of the error threw.
    return { ...answerOfResult(undefined), errorType: 'CLIENT_ERROR' };
  }
}

function answerOfResult(result: Result | undefined): Answer {
  const metadata = metadataOf(result);
  return {
    errorName: undefined,
    errorCode: undefined,
    errorType: undefined,
    errorClass: undefined,
    statusCode: integer(metadata?.httpStatusCode) ?? integer(result?.response?.statusCode),
    serviceRequestId: text(metadata?.requestId),
    extendedRequestId: text(metadata?.extendedRequestId),
  };
}

function answerOfError(observed: ObservedStack, call: Call, thrown: unknown): Answer {
  const error: SdkError = isObject(thrown) ? thrown : {};
  const { $metadata: metadata, $response: response } = error;
  const errorType = classifyError(thrown);
  return {
    errorName: text(error.name),
    errorCode: text(error.code) ?? text(error.Code),
    errorType,
    errorClass: observed.classOf(thrown, errorType, call.names.operation),
    statusCode: integer(metadata?.httpStatusCode) ?? integer(response?.statusCode),
    serviceRequestId: text(metadata?.requestId) ?? text(error.RequestId),
    extendedRequestId: text(metadata?.extendedRequestId),
  };
}

export function metadataOf(result: Result | undefined): SdkMetadata | undefined {
  return (result?.output as { $metadata?: SdkMetadata } | undefined)?.$metadata;
}

export function failureOf(answer: Answer, durationMs: number): Failure {
  const { errorName, errorType, errorClass, statusCode, serviceRequestId } = answer;
  return Object.freeze({ errorName, errorType, errorClass, statusCode, serviceRequestId, durationMs });
}

/** What an attempt ended with that succeeded and is made again all the same. */
export function successOf(metadata: SdkMetadata | undefined, durationMs: number): Failure {
  return failureOf(answerOfResult({ output: { $metadata: metadata } }), durationMs);
}
