import { address, longHex, pool } from '../kit/made-up.ts';
import { LONG_TEXT, ODD_TEXTS } from '../kit/odd-texts.ts';
import { moments, type Random, random } from '../kit/random.ts';
import type { SimulatorOptions } from '../kit/simulator.ts';
import { patch } from './patches.ts';
import type { AstromkeyRecord } from './record.ts';
import { SAMPLES } from './samples.ts';
import type { AstromkeySwitches } from './switches.ts';
import { ENVIRONMENTS, KINDS, SCHEMAS, USERS, WITHOUT_PATCH } from './vocabulary.ts';

const MS_IN_US = 1000;
const NODES = 3;

/** The samples and `events` made-up entries. */
export function madeUp(options: SimulatorOptions, switches: AstromkeySwitches): readonly AstromkeyRecord[] {
  const chance = random(options.seed);
  const window = { fromUs: options.from * MS_IN_US, toUs: options.to * MS_IN_US };
  const addresses = pool(50, () => address(chance));
  const logId = logIds(chance, switches.latenessMs);
  const instants = moments(chance, options.events, window, MS_IN_US, options.burst);
  return [...SAMPLES, ...instants.map((at) => entry(chance, at / MS_IN_US, addresses, logId))];
}

/** Ten digits of the second of writing, four of the node, four that count: some entries are written later than the next ones. */
function logIds(chance: Random, latenessMs: number): (timestamp: number) => string {
  const counters = new Map<string, number>();
  return (timestamp) => {
    const second = Math.floor((timestamp + chance.below(latenessMs + 1)) / 1000);
    const head = `${String(second).padStart(10, '0')}${String(5 + chance.below(NODES)).padStart(4, '0')}`;
    const counter = counters.get(head) ?? 0;
    counters.set(head, counter + 1);
    return head + String(counter).padStart(4, '0');
  };
}

function entry(
  chance: Random,
  timestamp: number,
  addresses: readonly string[],
  logId: (timestamp: number) => string,
): AstromkeyRecord {
  const [category, eventTypes] = chance.pick(KINDS);
  const eventType = chance.pick(eventTypes);
  const [userType, user] = chance.pick(USERS);
  const ip = chance.pick(addresses);
  const success = chance.chance(0.94);
  return {
    logId: logId(timestamp),
    eventType,
    category,
    ...orNull(chance, 'entityId', entityId(chance, category, ip)),
    environmentId: chance.pick(ENVIRONMENTS),
    user,
    userType,
    ...orNull(
      chance,
      'userOrigin',
      chance.pick(['webui', 'REST', 'Forwarded']) === 'Forwarded' ? `Forwarded: ${ip}` : `webui (${ip})`,
    ),
    timestamp,
    success,
    ...(!success && { message: chance.chance(0.02) ? LONG_TEXT : `Отказано: ${chance.pick(ODD_TEXTS)}` }),
    ...(!WITHOUT_PATCH.includes(eventType) && orNull(chance, 'patch', patch(chance))),
    ...(category === 'CONFIG' && chance.chance(0.2) && settings(chance)),
  };
}

/** A member that may be missing or null. */
function orNull(chance: Random, name: string, value: unknown): object {
  const form = chance.next();
  if (form < 0.04) return {};
  return { [name]: form < 0.08 ? null : value };
}

function entityId(chance: Random, category: string, ip: string): string {
  switch (category) {
    case 'WEB_UI':
      return ip;
    case 'CONFIG':
      return `${chance.pick(SCHEMAS)} (environment): ${longHex(chance, 8)}: ${chance.pick(ODD_TEXTS)}`;
    case 'TOKEN':
    case 'ACTIVEGATE_TOKEN':
      return `dt0c01.${longHex(chance, 12).toUpperCase()}`;
    default:
      return chance.pick(['AUDIT_LOG', '', 'MOBILE_RUM: MOBILE_APPLICATION-752C223D59734CD2', 'a ~ "b"']);
  }
}

function settings(chance: Random): Pick<AstromkeyRecord, `dt.settings.${string}`> {
  return {
    'dt.settings.schema_id': chance.pick(SCHEMAS),
    'dt.settings.scope_id': 'environment',
    'dt.settings.key': longHex(chance, 16),
  };
}
