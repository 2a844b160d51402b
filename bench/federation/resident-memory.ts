import { readFileSync } from 'node:fs';

const SAMPLE_MS = 20;
const MIB = 1024;

/** Resident memory of a process in MiB (Linux). */
export function residentMib(pid: number): number {
  return statusMib(pid, 'VmRSS');
}

/** The most that it ever was. */
export function peakMib(pid: number): number {
  return statusMib(pid, 'VmHWM');
}

function statusMib(pid: number, name: 'VmRSS' | 'VmHWM'): number {
  const [, kib] = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  if (kib === undefined) throw new Error(`/proc/${pid}/status: expected a line ${name}, but found none`);
  return Number(kib) / MIB;
}

/** The most that a process holds from now on, looked at fifty times a second. */
export function watchMemory(pid: number): { stop(): number } {
  let peak = residentMib(pid);
  const look = () => {
    peak = Math.max(peak, residentMib(pid));
  };
  const timer = setInterval(look, SAMPLE_MS);
  return {
    stop() {
      clearInterval(timer);
      look();
      return peak;
    },
  };
}
