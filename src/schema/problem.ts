import type { Problem, VendorError as Vendor } from '../lanes/source-error.ts';
import { builder } from './builder.ts';
import { UpstreamProblemCode } from './enums.ts';
import { JsonValue } from './scalars.ts';

const VendorError = builder.objectRef<Vendor>('VendorError');
VendorError.implement({
  description:
    "The upstream's own error object, with its chain of causes; secrets redacted. What it does not say is null.",
  fields: (t) => ({
    code: t.exposeString('code', { description: "The vendor's code, such as ZStack's `SYS.1007` or Salt's `5000`." }),
    description: t.exposeString('description', { description: 'What the vendor calls this kind of error.' }),
    details: t.exposeString('details', { description: 'What the vendor says about this one.' }),
    elaboration: t.exposeString('elaboration', { description: "The vendor's advice for people." }),
    opaque: t.field({
      type: JsonValue,
      description: 'Whatever else the vendor put beside it.',
      resolve: ({ opaque }) => opaque,
    }),
    cause: t.field({ type: VendorError, description: 'What this one came from.', resolve: ({ cause }) => cause }),
  }),
});

export const UpstreamProblem = builder.objectRef<Problem>('UpstreamProblem').implement({
  description: 'What went wrong with a source, in the same words for all vendors, and in its own.',
  fields: (t) => ({
    code: t.field({
      type: UpstreamProblemCode,
      nullable: false,
      description: 'For programs.',
      resolve: ({ code }) => code,
    }),
    message: t.exposeString('message', {
      nullable: false,
      description: 'For people: who, what was expected, what was found. Holds no secret.',
    }),
    httpStatus: t.exposeInt('httpStatus', {
      description: "The upstream's HTTP status; null where there was no answer.",
    }),
    retryAfterMs: t.exposeFloat('retryAfterMs', {
      description: 'Milliseconds the upstream asks to wait; null where it does not say.',
    }),
    retryable: t.exposeBoolean('retryable', {
      nullable: false,
      description: 'Whether the same request may succeed later with nothing changed.',
    }),
    vendor: t.field({
      type: VendorError,
      description: "The upstream's own error object; null where it sent none.",
      resolve: ({ vendor }) => vendor,
    }),
  }),
});
