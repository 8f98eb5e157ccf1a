import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** When something below a path was changed last, tests apart; 0 where nothing is. */
export async function newestIn(path: string): Promise<number> {
  const own = (await modified(path)) ?? 0
  const names = await readdir(path, { recursive: true }).catch(() => [])
  const times = await Promise.all(
    names.filter((name) => !/\.test\.ts$/.test(name)).map((name) => modified(join(path, name))),
  )
  return Math.max(own, ...times.map((time) => time ?? 0))
}

export const modified = (path: string): Promise<number | undefined> =>
  stat(path).then(
    (found) => found.mtimeMs,
    () => undefined,
  )
