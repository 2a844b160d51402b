import { userInfo } from 'node:os';
import type { ViewerGateway } from '../../federation/gateway.ts';
import { type CommandSink, fileSink, streamSink } from './command-sink.ts';
import { type GivenExport, readExportArguments, writtenArguments } from './export-arguments.ts';
import { summary } from './export-failure.ts';
import { progressOn } from './progress.ts';
import { type ExportRecorder, runExport } from './run-export.ts';

export interface ExportCommand extends GivenExport {
  /** Left out: standard output. */
  readonly out?: string | undefined;
}

export interface Terminal {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: { readonly isTTY?: boolean | undefined; write(text: string): unknown };
}

export interface ExportSurroundings extends ExportRecorder {
  readonly gateway: Pick<ViewerGateway, 'export'>;
  readonly signal: AbortSignal;
}

/** An export is not whole; the message says why, and where what there is of it was left. */
export class ExportFailed extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ExportFailed';
  }
}

/** Throws `InputError` for wrong arguments, before anything is written, and `ExportFailed` where it is not whole. */
export async function exportCommand(
  { out, ...given }: ExportCommand,
  { stdout, stderr }: Terminal,
  surroundings: ExportSurroundings,
): Promise<void> {
  const { gateway, signal } = surroundings;
  const parts = gateway.export(await readExportArguments(given), signal);
  const sink: CommandSink = out === undefined ? streamSink(stdout) : await fileSink(out);
  const progress = progressOn(stderr, () => performance.now());
  const internal: unknown[] = [];
  const run = {
    parts,
    written: writtenArguments(given),
    by: byOf(),
    signal,
    onPart: progress.part,
    onInternal: (error: unknown) => internal.push(error),
  };
  const { events, failure } = await runExport(run, sink, surroundings).finally(progress.end);
  const left = await sink.end(failure === null);
  if (failure === null) return;
  const [cause] = internal;
  const why = cause instanceof Error ? cause.message : summary(failure);
  const where = left === null ? '' : `; what there is of it is in ${left}`;
  throw new ExportFailed(`export: expected all events, but got ${events} and then ${why}${where}`, { cause });
}

function byOf() {
  try {
    return { actor: { name: userInfo().username, type: 'operating system user' } };
  } catch {
    return {};
  }
}
