import { parseArgs } from 'node:util';
import { printTable, writeResults } from '../publish.ts';
import { projectFile } from '../ready-process.ts';
import { measureCrowd } from './crowd.ts';
import { type FirstPageResult, measureFirstPage } from './first-page.ts';
import { measureHanging } from './hanging.ts';
import { type LongWalkResult, measureLongWalk } from './long-walk.ts';
import { VENDORS, type VendorKind } from './vendors.ts';

const { values } = parseArgs({
  allowNegative: true,
  options: {
    rounds: { type: 'string', default: '40' },
    clients: { type: 'string', default: '1,8' },
    'latency-ms': { type: 'string', default: '50' },
    events: { type: 'string', default: '100000' },
    hanging: { type: 'boolean', default: true },
    crowd: { type: 'string', default: '200' },
    walk: { type: 'string', default: VENDORS.join(',') },
    json: { type: 'string', default: projectFile('dist/bench/federation.json') },
  },
});

const rounds = Number(values.rounds);
const firstPage =
  rounds === 0
    ? null
    : await measureFirstPage({
        rounds,
        clients: values.clients.split(',').map(Number),
        latencyMs: Number(values['latency-ms']),
        events: 2_000,
      });
if (firstPage) {
  printTable('Data requests for a first page of 50 events', firstPage.requests);
  printTable(
    `A first page of 50 events; every vendor answers after ${values['latency-ms']} ms (medians, ms)`,
    firstPage.results.map(firstPageRow),
  );
}

const latencyMs = Number(values['latency-ms']);
const hanging = values.hanging ? await measureHanging(latencyMs) : null;
if (hanging) printTable('One of five sources never answers (medians, ms)', [{ ...hanging }]);

const crowd = values.crowd === '0' ? null : await measureCrowd(Number(values.crowd), latencyMs);
if (crowd) {
  const { upstreamPerSecond, ...rest } = crowd;
  printTable('Many clients ask the same first page', [{ ...rest }]);
  printTable('What of it reached each vendor, requests per second', [upstreamPerSecond]);
}

const walks: LongWalkResult[] = [];
const walked = values.walk.split(',').filter((kind) => kind !== '') as VendorKind[];
for (const kind of walked) walks.push(await measureLongWalk(kind, Number(values.events)));
if (walks.length > 0) {
  printTable(
    'All events of one vendor in pages of 1000',
    walks.map((each) => ({ ...each })),
  );
}

await writeResults(values.json, { firstPage, hanging, crowd, walks });

function firstPageRow({ clients, gatewayMs, directMs, ratio, gatewayCpuMs }: FirstPageResult) {
  return { clients, gateway: gatewayMs, ...directMs, 'gateway / slowest': ratio, 'gateway CPU': gatewayCpuMs };
}
