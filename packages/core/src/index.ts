export { withProperties } from './call/properties.js';
export type { Order } from './emitter.js';
export type {
  AfterCallEvent,
  CallInFlight,
  DeadlineEvent,
  ErrorClass,
  ErrorType,
  EventMap,
  Failure,
  GaveUpBecause,
  NeedsRetryEvent,
  Outcome,
  PartialFailure,
  PartialFailureEvent,
  Problem,
  Properties,
  ReportableEvent,
  RetryEvent,
  Sink,
  StreamErrorEvent,
  SummaryEvent,
} from './event.js';
export { type ClientClass, type ObserveAllOptions, observeAll } from './observe-all.js';
export {
  createRetryObserver,
  defaultObserver,
  type EventOf,
  type HandlerOptions,
  type ObserverOptions,
  type Pattern,
  type RetryObserver,
} from './observer.js';
export type { ServiceAdapter } from './sdk/adapter.js';
export { classifyError } from './sdk/classify.js';
export type { MiddlewareStack, ObservableClient, Pluggable } from './sdk/client.js';
export { type EmfOptions, emfDocuments, emfSink } from './sinks/emf.js';
export type { DocumentOf } from './sinks/emf-document.js';
export type { DocumentOptions } from './sinks/emf-options.js';
export { type LineOptions, lineSink, type ParsedLine, parseLine } from './sinks/line.js';
export type { MetricName } from './sinks/metrics.js';
export type { StdoutOptions } from './sinks/stdout.js';
