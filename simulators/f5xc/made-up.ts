import { address, pool } from '../kit/made-up.ts';
import { LONG_TEXT } from '../kit/odd-texts.ts';
import { moments, type Random } from '../kit/random.ts';
import type { SimulatorOptions } from '../kit/simulator.ts';
import type { F5xcRow } from './record.ts';
import { SAMPLES } from './samples.ts';
import type { F5xcSwitches } from './switches.ts';
import { unlike } from './unlike.ts';
import { BROWSERS, DEVICES, OPERATIONS, PLACES, RESULTS, SECRETS, TENANTS, USERS } from './vocabulary.ts';

const MS_IN_US = 1000;

/** The sample lines and `events` made-up ones. No two lines are alike unless the switch says so. */
export function madeUp(chance: Random, options: SimulatorOptions, switches: F5xcSwitches): readonly F5xcRow[] {
  const window = { fromUs: options.from * MS_IN_US, toUs: options.to * MS_IN_US };
  const addresses = pool(60, () => address(chance));
  const rows: F5xcRow[] = SAMPLES.map((line) => ({ line }));
  const ofInstant = new Set<string>();
  let instant = Number.NaN;
  for (const [index, at] of moments(chance, options.events, window, MS_IN_US, options.burst).entries()) {
    if (at !== instant) ofInstant.clear();
    instant = at;
    const line = unlike(ofInstant, () => JSON.stringify(document(chance, at, addresses, switches.namespace)));
    const isBroken = switches.brokenLines && index % 100 === 50;
    const row = { line: isBroken ? line.slice(0, -20) : line, at: Math.floor(at / MS_IN_US) };
    rows.push((switches.identicalLines && index % 50 === 49 && rows.at(-1)) || row);
  }
  return rows;
}

function document(chance: Random, at: number, addresses: readonly string[], namespace: string): object {
  const place = chance.pick(PLACES);
  const line: Record<string, unknown> = timeMember(chance, at);
  if (chance.chance(0.98)) line.user = chance.pick(USERS);
  line.user_tenant = chance.pick(TENANTS);
  line.tenant = 'acmecorp';
  line.namespace = namespace;
  if (chance.chance(0.97)) line.src_ip = chance.chance(0.02) ? '' : chance.pick(addresses);
  if (chance.chance(0.95)) line.secret_name = chance.pick(SECRETS);
  if (chance.chance(0.95)) line.author_tenant = chance.pick(TENANTS);
  line.operation = chance.pick(OPERATIONS);
  line.result = chance.pick(RESULTS);
  if (chance.chance(0.9)) Object.assign(line, place);
  if (chance.chance(0.7)) line.browser_type = chance.pick(BROWSERS);
  if (chance.chance(0.7)) line.device_type = chance.pick(DEVICES);
  if (chance.chance(0.001)) line.user_message = LONG_TEXT;
  if (chance.chance(0.01)) line.headers = { authorization: 'APIToken made-up-token-of-a-line' };
  return line;
}

/** Mostly RFC 3339 in milliseconds; also with microseconds, with an offset, under the other name, and as a number. */
function timeMember(chance: Random, at: number): Record<string, unknown> {
  const iso = new Date(Math.floor(at / MS_IN_US)).toISOString();
  const form = chance.next();
  if (form < 0.6) return { time: iso };
  if (form < 0.85) return { time: `${iso.slice(0, -1)}${String(chance.below(1000)).padStart(3, '0')}Z` };
  if (form < 0.95) return { '@timestamp': iso };
  if (form < 0.98) return { time: iso.replace('Z', '+00:00') };
  return { time: Math.floor(at / MS_IN_US) };
}
