#!/usr/bin/env bash
# Creates the function. ROLE is the ARN of a role that may write logs, put items into TABLE and objects into BUCKET.
set -euo pipefail
: "${ROLE:?}" "${TABLE:?}" "${BUCKET:?}"

npm run build
zip --junk-paths dist/save-order.zip dist/save-order.js

aws logs create-log-group --log-group-name /aws/lambda/save-order
aws logs put-retention-policy --log-group-name /aws/lambda/save-order --retention-in-days 30

aws lambda create-function \
  --function-name save-order \
  --zip-file fileb://dist/save-order.zip \
  --handler save-order.handler \
  --runtime nodejs24.x \
  --architectures arm64 \
  --memory-size 256 \
  --timeout 10 \
  --logging-config LogFormat=JSON,ApplicationLogLevel=INFO \
  --environment "Variables={TABLE=$TABLE,BUCKET=$BUCKET,NEEDS_RETRY_NAMESPACE=Shop}" \
  --role "$ROLE"
