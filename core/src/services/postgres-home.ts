import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chown, cp, mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
/** `nobody` on every system we know. */
const nobody = 65_534
const sharedHome = '/var/lib/cordboard'

/** How PostgreSQL's programs are started here, and in which folder the data is. */
export interface PostgresHome {
  folder: string
  command(program: 'postgres' | 'initdb'): { file: string; args: string[]; options: { uid?: number; gid?: number } }
}

/**
 * PostgreSQL refuses to run as root. There it gets a user namespace in which it is nobody, so that the files stay where
 * they are; where that is forbidden (in most containers), programs and data move to a place that nobody may enter.
 */
export async function postgresHome(
  folder: string,
  binaries: { postgres: string; initdb: string },
  isRoot: boolean = process.getuid?.() === 0,
): Promise<PostgresHome> {
  if (!isRoot) return { folder, command: (program) => ({ file: binaries[program], args: [], options: {} }) }
  if (await mayUnshare(binaries.postgres))
    return { folder, command: (program) => ({ ...unshared(binaries[program]), options: {} }) }
  return movedHome(folder, dirname(dirname(binaries.postgres)))
}

const unshared = (program: string) => ({
  file: 'unshare',
  args: ['--user', `--map-user=${nobody}`, `--map-group=${nobody}`, program],
})

const mayUnshare = (program: string): Promise<boolean> => {
  const { file, args } = unshared(program)
  return run(file, [...args, '--version']).then(
    () => true,
    () => false,
  )
}

/** The home of a root user who may not unshare. Exported for its test. */
export async function movedHome(folder: string, native: string): Promise<PostgresHome> {
  const home = join(sharedHome, createHash('sha256').update(folder).digest('hex').slice(0, 12))
  const programs = join(home, `native-${createHash('sha256').update(native).digest('hex').slice(0, 8)}`)
  await mkdir(home, { recursive: true, mode: 0o755 })
  await chown(home, nobody, nobody)
  if (!existsSync(programs)) {
    const draft = `${programs}.${process.pid}`
    await cp(native, draft, { recursive: true, verbatimSymlinks: true })
    await rename(draft, programs).catch(() => rm(draft, { recursive: true, force: true }))
  }
  return {
    folder: join(home, 'data'),
    command: (program) => ({ file: join(programs, 'bin', program), args: [], options: { uid: nobody, gid: nobody } }),
  }
}
