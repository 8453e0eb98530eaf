export { diagnose, type NamedFinding } from './doctor/diagnose.js';
export type { Finding, FindingCost, Severity } from './doctor/finding.js';
export { findingsText } from './doctor/text.js';
export { type ChartStyle, renderChart } from './render/chart.js';
export { renderTable, type TableStyle } from './render/table.js';
export { renderCsv, renderJson, renderJsonLines } from './render/text.js';
export { reportHtml } from './report/html.js';
export type { PageData } from './report/page-data.js';
