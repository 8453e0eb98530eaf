/** A question asked in four ways, which must give the same answer: numbers by keys. */
export type Question = {
  readonly title: string;
  readonly insights: string;
  readonly jq: string;
  /** SQL on `$log`, the documents, or on `$lines`, the lines as texts. */
  readonly duckdb: string;
  /** For `readline-answer.mjs`. */
  readonly readline: string;
};

export const QUESTIONS: readonly Question[] = [
  {
    title: 'the newest 20 events',
    insights: 'sort @timestamp desc | limit 20 | display orderId as k, durationMs as n',
    jq: 'reduce (inputs | fromjson? | objects | select(.timestamp)) as $d ([]; . + [$d] | if length > 999 then sort_by(.timestamp)[-20:] else . end) | sort_by(.timestamp)[-20:] | map({key: (.orderId | tostring), value: .durationMs}) | from_entries',
    duckdb:
      'SELECT orderId AS k, durationMs AS n FROM $log WHERE timestamp IS NOT NULL ORDER BY timestamp DESC LIMIT 20',
    readline: 'newest',
  },
  {
    title: 'the filter holds a literal',
    insights:
      'filter cause = "SlowDown" | stats sum(Retries) as n by concat(ServiceId, " ", OperationName) as k',
    jq: 'reduce (inputs | fromjson? | objects | select(.cause == "SlowDown")) as $d ({}; .[$d.ServiceId + " " + $d.OperationName] += $d.Retries)',
    duckdb:
      "SELECT ServiceId || ' ' || OperationName AS k, sum(Retries) AS n FROM $log WHERE cause = 'SlowDown' GROUP BY k",
    readline: 'literal',
  },
  {
    title: 'the filter holds no literal',
    insights: 'filter durationMs > 1000 | stats count(*) as n by customer.country as k',
    jq: 'reduce (inputs | fromjson? | objects | select(.durationMs != null and .durationMs > 1000)) as $d ({}; .[$d.customer.country] += 1)',
    duckdb: 'SELECT customer.country AS k, count(*) AS n FROM $log WHERE durationMs > 1000 GROUP BY k',
    readline: 'number',
  },
  {
    title: 'no filter',
    insights: 'stats count(level) as n by level as k | filter n > 0',
    jq: 'reduce (inputs | fromjson? | objects | select(.level)) as $d ({}; .[$d.level] += 1)',
    duckdb: 'SELECT level AS k, count(*) AS n FROM $log WHERE level IS NOT NULL GROUP BY k',
    readline: 'all',
  },
  {
    title: 'by the hour',
    insights: 'filter ispresent(orderId) | stats count(*) as n by bin(1h) as k',
    jq: 'reduce (inputs | fromjson? | objects | select(.orderId)) as $d ({}; .[$d.timestamp[0:10] + " " + $d.timestamp[11:13] + ":00:00.000"] += 1)',
    duckdb:
      "SELECT strftime(date_trunc('hour', timestamp), '%Y-%m-%d %H:%M:%S.%g') AS k, count(*) AS n FROM $log WHERE orderId IS NOT NULL GROUP BY k",
    readline: 'hours',
  },
  {
    title: '5,000 groups',
    insights: 'stats count(customer.id) as n by customer.id as k | filter n > 0',
    // An object that grows is copied in each turn of jq's `reduce`.
    jq: '[inputs | fromjson? | objects | .customer.id // empty] | group_by(.) | map({key: (.[0] | tostring), value: length}) | from_entries',
    duckdb: 'SELECT customer.id AS k, count(*) AS n FROM $log WHERE customer.id IS NOT NULL GROUP BY k',
    readline: 'groups',
  },
  {
    title: 'a part of lines of text',
    insights:
      'parse @message /^REPORT.*Max Memory Used: (?<k>.*) MB.*/ | stats count(k) as n by k | filter n > 0',
    jq: 'reduce (inputs | capture("^REPORT.*Max Memory Used: (?<k>.*) MB.*")) as $d ({}; .[$d.k] += 1)',
    duckdb:
      "SELECT regexp_extract(line, '^REPORT.*Max Memory Used: (.*) MB.*', 1) AS k, count(*) AS n FROM $lines WHERE k <> '' GROUP BY k",
    readline: 'text',
  },
];
