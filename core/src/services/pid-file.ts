import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { identityOf } from './process-identity.ts'

/** A process that was written down, by us or by a start before us. */
export interface KnownProcess {
  name: string
  pid: number
}

/** Remembers in `folder` which processes run, so that a start after a crash finds what was left behind. */
export function writePidFile(folder: string, { name, pid }: KnownProcess): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${name}.json`), JSON.stringify({ pid, identity: identityOf(pid) }))
}

export const removePidFile = (folder: string, name: string): void =>
  rmSync(join(folder, `${name}.json`), { force: true })

/** The written-down processes that still run. Files of processes that are gone, or half written, are passed over. */
export function runningProcesses(folder: string): KnownProcess[] {
  return pidFiles(folder).flatMap((file) => {
    const entry = parse(readFileSync(join(folder, file), 'utf8'))
    if (!entry || entry.identity === undefined || identityOf(entry.pid) !== entry.identity) return []
    return [{ name: basename(file, '.json'), pid: entry.pid }]
  })
}

function pidFiles(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json'))
  } catch {
    return []
  }
}

function parse(text: string): { pid: number; identity?: string } | undefined {
  try {
    const value = JSON.parse(text)
    return Number.isSafeInteger(value?.pid) ? value : undefined
  } catch {
    return undefined
  }
}
