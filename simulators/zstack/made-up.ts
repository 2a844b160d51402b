import { address, longHex, pool } from '../kit/made-up.ts';
import { moments, type Random, random } from '../kit/random.ts';
import type { SimulatorOptions } from '../kit/simulator.ts';
import { LONG_RESPONSE_DUMP, requestDump } from './dumps.ts';
import { isLogin, type ZstackRecord } from './record.ts';
import { SAMPLES } from './samples.ts';
import type { ZstackSwitches } from './switches.ts';
import { APIS, AUTHENTICATION_ERROR, BROWSERS, ERRORS, LOG_IN, LOG_OUT, NAMES, OPERATORS } from './vocabulary.ts';

const MS_IN_US = 1000;
const RESOURCES = Object.entries(APIS);

/** The document's sample and `events` rows of a made-up cloud, oldest first. */
export function madeUp(options: SimulatorOptions, switches: ZstackSwitches): readonly ZstackRecord[] {
  const chance = random(options.seed);
  const window = { fromUs: options.from * MS_IN_US, toUs: options.to * MS_IN_US };
  const town = { addresses: pool(40, () => address(chance)), resources: pool(200, () => longHex(chance, 32)) };
  const rows = [...SAMPLES];
  for (const [index, at] of moments(chance, options.events, window, MS_IN_US, options.burst).entries()) {
    const time = at / MS_IN_US;
    const row = chance.chance(0.15) ? session(chance, time, town) : change(chance, time, town, rows.slice(-2));
    rows.push({ ...row, ...success(chance, switches, row), ...(switches.ids && { id: index + 1 }) });
  }
  return rows;
}

interface Town {
  readonly addresses: readonly string[];
  readonly resources: readonly string[];
}

function session(chance: Random, time: number, town: Town): ZstackRecord {
  const failed = chance.chance(0.2);
  const sessionUuid = longHex(chance, 32);
  return {
    ...caller(chance, town),
    time,
    resourceType: 'SessionVO',
    resourceUuid: failed ? '' : sessionUuid,
    apiName: failed || chance.chance(0.7) ? LOG_IN : LOG_OUT,
    duration: chance.below(900),
    requestUuid: longHex(chance, 32),
    responseUuid: longHex(chance, 32),
    ...(failed ? { error: JSON.stringify(AUTHENTICATION_ERROR) } : { sessionUuid }),
    responseDump: failed ? JSON.stringify({ success: false, error: AUTHENTICATION_ERROR }) : '{"success":true}',
  };
}

/** One call on two resources is two rows of one request: a row of the same instant goes on with the one before. */
function change(chance: Random, time: number, town: Town, lastTwo: readonly ZstackRecord[]): ZstackRecord {
  const resourceUuid = chance.pick(town.resources);
  const before = lastTwo.at(-1);
  const isSecond = before !== undefined && before.requestUuid === lastTwo.at(-2)?.requestUuid;
  if (before?.time === time && !isSecond && !isLogin(before) && before.resourceUuid !== resourceUuid) {
    return { ...before, resourceUuid };
  }
  const [resourceType, apis] = chance.pick(RESOURCES);
  const apiName = chance.pick(apis);
  const failure = chance.chance(0.08) ? chance.pick(ERRORS) : undefined;
  const failedCreation = failure !== undefined && apiName.includes('APICreate');
  return {
    ...caller(chance, town),
    time,
    resourceType,
    apiName,
    ...(chance.chance(0.97) && { resourceUuid: failedCreation ? '' : resourceUuid }),
    ...(chance.chance(0.95) && { duration: chance.below(chance.chance(0.02) ? 3_000_000 : 5000) }),
    requestUuid: longHex(chance, 32),
    responseUuid: longHex(chance, 32),
    sessionUuid: longHex(chance, 32),
    ...(failure && { error: JSON.stringify(failure) }),
    ...(chance.chance(0.95) && { requestDump: requestDump(chance, apiName, chance.pick(NAMES)) }),
    ...(chance.chance(0.95) && { responseDump: responseDump(chance, failure) }),
  };
}

function caller(chance: Random, town: Town): Omit<ZstackRecord, 'time'> {
  const operator = chance.pick(OPERATORS);
  return {
    operatorAccountUuid: operator.uuid,
    ...(chance.chance(0.9) && { operator: operator.name }),
    ...(chance.chance(0.95) && { clientIp: chance.chance(0.02) ? '' : chance.pick(town.addresses) }),
    ...(chance.chance(0.9) && { clientBrowser: chance.pick(BROWSERS) }),
  };
}

function responseDump(chance: Random, error: object | undefined): string {
  if (error) return JSON.stringify({ success: false, error });
  return chance.chance(0.002) ? LONG_RESPONSE_DUMP : '{"success":true}';
}

function success(
  chance: Random,
  switches: ZstackSwitches,
  row: ZstackRecord,
): Pick<ZstackRecord, 'success' | 'resourceName'> {
  const succeeded = row.error === undefined;
  switch (switches.success) {
    case 'absent':
      return {};
    case 'tags':
      return { success: succeeded ? '1' : '0' };
    case 'mixed':
      return chance.chance(0.5) ? { success: String(succeeded), resourceName: chance.pick(NAMES) } : {};
  }
}
