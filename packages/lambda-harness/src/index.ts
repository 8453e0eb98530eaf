export { type BundleOptions, bundleHandler, type HandlerSource } from './bundle-handler.js';
export type { ReaderPace } from './channel.js';
export {
  type Exit,
  type FunctionOptions,
  type Invocation,
  type LambdaFunction,
  startFunction,
} from './function.js';
export type { EmfEvent, LogEvent, LogFormat, LogLevel } from './log-stream.js';
export { packageDirectory } from './package-directory.js';
export type { Answer, RuntimeError } from './runtime-api.js';
export { availableRuntimes, nodeBinary, type Runtime } from './runtimes.js';
