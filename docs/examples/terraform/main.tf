terraform {
  required_version = ">= 1.5"
  required_providers {
    archive = {
      source  = "hashicorp/archive"
      version = "~> 2.4"
    }
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}

# `npm run build` makes the file.
data "archive_file" "save_receipt" {
  type        = "zip"
  source_file = "${path.module}/dist/save-receipt.mjs"
  output_path = "${path.module}/dist/save-receipt.zip"
}

resource "aws_lambda_function" "save_receipt" {
  function_name    = "save-receipt"
  role             = aws_iam_role.save_receipt.arn
  filename         = data.archive_file.save_receipt.output_path
  source_code_hash = data.archive_file.save_receipt.output_base64sha256
  handler          = "save-receipt.handler"
  runtime          = "nodejs24.x"
  architectures    = ["arm64"]
  memory_size      = 256
  timeout          = 10

  logging_config {
    log_format            = "JSON"
    application_log_level = "INFO"
    log_group             = aws_cloudwatch_log_group.save_receipt.name
  }

  environment {
    variables = {
      BUCKET                = aws_s3_bucket.receipts.bucket
      NEEDS_RETRY_NAMESPACE = "Shop"
    }
  }
}

resource "aws_cloudwatch_log_group" "save_receipt" {
  name              = "/aws/lambda/save-receipt"
  retention_in_days = 30
}

resource "aws_s3_bucket" "receipts" {
  bucket_prefix = "receipts-"
}

resource "aws_iam_role" "save_receipt" {
  name = "save-receipt"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "save_receipt" {
  role = aws_iam_role.save_receipt.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "s3:PutObject"
        Resource = "${aws_s3_bucket.receipts.arn}/*"
      },
      {
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "${aws_cloudwatch_log_group.save_receipt.arn}:*"
      },
    ]
  })
}

resource "aws_cloudwatch_query_definition" "retries" {
  name            = "save-receipt/retries by operation"
  log_group_names = [aws_cloudwatch_log_group.save_receipt.name]
  query_string    = <<-QUERY
    filter kind = "attempt" and Retries = 1
    | stats sum(Retries) as retries, sum(Throttles) as throttles by ServiceId, OperationName, resource
    | sort retries desc
  QUERY
}
