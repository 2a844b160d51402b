import { z } from 'zod';
import { fault } from './fault.ts';
import type { F5xcSwitches } from './switches.ts';

const asked = {
  namespace: z.string().nullish(),
  query: z.string().nullish(),
  start_time: z.string().nullish(),
  end_time: z.string().nullish(),
  aggs: z.record(z.string(), z.unknown()).nullish(),
};
const paged = {
  ...asked,
  limit: z.int32().nonnegative().nullish(),
  sort: z.enum(['DESCENDING', 'ASCENDING']).nullish(),
  scroll: z.boolean().nullish(),
};
const placed = {
  search_after: z.boolean().nullish(),
  sort_values: z
    .strictObject({
      last_doc_id: z.string().regex(/^-?\d{1,19}$/, 'must be a signed 64-bit number as text'),
      last_timestamp: z.number(),
    })
    .nullish(),
};

export type AskedBody = z.infer<z.ZodObject<typeof asked>>;
export type PagedBody = z.infer<z.ZodObject<typeof paged>> & z.infer<z.ZodObject<typeof placed>>;
export interface ScrollBody {
  readonly namespace?: string | null | undefined;
  readonly scroll_id: string;
}

/** Reads the body of each kind of call; whatever does not fit its form is refused with code 3. */
export interface Bodies {
  asked(text: string): AskedBody;
  paged(text: string): PagedBody;
  scroll(text: string): ScrollBody;
}

export function bodiesOf(switches: F5xcSwitches): Bodies {
  const object = <Shape extends z.ZodRawShape>(shape: Shape) =>
    switches.unknownMembers === 'reject' ? z.strictObject(shape) : z.object(shape);
  const newer = object({ ...paged, ...placed });
  const older = object(paged);
  const deaf = object({ ...paged, search_after: z.unknown().optional(), sort_values: z.unknown().optional() });
  const aggregation = object(asked);
  const scroll = object({ namespace: z.string().nullish(), scroll_id: z.string() });
  return {
    asked: (text) => read(aggregation, text),
    scroll: (text) => read(scroll, text),
    paged: (text) => {
      switch (switches.searchAfter) {
        case 'on':
          return read(newer, text);
        case 'rejected':
          return read(older, text);
        case 'ignored': {
          const { search_after: _, sort_values: __, ...body } = read(deaf, text);
          return body;
        }
      }
    },
  };
}

function read<Body>(schema: z.ZodType<Body>, text: string): Body {
  const body = schema.safeParse(parse(text));
  if (body.success) return body.data;
  const [issue] = body.error.issues;
  throw fault(3, `invalid request body${issue?.path.map((name) => `.${String(name)}`).join('')}: ${issue?.message}`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw fault(3, `invalid request body: ${error instanceof Error ? error.message : String(error)}`);
  }
}
