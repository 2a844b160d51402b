import type { SourceKind } from '../../../src/domain/event.ts';

/** A vendor of the house stands in `SOURCE_KINDS`, where this needs no saying; the example stands only here. */
export const ACME = 'acme' as string as SourceKind;
