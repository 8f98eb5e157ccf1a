import { randomBytes } from 'node:crypto'
import { rename, rm } from 'node:fs/promises'

/**
 * Fills a folder beside the one that is meant and then puts it in that one's place: a server that runs never meets half a
 * build, and of two builds at the same time one wins.
 */
export async function replaceFolder(folder: string, fill: (beside: string) => Promise<void>): Promise<void> {
  const mark = randomBytes(4).toString('hex')
  const next = `${folder}-next-${mark}`
  const last = `${folder}-last-${mark}`
  try {
    await fill(next)
    await rename(folder, last).catch(ignoring('ENOENT'))
    await rename(next, folder).catch(ignoring('ENOTEMPTY', 'EEXIST'))
  } finally {
    for (const rest of [next, last]) await rm(rest, { recursive: true, force: true })
  }
}

const ignoring =
  (...codes: string[]) =>
  (error: NodeJS.ErrnoException): void => {
    if (!codes.includes(error.code ?? '')) throw error
  }
