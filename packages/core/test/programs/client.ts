import { S3Client } from '@aws-sdk/client-s3';

/** As the module of an application has it. */
export const s3 = new S3Client({ region: 'us-east-1' });
