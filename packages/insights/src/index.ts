export { type AnalysisOptions, analyzeLogs } from './analysis/analyze.js';
export { type Architecture, PRICES_PER_GB_SECOND } from './analysis/cost-meter.js';
export type {
  AdaptiveUse,
  Analysis,
  ColdRetries,
  ColdStarts,
  Cost,
  Delays,
  Example,
  Fact,
  FactKind,
  Invocation,
  Loss,
  Moment,
  Point,
  Stuck,
  Totals,
} from './analysis/model.js';
export { type LogGroupOptions, readLogGroups } from './analysis/read-log-groups.js';
export {
  answer,
  type CatalogueOptions,
  type CatalogueQuery,
  catalogue,
  catalogueText,
} from './catalogue/catalogue.js';
export type { QueryForm } from './catalogue/definition.js';
export type { CatalogueParameters } from './catalogue/parameters.js';
export { QuerySyntaxError, UnsupportedCommandError } from './language/errors.js';
export type { LogEvent, QueryStatistics } from './language/event.js';
export type { NoteKind, QueryNote } from './language/notes.js';
export {
  type CompiledQuery,
  compileQuery,
  type Events,
  type QueryOptions,
  type QueryResult,
  type ResultRow,
  runQuery,
} from './language/query.js';
export {
  type CloudFormationReferences,
  type CloudFormationResource,
  type CloudFormationTemplate,
  cloudFormationResources,
  cloudFormationTemplate,
} from './monitoring/cloudformation.js';
export type { AlarmState, Episode, Evaluation } from './monitoring/evaluation.js';
export { type LogAlarmQuery, logAlarmQuery } from './monitoring/log-alarm-query.js';
export { monitoringOf } from './monitoring/monitoring.js';
export { type LogAlarmOptions, logAlarmMonitoring } from './monitoring/one-alarm.js';
export {
  type MonitoringOptions,
  type MonitoringPart,
  type NamedLogGroup,
  PARTS as MONITORING_PARTS,
  type Thresholds,
} from './monitoring/options.js';
export { rolePolicy, TRUST_POLICY } from './monitoring/policies.js';
export { type Replay, type ReplayOptions, replayAlarm } from './monitoring/replay.js';
export { type ApiRequest, apiRequests } from './monitoring/requests.js';
export {
  COMPARISONS,
  type Comparison,
  type Condition,
  type Dashboard,
  type Datapoints,
  type FieldIndex,
  type LogAlarm,
  type MetricAlarm,
  type MetricFilter,
  type MetricOfAlarm,
  MISSING_DATA,
  type MissingData,
  type Monitoring,
  type QueryRole,
  type SavedParameter,
  type SavedQuery,
  type ScheduledQuery,
  type Widget,
} from './monitoring/resources.js';
export { type TerraformConfiguration, terraformConfiguration } from './monitoring/terraform.js';
export type { Window } from './monitoring/windows.js';
export { outlineOf, type QueryOutline } from './outline.js';
export {
  runServiceQuery,
  ServiceQueryError,
  type ServiceQueryOptions,
  type ServiceQueryProgress,
} from './sources/cloudwatch.js';
export { FileError } from './sources/file-error.js';
export { type LogFiles, readLogs } from './sources/files.js';
export { LOG_FORMATS, type LogFormat } from './sources/format.js';
export type { FileNote } from './sources/inspection.js';
export type { ReadLogsOptions } from './sources/scan-file.js';
