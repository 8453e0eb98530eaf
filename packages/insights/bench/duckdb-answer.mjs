// DuckDB, in memory, with its own readers of JSON lines, of which it skips those that are no JSON, and of lines.
import { DuckDBInstance } from '@duckdb/node-api';

const [, , query, path] = process.argv;
const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();
const log = `read_json('${path}/*.log', format = 'newline_delimited', ignore_errors = true, columns = {
  cause: 'VARCHAR', ServiceId: 'VARCHAR', OperationName: 'VARCHAR', Retries: 'BIGINT', timestamp: 'TIMESTAMP',
  orderId: 'BIGINT', durationMs: 'DOUBLE', customer: 'STRUCT(id BIGINT, country VARCHAR)', level: 'VARCHAR' })`;
const lines = `read_csv('${path}/*.log', columns = { line: 'VARCHAR' }, header = false, auto_detect = false,
  delim = '\x01', quote = '', escape = '')`;
const reader = await connection.runAndReadAll(query.replace('$log', log).replace('$lines', lines));
const rows = reader.getRowObjects();
console.log(JSON.stringify(Object.fromEntries(rows.map(({ k, n }) => [k, Number(n)]))));
connection.closeSync();
instance.closeSync();
