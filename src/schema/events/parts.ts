import type * as domain from '../../domain/event.ts';
import { builder } from '../builder.ts';
import { ChangeOp } from '../enums.ts';
import { JsonValue } from '../scalars.ts';

export const Actor = builder.objectRef<domain.Actor>('Actor').implement({
  description: 'Who did it. What the vendor does not say is null.',
  fields: (t) =>
    ({
      uid: t.exposeString('uid', {
        description:
          "The vendor's id of the account, such as Salt's `account_uuid` or Riverbed's `uid`. Unique within its source only.",
      }),
      name: t.exposeString('name', {
        description: 'The name the account goes by: a user name, an address, the public part of a token.',
      }),
      type: t.exposeString('type', {
        description: "What kind of account it is, in the vendor's word: `USER_NAME`, `SERVICE_NAME`.",
      }),
    }) satisfies Record<keyof domain.Actor, unknown>,
});

export const Target = builder.objectRef<domain.Target>('Target').implement({
  description: 'What it was done to. What the vendor does not say is null.',
  fields: (t) =>
    ({
      type: t.exposeString('type', {
        description: "What kind of thing it is, in the vendor's word: `VmInstanceVO`, `host_group`.",
      }),
      uid: t.exposeString('uid', { description: "The vendor's id of it. Unique within its source only." }),
      name: t.exposeString('name', { description: 'The name it goes by.' }),
    }) satisfies Record<keyof domain.Target, unknown>,
});

export const Client = builder.objectRef<domain.Client>('Client').implement({
  description: 'From where it was done. What the vendor does not say is null.',
  fields: (t) =>
    ({
      ip: t.exposeString('ip', { description: "The client's address as the vendor wrote it, v4 or v6." }),
      userAgent: t.exposeString('userAgent', { description: 'The browser or program.' }),
      origin: t.exposeString('origin', {
        description: "By which way it came, in the vendor's word: a host, a module, a country, `webui (192.0.2.1)`.",
      }),
    }) satisfies Record<keyof domain.Client, unknown>,
});

export const FieldChange = builder.objectRef<domain.FieldChange>('FieldChange').implement({
  description: 'One thing that an event changed. `before`/`after` are null where the vendor does not say.',
  fields: (t) => ({
    path: t.exposeString('path', {
      nullable: false,
      description: "What was changed, in the vendor's form: a JSON pointer, a field's name.",
    }),
    op: t.field({ type: ChangeOp, nullable: false, description: 'How it was changed.', resolve: ({ op }) => op }),
    before: t.field({
      type: JsonValue,
      description: 'The value before; null where the vendor does not say.',
      resolve: ({ before }) => before,
    }),
    after: t.field({
      type: JsonValue,
      description: 'The value after; null where the vendor does not say.',
      resolve: ({ after }) => after,
    }),
  }),
});
