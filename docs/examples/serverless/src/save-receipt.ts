import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { observeS3 } from '@needs-retry/client-s3';

const s3 = observeS3(new S3Client({}));

export async function handler({ orderId }: { orderId: string }) {
  const Body = `Thank you for order ${orderId}.\n`;
  await s3.send(new PutObjectCommand({ Bucket: process.env.BUCKET, Key: `${orderId}.txt`, Body }));
  return { saved: orderId };
}
