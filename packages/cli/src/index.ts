export { type ChartStyle, renderChart } from './render/chart.js';
export { renderTable, type TableStyle } from './render/table.js';
export { renderCsv, renderJson, renderJsonLines } from './render/text.js';
