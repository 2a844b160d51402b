import { readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second, whatever the kernel's own clock. */
const TICK_MS = 10;
/** Of what follows the name in `stat`: time spent in the program, and for it in the kernel. */
const [USER, KERNEL] = [11, 12];

/** How long a process has kept a core busy, in milliseconds (Linux). Unlike a clock it does not see who else is running. */
export function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const numbers = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  return ((numbers[USER] ?? 0) + (numbers[KERNEL] ?? 0)) * TICK_MS;
}
