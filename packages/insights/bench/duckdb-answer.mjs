// DuckDB, in memory, with its own reader of JSON lines. It skips lines that are no JSON.
import { DuckDBInstance } from '@duckdb/node-api';

const [, , query, path] = process.argv;
const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();
const log = `read_json('${path}', format = 'newline_delimited', ignore_errors = true, columns = {
  cause: 'VARCHAR', ServiceId: 'VARCHAR', OperationName: 'VARCHAR', Retries: 'BIGINT',
  durationMs: 'DOUBLE', customer: 'STRUCT(country VARCHAR)', level: 'VARCHAR' })`;
const reader = await connection.runAndReadAll(query.replace('$log', log));
const rows = reader.getRowObjects();
console.log(JSON.stringify(Object.fromEntries(rows.map(({ k, n }) => [k, Number(n)]))));
connection.closeSync();
instance.closeSync();
