/** Teaches by examples; what the options mean follows. */
export const HELP = `Answers questions about the retries of AWS SDK calls, from log files or from CloudWatch Logs.

  needs-retry queries                            list the ready queries
  needs-retry query <name or text> [files]       answer one, from files, globs, gzip files or standard input
  needs-retry show <name>                        print one, to be pasted into the console

Examples
  needs-retry query retries-by-operation app.log
  needs-retry query retries-over-time 'logs/*.gz' --service s3 --bin 1h
  needs-retry query before-and-after app.log --date 2026-11-10
  needs-retry query 'filter @message like "ERROR" | stats count(*) by bin(5m)' app.log --output chart
  aws logs tail /aws/lambda/orders --since 1h | needs-retry query throttling
  needs-retry query gave-up --log-group /aws/lambda/orders --since 12h --region eu-central-1
  needs-retry query 'fields @message | limit 5' app.log --output jsonl | jq .
  needs-retry query gave-up app.log --fail-empty && echo "The SDK gave up calls."

A query is Logs Insights QL: the same text answers here and in the console.

Which log
  [files]               files, globs, gzip files; - or none is standard input
  --format <format>     lines, timestamped, tail, events or filter-log-events; recognised if not given
  --log-group <name>    ask CloudWatch Logs (costs money); may be given several times
  --region, --profile   of the AWS account
  --since <duration>    30m, 12h, 7d: from then until now; the service is asked about 1h if not told
  --start, --end        dates, such as 2026-11-10T08:00:00Z

Which query
  --form emf|line       read the EMF documents or the plain lines
  --service, --operation, --bin, --date          narrow a query of the catalogue
  --limit <rows>

What comes out
  -o, --output          table, chart, json, jsonl or csv
  --fail-empty          exit code 1 where there are no rows

Exit codes: 0 answered, 1 no rows with --fail-empty, 2 wrong usage, query or file, 3 anything else, 130 interrupted.`;
