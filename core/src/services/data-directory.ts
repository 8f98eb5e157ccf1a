import { mkdir, open, readdir, rm, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { StartProblem } from '../configuration/start-problem.ts'

const megabyte = 1024 * 1024

/** Makes the data directory where it is missing, and makes sure that `leastMegabytes` can be written there. */
export async function prepareDataDirectory(folder: string, leastMegabytes: number): Promise<void> {
  try {
    await makeFolder(folder)
    await writeOnce(join(folder, `.writable-${process.pid}`))
  } catch (error) {
    throw new StartProblem(sentence(folder, (error as NodeJS.ErrnoException).code ?? (error as Error).message))
  }
  const { bavail, bsize } = await statfs(folder)
  const free = Math.floor((bavail * bsize) / megabyte)
  if (free < leastMegabytes)
    throw new StartProblem(full(folder, `${free} MB free, and Cordboard needs ${leastMegabytes} MB`))
}

// Node's own recursive mkdir never ends where a parent exists but takes no folders, as in /proc.
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return void (await readdir(folder))
    const parent = dirname(folder)
    if (code !== 'ENOENT' || parent === folder || (await isThere(parent))) throw error
    await makeFolder(parent)
    await mkdir(folder, { mode: 0o700 })
  }
}

const isThere = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )

async function writeOnce(file: string): Promise<void> {
  const handle = await open(file, 'w')
  try {
    await handle.writeFile(Buffer.alloc(megabyte))
    await handle.sync()
  } finally {
    await handle.close()
    await rm(file, { force: true })
  }
}

const full = (folder: string, detail: string) =>
  `The disk of the data directory ${folder} is full (${detail}): make room, or set CORDBOARD_DATA_DIR to a folder with more.`

function sentence(folder: string, code: string): string {
  const elsewhere = 'or set CORDBOARD_DATA_DIR to another folder.'
  if (code === 'ENOSPC' || code === 'EDQUOT') return full(folder, 'no byte more can be written')
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM')
    return `The data directory ${folder} cannot be written by this user (${code}): allow it, ${elsewhere}`
  if (code === 'EEXIST' || code === 'ENOTDIR')
    return `The data directory ${folder} is a file, not a folder: move it away, ${elsewhere}`
  return `The data directory ${folder} cannot be used (${code}): mend it, ${elsewhere}`
}
