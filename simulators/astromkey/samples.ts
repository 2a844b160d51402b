import type { AstromkeyRecord } from './record.ts';

/** The four entries that the vendor's document shows, at their own times. */
export const DOCUMENTED: readonly AstromkeyRecord[] = [
  {
    logId: '197425568800060000',
    eventType: 'UPDATE',
    category: 'CONFIG',
    entityId: 'MOBILE_RUM: MOBILE_APPLICATION-752C223D59734CD2',
    environmentId: 'prod-env-13',
    user: 'test.user@company.com',
    userType: 'USER_NAME',
    userOrigin: 'webui (192.168.0.2)',
    timestamp: 1974255688445,
    success: true,
    patch: [{ op: 'replace', path: '/refreshTimeIntervalMillis', value: 30000, oldValue: 20000 }],
  },
  login('157607341600050000', 1576073415531, '240.204.62.255', 'yasmuoujsw', '877988415'),
  login('157607338800050000', 1576073388150, '55.199.177.119', 'yasmuoujsw', '490812376'),
  login('157607338300060000', 1576073381543, '75.16.11.184', 'umsaywsjuo', '765684830'),
];

function login(logId: string, timestamp: number, ip: string, environmentId: string, user: string): AstromkeyRecord {
  return {
    logId,
    eventType: 'LOGIN',
    category: 'WEB_UI',
    entityId: ip,
    environmentId,
    user: `Astromkey support user #${user}`,
    userType: 'USER_NAME',
    userOrigin: `Forwarded: ${ip}`,
    timestamp,
    success: true,
  };
}

/**
 * What real entries look like beyond the document: one deletion of three profiles in one millisecond, each with the whole former
 * object, and a switch of the audit log itself. The values are made up.
 */
export const SHAPED: readonly AstromkeyRecord[] = [
  ...['0000', '0001', '0002'].map((counter, index) => deletion(`16210000010009${counter}`, index + 1)),
  {
    logId: '162100000300090000',
    eventType: 'UPDATE',
    category: 'CONFIG',
    entityId: 'AUDIT_LOG',
    environmentId: 'simulated-env',
    user: 'admin',
    userType: 'USER_NAME',
    userOrigin: 'webui (192.0.2.44)',
    timestamp: 1621000002310,
    success: true,
    patch: [{ op: 'replace', path: '/enabled', value: true, oldValue: false }],
  },
];

function deletion(logId: string, number: number): AstromkeyRecord {
  return {
    logId,
    eventType: 'DELETE',
    category: 'CONFIG',
    entityId: `builtin:alerting.profile (tenant): 00000000-0000-4000-8000-${String(number).padStart(12, '0')}: profile ${number}`,
    environmentId: 'simulated-env',
    user: 'dt0c01.SIMULATEDPUBLICPART',
    userType: 'PUBLIC_TOKEN_IDENTIFIER',
    userOrigin: 'REST (192.0.2.45)',
    timestamp: 1621000000799,
    success: true,
    patch: [
      {
        op: 'replace',
        path: '/',
        value: null,
        oldValue: {
          'name (Name)': `profile ${number}`,
          'severityRules (Severity rules)': [
            { 'severityLevel (Problem severity level)': 'AVAILABILITY', 'delayInMinutes (Delay)': 0 },
          ],
        },
      },
    ],
  };
}

export const SAMPLES: readonly AstromkeyRecord[] = [...DOCUMENTED, ...SHAPED];
