import { z } from 'zod';
import type { Exchange, UpstreamAuditConfig } from '../adapter.ts';
import { bodyAs } from '../kit/body.ts';

/** The largest Int of the API. */
const MOST = 2 ** 31 - 1;
const BOUND = z
  .int()
  .min(0)
  .transform((bound) => Math.min(bound, MOST));

const CONFIG = z.object({
  disabled_types: z.array(z.string()),
  retention: z.object({ period: BOUND, records: BOUND }),
  system: z.object({ enabled: z.boolean() }),
});

/** The appliance's own audit settings: whether a silent log is off, and how fast its events go. */
export function auditConfig(): Exchange<UpstreamAuditConfig | null> {
  return {
    request: { method: 'GET', path: '/api/npm.audit/1.1/config' },
    read(response) {
      const { disabled_types: disabledTypes, retention, system } = bodyAs(CONFIG, response);
      return {
        result: { enabled: system.enabled, periodDays: retention.period, records: retention.records, disabledTypes },
        next: null,
      };
    },
  };
}
