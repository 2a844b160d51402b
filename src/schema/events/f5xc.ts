import type * as domain from '../../domain/event.ts';
import { builder } from '../builder.ts';
import { EVENT_INTERFACES } from './audit-event.ts';
import { scalarText, text } from './raw.ts';

builder.objectRef<domain.AuditEvent>('F5XcAuditEvent').implement({
  interfaces: EVENT_INTERFACES,
  description:
    "An event of F5 Distributed Cloud's secret management (voltshare) access log, with the log line's own words beside the normalised ones; `raw` is the parsed line.",
  fields: (t) => ({
    namespace: t.string({ description: '`namespace` of the log line.', resolve: ({ raw }) => text(raw, 'namespace') }),
    tenant: t.string({
      description: '`tenant`, or `user_tenant`, of the log line.',
      resolve: ({ raw }) => text(raw, 'tenant') ?? text(raw, 'user_tenant'),
    }),
    user: t.string({ description: '`user`, usually a mail address.', resolve: ({ raw }) => text(raw, 'user') }),
    srcIp: t.string({ description: "`src_ip`: the client's address.", resolve: ({ raw }) => text(raw, 'src_ip') }),
    secretName: t.string({
      description: '`secret_name`: which secret was used.',
      resolve: ({ raw }) => text(raw, 'secret_name'),
    }),
    authorTenant: t.string({
      description: '`author_tenant`: whose secret it is.',
      resolve: ({ raw }) => text(raw, 'author_tenant'),
    }),
    voltshareOperation: t.string({
      description: '`operation`: Encrypt, Decrypt.',
      resolve: ({ raw }) => text(raw, 'operation'),
    }),
    result: t.string({ description: '`result`: Success, Fail.', resolve: ({ raw }) => text(raw, 'result') }),
    country: t.string({ description: '`country`: two letters.', resolve: ({ raw }) => text(raw, 'country') }),
    city: t.string({ description: '`city`.', resolve: ({ raw }) => text(raw, 'city') }),
    asn: t.string({
      description: '`asn`: the network, such as `GOOGLE(15169)`.',
      resolve: ({ raw }) => scalarText(raw, 'asn'),
    }),
    browserType: t.string({ description: '`browser_type`.', resolve: ({ raw }) => text(raw, 'browser_type') }),
    deviceType: t.string({ description: '`device_type`.', resolve: ({ raw }) => text(raw, 'device_type') }),
  }),
});
