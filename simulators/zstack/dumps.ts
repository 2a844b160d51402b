import { longHex } from '../kit/made-up.ts';
import type { Random } from '../kit/random.ts';

/** What a request held, as the text the audit keeps. Some hold secrets, as real ones do. */
export function requestDump(chance: Random, apiName: string, name: string): string {
  return JSON.stringify({
    ...(name !== '' && { name }),
    ...secretsOf(chance, apiName),
    timeout: 1_800_000,
    session: { uuid: longHex(chance, 32) },
    systemTags: chance.chance(0.1) ? [`vncPassword::${longHex(chance, 8)}`] : [],
  });
}

function secretsOf(chance: Random, apiName: string): Record<string, unknown> {
  if (apiName.endsWith('APICreateVmInstanceMsg')) return { vncPassword: `vnc-${longHex(chance, 8)}`, cpuNum: 2 };
  if (apiName.endsWith('APISetVmConsolePasswordMsg')) return { consolePassword: `console-${longHex(chance, 8)}` };
  if (apiName.endsWith('APIAddKVMHostMsg'))
    return { username: 'root', password: `host-${longHex(chance, 8)}`, sshPort: 22 };
  if (apiName.endsWith('APICreateAccountMsg')) return { password: longHex(chance, 64) };
  return {};
}

/** Longer than the store keeps, so that it ends in the middle of its JSON. */
export const LONG_RESPONSE_DUMP = JSON.stringify({
  success: true,
  inventories: Array.from({ length: 700 }, (_, index) => ({
    uuid: index.toString(16).padStart(32, '0'),
    name: `том ${index} "данные"`,
    vncPassword: `vnc-${index}`,
    description: 'a volume of the long answer \\ with marks',
  })),
});
