import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/**
 * What tells a process from a later one with the same number: the time it started. Undefined when no such process
 * runs; a dead process that nobody has waited for does not count as running.
 */
export function identityOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return ask('lstart', pid)
  const fields = statusFields(pid)
  return fields === undefined || fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19]
}

/** Whether the number is in use, be it by a dead process that nobody has waited for, or by somebody else's. */
export function isNumberInUse(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The command line of a running process, its arguments parted by NUL or blanks. */
export function commandLineOf(pid: number): string {
  if (process.platform !== 'linux') return ask('command', pid) ?? ''
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

// Everything after the name, which may itself hold blanks and brackets.
function statusFields(pid: number): string[] | undefined {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return line.slice(line.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}

function ask(column: string, pid: number): string | undefined {
  try {
    const answer = execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return answer.trim() || undefined
  } catch {
    return undefined
  }
}
