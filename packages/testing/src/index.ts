export type { Answer } from './answers.js';
export { type RetryMatchers, retryMatchers } from './matchers.js';
export type { Undo } from './override.js';
export { ScriptError, type ScriptedRequest } from './plan.js';
export type {
  AnswerFault,
  ErrorFault,
  Fault,
  KnownFault,
  ResetFault,
  SlowFault,
  UnprocessedFault,
} from './proxy/fault.js';
export {
  type FaultProxy,
  type FaultProxyOptions,
  type FaultScript,
  startFaultProxy,
} from './proxy/fault-proxy.js';
export type { ProxyRequest } from './proxy/recognise.js';
export { type FaultRates, seededFaults } from './proxy/seeded-faults.js';
export type { SeenRequest, Tally } from './proxy/tally.js';
export { type EmfDocument, type RecordingSink, recordingSink } from './recording.js';
export type { HangReply, NetworkErrorReply, Reply, ResponseReply } from './reply.js';
export {
  type HttpRequest,
  type HttpResponse,
  type Route,
  routedHandler,
  type ScriptedHandler,
  type SentRequest,
} from './request-handler.js';
export { type ReplyOptions, type Script, script, type TimesOption } from './script.js';
export { skipDelays } from './skip-delays.js';
export type { Members, ServiceError } from './wire/answer.js';
