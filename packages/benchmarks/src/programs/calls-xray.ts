// Part `calls`, X-Ray: a subsegment for each call, sent to a daemon that nobody runs.
import * as xray from 'aws-xray-sdk-core';
import { answerAsPeer } from '../calls/peer.js';
import { xrayPeer } from '../calls/xray.js';

answerAsPeer(
  xrayPeer({
    makeSegment: () => new xray.Segment('bench'),
    setSegment: (segment) => xray.setSegment(segment as xray.Segment),
    run: (act) => xray.getNamespace().runPromise(act),
    attach: (client) => xray.captureAWSv3Client(client),
  }),
);
