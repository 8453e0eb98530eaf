// Part `calls`, Powertools Tracer, which traces in Lambda alone.
import { Tracer } from '@aws-lambda-powertools/tracer';
import { Segment } from 'aws-xray-sdk-core';
import { answerAsPeer } from '../calls/peer.js';
import { xrayPeer } from '../calls/xray.js';

process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs20.x';
const tracer = new Tracer({ serviceName: 'bench' });

answerAsPeer(
  xrayPeer({
    makeSegment: () => new Segment('bench'),
    setSegment: (segment) => tracer.setSegment(segment as Segment),
    run: (act) => tracer.provider.getNamespace().runPromise(act),
    attach: (client) => tracer.captureAWSv3Client(client),
  }),
);
