import { parseArgs } from 'node:util';
import { VENDORS, type VendorKind } from '../federation/vendors.ts';
import { printTable, writeResults } from '../publish.ts';
import { projectFile } from '../ready-process.ts';
import { createMigratedDatabase, LOCAL_SERVER } from '../store/bench-database.ts';
import { fill } from '../store/fill.ts';
import { ingestAgainstCopy } from './against-copy.ts';
import { type FirstSyncResult, measureFirstSync } from './first-sync.ts';
import { measureNewMonths } from './new-months.ts';

const { values } = parseArgs({
  options: {
    server: { type: 'string', default: LOCAL_SERVER },
    filled: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '5' },
    rows: { type: 'string', default: '50000' },
    batch: { type: 'string', default: '2000' },
    vendors: { type: 'string', default: VENDORS.join(',') },
    events: { type: 'string', default: '50000' },
    months: { type: 'string', default: '100' },
    json: { type: 'string', default: projectFile('dist/bench/ingest.json') },
  },
});

const settings = { rounds: Number(values.rounds), rows: Number(values.rows), batch: Number(values.batch) };
const database = await createMigratedDatabase(values.server);
try {
  await fill(database, Number(values.filled));
  const ingest = settings.rounds === 0 ? null : await ingestAgainstCopy(database, settings);
  if (ingest) {
    const { rounds, rows, batch } = settings;
    const title = `${rows} rows in batches of ${batch} against COPY, ${values.filled} in the table before`;
    printTable(`${title} (medians of ${rounds} rounds)`, [{ ...ingest }]);
  }
  const syncs: FirstSyncResult[] = [];
  const vendors = values.vendors.split(',').filter((kind) => kind !== '') as VendorKind[];
  for (const kind of vendors) syncs.push(await measureFirstSync(database, kind, Number(values.events)));
  if (syncs.length > 0) {
    printTable(
      'The first sync of one vendor (CPU: cores kept busy)',
      syncs.map((each) => ({ ...each })),
    );
  }
  const months = values.months === '0' ? null : await measureNewMonths(database, Number(values.months));
  if (months)
    printTable('Events of new months, while another gateway records one event after the other', [{ ...months }]);
  await writeResults(values.json, { filled: Number(values.filled), ...settings, ingest, syncs, months });
} finally {
  await database.drop();
}
