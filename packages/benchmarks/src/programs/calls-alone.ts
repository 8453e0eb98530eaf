// Part `calls`, nobody and ourselves: the variant is the argument.
import { createRetryObserver, emfSink, lineSink, withProperties } from '@needs-retry/core';
import { answerAsPeer, type Peer } from '../calls/peer.js';

const written = createRetryObserver({ sinks: [lineSink(), emfSink()] });

const VARIANTS: Readonly<Record<string, Peer>> = {
  bare: {},
  ours: { attach: (client, subject) => subject.observe(client, written) },
  withProperties: {
    attach: (client, subject) => subject.observe(client, written),
    inContext: (act) => withProperties({ orderId: 'o-1' }, act),
  },
};

answerAsPeer(VARIANTS[process.argv[2]!]!);
