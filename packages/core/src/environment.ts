/** True if `NEEDS_RETRY_DISABLED` is `1`, `true`, `yes` or `on`, in any case. Read now. */
export function isDisabled(): boolean {
  return /^(1|true|yes|on)$/i.test(process.env.NEEDS_RETRY_DISABLED ?? '');
}

/** True in a Lambda function. Read now. */
export function isInLambda(): boolean {
  return Boolean(process.env.AWS_LAMBDA_FUNCTION_NAME);
}
