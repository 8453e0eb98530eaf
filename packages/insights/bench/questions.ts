/** A question asked in four ways, which must give the same answer. */
export type Question = {
  readonly title: string;
  /** How many times as fast as the faster of the others we must be. */
  readonly target: number;
  readonly insights: string;
  readonly jq: string;
  /** SQL on `$log`. */
  readonly duckdb: string;
  /** For `readline-answer.mjs`. */
  readonly readline: string;
};

export const QUESTIONS: readonly Question[] = [
  {
    title: 'the filter holds a literal',
    target: 5,
    insights:
      'filter cause = "SlowDown" | stats sum(Retries) as n by concat(ServiceId, " ", OperationName) as k',
    jq: 'reduce (inputs | fromjson? | objects | select(.cause == "SlowDown")) as $d ({}; .[$d.ServiceId + " " + $d.OperationName] += $d.Retries)',
    duckdb:
      "SELECT ServiceId || ' ' || OperationName AS k, sum(Retries) AS n FROM $log WHERE cause = 'SlowDown' GROUP BY k",
    readline: 'literal',
  },
  {
    title: 'the filter holds no literal',
    target: 1.5,
    insights: 'filter durationMs > 1000 | stats count(*) as n by customer.country as k',
    jq: 'reduce (inputs | fromjson? | objects | select(.durationMs != null and .durationMs > 1000)) as $d ({}; .[$d.customer.country] += 1)',
    duckdb: 'SELECT customer.country AS k, count(*) AS n FROM $log WHERE durationMs > 1000 GROUP BY k',
    readline: 'number',
  },
  {
    title: 'no filter',
    target: 1.5,
    insights: 'stats count(level) as n by level as k | filter n > 0',
    jq: 'reduce (inputs | fromjson? | objects | select(.level)) as $d ({}; .[$d.level] += 1)',
    duckdb: 'SELECT level AS k, count(*) AS n FROM $log WHERE level IS NOT NULL GROUP BY k',
    readline: 'all',
  },
];
