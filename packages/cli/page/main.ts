import type { PageData } from '../src/report/page-data.js';
import { h } from './dom.js';
import { cost } from './sections/cost.js';
import { delays } from './sections/delays.js';
import { failures } from './sections/failures.js';
import { findings } from './sections/findings.js';
import { footer } from './sections/footer.js';
import { header } from './sections/header.js';
import { headline } from './sections/headline.js';
import { invocations } from './sections/invocations.js';
import { when } from './sections/when.js';
import { where } from './sections/where.js';
import { State } from './state.js';

const data = JSON.parse(document.getElementById('data')!.textContent!) as PageData;
const state = new State();
const main = h('main', {}, headline(data, state), when(data, state));
document.body.append(header(data, state), main);

// What is on the first screen is painted before the rest is made.
requestAnimationFrame(() =>
  setTimeout(() => {
    main.append(
      findings(data),
      where(data, state),
      delays(data, state),
      cost(data),
      failures(data, state),
      invocations(data, state),
    );
    document.body.append(footer(data));
    document.documentElement.dataset.whole = '';
  }),
);
