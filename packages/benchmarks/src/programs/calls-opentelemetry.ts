// Part `calls`, OpenTelemetry. It patches the SDK as it is loaded, so it comes first.
import { recorded } from '../calls/opentelemetry.js';
import { answerAsPeer } from '../calls/peer.js';

answerAsPeer({ recorded });
