import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'

const largest = 5 * 1024 * 1024

/** Keeps what a program reports; one older file is kept beside it. Reports that cannot be written are dropped. */
export function createLogFile(folder: string, name: string): (text: string) => void {
  const file = join(folder, `${name}.log`)
  return (text) => {
    try {
      mkdirSync(folder, { recursive: true })
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > largest) renameSync(file, `${file}.old`)
      appendFileSync(file, text)
    } catch {
      // A full disk must not end the program that is being reported on.
    }
  }
}
