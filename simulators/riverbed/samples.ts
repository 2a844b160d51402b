import { complete, type RiverbedEvent } from './event.ts';

/**
 * The two events the user guide prints and the one the API document describes. The guide's e-mails name the fields in
 * words; the JSON names of what goes beyond the documented ones, and the moments, are this simulator's.
 */
export const RIVERBED_SAMPLES: readonly RiverbedEvent[] = [
  complete(
    {
      action: 'operation',
      record_type: 'authentication.login',
      details: [
        { field: 'auth_method', value: 'LOCAL' },
        { field: 'username', value: 'admin' },
      ],
      user_agent: 'Apache-HttpClient/4.5.13 (Java/11.0.16)',
      rest_link: 'request',
      rest_namespace: 'mgmt.aaa',
      rest_version: '2',
      rest_resource: 'access_tokens',
    },
    1_663_754_400,
  ),
  complete(
    {
      action: 'update',
      record_type: 'configuration_change.networking',
      details: [{ field: 'hostname', old: 'portal', new: 'portal-1' }],
    },
    1_663_754_460,
  ),
  complete(
    {
      action: 'delete',
      record_type: 'configuration_change.host_group',
      identifier: 'Boston',
      uid: 12,
      username: 'operator',
      ipaddr: '192.0.2.17',
      pid: 4711,
      sid: '5b0f2c9a',
    },
    1_663_754_520,
  ),
];
