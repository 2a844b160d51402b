import { z } from 'zod';
import type { Exchange, UpstreamAuditConfig } from '../adapter.ts';
import { bodyAs } from '../reading.ts';

const CONFIG = z.object({
  disabled_types: z.array(z.string()),
  retention: z.object({ period: z.int().min(0), records: z.int().min(0) }),
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
