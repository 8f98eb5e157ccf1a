import { randomBytes } from 'node:crypto'
import { chmodSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartProblem } from './start-problem.ts'

const leastCharacters = 32

/** The installation's secret key: made once, then read from the data directory. Two processes starting at once agree. */
export function keepSecretKey(dataDirectory: string): string {
  const file = join(dataDirectory, 'secret-key')
  return read(file) ?? make(file)
}

function read(file: string): string | undefined {
  let key: string
  try {
    key = readFileSync(file, 'utf8').trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new StartProblem(`The secret key in ${file} cannot be read (${(error as Error).message}).`)
  }
  if (key.length < leastCharacters)
    throw new StartProblem(
      `The secret key in ${file} is damaged: put the right one there, or set CORDBOARD_SECRET_KEY.`,
    )
  chmodSync(file, 0o600)
  return key
}

// Written beside and linked into place: a file under the final name is always whole, and the first one wins.
function make(file: string): string {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, `${randomBytes(48).toString('base64url')}\n`, { mode: 0o600, flush: true })
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft)
  }
  return read(file) as string
}
