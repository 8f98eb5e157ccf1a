import { setTimeout as pause } from 'node:timers/promises'
import { identityOf } from './process-identity.ts'

/** How to ask a process to end: one signal after the other, each given its time in milliseconds. */
export type Manners = readonly { signal: NodeJS.Signals; patience: number }[]

const look = 25

/**
 * Ends a process and, where it leads a group, everything in that group. Resolves when it is gone. Works for processes
 * that we did not start, too.
 */
export async function endProcess(pid: number, manners: Manners): Promise<void> {
  const identity = identityOf(pid)
  for (const { signal, patience } of manners) {
    if (identity === undefined || identityOf(pid) !== identity) break
    send(pid, signal)
    const deadline = performance.now() + patience
    while (identityOf(pid) === identity && performance.now() < deadline) await pause(look)
  }
  if (identity !== undefined && identityOf(pid) === identity) send(pid, 'SIGKILL')
  send(-pid, 'SIGKILL')
  const deadline = performance.now() + 2000
  while (identity !== undefined && identityOf(pid) === identity && performance.now() < deadline) await pause(look)
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // Gone already, or not ours.
  }
}
