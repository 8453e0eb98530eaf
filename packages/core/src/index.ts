export { classifyError } from './classify.js';
export type { Order } from './emitter.js';
export type {
  AfterCallEvent,
  CallInFlight,
  DeadlineEvent,
  ErrorType,
  EventMap,
  Failure,
  GaveUpBecause,
  NeedsRetryEvent,
  Outcome,
  Properties,
  ReportableEvent,
  RetryEvent,
  Sink,
  SummaryEvent,
} from './event.js';
export { beginInvocation, type Invocation } from './invocation.js';
export {
  createRetryObserver,
  defaultObserver,
  type EventOf,
  type HandlerOptions,
  type ObserverOptions,
  type Pattern,
  type RetryObserver,
} from './observer.js';
export type { Problem } from './problem.js';
export { withProperties } from './properties.js';
export type { MiddlewareStack, ObservableClient, Pluggable } from './sdk.js';
export type { ServiceAdapter } from './service.js';
export { emfDocuments, emfSink } from './sinks/emf.js';
export type { DocumentOf } from './sinks/emf-document.js';
export type { EmfOptions } from './sinks/emf-options.js';
export type { MetricName } from './sinks/emf-plan.js';
export { type LineOptions, lineSink, type ParsedLine, parseLine } from './sinks/line.js';
