export { QuerySyntaxError, UnsupportedCommandError } from './language/errors.js';
export type { LogEvent } from './language/event.js';
export {
  type CompiledQuery,
  compileQuery,
  type Events,
  type QueryOptions,
  type QueryResult,
  type QueryStatistics,
  type ResultRow,
  runQuery,
} from './language/query.js';
export { type LogFiles, type ReadLogsOptions, readLogs } from './sources/files.js';
export { LOG_FORMATS, type LogFormat } from './sources/format.js';
