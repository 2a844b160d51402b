import { pool } from '../kit/made-up.ts';
import { isoMicros } from '../kit/micros.ts';
import { ODD_TEXTS } from '../kit/odd-texts.ts';
import { moments, type Random, random } from '../kit/random.ts';
import type { SimulatorOptions } from '../kit/simulator.ts';
import { type EventKind, KINDS, type Who } from './event-kinds.ts';
import { SALT_SAMPLE, type SaltRecord, storedMicros } from './record.ts';

const FIRST_ID = 1_000;
/** In the middle of the data the serial leaves the range of a 32-bit integer. */
const LATER_IDS = 4_294_967_296;

interface Drawn extends Omit<SaltRecord, 'id'> {
  readonly endUs: number;
}

/** `events` records, the document's own among them, in the order of their insertion: that of their ends. */
export function generate(
  options: Pick<SimulatorOptions, 'events' | 'burst' | 'seed' | 'from' | 'to'>,
): readonly SaltRecord[] {
  const chance = random(options.seed);
  const window = { fromUs: options.from * 1000, toUs: options.to * 1000 };
  const people = peopleOf(chance);
  const drawn = moments(chance, Math.max(0, options.events - 1), window, 1, options.burst)
    .map((at) => (chance.chance(0.04) ? Math.max(window.fromUs, Math.floor(at / 1_000_000) * 1_000_000) : at))
    .map((startUs) => draw(chance, chance.pick(people), startUs, window.toUs));
  const ordered = drawn.sort((one, other) => one.endUs - other.endUs);
  return insertSample(numbered(chance, ordered));
}

function numbered(chance: Random, drawn: readonly Drawn[]): SaltRecord[] {
  let id = FIRST_ID;
  return drawn.map(({ endUs: _, ...record }, index) => {
    id += chance.chance(0.02) ? 1 + chance.below(40) : 1;
    return { id: index < drawn.length / 2 ? id : LATER_IDS + id, ...record };
  });
}

function insertSample(records: readonly SaltRecord[]): SaltRecord[] {
  const sampleEnd = storedMicros(SALT_SAMPLE.end_time);
  const place = records.findIndex((record) => storedMicros(record.end_time) > sampleEnd);
  return records.toSpliced(place < 0 ? records.length : place, 0, SALT_SAMPLE);
}

function draw(chance: Random, who: Who, startUs: number, toUs: number): Drawn {
  const kind = kindOf(chance);
  const failed = chance.chance(kind.failureRate);
  const longestUs = kind.longestMs * 1000;
  const endUs = Math.min(toUs - 1, startUs + Math.floor(chance.next() ** 4 * longestUs));
  const loginFailed = failed && kind.event_type === 'auth';
  return {
    start_time: isoMicros(startUs),
    end_time: isoMicros(endUs),
    event_type: kind.event_type,
    event_name: chance.chance(0.002) ? chance.pick(ODD_TEXTS) : chance.pick(kind.names),
    username: kind.event_type === 'system' ? null : who.username,
    account_uuid: loginFailed || kind.event_type === 'system' ? null : who.account_uuid,
    session_uuid: kind.event_type === 'system' ? null : chance.pick(who.sessions),
    failed,
    event_data: kind.data(chance, who, failed),
    endUs,
  };
}

function kindOf(chance: Random): EventKind {
  let left = chance.next();
  for (const kind of KINDS) {
    left -= kind.share;
    if (left < 0) return kind;
  }
  return KINDS[0];
}

function peopleOf(chance: Random): readonly Who[] {
  const names = [
    'root',
    'root',
    'root',
    'salt-admin',
    'svc-deploy',
    'svc-monitor',
    'auditor@corp.example',
    ...ODD_TEXTS,
  ];
  const accounts = new Map(names.map((name) => [name, chance.uuid()]));
  return names.map((username) => ({
    username,
    account_uuid: accounts.get(username) ?? null,
    sessions: pool(60, () => chance.uuid()),
  }));
}
